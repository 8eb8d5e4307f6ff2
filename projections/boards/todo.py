"""The duties of a jurisdiction: each wait of an open subject, with its day and what came back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from domain.kernel.in_force import Delegations
from domain.kernel.subject_ids import SubjectKind
from domain.kernel.vocabulary import Role, business_date
from domain.subjects.catalogues import CATALOGUES
from projections.boards.board_selection import Row, position_of, rows_of
from projections.boards.rows import DeadlineState, ReturnedRow, Source
from projections.boards.tables import day, delegates, returned

OF_UNITS = frozenset({Role.UNIT.value, Role.DEPARTMENT.value})
"""The roles in which the people of a unit act."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A task that somebody has to do now; what waits for somebody else first is no duty.

    `responsible` is the role that has to act, `organisation` its organisation as far as the subject
    names one; `delegates` may act for it today. `due` (inclusive), `state`, `source` and
    `reference` are null where no day binds; then `clauses` ask for the task, as far as the rules
    state one. `overdue` are the days since `due`, 0 by then. `name` is null for a confidential
    subject (涉密). `returned` is the filing that came back.
    """

    stream: str
    kind: str
    year: int | None
    code: str | None
    name: str | None
    confidential: bool
    unit: str | None
    unit_name: str | None
    responsible: str
    organisation: str | None
    delegates: tuple[str, ...]
    deadline: str
    due: date | None
    overdue: int
    state: DeadlineState | None
    source: Source | None
    reference: str | None
    returned: ReturnedRow | None
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Todo:
    """The duties on the business day `on`: the longest overdue first, those without a day last.

    `clock` is the source of `on`, as in `Overdue`.
    """

    position: int
    jurisdiction: str
    work_year: int | None
    on: date
    clock: Literal["given", "real", "simulated"]
    duties: tuple[Duty, ...]


def todo(
    connection: sqlite3.Connection,
    jurisdiction: str,
    work_year: int | None,
    *,
    today: date,
    on: date | None = None,
) -> Todo:
    """The duties of a work year, or (`None`) of all years.

    A work year has the subjects of its budget year, those of the budget year before it, which are
    evaluated in it, and the subjects without a year. Without `on` it is `today`, or in a drill the
    date of the last business instant.
    """
    when, clock = (on, _GIVEN) if on else _business_day(connection, jurisdiction, today)
    found = rows_of(connection, _DUTIES, {"jurisdiction": jurisdiction, "work_year": work_year})
    duties = sorted(_in_turn([_duty(row, when) for row in found]), key=_order)
    return Todo(position_of(connection), jurisdiction, work_year, when, clock, tuple(duties))


def with_whole_units(found: Todo, delegations: Mapping[str, Delegations]) -> Todo:
    """The duties with those whom a whole unit delegated to; `delegations` are by unit."""
    acting = {
        unit: tuple(who for who, one in given.items() if one.runs(found.on))
        for unit, given in delegations.items()
    }
    duties = (
        replace(duty, delegates=tuple(dict.fromkeys((*duty.delegates, *acting[duty.unit]))))
        if duty.unit in acting
        else duty
        for duty in found.duties
    )
    return replace(found, duties=tuple(duties))


def of_role(role: str) -> Callable[[Duty], bool]:
    """Whether a duty is due from a role."""
    return lambda duty: duty.responsible == role


def of_unit(unit: str) -> Callable[[Duty], bool]:
    """Whether a duty is due from a unit's people, its own or that of a unit it acts for."""
    return lambda duty: (
        duty.responsible in OF_UNITS
        and (duty.organisation == unit or (_may_delegate(duty) and unit in duty.delegates))
    )


def of_holder(organisation: str, role: str) -> Callable[[Duty], bool]:
    """Whether a duty is due from a role of an organisation.

    A role that the subject names no organisation for is that of the whole jurisdiction.
    """

    def is_theirs(duty: Duty) -> bool:
        if duty.responsible != role:
            return False
        acts_for = _may_delegate(duty) and organisation in duty.delegates
        return duty.organisation in {None, organisation} or acts_for

    return is_theirs


def of_subjects(streams: Collection[str]) -> Callable[[Duty], bool]:
    """Whether a duty is one of certain subjects."""
    return lambda duty: duty.stream in streams


