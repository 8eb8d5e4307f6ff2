"""Names of the figures of a work year, in Chinese with English."""

from __future__ import annotations

from decimal import Decimal

from domain.shared.evaluation_objects import NAMES
from projections.figures.flagged_grades import FLAG, LAPSED, UNEXPLAINED

TITLES = {
    "F01": "财政重点评价对象 Objects of key evaluation",
    "F03": "重点评价覆盖的类型 Types of key evaluation",
    "F06": "事前绩效评估 Ex-ante assessment",
    "F07": "整体支出绩效目标 Overall targets",
    "F08": "项目绩效目标 Project targets",
    "F09": "项目绩效监控 Project monitoring",
    "F10": "项目绩效自评 Project self-evaluation",
    "F11": "部门评价 Department evaluation",
    "F12": "整体支出绩效自评 Overall self-evaluation",
    "F13": "财政重点评价 Finance key evaluation",
    "F14": "项目支出占整体支出 Projects within overall expenditure",
    FLAG: "标记事项（仅供参阅，未影响等次） Flags, without effect on the grade",
}
"""The title of each figure (catalogue, section 9); the flags are the product's own."""

_BASES = {
    "requested": "申报 requested",
    "initial": "年初预算 initial",
    "adjusted": "年中追加 adjusted",
    "initial + adjusted": "年初和追加 initial + adjusted",
    "executed": "执行 executed",
    "evaluated": "评价 evaluated",
}
"""The basis of an amount."""

_WAN = Decimal(10_000)
_LABELS = {
    "projects": "项目数 projects",
    "amount": "金额 amount",
    "score": "得分 score",
    "result": "审核结果 result",
    "units": "单位数 units",
    "monitored_units": "六月监控单位 monitored in June",
    "share_of_executed": "占执行金额 % of executed",
    "share_of_overall": "占整体支出 % of overall",
    "departments": "选取部门 departments",
    "least_share_of_base": "各部门占本部门基数最低 % least share of own base",
    "excellent_projects": "优秀 excellent",
    "excellent_units": "优秀 excellent",
    "excellent_amount": "优秀金额 excellent, amount",
    "good_projects": "良好 good",
    "good_amount": "良好金额 good, amount",
    "initial_projects": "年初项目 initial projects",
    "initial_amount": "年初金额 initial amount",
    "mid_year_projects": "年中追加 additions",
    "mid_year_amount": "追加金额 amount added",
    "fair_projects": "中 fair",
    "fair_units": "中 fair",
    "fair_amount": "中金额 fair, amount",
    "good_units": "良好 good",
    "poor_projects": "差 poor",
    "poor_units": "差 poor",
    "poor_amount": "差金额 poor, amount",
    "objects": "对象数 objects",
    "reported_objects": "形成评价报告 reports",
    "reported_amount": "已评价金额 evaluated, amount",
    "disclosed_objects": "已公开报告 disclosed",
    "disclosed_amount": "已公开金额 disclosed, amount",
    "withheld_objects": "批准不公开报告 withheld",
    "withheld_amount": "批准不公开金额 withheld, amount",
    "undisclosed_objects": "尚未公开报告 not disclosed yet",
    "undisclosed_amount": "尚未公开金额 not disclosed yet, amount",
    "coverage": "类型覆盖 coverage",
    **{f"{kind}_objects": f"{name} {kind}" for kind, name in NAMES.items()},
    **{f"{kind}_amount": f"{name}金额 {kind}, amount" for kind, name in NAMES.items()},
    "audit_findings": "审计或监督检查发现问题的项目 found by audit or supervision",
    "major_problem": "资金使用存在重大问题的项目 major problem",
    "untrue_self_evaluation": "自评不真实的项目 untrue self-evaluation",
    LAPSED: "漏发整改通知的项目 rounds without a notice",
    UNEXPLAINED: "优先保障未说明理由的项目 priority without a reason",
}


def label(name: str) -> str:
    """The name of a value; a round of monitoring includes its node."""
    kind, _, node = name.partition(":")
    return f"{_LABELS.get(kind, kind)} {node}".rstrip()


def in_wan(yuan: str) -> str:
    """An amount in yuan as text, in units of ten thousand, exactly."""
    return f"{(Decimal(yuan) / _WAN).normalize():,f} 万元"


def titled(name: str, basis: str | None) -> str:
    """The name of a value with the basis of its amount."""
    return f"{label(name)}（{_BASES.get(basis, basis)}）" if basis else label(name)


def shown(value: str | None, basis: str | None) -> str:
    """A value as text; a value with a basis is an amount in yuan."""
    if not value:
        return "–"
    return in_wan(value) if basis else value
