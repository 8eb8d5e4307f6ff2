"""The content of events and of questions to rules, as a Chinese reader reads it.

Names of fields, units of numbers and the words of a choice; no id of the program remains.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from console.cli.render.rounded import rounded
from console.cli.render.rules_words import chinese
from console.cli.templates.field_names import FIELD_NAMES
from domain.subjects.catalogues import CATALOGUES

Names = Callable[[str], str]
_Items = Callable[[Sequence[Any], Names], str]

FIELDS_OF_EVENTS = {
    "adjusted": "调整后",
    "accepted": "已受理",
    "after": "之后",
    "adjusted_indicators": "按调整后目标的指标完成情况",
    "adjusted_rate": "按调整后目标的完成率",
    "again": "再次请求",
    "all_classes": "现行大类数",
    "all_indicators": "现行指标数",
    "amount_basis": "金额来源",
    "analyse_by": "原因分析期限",
    "audit_findings": "审计和监督检查发现的问题数",
    "automatic": "系统自动",
    "awaits": "等待事项",
    "base": "基数",
    "before": "之前",
    "called_for": "应收回数",
    "cancelled": "作废的结论",
    "cited": "引用的依据",
    "complete": "是否完成",
    "congress_on": "人大批准日期",
    "counties": "县（市）",
    "declared_investment": "申报的投资额",
    "declared_specialised": "申报的专业性",
    "counts_from": "提级督办起算时间",
    "deduction_base": "扣减基数",
    "digest": "拟办事项摘要",
    "differs_from": "与填报数不一致，填报数",
    "drawn": "抽中的对象",
    "drawn_inspectors": "抽中的检查人员",
    "drawn_objects": "抽中的检查对象",
    "entered": "人工核定",
    "escalated_to": "提级至",
    "evaluated_basis": "已评价情况的来源",
    "event": "事件",
    "exante_required": "是否须开展事前绩效评估",
    "execution_rate": "预算执行率",
    "execution_reached": "预算执行数",
    "extended": "已延期",
    "failed": "不合格",
    "failure_rate": "不合格率",
    "field": "填报项",
    "figure": "数据项",
    "filed": "已报送",
    "filed_executed": "填报的执行数",
    "filing_rate": "报送率",
    "final": "是否最终结论",
    "flagged": "标记",
    "flags": "标记",
    "follows_order": "是否按优先顺序",
    "found": "认定结果",
    "found_at": "发现时间",
    "frame": "抽取范围",
    "fulfils": "是否履行公开义务",
    "funds_basis": "资金规模的来源",
    "funds_last_year_source": "上年资金规模的来源",
    "funds_last_year_stated": "填报的上年资金规模",
    "ids": "项目",
    "issued_on": "印发日期",
    "known_at": "知悉时间",
    "without_funds": "未填资金的县（市）",
    "known_by": "知悉依据",
    "lapsed": "未下发整改通知的轮次",
    "lacking": "框架缺少的方面",
    "late": "逾期报送",
    "late_filing": "逾期报送",
    "listed": "所列对象数",
    "marked": "登记为直达资金的项目",
    "message": "拟办事项",
    "method": "抽取方法",
    "monitoring_scores": "监控评分",
    "notice": "通知",
    "on_record": "有据可查",
    "organisation": "经办单位",
    "over": "原定期限",
    "party": "会审方",
    "passes": "移交事项",
    "planned_basis": "计划安排数的来源",
    "predecessor": "原单位代码",
    "reached": "完成情况",
    "rectification_rate": "整改完成率",
    "replaced": "是否另行报送",
    "reports": "报告",
    "requested_basis": "申请金额的来源",
    "responsible": "责任方",
    "results": "所报的评价结果",
    "rounds": "监控轮次",
    "rules": "考核细则",
    "scores": "得分",
    "short_of": "尚缺",
    "signatures": "签批人",
    "total": "合计",
    "unchecked": "尚未核对的共性指标",
    "unconfirmed": "尚无执行记录核对",
    "unit_years": "单位的工作年度",
    "untrue_self_evaluation": "自评不实",
    "up_to": "截至",
    "was_due": "原期限",
    "without_workflow": "尚未启动流程的对象",
}
"""The names of the fields that events have beyond those of their acts."""

_YUAN = "元"
_UNITS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "adjusted",
            "amount",
            "arranged",
            "budget",
            "county_level_investment",
            "declared_investment",
            "deduction",
            "department_projects",
            "differs_from",
            "executed",
            "execution_reached",
            "filed_executed",
            "funds_last_year",
            "initial",
            "planned",
            "requested",
        ),
        _YUAN,
    ),
    **dict.fromkeys(
        (
            "adjusted_rate",
            "completion",
            "completion_rate",
            "execution_rate",
            "failure_rate",
            "filing_rate",
            "rectification_rate",
        ),
        "%",
    ),
    **dict.fromkeys(("execution_points", "points", "review_score", "score", "self_score"), "分"),
}
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_KEY = re.compile(r"[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)+(:\S+)?", re.ASCII)
"""The key of an act or of a deadline."""

_LONGEST = 40
_SHOWN = 10
"""So many items of a list are told; of a longer one the others are counted."""


def name_of(field: str) -> str:
    """The Chinese name of a field of an event, an act or a rule; a code stays as it is."""
    return FIELDS_OF_EVENTS.get(field) or FIELD_NAMES.get(field) or chinese(field)


def asked_of(field: str) -> str:
    """The Chinese name of an input or a value of a rule, whose words come first."""
    known = chinese(field)
    return known if known != field else name_of(field)


def told(data: Mapping[str, Any], names: Names = name_of) -> str:
    """The fields in words, one after the other; what is empty or does not hold is left out."""
    said = {field: value for field, value in data.items() if not _is_nothing(value)}
    return told_whole(said, names)


def told_whole(data: Mapping[str, Any], names: Names = name_of) -> str:
    """The same with what is empty or does not hold, as what a rule was asked and answered."""
    return "；".join(_fields(data, names, _items))


def _is_nothing(value: Any) -> bool:
    return value is False or value in (None, "", [], {})


def told_briefly(data: Mapping[str, Any]) -> str:
    """The same for one line: of a list of objects the number, of a long text its beginning."""
    said = {field: _short(value) for field, value in data.items() if not _is_nothing(value)}
    return " · ".join(_fields(said, name_of))


def _fields(data: Mapping[str, Any], names: Names, items: _Items | None = None) -> Iterator[str]:
    for field, value in data.items():
        name = names(field)
        if value is True:
            yield name
        elif not isinstance(value, list) or all(isinstance(one, str) for one in value):
            yield f"{name} {value_of(field, value, names)}"
        else:
            yield f"{name} {len(value)} 项" + (f"：{items(value, names)}" if items else "")


def _items(value: Sequence[Any], names: Names) -> str:
    return "；".join(_each("", value, names))


def _each(field: str, value: Sequence[Any], names: Names) -> Iterator[str]:
    """The first items of a list, and how many more there are."""
    yield from (value_of(field, one, names) for one in value[:_SHOWN])
    if len(value) > _SHOWN:
        yield f"另有 {len(value) - _SHOWN} 项"


def _short(value: Any) -> Any:
    if isinstance(value, str) and len(value) > _LONGEST:
        return f"{value[:_LONGEST]}…"
    return value


def value_of(field: str, value: Any, names: Names = name_of) -> str:
    """A value in words: a number with its unit, a choice by its name, an object by its fields."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None:
        return "无"
    if isinstance(value, Mapping):
        return "、".join(
            f"{names(key)} {value_of(key, part, names)}" for key, part in value.items()
        )
    if isinstance(value, list | tuple):
        return "、".join(_each(field, value, names)) or "无"
    return _one(field, f"{value}")


def _one(field: str, text: str) -> str:
    if _NUMBER.fullmatch(text):
        return _number(field, text)
    return CATALOGUES.named(text) if _KEY.fullmatch(text) else chinese(text)


def _number(field: str, text: str) -> str:
    unit = _UNITS.get(field, "")
    near = rounded(text)
    if unit != _YUAN:
        return f"{near}{' ' if unit == '分' else ''}{unit}"
    return f"{Decimal(text):,f} {unit}"