def units_of(connection: sqlite3.Connection, jurisdiction: str) -> tuple[str, ...]:
    """The codes of the units that have a subject, or act for a unit that has."""
    found = rows_of(
        connection,
        "SELECT unit FROM subject WHERE jurisdiction = :jurisdiction AND unit IS NOT NULL UNION"
        " SELECT value ->> 'organisation' FROM subject, json_each(delegates)"
        " WHERE jurisdiction = :jurisdiction ORDER BY 1",
        {"jurisdiction": jurisdiction},
    )
    return tuple(row[0] for row in found)


_GIVEN: Literal["given"] = "given"

_DUTIES = """
    SELECT subject.*, value AS wait, due, state, source, reference
    FROM subject, json_each(waiting_for)
    LEFT JOIN deadline ON deadline.stream = subject.stream AND filed_on IS NULL
        AND deadline.deadline = substr(value, instr(value, ':') + 1)
    WHERE jurisdiction = :jurisdiction AND NOT closed AND waiting_for <> '[]'
    AND (:work_year IS NULL OR year IS NULL OR year = :work_year
        OR (year = :work_year - 1 AND kind <> 'jurisdiction-year'))"""


def _in_turn(duties: Iterable[Duty]) -> list[Duty]:
    """The duties without those that wait for another of the subject; all whose day is over."""
    listed = [*duties]
    open_now = {(duty.stream, duty.deadline) for duty in listed}
    return [
        duty
        for duty in listed
        if duty.overdue or not any((duty.stream, one) in open_now for one in _first(duty))
    ]


def _first(duty: Duty) -> tuple[str, ...]:
    entry = CATALOGUES.deadline(duty.deadline)
    return () if entry is None else entry.after


def _business_day(
    connection: sqlite3.Connection, jurisdiction: str, today: date
) -> tuple[date, Literal["real", "simulated"]]:
    simulated, last = connection.execute(
        "SELECT MAX(clock = 'simulated'), MAX(last_at) FROM subject WHERE jurisdiction = ?",
        (jurisdiction,),
    ).fetchone()
    if not simulated:
        return today, "real"
    return business_date(datetime.fromisoformat(last)), "simulated"


def _duty(row: Row, on: date) -> Duty:
    responsible, _, deadline = row["wait"].partition(":")
    due, state, source = day(row["due"]), row["state"], row["source"]
    back = (one for one in returned(row["returned"]) if one.deadline == deadline)
    confidential = bool(row["confidential"])
    return Duty(
        stream=row["stream"],
        kind=row["kind"],
        year=row["year"],
        code=row["code"],
        name=None if confidential else row["name"],
        confidential=confidential,
        unit=row["unit"],
        unit_name=_unit_name(row, confidential=confidential),
        responsible=responsible,
        organisation=_organisation(row, responsible),
        delegates=_acting(row, on),
        deadline=deadline,
        due=due,
        overdue=max((on - due).days, 0) if due else 0,
        state=DeadlineState(state) if state else None,
        source=Source(source) if source else None,
        reference=row["reference"],
        returned=next(back, None),
    )


def _unit_name(row: Row, *, confidential: bool) -> str | None:
    """The name of the unit; a unit's own confidential year is not named by it either."""
    is_its_own = row["kind"] == SubjectKind.UNIT_YEAR.value
    name: str | None = None if confidential and is_its_own else row["unit_name"]
    return name


def _organisation(row: Row, responsible: str) -> str | None:
    own = {Role.THIRD_PARTY.value: "institution"} | dict.fromkeys(OF_UNITS, "unit")
    column = own.get(responsible)
    found: str | None = row[column] if column else None
    return found


def _acting(row: Row, on: date) -> tuple[str, ...]:
    found = delegates(row["delegates"])
    return tuple(one.organisation for one in found if one.since <= on <= one.until)


def _may_delegate(duty: Duty) -> bool:
    return duty.responsible in OF_UNITS


def _order(duty: Duty) -> tuple[Any, ...]:
    due = duty.due or date.max
    return due, duty.returned is None, duty.kind, duty.year or 0, duty.code or "", duty.deadline


def narrowed(duties: Iterable[Duty], *wanted: Callable[[Duty], bool]) -> tuple[Duty, ...]:
    """The duties that every one of the conditions wants, in their order."""
    return tuple(one for one in duties if all(wants(one) for wants in wanted))
