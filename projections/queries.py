"""Questions to the boards; each takes a connection from `projection.reading` or `Projection.ask`.

A question reads only, and answers for one log position.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Literal

from domain.subject import SubjectKind, jurisdiction_year
from domain.vocabulary import business_date
from projections.answers import (
    Calendar,
    CalendarLine,
    Detail,
    Late,
    NextDue,
    Overdue,
    OverdueGroup,
    OverdueLine,
    PhaseCount,
    Place,
    Status,
    Waiting,
)
from projections.rows import DeadlineState
from projections.selection import Asked, Row, position_of, rows_of
from projections.tables import deadline_row, subject_row

_COMING = tuple(
    state.value for state in (DeadlineState.OPEN, DeadlineState.REMINDED, DeadlineState.DUE)
)
_LATE = tuple(
    state.value
    for state in (DeadlineState.OVERDUE, DeadlineState.ESCALATED, DeadlineState.MET_LATE)
)


def status(
    connection: sqlite3.Connection,
    jurisdiction: str,
    year: int,
    *,
    subject: str | None = None,
    unit: str | None = None,
    phase: str | None = None,
) -> Status:
    """How the projects of a budget year stand; `subject` is a project's code or its stream."""
    asked = Asked(jurisdiction, year, subject=subject, unit=unit, phase=phase)
    phases = _phases(connection, asked)
    return Status(
        position=position_of(connection),
        jurisdiction=jurisdiction,
        year=year,
        projects=sum(count.projects for count in phases),
        phases=phases,
        next_due=_next_due(connection, asked),
        waiting=_waiting(connection, asked),
        late=_late(connection, asked),
        detail=_detail(connection, asked) if subject else None,
    )


def calendar(
    connection: sqlite3.Connection,
    jurisdiction: str,
    year: int,
    first: date,
    last: date,
    *,
    unit: str | None = None,
    phase: str | None = None,
) -> Calendar:
    """The deadlines of a year between two days (inclusive), by day and kind of deadline."""
    asked = Asked(jurisdiction, year, unit=unit, phase=phase)
    found = rows_of(
        connection,
        "SELECT due, deadline, responsible, state, COUNT(*) AS projects"
        f"{asked.FROM_DEADLINE} AND due BETWEEN :first AND :last"
        " GROUP BY due, deadline, responsible, state ORDER BY due, deadline, responsible",
        {**asked.values, "first": first.isoformat(), "last": last.isoformat()},
    )
    lines = tuple(
        _calendar_line(key, list(rows))
        for key, rows in groupby(found, lambda row: (row["due"], row["deadline"], row[2]))
    )
    return Calendar(position_of(connection), jurisdiction, year, first, last, lines)


def overdue(
    connection: sqlite3.Connection,
    jurisdiction: str,
    year: int,
    *,
    today: date,
    on: date | None = None,
    unit: str | None = None,
    phase: str | None = None,
) -> Overdue:
    """What is overdue on the business day `on`, by unit and role.

    Without `on` it is `today`, or in a drill the day of the last business instant in the log.
    """
    asked = Asked(jurisdiction, year, unit=unit, phase=phase)
    day, clock = (on, _GIVEN) if on else _business_day(connection, jurisdiction, year, today)
    found = rows_of(
        connection,
        "SELECT deadline.*, code, project_name, unit, unit_name"
        f"{asked.FROM_DEADLINE} AND due < :on AND filed_on IS NULL"
        " ORDER BY unit, responsible, due, code, deadline",
        {**asked.values, "on": day.isoformat()},
    )
    groups = tuple(
        OverdueGroup(*key, tuple(_overdue_line(row, day) for row in rows))
        for key, rows in groupby(
            found, lambda row: (row["unit"], row["unit_name"], row["responsible"])
        )
    )
    return Overdue(position_of(connection), jurisdiction, year, day, clock, groups)


