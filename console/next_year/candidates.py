"""A project or unit of the year before as a candidate for the next one, and why it may have ended.

A project goes on unless it was withdrawn, was for once, or is arranged nothing as the use of its
results (结果应用). Its unit is the one that it belongs to on the first day of the next year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from domain.kernel.in_force import Successions
from domain.kernel.vocabulary import BudgetType
from domain.shared.people.successions import ended, unit_on
from domain.subjects.jurisdiction_year.portfolio import UNIT, Row
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.state import Withdrawn as ProjectWithdrawn
from domain.subjects.project_year.targets.adjustment import AdjustmentFiled
from domain.subjects.project_year.targets.indicators import Indicator
from domain.subjects.project_year.targets.target import TargetFiled
from domain.subjects.unit_year.state import Ended, UnitYear
from domain.subjects.unit_year.state import Withdrawn as UnitWithdrawn

Words = tuple[str, str]
"""The same in Chinese and English."""

WITHDRAWN: Words = ("已撤出", "withdrawn")
ONE_OFF: Words = ("一次性项目", "for once")
NOT_ARRANGED: Words = ("结果应用：次年不予安排", "arranged nothing as the use of its results")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project or unit of the year before.

    `unit` is its unit on the first day of the next year, `unit_before` that of the year before.
    `amount` is last year's, in yuan, `amount_is` what it is; `arranged` is what the use of results
    arranged for the next year. `ended` says why it does not go on. `question` is what the bureau
    has to decide of it; `amount` is that of several units together where it is not `is_whole`.
    """

    stream: str
    code: str
    name: str
    is_unit: bool
    unit: str
    unit_name: str
    unit_before: str
    budget_type: BudgetType
    is_major: bool
    key_project: bool
    confidential: bool
    subject_kind: str | None
    amount: Decimal
    amount_is: Words
    arranged: Decimal | None = None
    ended: Words | None = None
    succession: Words | None = None
    indicators: tuple[Indicator, ...] = ()
    execution_points: Decimal | None = None
    question: Words | None = None
    is_whole: bool = True

    @property
    def key(self) -> tuple[bool, str]:
        """What tells it from every other row of a portfolio."""
        return self.is_unit, self.code

    @property
    def proposed(self) -> Decimal:
        """The amount that is proposed, in yuan: what was arranged for it, else last year's."""
        return self.amount if self.arranged is None else self.arranged

    @property
    def shown(self) -> str:
        """Its code and name; of a confidential one the code alone."""
        return self.code if self.confidential else f"{self.code} {self.name}"


def of_project(
    state: ProjectYear,
    events: Iterable[Any],
    arranged: Decimal | None,
    successions: Successions,
    on: date,
) -> Candidate:
    """A project that is registered."""
    project = state.known
    unit, name, why = _unit(successions, project.unit, project.unit_name, state.stream, on)
    points = [one.event.execution_points for one in events if _has_points(one.event)]
    why_ended = None
    if isinstance(state.entry, ProjectWithdrawn):
        why_ended = WITHDRAWN
    elif project.one_off:
        why_ended = ONE_OFF
    elif arranged == 0:
        why_ended = NOT_ARRANGED
    budget = state.budget
    return Candidate(
        state.stream,
        project.code,
        project.name,
        False,
        unit,
        name,
        project.unit,
        project.budget_type,
        project.is_major,
        project.key_project,
        project.confidential,
        project.subject_kind,
        project.requested if budget is None else budget,
        ("申请数，尚未批复", "requested, not approved") if budget is None else ("批复数", "budget"),
        arranged,
        why_ended,
        why,
        state.target.approved,
        points[-1] if points else None,
        _whose(successions, project.unit, state.stream, on),
    )


def _has_points(event: Any) -> bool:
    return isinstance(event, TargetFiled | AdjustmentFiled)


def of_unit(state: UnitYear, successions: Successions, on: date) -> Candidate:
    """A unit with its overall expenditure."""
    unit = state.known
    end = ended(successions, unit.code, on)
    gone = end if end is not None else (state.entry.by if isinstance(state.entry, Ended) else None)
    why = None
    if isinstance(state.entry, UnitWithdrawn):
        why = WITHDRAWN
    elif gone is not None:
        why = (
            f"单位自 {gone.since} 起已撤并（{gone.document}），由 {gone.names} 承接",
            f"the unit is no more since {gone.since}, {gone.names} took over",
        )
    adjusted = unit.adjusted
    return Candidate(
        state.stream,
        unit.code,
        unit.name,
        True,
        unit.code,
        unit.name,
        unit.code,
        BudgetType.GENERAL_PUBLIC,
        False,
        False,
        unit.confidential,
        UNIT,
        unit.requested if adjusted is None else adjusted,
        ("年初数", "requested") if adjusted is None else ("全年数", "adjusted"),
        ended=why,
    )


