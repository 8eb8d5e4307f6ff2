"""A table of acts in bulk: a row for each act on a project or a unit's year, as an approval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any

from pydantic import ValidationError

from console.tables.grid import said
from domain.kernel.columns import Column, Holds, TableColumn, columns_of
from domain.kernel.message import Command, Message
from domain.kernel.subject_ids import project_year, unit_year
from domain.kernel.vocabulary import Code, Day, Points, ReviewResult, Role, Text, Verdict, Yuan
from domain.shared.filings import funding
from domain.shared.filings.undoable import CorrectAct, WithdrawAct
from domain.subjects.project_year.decider import COMMANDS as ON_PROJECTS
from domain.subjects.project_year.exante.split import RecordFunding
from domain.subjects.project_year.population import WithdrawProject
from domain.subjects.unit_year.decider import COMMANDS as ON_UNITS
from domain.subjects.unit_year.population import WithdrawUnit

Values = dict[str, Any]


class InBulk(Message):
    """A row: the code of a project or a unit, the act, and the fields of the act."""

    project: Annotated[Code, Column("项目编码", "项目代码", "编码", "项目编号", "单位编码")]
    act: Annotated[str, Column("事项", "办理事项", "审核事项")]
    node: Annotated[Day | None, Column("监控节点", "节点")] = None
    result: Annotated[ReviewResult | None, Column("评估结果", "审核结果")] = None
    score: Annotated[Points | None, Column("得分", "审核得分")] = None
    verdict: Annotated[Verdict | None, Column("审核结论", "结论")] = None
    rectify: Annotated[bool | None, Column("是否整改")] = None
    rectify_by: Annotated[Day | None, Column("整改期限")] = None
    reason: Annotated[Text | None, Column("理由", "退回理由", "原因")] = None
    opinion: Annotated[Text | None, Column("意见", "审核意见")] = None
    amount: Annotated[Yuan | None, Column("金额")] = None
    document: Annotated[Text | None, Column("文号", "依据文件")] = None
    factual_basis: Annotated[bool | None, Column("是否有事实依据")] = None
    prepared: Annotated[bool | None, Column("前期准备是否充分")] = None
    target_clear: Annotated[bool | None, Column("绩效目标是否明确")] = None
    amount_confirmed: Annotated[Text | None, Column("金额核实说明", "金额确认理由")] = None
    central_funds: Annotated[Yuan | None, Column("中央资金", "中央财政资金", "资金来源中央")] = None
    regional_funds: Annotated[
        Yuan | None, Column("自治区资金", "自治区财政资金", "资金来源自治区")
    ] = None
    prefecture_funds: Annotated[Yuan | None, Column("地州资金", "州级资金", "资金来源地州")] = None
    county_funds: Annotated[Yuan | None, Column("县级资金", "县级财政资金", "资金来源县")] = None


_PARTS = frozenset(funding.PARTS.values())
"""The columns that are one field of the act that records the funding by source."""
KEY: tuple[str, ...] = ("project", "act", "node")
"""The fields by which no two rows may be the same."""
_OF_ROW = frozenset({"project", "act"})
_FILING = frozenset({Role.UNIT, Role.DEPARTMENT, Role.THIRD_PARTY, Role.SYSTEM})
"""Those who file; a table is for those who decide."""
_COLUMNS = frozenset({*InBulk.model_fields, funding.FUNDING})
_ONE_BY_ONE = frozenset({WithdrawProject, WithdrawUnit, WithdrawAct, CorrectAct})
"""Acts that nobody takes of many subjects at once by a list of codes."""


def _in_rows(commands: Iterable[type[Command]]) -> dict[str, type[Command]]:
    return {one.name: one for one in commands if _is_in_rows(one)}


def _is_in_rows(command: type[Command]) -> bool:
    """Whether the columns have all that an act of the bureau or the congress needs."""
    needed = {name for name, info in command.model_fields.items() if info.is_required()}
    decides = command.who and not command.who & _FILING and command not in _ONE_BY_ONE
    return bool(decides or command is RecordFunding) and needed <= _COLUMNS


_ON_PROJECTS = _in_rows(ON_PROJECTS)
_ON_UNITS = {name: one for name, one in _in_rows(ON_UNITS).items() if name not in _ON_PROJECTS}
_ACTS: Mapping[str, type[Command]] = {**_ON_PROJECTS, **_ON_UNITS}
ACTS = tuple(sorted(_ACTS))
"""The acts that stand in a row, those on projects and those on units' years."""


def columns() -> tuple[TableColumn, ...]:
    """The columns; the act is one of those that stand in a row."""
    return tuple(
        replace(one, holds=Holds.CHOICE, choices=ACTS) if one.field == "act" else one
        for one in columns_of(InBulk)
    )


def wrong(values: Values) -> Iterator[tuple[str, str, str]]:
    """What does not fit the act of a row: a field that it lacks, or does not have."""
    command = _ACTS[values["act"]]
    taken = {*_OF_ROW, *command.model_fields, *(_PARTS if _has_parts(command) else ())}
    for name, value in values.items():
        if value is not None and name not in taken:
            yield name, "此事项不填此列，请清空", f"is no field of {command.name}: leave it empty"
    try:
        command.model_validate(_fields(values))
    except ValidationError as error:
        for one in error.errors(include_url=False, include_context=False):
            field = next((str(at) for at in reversed(one["loc"]) if str(at) in values), "act")
            yield field, "", one["msg"]


def _fields(values: Values) -> Values:
    command = _ACTS[values["act"]]
    fields = {name: values[name] for name in command.model_fields if values.get(name) is not None}
    if _has_parts(command):
        fields[funding.FUNDING] = {
            part: values[part] for part in sorted(_PARTS) if values.get(part) is not None
        }
    return fields


def _has_parts(command: type[Command]) -> bool:
    """Whether an act has the funding by source, a column for each part."""
    return funding.FUNDING in command.model_fields


def act_of(values: Values, jurisdiction: str, year: int) -> dict[str, Any]:
    """The act of a sound row, on a project or a unit's year of a budget year."""
    name = said(values["act"])
    of = unit_year if name in _ON_UNITS else project_year
    fields = {field: _said(value) for field, value in _fields(values).items()}
    return {"command": name, "subject": of(jurisdiction, year, values["project"]), **fields}


def _said(value: Any) -> Any:
    """A value of a line: a choice of yes and no, parts by name, or its text."""
    if isinstance(value, Mapping):
        return {name: said(part) for name, part in value.items()}
    return value if isinstance(value, bool) else said(value)
