"""The kinds of tables: the columns of each come from the model that it fills."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import BaseModel, ValidationError

from console.tables import done, done_year, in_bulk, library
from console.tables.choice_words import is_kind, kind_of
from console.tables.faults import cut
from console.tables.indicator_cells import NO_LONGER_READ, NOT_FILED, with_relation
from console.tables.units import Unit
from domain.kernel.columns import Column, TableColumn, columns_of
from domain.kernel.message import Command, Message
from domain.kernel.vocabulary import Code, Origin
from domain.shared.filings.funding import PARTS
from domain.shared.filings.import_messages import ImportAct
from domain.subjects.indicators.messages import ImportLibrary
from domain.subjects.jurisdiction_year.portfolio import UNIT, Row, wrong_funding
from domain.subjects.organisations.people import AssignRole
from domain.subjects.project_year.targets.budget import ApproveBudget, RecordExecution
from domain.subjects.project_year.targets.indicators import Indicator
from domain.subjects.project_year.targets.target import FileTarget

Values = dict[str, Any]
"""A row as read: field -> value, none where its cell is empty."""

Wrong = tuple[str, str, str]
"""A field and why its value does not fit the others, in Chinese and English."""


class _OfProject(Message):
    """The column that says of which project a row is."""

    project: Annotated[Code, Column("项目编码", "项目代码", "编码", "项目编号")]


@dataclass(frozen=True, slots=True)
class TableKind:
    """A kind of table.

    `key` are the fields by which no two rows may be the same; `codes` are the fields whose codes
    may not differ in upper and lower case alone; `wrong` checks the values of a row together.
    """

    name: str
    title: str
    columns: tuple[TableColumn, ...]
    key: tuple[str, ...]
    wrong: Callable[[Values], Iterator[Wrong]]
    cleaned: Callable[[Values], Values] = dict
    command: str | None = None
    """The act that a row becomes, or the rows of a project together; `*` where the row names it."""
    is_summed: bool = True
    """Whether the amounts of its rows may be summed up: not where each row repeats them."""
    within: Mapping[str, str] = field(default_factory=dict)
    """Fields that may stand before the values of another one: a relation before its target."""
    prepared: Callable[[Values], Values] = dict
    """The cells of a row before they are read, by field."""
    spare: frozenset[str] = frozenset()
    """Fields that most tables have no column of: nothing is said where it is missing."""
    beside: frozenset[str] = frozenset()
    """Titles of columns that the product writes beside its own for people, and does not take."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The fields that hold codes."""
        return tuple(one.field for one in self.columns if one.holds == "code")

    @property
    def needed(self) -> frozenset[str]:
        """The fields whose columns a table must have."""
        return frozenset(
            one.field for one in self.columns if one.required and one.field not in self.within
        )

    def column(self, field: str) -> TableColumn:
        """The column of a field; raises `KeyError`."""
        found = next((one for one in self.columns if one.field == field), None)
        if found is None:
            raise KeyError(field)
        return found


def _portfolio_row(values: Values) -> Iterator[Wrong]:
    if values["origin"] == Origin.MID_YEAR and values["adjusted"] is None:
        yield (
            "adjusted",
            "年中追加的项目必填全年预算数",
            "is needed for an addition within the year",
        )
    kind = values["subject_kind"]
    if kind is not None and not is_kind(kind):
        yield (
            "subject_kind",
            f"{cut(kind)} 不是可填的类别，请填：项目、单位整体",
            f"{cut(kind)!r} is no kind of object: write 项目 or 单位整体",
        )
    if kind == UNIT and values["unit_code"] != values["code"]:
        yield "unit_code", "单位整体的单位编码应与编码相同", "of a unit is its own code"
    yield from wrong_funding(_with_kind(values))


def _nothing(_values: Values) -> Iterator[Wrong]:
    yield from ()


def _with_kind(values: Values) -> Values:
    kind = values["subject_kind"]
    return {**values, "subject_kind": None if kind is None else kind_of(kind)}


