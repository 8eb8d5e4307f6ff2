"""What the boards call things, in Chinese with English beside."""

from __future__ import annotations

from projections.rows import DeadlineRow, DeadlineState, Source

_KINDS = {
    "project-year": "项目 project",
    "unit-year": "单位整体支出 unit",
    "policy": "政策 policy",
    "third-party": "第三方机构 institution",
    "jurisdiction-year": "工作年度 work year",
    "packs": "规则包 packs",
    "rulings": "裁定 rulings",
    "work-calendar": "工作日历 work calendar",
}
NO_UNIT = "本级 of no unit"
_PHASES = {
    "ex-ante": "事前评估 ex-ante",
    "library": "项目库 library",
    "target": "绩效目标 target",
    "approval": "预算批复 approval",
    "execution": "预算执行 execution",
    "self-evaluation": "绩效自评 self-evaluation",
    "department-evaluation": "部门评价 department evaluation",
    "finance-review": "财政审核 finance review",
    "authenticity": "真实性核查 authenticity",
    "key-evaluation": "财政重点评价 key evaluation",
    "grading": "评定等次 grading",
    "results": "结果应用 results",
    "disclosed": "已公开 disclosed",
    "withdrawn": "已退出 withdrawn",
    "overall-target": "整体支出目标 overall target",
    "overall-monitoring": "整体支出监控 overall monitoring",
    "overall-self-evaluation": "整体支出自评 overall self-evaluation",
    "appraisal": "考核 appraisal",
    "disclosure": "信息公开 disclosure",
    "done": "已办结 done",
    "registered": "已登记 registered",
    "open": "已启动 open",
    "closed": "已关闭 closed",
    "adopted": "已采用 adopted",
    "ruled": "已裁定 ruled",
    "published": "已公布 published",
}
_DEADLINES = {
    "awaiting-ruling": "待裁定 awaiting ruling",
    "exante.report": "事前评估报告 ex-ante report",
    "exante.review": "事前评估审核 ex-ante review",
    "library.admission": "入库审核 admission",
    "target.filing": "绩效目标填报 target",
    "target.review": "绩效目标审核 target review",
    "target.adjustment-review": "目标调整审核 adjustment review",
    "budget.approval": "预算批复 budget approval",
    "monitoring.result": "监控结果 monitoring result",
    "monitoring.review": "监控审核 monitoring review",
    "rectification.report": "整改报告 rectification",
    "rectification.review": "整改审核 rectification review",
    "self-evaluation.filing": "绩效自评 self-evaluation",
    "department-evaluation.report": "部门评价报告 department evaluation",
    "finance-review": "自评与报告审核 finance review",
    "authenticity.finding": "核查结论 authenticity finding",
    "key-evaluation.commission": "委托第三方 commission",
    "key-evaluation.report": "重点评价报告 key evaluation report",
    "key-evaluation.views": "交换意见 exchange of views",
    "key-evaluation.finalisation": "重点评价定稿 key evaluation result",
    "grade.finalisation": "评定等次 final grade",
    "grade.reopening": "重启评定 reopening",
    "results.proposal": "结果应用意见 proposal",
    "results.application": "结果应用 application",
    "overall-target.filing": "整体支出目标申报 overall target",
    "overall-target.review": "整体支出目标审核 overall target review",
    "overall-monitoring.filing": "整体支出监控报告 overall monitoring",
    "overall-monitoring.review": "整体支出监控审核 overall monitoring review",
    "overall-self-evaluation.filing": "整体支出自评 overall self-evaluation",
    "overall-self-evaluation.review": "整体支出自评审核 overall self-evaluation review",
    "department-evaluation.selection": "部门评价选取 selection for department evaluation",
    "third-party.report": "第三方报告 report of the institution",
    "third-party.inspection": "第三方检查 inspection",
    "county-report.filing": "县市报告 county report",
    "county-appraisal.scoring": "县市考核 county appraisal",
    "county-summary.filing": "县市总结 county summary",
    "county-results-use.filing": "县市结果应用 county use of results",
    "special-budgets-summary.filing": "专项预算总结 special budgets summary",
    "prefecture-summary.issue": "本级总结 prefecture summary",
    "direct-funds.rectification": "直达资金整改 rectification of direct funds",
    "disclosure.overall_target": "公开整体支出目标 disclosure of the overall target",
    "disclosure.third_party_rating": "公开第三方评级 disclosure of the rating",
    "disclosure.project_target": "公开绩效目标 disclosure of the target",
    "disclosure.adjusted_target": "公开调整后的目标 disclosure of the adjusted target",
    "disclosure.self_evaluation_form": "公开自评表 disclosure of the self-evaluation",
    "disclosure.department_evaluation_report": "公开部门评价报告 disclosure of the report",
    "disclosure.key_evaluation_report": "公开重点评价报告 disclosure of the key evaluation",
}
_ROLES = {
    "unit": "预算单位 unit",
    "department": "主管部门 department",
    "finance": "财政部门 finance",
    "third_party": "第三方机构 third party",
    "congress": "人大 congress",
    "expert_panel": "专家组 expert panel",
    "audit": "审计部门 audit",
    "government": "人民政府 government",
}
STATES = {
    DeadlineState.OPEN: "未到期 open",
    DeadlineState.REMINDED: "已提醒 reminded",
    DeadlineState.DUE: "到期 due",
    DeadlineState.OVERDUE: "逾期 overdue",
    DeadlineState.ESCALATED: "已上报 escalated",
    DeadlineState.MET: "按时 met",
    DeadlineState.MET_LATE: "迟报 met late",
}
_SOURCES = {
    Source.RULE: "条款 clause",
    Source.NOTICE: "通知 notice",
    Source.EXTENSION: "延期 extension",
    Source.RECTIFICATION: "整改通知 rectification notice",
}
CLOCKS = {
    "given": "指定日期 given day",
    "real": "今天 today",
    "simulated": "演练日期 day of the drill",
}


def phase(name: str) -> str:
    """The name of a phase; a monitoring phase carries its month."""
    kind, _, month = name.partition("-")
    if kind == "monitoring" and month.isdecimal():
        return f"{int(month)}月监控 {name}"
    return _PHASES.get(name, name)


def kind(name: str) -> str:
    """The name of a kind of subject."""
    return _KINDS.get(name, name)


def deadline(name: str) -> str:
    """The name of a deadline, with what it is of (a county, a budget) and its node."""
    whole, _, node = name.partition(":")
    known, of = (whole, "") if whole in _DEADLINES else _of(whole)
    return " ".join(part for part in (_DEADLINES.get(known, known), of, node) if part)


def _of(whole: str) -> tuple[str, str]:
    for known in _DEADLINES:
        if whole.startswith((f"{known}.", f"{known}/")):
            return known, whole[len(known) + 1 :]
    return whole, ""


def role(name: str) -> str:
    """The name of a role."""
    return _ROLES.get(name, name)


def source(row: DeadlineRow) -> str:
    """Where a due day comes from."""
    return f"{_SOURCES[row.source]} {row.reference}".rstrip()