def with_heirs(
    found: Sequence[Candidate], successions: Successions, on: date
) -> Iterator[Candidate]:
    """The candidates, and the units that took over from others and had no year of their own.

    Each unit that took over has a question: what it has of the units that are no more.
    """
    there = {one.code for one in found if one.is_unit}
    gone = [one for one in found if one.is_unit and ended(successions, one.code, on)]
    taken: dict[str, list[Candidate]] = {}
    for one in gone:
        for heir in _last(successions, one.code, on):
            taken.setdefault(heir, []).append(one)
    for one in found:
        parts = taken.get(one.code, []) if one.is_unit and one.ended is None else []
        yield replace(one, question=_question(parts, successions, on)) if parts else one
    for code, parts in taken.items():
        if code not in there:
            yield _heir(code, parts, successions, on)


def _heir(code: str, parts: Sequence[Candidate], successions: Successions, on: date) -> Candidate:
    name = _name_of(successions, code)
    of = "、".join(one.code for one in parts)
    return replace(
        parts[0],
        code=code,
        name=name,
        unit=code,
        unit_name=name,
        unit_before=code,
        amount=sum((one.amount for one in parts), Decimal(0)),
        amount_is=(f"{of} 的数", f"of {of}"),
        ended=None,
        confidential=any(one.confidential for one in parts),
        question=_question(parts, successions, on),
        is_whole=all(len(_last(successions, one.code, on)) == 1 for one in parts),
    )


def _last(successions: Successions, unit: str, on: date) -> tuple[str, ...]:
    """The units that go on with a unit on a day: those of its successors that are no more too."""
    end = ended(successions, unit, on)
    if end is None:
        return (unit,)
    heirs = (heir for one in end.successors for heir in _last(successions, one.unit, on))
    return tuple(dict.fromkeys(heirs))


def _question(parts: Sequence[Candidate], successions: Successions, on: date) -> Words:
    """What a unit has of those that it took over from: nobody but the bureau knows."""
    told = [_of_part(one, successions, on) for one in parts]
    return "；".join(one[0] for one in told), "; ".join(one[1] for one in told)


def _of_part(one: Candidate, successions: Successions, on: date) -> Words:
    end, heirs = successions[one.code], _last(successions, one.code, on)
    since = f"{one.code} 自 {end.since} 起"
    if len(heirs) == 1:
        zh = f"{since}并入或更名为本单位，其上年 {one.amount:,} 元是否全部列入？"
        en = f"{one.code} went into this unit on {end.since}: do all its {one.amount:,} yuan go on?"
        return zh, en
    zh = f"{since}分立为 {'、'.join(heirs)}，其上年 {one.amount:,} 元中本单位列多少？"
    parts = f"{one.code} was split into {', '.join(heirs)} on {end.since}"
    return zh, f"{parts}: how much of its {one.amount:,} yuan goes on here?"


def _whose(successions: Successions, unit: str, stream: str, on: date) -> Words | None:
    """Which successor a project of a split unit goes on with, where the split did not say."""
    while (end := ended(successions, unit, on)) is not None:
        if len(end.successors) > 1 and not any(stream in one.takes for one in end.successors):
            names = "、".join(one.unit for one in end.successors)
            first = end.successors[0].unit
            since = f"{unit} 自 {end.since} 起分立为 {names}"
            split = f"{unit} was split into {names} on {end.since}"
            return (
                f"{since}，未明确本项目由谁承接，暂列 {first}，是否改列？",
                f"{split}, and nobody said whose this project is: {first}, or another?",
            )
        unit = end.of(stream).unit
    return None


def _name_of(successions: Successions, unit: str) -> str:
    """The name of a unit that took over from others."""
    names = (one.name for end in successions.values() for one in end.successors if one.unit == unit)
    return next(names)


def of_row(row: Row, stream: str, successions: Successions, on: date) -> Candidate:
    """A row of the portfolio that is not registered yet."""
    unit, name, why = _unit(successions, row.unit_code, row.unit_name, stream, on)
    return Candidate(
        stream,
        row.code,
        row.name,
        row.is_unit,
        unit,
        name,
        row.unit_code,
        row.budget_type,
        row.is_major,
        row.key_project,
        row.confidential,
        row.subject_kind,
        row.requested,
        (f"清单数，{row.opened_on} 才登记", f"of the portfolio, registered on {row.opened_on}"),
        ended=ONE_OFF if row.one_off and not row.is_unit else None,
        succession=why,
        question=_whose(successions, row.unit_code, stream, on),
    )


def _unit(
    successions: Successions, unit: str, name: str, stream: str, on: date
) -> tuple[str, str, Words | None]:
    """The unit of a subject on a day with its name, and why it is another one than before."""
    theirs = unit_on(successions, unit, stream, on)
    if theirs == unit:
        return unit, name, None
    end = successions[unit]
    why = (
        f"{unit} 自 {end.since} 起已撤并（{end.document}）",
        f"{unit} is no more since {end.since}",
    )
    return theirs, _name_of(successions, theirs), why
