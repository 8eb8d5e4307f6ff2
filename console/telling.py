"""How events are told to people: a Chinese title each, and the fields worth a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

TITLES: dict[str, str] = {
    "accountability.proposed": "提出追责建议",
    "accountability.recorded": "登记问责措施",
    "appraisal.published": "公布考核结果",
    "audit.finding-recorded": "登记审计发现问题",
    "authenticity.drawn": "抽取真实性核查项目",
    "authenticity.finding-recorded": "登记核查结论",
    "authenticity.marked-drawn": "被抽中真实性核查",
    "budget.approved": "批复预算，同步下达绩效目标",
    "carry-over.cleared": "清理结转",
    "congress.reported": "报送人大",
    "county-appraisal.scored": "县（市）考核评价",
    "county-report.filed": "县（市）报送工作报告",
    "county-results-use.filed": "县（市）报备结果应用情况",
    "county-summary.filed": "县（市）报送年度总结",
    "county.added": "登记县（市）",
    "county.withdrawn": "撤销县（市）",
    "deadline.day-set": "通知规定期限",
    "deadline.extended": "准予延期",
    "deadline.passed": "期限提醒",
    "delegation.given": "委托代办",
    "department-evaluation.marked-selected": "被选入部门评价",
    "department-evaluation.report-filed": "提交部门评价报告",
    "department-evaluation.returned": "退回部门评价报告",
    "department-evaluation.reviewed": "审核部门评价报告",
    "department-evaluation.selected": "选取部门评价项目",
    "department-evaluation.selection-opened": "部门评价开始选取项目",
    "direct-funds.problem-pushed": "推送直达资金问题整改",
    "direct-funds.rectification-accepted": "认可直达资金问题整改",
    "direct-funds.reviewed": "审核直达资金",
    "disclosure.exception-approved": "批准不予公开",
    "disclosure.published": "信息公开",
    "document.attached": "提交附件",
    "effectiveness-evaluation.recorded": "开展实效评价",
    "evaluation.opened": "预算年度结束，进入评价",
    "exante.reassessment-commissioned": "委托第三方再评估",
    "exante.reassessment-filed": "提交再评估报告",
    "exante.report-filed": "填报事前绩效评估报告",
    "exante.returned": "退回事前绩效评估报告",
    "exante.reviewed": "审核事前绩效评估报告",
    "exception.granted": "批准例外",
    "execution.recorded": "导入预算执行数",
    "filing.withdrawn": "撤回填报",
    "funds.major-problem-recorded": "登记资金使用重大问题",
    "funds.recovered": "收回资金",
    "grade.finalised": "评定最终等次",
    "grade.reopened": "重启等次评定",
    "history.imported": "导入以前年度项目",
    "indicator-library.published": "发布指标库",
    "joint-review.recorded": "三方会审绩效指标",
    "key-evaluation-plan.set": "制定重点评价计划",
    "key-evaluation.commissioned": "委托第三方机构评价",
    "key-evaluation.finalised": "确定重点评价结果",
    "key-evaluation.marked-selected": "被选入财政重点评价",
    "key-evaluation.panel-reviewed": "专家组评审",
    "key-evaluation.report-filed": "提交重点评价报告",
    "key-evaluation.selected": "选取重点评价项目",
    "key-evaluation.views-exchanged": "交换意见",
    "library.admitted": "项目入库",
    "monitoring.cause-analysed": "分析偏离原因",
    "monitoring.result-filed": "填报监控结果",
    "monitoring.returned": "退回监控结果",
    "monitoring.reviewed": "审核监控结果",
    "monitoring.round-opened": "监控节点到达，开启监控",
    "monitoring.round-skipped": "节点前无预算，不纳入本轮监控",
    "monitoring.warned": "预警",
    "overall-monitoring.filed": "填报整体支出监控报告",
    "overall-monitoring.returned": "退回整体支出监控报告",
    "overall-monitoring.reviewed": "审核整体支出监控报告",
    "overall-monitoring.round-opened": "监控节点到达，开启整体支出监控",
    "overall-self-evaluation.filed": "填报整体支出绩效自评",
    "overall-self-evaluation.returned": "退回整体支出绩效自评",
    "overall-self-evaluation.reviewed": "审核整体支出绩效自评",
    "overall-target.approved": "批复整体支出绩效目标",
    "overall-target.filed": "申报整体支出绩效目标",
    "overall-target.returned": "退回整体支出绩效目标",
    "pack.adopted": "采用规则包",
    "parameter.set": "设定运行参数",
    "prefecture-summary.issued": "印发年度总结报告",
    "policy.added": "登记政策",
    "policy.withdrawn": "撤销政策",
    "project.added": "登记项目",
    "project.withdrawn": "撤销项目",
    "rectification.accepted": "认可整改",
    "rectification.notified": "下发整改通知",
    "rectification.refused": "拒绝整改",
    "rectification.rejected": "不认可整改",
    "rectification.reported": "提交整改报告",
    "rectification.unmet-found": "认定未整改",
    "results-checklist.issued": "印发结果应用清单",
    "results.applied": "应用评价结果",
    "results.proposed": "提出结果应用意见",
    "review-meeting.recorded": "召开绩效工作会议",
    "role.assigned": "登记任职",
    "role.ended": "结束任职",
    "ruling.recorded": "登记裁定",
    "score-sheet.issued": "印发绩效评价打分表",
    "self-evaluation.filed": "填报绩效自评表",
    "self-evaluation.returned": "退回绩效自评表",
    "self-evaluation.reviewed": "审核绩效自评表",
    "special-budgets-summary.filed": "提交社保基金、国有资本经营预算绩效总结",
    "statement.issued": "发布工作情况说明",
    "subjects.opened": "项目登记完成",
    "subjects.reached": "已送达所选对象",
    "subjects.refreshed": "已通知各项目",
    "subjects.sending-asked": "要求重新送达",
    "target.adjustment-approved": "批准绩效目标调整",
    "target.adjustment-filed": "申报绩效目标调整",
    "target.approved": "批复绩效目标",
    "target.filed": "申报绩效目标",
    "target.returned": "退回绩效目标",
    "third-party.entrusted": "委托第三方机构",
    "third-party.inspection-directed": "定向检查第三方机构",
    "third-party.inspection-drawn": "随机抽取检查对象和检查人员",
    "third-party.inspection-recorded": "记录检查结果",
    "third-party.rated": "第三方机构年度综合评价",
    "third-party.registered": "登记第三方机构",
    "third-party.report-recorded": "收到第三方机构评价报告",
    "training.recorded": "开展业务培训",
    "unit-appraisal.scored": "单位考核评分",
    "unit.added": "登记单位",
    "unit.ended": "单位撤并，单位年度终止",
    "unit.handed-over": "移交承接单位",
    "unit.merged": "单位合并",
    "unit.split": "单位分立",
    "unit.succeeded": "承接撤并单位",
    "unit.withdrawn": "撤销单位",
    "work-calendar.published": "公布工作日历",
    "year.closed": "关闭年度",
    "year.opened": "启动年度",
}
"""The title of each event by its stored name."""

STEPS = {"remind": "到期前提醒", "due": "今日到期", "overdue": "逾期", "escalate": "逾期上报"}
"""The title of each step of a deadline."""

_UNSAID = {
    "amount_basis",
    "budget_type",
    "is_major",
    "is_new",
    "key_project",
    "one_off",
    "opened_on",
    "planned",
    "requested_basis",
    "subject_kind",
    "unit_name",
}
_LONGEST = 40
_SENDINGS = {"subjects.opened", "subjects.reached"}


def title_of(name: str, data: dict[str, Any]) -> str:
    """The title of an event; a step of a deadline has one of its own."""
    step = data.get("step") if name == "deadline.passed" else None
    title = STEPS.get(str(step), TITLES.get(name, name))
    return f"{title}（有对象未受理）" if name in _SENDINGS and data.get("refused") else title


def content_of(data: dict[str, Any]) -> str:
    """The fields worth a line, shortly; lists by their length."""
    return " · ".join(_said(data))


def _said(data: dict[str, Any]) -> Iterator[str]:
    for name, value in data.items():
        if name in _UNSAID or value is False:
            continue
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            if value:
                yield f"{name} {', '.join(value)}"
        elif isinstance(value, list | dict):
            yield f"{name} ×{len(value)}"
        else:
            yield name if value is True else f"{name} {_short(str(value))}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
