"""A table of what was done before a year was opened: a row each, and a row for each indicator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Any

from pydantic import ValidationError

from console.tables.indicator_cells import NOT_FILED
from domain.kernel.columns import Column, Holds, TableColumn, columns_of
from domain.kernel.message import Command, Message
from domain.kernel.vocabulary import Code, Day, Percent, Points, Text, Verdict, Yuan
from domain.subjects.project_year.imports.acts import IMPORTABLE
from domain.subjects.project_year.targets.indicators import Indicator

Values = dict[str, Any]

_INDICATORS = "indicators"


def _has_indicators(command: type[Command]) -> bool:
    """Whether an act has the indicators of a target, each in a row of its own."""
    info = command.model_fields.get(_INDICATORS)
    return info is not None and info.is_required()


class Done(Message):
    """A row: the project, the act, its day, who did it and the document; then its fields."""

    project: Annotated[Code, Column("项目编码", "项目代码", "编码", "项目编号")]
    act: Annotated[str, Column("事项", "已办事项", "办理事项")]
    done_on: Annotated[Day, Column("办理日期", "办理日", "日期")]
    done_by: Annotated[Text, Column("办理人", "经办人")]
    document: Annotated[Text, Column("依据文件", "文件", "附件")]
    node: Annotated[Day | None, Column("监控节点", "节点")] = None
    amount: Annotated[Yuan | None, Column("金额", "申请预算数", "批复预算数")] = None
    executed: Annotated[Yuan | None, Column("执行数", "累计执行数", "支出数")] = None
    as_of: Annotated[Day | None, Column("截至日期", "截止日期", "执行截至日期")] = None
    source: Annotated[Text | None, Column("数据来源", "来源")] = None
    completion_rate: Annotated[Percent | None, Column("目标完成率", "完成率")] = None
    explanation: Annotated[Text | None, Column("差异说明", "情况说明")] = None
    score: Annotated[Points | None, Column("审核得分", "得分")] = None
    verdict: Annotated[Verdict | None, Column("审核结论", "结论")] = None
    rectify: Annotated[bool | None, Column("是否整改")] = None
    rectify_by: Annotated[Day | None, Column("整改期限")] = None
    reason: Annotated[Text | None, Column("理由")] = None
    measures: Annotated[Text | None, Column("整改措施", "措施")] = None
    factual_basis: Annotated[bool | None, Column("是否有事实依据")] = None
    prepared: Annotated[bool | None, Column("前期准备是否充分")] = None
    target_clear: Annotated[bool | None, Column("绩效目标是否明确")] = None
    execution_points: Annotated[Points | None, Column("执行率分值", "预算执行率分值")] = None
    amount_confirmed: Annotated[Text | None, Column("金额核实说明", "金额确认理由")] = None


_OF_ROW = ("project", "act", "done_on", "done_by", "document")
_OF_INDICATOR = tuple(one for one in Indicator.model_fields if one not in NOT_FILED)
OF_ACT = tuple(name for name in Done.model_fields if name not in {"project", "act"})
"""The fields that all rows of an act have alike."""
KEY: tuple[str, ...] = ("project", "act", "node", "as_of", "id")
"""The fields by which no two rows may be the same."""


def _stands_in_rows(command: type[Command]) -> bool:
    """Whether the columns have all that an act needs; others are imported by lines of JSON."""
    needed = {name for name, info in command.model_fields.items() if info.is_required()}
    return needed <= {*Done.model_fields, _INDICATORS}


ACTS = tuple(name for name, one in IMPORTABLE.items() if _stands_in_rows(one.command))
"""The acts that stand in a row."""


def columns() -> tuple[TableColumn, ...]:
    """The columns: those of a row, and those of an indicator, which a filed target alone has."""
    of_indicator = (replace(one, required=False) for one in columns_of(Indicator, *NOT_FILED))
    own = (
        replace(one, holds=Holds.CHOICE, choices=ACTS) if one.field == "act" else one
        for one in columns_of(Done)
    )
    return (*own, *of_indicator)


def wrong(values: Values) -> Iterator[tuple[str, str, str]]:
    """What does not fit the act of a row: a field that it lacks, or does not have."""
    command = IMPORTABLE[values["act"]].command
    own = {name for name in command.model_fields if name in values}
    taken = {*_OF_ROW, *own, *(_OF_INDICATOR if _has_indicators(command) else ())}
    for name, value in values.items():
        if value is not None and name not in taken:
            yield name, "此事项不填此列，请清空", f"is no field of {command.name}: leave it empty"
    try:
        command.model_validate(content_of_rows(values, [values]))
    except ValidationError as error:
        for one in error.errors(include_url=False, include_context=False):
            field = next((str(at) for at in reversed(one["loc"]) if str(at) in values), "act")
            yield field, "", one["msg"]


def content_of_rows(values: Values, rows: Sequence[Values]) -> Values:
    """The fields of the act, with the indicators of all its rows."""
    command = IMPORTABLE[values["act"]].command
    found = {name: values[name] for name in command.model_fields if values.get(name) is not None}
    if _has_indicators(command):
        found[_INDICATORS] = [
            {name: one[name] for name in _OF_INDICATOR if one[name] is not None} for one in rows
        ]
    return found
