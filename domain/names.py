"""What deadlines and roles are called, in Chinese and English."""

from __future__ import annotations

from typing import NamedTuple


class Name(NamedTuple):
    """What something is called."""

    zh: str
    en: str

    def __str__(self) -> str:
        """Give both, the Chinese first."""
        return f"{self.zh} {self.en}".rstrip()


_DEADLINES = {
    "awaiting-ruling": Name("待裁定", "awaiting ruling"),
    "exante.report": Name("事前评估报告", "ex-ante report"),
    "exante.review": Name("事前评估审核", "ex-ante review"),
    "library.admission": Name("入库审核", "admission"),
    "target.filing": Name("绩效目标填报", "target"),
    "target.review": Name("绩效目标审核", "target review"),
    "target.adjustment-review": Name("目标调整审核", "adjustment review"),
    "budget.approval": Name("预算批复", "budget approval"),
    "monitoring.result": Name("监控结果", "monitoring result"),
    "monitoring.review": Name("监控审核", "monitoring review"),
    "rectification.report": Name("整改报告", "rectification"),
    "rectification.review": Name("整改审核", "rectification review"),
    "self-evaluation.filing": Name("绩效自评", "self-evaluation"),
    "department-evaluation.report": Name("部门评价报告", "department evaluation"),
    "finance-review": Name("自评与报告审核", "finance review"),
    "authenticity.finding": Name("核查结论", "authenticity finding"),
    "key-evaluation.commission": Name("委托第三方", "commission"),
    "key-evaluation.report": Name("重点评价报告", "key evaluation report"),
    "key-evaluation.views": Name("交换意见", "exchange of views"),
    "key-evaluation.finalisation": Name("重点评价定稿", "key evaluation result"),
    "grade.finalisation": Name("评定等次", "final grade"),
    "grade.reopening": Name("重启评定", "reopening"),
    "results.proposal": Name("结果应用意见", "proposal"),
    "results.application": Name("结果应用", "application"),
    "overall-target.filing": Name("整体支出目标申报", "overall target"),
    "overall-target.review": Name("整体支出目标审核", "overall target review"),
    "overall-monitoring.filing": Name("整体支出监控报告", "overall monitoring"),
    "overall-monitoring.review": Name("整体支出监控审核", "overall monitoring review"),
    "overall-self-evaluation.filing": Name("整体支出自评", "overall self-evaluation"),
    "overall-self-evaluation.review": Name("整体支出自评审核", "overall self-evaluation review"),
    "department-evaluation.selection": Name("部门评价选取", "selection for department evaluation"),
    "third-party.report": Name("第三方报告", "report of the institution"),
    "third-party.inspection": Name("第三方检查", "inspection"),
    "county-report.filing": Name("县市报告", "county report"),
    "county-appraisal.scoring": Name("县市考核", "county appraisal"),
    "county-summary.filing": Name("县市总结", "county summary"),
    "county-results-use.filing": Name("县市结果应用", "county use of results"),
    "special-budgets-summary.filing": Name("专项预算总结", "special budgets summary"),
    "prefecture-summary.issue": Name("本级总结", "prefecture summary"),
    "direct-funds.rectification": Name("直达资金整改", "rectification of direct funds"),
    "disclosure.overall_target": Name("公开整体支出目标", "disclosure of the overall target"),
    "disclosure.third_party_rating": Name("公开第三方评级", "disclosure of the rating"),
    "disclosure.project_target": Name("公开绩效目标", "disclosure of the target"),
    "disclosure.adjusted_target": Name("公开调整后的目标", "disclosure of the adjusted target"),
    "disclosure.self_evaluation_form": Name("公开自评表", "disclosure of the self-evaluation"),
    "disclosure.department_evaluation_report": Name("公开部门评价报告", "disclosure of the report"),
    "disclosure.key_evaluation_report": Name(
        "公开重点评价报告", "disclosure of the key evaluation"
    ),
}
ROLES = {
    "unit": Name("预算单位", "unit"),
    "department": Name("主管部门", "department"),
    "finance": Name("财政部门", "finance"),
    "third_party": Name("第三方机构", "third party"),
    "congress": Name("人大", "congress"),
    "expert_panel": Name("专家组", "expert panel"),
    "audit": Name("审计部门", "audit"),
    "government": Name("人民政府", "government"),
}
"""The name of each role that people act in, by its value."""


def deadline_name(key: str) -> tuple[Name, str]:
    """The name of a deadline by its key, and what it is of: a county, a budget, its node."""
    whole, _, node = key.partition(":")
    known, of = (whole, "") if whole in _DEADLINES else _of(whole)
    name = _DEADLINES.get(known, Name(known, ""))
    return name, " ".join(part for part in (of, node) if part)


def role_name(role: str) -> str:
    """The Chinese name of a role."""
    return ROLES[role].zh if role in ROLES else role


def _of(whole: str) -> tuple[str, str]:
    for known in _DEADLINES:
        if whole.startswith((f"{known}.", f"{known}/")):
            return known, whole[len(known) + 1 :]
    return whole, ""