def places(connection: sqlite3.Connection) -> tuple[Place, ...]:
    """The jurisdictions and years that have projects."""
    found = rows_of(
        connection,
        "SELECT DISTINCT jurisdiction, year FROM subject WHERE kind = :kind ORDER BY 1, 2",
        {"kind": SubjectKind.PROJECT_YEAR.value},
    )
    return tuple(Place(*row) for row in found)


_GIVEN: Literal["given"] = "given"


def _business_day(
    connection: sqlite3.Connection, jurisdiction: str, year: int, today: date
) -> tuple[date, Literal["real", "simulated"]]:
    clock = connection.execute(
        "SELECT clock FROM subject WHERE stream = ?", (jurisdiction_year(jurisdiction, year),)
    ).fetchone()
    if clock is None or clock[0] != "simulated":
        return today, "real"
    (last,) = connection.execute(
        "SELECT MAX(last_at) FROM subject WHERE jurisdiction = ?", (jurisdiction,)
    ).fetchone()
    return business_date(datetime.fromisoformat(last)), "simulated"


def _phases(connection: sqlite3.Connection, asked: Asked) -> tuple[PhaseCount, ...]:
    found = rows_of(
        connection,
        f"SELECT phase, COUNT(*){asked.FROM_SUBJECT} GROUP BY phase ORDER BY phase",
        asked.values,
    )
    return tuple(PhaseCount(*row) for row in found)


def _next_due(connection: sqlite3.Connection, asked: Asked) -> tuple[NextDue, ...]:
    found = rows_of(
        connection,
        f"SELECT due, deadline, responsible, COUNT(*){asked.FROM_DEADLINE}"
        " AND state IN (:open, :reminded, :due)"
        " GROUP BY due, deadline, responsible ORDER BY due, deadline, responsible",
        {**asked.values, **{state: state for state in _COMING}},
    )
    return tuple(NextDue(date.fromisoformat(row[0]), *row[1:]) for row in found)


def _waiting(connection: sqlite3.Connection, asked: Asked) -> tuple[Waiting, ...]:
    found = rows_of(
        connection,
        "SELECT value, COUNT(*)"
        + asked.FROM_SUBJECT.replace("FROM subject", "FROM subject, json_each(waiting_for)")
        + " GROUP BY value ORDER BY COUNT(*) DESC, value",
        asked.values,
    )
    return tuple(_waiting_for(*row) for row in found)


def _waiting_for(wait: str, projects: int) -> Waiting:
    responsible, _, deadline = wait.partition(":")
    return Waiting(responsible, deadline, projects)


def _late(connection: sqlite3.Connection, asked: Asked) -> tuple[Late, ...]:
    found = rows_of(
        connection,
        "SELECT deadline.*, code, project_name, unit, unit_name"
        f"{asked.FROM_DEADLINE} AND state IN (:overdue, :escalated, :met_late)"
        " ORDER BY due, unit, code, deadline",
        {**asked.values, **{state: state for state in _LATE}},
    )
    return tuple(
        Late(row["code"], row["project_name"], row["unit"], row["unit_name"], deadline_row(row))
        for row in found
    )


def _detail(connection: sqlite3.Connection, asked: Asked) -> Detail | None:
    found = rows_of(connection, f"SELECT *{asked.FROM_SUBJECT}", asked.values)
    if not found:
        return None
    deadlines = rows_of(
        connection,
        "SELECT * FROM deadline WHERE stream = :stream ORDER BY due, deadline",
        asked.values,
    )
    return Detail(subject_row(found[0]), tuple(deadline_row(row) for row in deadlines))


def _calendar_line(key: tuple[str, str, str], rows: Sequence[Row]) -> CalendarLine:
    states = {DeadlineState(row["state"]): row["projects"] for row in rows}
    return CalendarLine(date.fromisoformat(key[0]), key[1], key[2], sum(states.values()), states)


def _overdue_line(row: Row, on: date) -> OverdueLine:
    found = deadline_row(row)
    return OverdueLine(row["code"], row["project_name"], (on - found.due).days, found)
