"""What is proposed for the next year: the portfolio, the targets, and roles that end before it.

Last year's amounts stand beside the empty column of the amounts: nobody takes one by not looking.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from console.next_year.candidates import Candidate
from console.next_year.year_before import YearBefore
from console.tables.kinds import KINDS, LAST_YEAR, Values
from console.tables.written import Beside, written
from domain.kernel.in_force import Assignment
from domain.kernel.vocabulary import Origin, Role
from domain.subjects.jurisdiction_year.portfolio import UNIT
from domain.subjects.project_year.targets.indicators import Indicator

_NOTE = "说明"


def going_on(before: YearBefore) -> list[Candidate]:
    """The projects and units that go on."""
    return [one for one in before.candidates if one.ended is None]


def portfolio(before: YearBefore, *, as_text: bool = False) -> bytes:
    """The proposed portfolio: a row for each project and unit that goes on."""
    found = going_on(before)
    beside = (
        Beside(
            f"{LAST_YEAR}（元）",
            [one.proposed if one.is_whole else None for one in found],
            "initial",
        ),
        Beside(_NOTE, [_note(one) for one in found]),
    )
    rows = [_row(one, before.first_day) for one in found]
    return written(KINDS["portfolio"], rows, beside, as_text=as_text)


def _row(one: Candidate, on: date) -> Values:
    return {
        "code": one.code,
        "name": one.name,
        "unit_code": one.unit,
        "unit_name": one.unit_name,
        "budget_type": one.budget_type.value,
        "origin": Origin.INITIAL.value,
        "opened_on": on,
        "is_new": False,
        "is_major": one.is_major,
        "one_off": False,
        "key_project": one.key_project,
        "subject_kind": UNIT if one.is_unit else one.subject_kind or "project",
        "confidential": one.confidential,
        "initial": None,
        "adjusted": None,
        "executed": None,
    }


def _note(one: Candidate) -> str:
    parts = [f"延续；上年 {one.amount:,} 元（{one.amount_is[0]}）"]
    if one.arranged is not None:
        parts.append(f"结果应用安排 {one.arranged:,} 元")
    if one.succession is not None:
        parts.append(f"{one.succession[0]}，改由 {one.unit} 承接")
    if one.question is not None:
        parts.append(f"待确认：{one.question[0]}")
    return "；".join((*parts, "请填年初预算数"))


def targets(before: YearBefore, *, as_text: bool = False) -> bytes | None:
    """The approved indicators of each project that goes on; `None` where nobody has any.

    The amount asked for stays empty. A day is proposed a year later.
    """
    rows: list[Values] = []
    notes: list[str] = []
    for one in going_on(before):
        for indicator in one.indicators:
            rows.append(_indicator(one, indicator, before.next_year))
            notes.append(_indicator_note(indicator, is_first=indicator is one.indicators[0]))
    if not rows:
        return None
    return written(KINDS["indicators"], rows, (Beside(_NOTE, notes),), as_text=as_text)


def _indicator(one: Candidate, indicator: Indicator, year: int) -> Values:
    values = {name: getattr(indicator, name) for name in Indicator.model_fields}
    if isinstance(indicator.target, date):
        values["target"] = _in_year(indicator.target, year)
    first = indicator is one.indicators[0]
    points = one.execution_points if first else None
    return {"project": one.code, "amount": None, "execution_points": points, **values}


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 2, 28)


def _indicator_note(indicator: Indicator, *, is_first: bool) -> str:
    parts = ["上年批复的指标"]
    if isinstance(indicator.target, date):
        parts.append(f"上年为 {indicator.target}，请核对日期")
    if is_first:
        parts.append("请填申请预算数（每个项目填一行即可）")
    return "；".join(parts)


def roles_that_end(before: YearBefore) -> list[tuple[str, Role, Assignment]]:
    """The roles that run in the year before and in none of the next one, and nobody prolonged."""
    last = before.first_day - timedelta(days=1)
    return [
        (organisation, role, one)
        for (organisation, role), given in sorted(before.people.assignments.items())
        for one in given
        if one.until is not None
        and one.until.year == before.year
        and not any(later.person == one.person and later.runs(before.first_day) for later in given)
        and one is _newest(given, one.person, last)
    ]


def _newest(given: Sequence[Assignment], person: str, by: date) -> Assignment:
    return max((one for one in given if one.person == person and one.since <= by), key=_since)


def _since(one: Assignment) -> date:
    return one.since


def people(before: YearBefore, *, as_text: bool = False) -> bytes | None:
    """The roles that end with the year, to be given again; `None` where none ends.

    The document stays empty: whoever has none is not given the role again.
    """
    found = roles_that_end(before)
    if not found:
        return None
    rows = [
        {
            "person": one.person,
            "organisation": organisation,
            "role": role.value,
            "since": before.first_day,
            "until": None,
            "document": None,
        }
        for organisation, role, one in found
    ]
    notes = [
        f"上年任职 {one.days}（{one.document}）；续任的请填任命文件，不续的删去此行"
        for *_, one in found
    ]
    return written(KINDS["people"], rows, (Beside(_NOTE, notes),), as_text=as_text)


def vacant_units(before: YearBefore, units: Sequence[str], on: date) -> Iterator[str]:
    """The units whose own role is assigned, and held by nobody on a day."""
    for unit in units:
        given = before.people.assignments.get((unit, Role.UNIT), ())
        if given and not any(one.runs(on) for one in given):
            yield unit