_LIMITS = {
    "greater_than_equal": "不得小于 {ge}",
    "less_than_equal": "不得大于 {le}",
    "greater_than": "应大于 {gt}",
    "string_too_long": "超过 {max_length} 个字符",
    "decimal_max_places": "至多 {decimal_places} 位小数",
    "decimal_max_digits": "至多 {max_digits} 位数字",
}
"""The limits of models in Chinese, by what the library calls them."""


def _fits(model: type[BaseModel]) -> Callable[[Values], Iterator[Wrong]]:
    """What a model has against the values of its own fields."""

    def wrong(values: Values) -> Iterator[Wrong]:
        own = {name: values[name] for name in model.model_fields if values.get(name) is not None}
        try:
            model.model_validate(own)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                field = str(one["loc"][0]) if one["loc"] else "file"
                limits = {name: str(limit) for name, limit in one.get("ctx", {}).items()}
                yield field, _LIMITS.get(one["type"], "").format(**limits), one["msg"]

    return wrong


def _person(values: Values) -> Iterator[Wrong]:
    """What is wrong with a row of people, besides what its act has against it."""
    if values["until"] is not None and values["until"] < values["since"]:
        yield (
            "until",
            "早于任职日期，请改正其中一个",
            "is before the first day: correct one of them",
        )
    yield from _fits(AssignRole)(values)


def _of_project(name: str, title: str, model: type[BaseModel], *key: str) -> TableKind:
    columns = columns_of(_OfProject) + columns_of(model)
    return TableKind(name, title, columns, ("project", *key), _fits(model), command=_name_of(model))


def _name_of(model: type[BaseModel]) -> str | None:
    return model.name if issubclass(model, Command) else None


def _indicators() -> TableKind:
    """The indicators of targets; what is said of the whole target stands in any row of it."""
    whole = tuple(replace(one, required=False) for one in columns_of(FileTarget, "indicators"))
    columns = columns_of(_OfProject) + whole + columns_of(Indicator, *NOT_FILED)
    key = ("project", "id")
    return TableKind(
        "indicators",
        "绩效指标",
        columns,
        key,
        _fits(Indicator),
        command=FileTarget.name,
        is_summed=False,
        within={"relation": "target"},
        prepared=with_relation,
        spare=frozenset({"library_code"}),
        beside=NO_LONGER_READ,
    )


LAST_YEAR = "上年预算数"
"""The title of last year's amount in a proposed portfolio: the amount itself is not filled in."""

KINDS: Mapping[str, TableKind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            TableKind(
                "portfolio",
                "项目清单",
                columns_of(Row, "line"),
                ("opened_on", "subject_kind", "code"),
                _portfolio_row,
                _with_kind,
                spare=frozenset(PARTS.values()),
                beside=frozenset({LAST_YEAR}),
            ),
            _of_project("budgets", "预算批复", ApproveBudget),
            _of_project("execution", "预算执行", RecordExecution, "as_of"),
            TableKind(
                "people",
                "人员任职",
                columns_of(AssignRole),
                ("person", "organisation", "role", "since"),
                _person,
                command=AssignRole.name,
            ),
            _indicators(),
            TableKind("units", "单位清单", columns_of(Unit), ("code",), _nothing),
            TableKind(
                "library",
                "指标库",
                library.columns(),
                library.KEY,
                library.wrong,
                library.with_class,
                command=ImportLibrary.name,
                is_summed=False,
                spare=frozenset({"library", "in_class"}),
            ),
            TableKind(
                "done",
                "启用前已办事项",
                done.columns(),
                done.KEY,
                done.wrong,
                command=ImportAct.name,
                within={"relation": "target"},
                prepared=with_relation,
                beside=NO_LONGER_READ,
            ),
            TableKind(
                "done-year",
                "启用前已办年度事项",
                done_year.columns(),
                done_year.KEY,
                done_year.wrong,
                command=ImportAct.name,
                is_summed=False,
            ),
            TableKind(
                "bulk",
                "批量办理",
                in_bulk.columns(),
                in_bulk.KEY,
                in_bulk.wrong,
                command="*",
            ),
        )
    }
)
"""The kinds of tables by name."""
