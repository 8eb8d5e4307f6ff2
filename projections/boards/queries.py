"""Queries of the boards; each takes a connection from `projection.reading` or `Projection.ask`.

A query only reads, at one log position. It covers a budget year's subjects of every kind and the
subjects without a year; `kind`, `unit`, `phase`, `role` and `streams` narrow it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import date, datetime
from itertools import groupby
from typing import Literal

from domain.kernel.subject_ids import SubjectKind, jurisdiction_year
from domain.kernel.vocabulary import business_date
from projections.boards import status_parts
from projections.boards.answers import (
    Calendar,
    CalendarLine,
    Overdue,
    OverdueGroup,
    OverdueLine,
    OverdueRole,
    Place,
    Status,
)
from projections.boards.board_selection import UNIT_NAME, Asked, Row, position_of, rows_of
from projections.boards.rows import DeadlineState
from projections.boards.tables import deadline_row


def status(
    connection: sqlite3.Connection,
    jurisdiction: str,
    year: int,
    *,
    subject: str | None = None,
    kind: SubjectKind | None = None,
    unit: str | None = None,
    phase: str | None = None,
    role: str | None = None,
    streams: Collection[str] | None = None,
    each: bool = False,
    today: date | None = None,
    on: date | None = None,
) -> Status:
    """The status of the subjects of a budget year; with a row for each subject on request.

    `subject` is a code, a stream, or the end of a stream after its year; see `streams`. What was
    due before the business day `on`, or before `today` as in `overdue`, is over and not due next.
    """
    if today is not None and on is None:
        on, _ = business_day(connection, jurisdiction, year, today)
    asked = Asked(
        jurisdiction,
        year,
        subject=subject,
        kind=kind,
        unit=unit,
        phase=phase,
        role=role,
        streams=streams,
    )
    phases = status_parts.phases(connection, asked)
    not_found_late = status_parts.next_due(connection, asked)
    over = tuple(one for one in not_found_late if on is not None and one.due < on)
    return Status(
        position=position_of(connection),
        jurisdiction=jurisdiction,
        year=year,
        projects=status_parts.count(phases, SubjectKind.PROJECT_YEAR),
        units=status_parts.count(phases, SubjectKind.UNIT_YEAR),
        policies=status_parts.count(phases, SubjectKind.POLICY),
        institutions=status_parts.count(phases, SubjectKind.THIRD_PARTY),
        phases=phases,
        next_due=not_found_late[len(over) :],
        over=over,
        waiting=status_parts.waiting(connection, asked),
        late=status_parts.late(connection, asked),
        each=status_parts.each(connection, asked) if each else (),
        detail=status_parts.detail(connection, asked) if subject else None,
    )


def streams(
    connection: sqlite3.Connection,
    jurisdiction: str,
    year: int,
    subject: str,
    *,
    kind: SubjectKind | None = None,
) -> tuple[str, ...]:
    """The streams that match a code, a stream or the end of a stream; several may share a code."""
    asked = Asked(jurisdiction, year, subject=subject, kind=kind)
    statement = f"SELECT stream{asked.FROM_SUBJECT} ORDER BY stream"
    return tuple(row[0] for row in rows_of(connection, statement, asked.values))


def calendar(
    connection: sqlite3.Connection,
    jurisdiction: str,
    year: int,
    first: date,
    last: date,
    *,
    kind: SubjectKind | None = None,
    unit: str | None = None,
    phase: str | None = None,
    role: str | None = None,
    streams: Collection[str] | None = None,
) -> Calendar:
    """The deadlines of a year between two dates (inclusive), by date and kind of deadline."""
    asked = Asked(jurisdiction, year, kind=kind, unit=unit, phase=phase, role=role, streams=streams)
    found = rows_of(
        connection,
        "SELECT kind, due, deadline, responsible, state, COUNT(*) AS subjects"
        f"{asked.FROM_DEADLINE} AND due BETWEEN :first AND :last"
        " GROUP BY due, deadline, responsible, kind, state"
        " ORDER BY due, deadline, responsible, kind",
        {**asked.values, "first": first.isoformat(), "last": last.isoformat()},
    )
    lines = tuple(
        _calendar_line(list(rows)) for _, rows in groupby(found, lambda row: tuple(row)[:4])
    )
    return Calendar(position_of(connection), jurisdiction, year, first, last, lines)


def overdue(
    connection: sqlite3.Connection,
    jurisdiction: str,
    year: int,
    *,
    today: date,
    on: date | None = None,
    kind: SubjectKind | None = None,
    unit: str | None = None,
    phase: str | None = None,
    role: str | None = None,
    streams: Collection[str] | None = None,
) -> Overdue:
    """The deadlines overdue on the business day `on`, by unit and role.

    Without `on` it is `today`, or in a drill the date of the last business instant in the log. A
    budget year belongs to a drill if its work year does, or the next work year, which evaluates it.
    """
    asked = Asked(jurisdiction, year, kind=kind, unit=unit, phase=phase, role=role, streams=streams)
    day, clock = (on, _GIVEN) if on else business_day(connection, jurisdiction, year, today)
    found = rows_of(
        connection,
        f"SELECT deadline.*, kind, code, name, unit, {UNIT_NAME}"
        f"{asked.FROM_DEADLINE} AND due < :on AND filed_on IS NULL"
        " ORDER BY unit IS NULL, unit, responsible, due, kind, code, deadline",
        {**asked.values, "on": day.isoformat()},
    )
    groups = tuple(
        OverdueGroup(unit, lines[0]["unit_name"], responsible, _overdue_lines(lines, day))
        for (unit, responsible), lines in _grouped(found)
    )
    roles = _by_role(groups)
    return Overdue(position_of(connection), jurisdiction, year, day, clock, roles, groups)


def places(connection: sqlite3.Connection) -> tuple[Place, ...]:
    """The jurisdictions and years that have projects or units."""
    found = rows_of(
        connection,
        "SELECT DISTINCT jurisdiction, year FROM subject WHERE kind IN (:project, :unit)"
        " ORDER BY 1, 2",
        {"project": SubjectKind.PROJECT_YEAR.value, "unit": SubjectKind.UNIT_YEAR.value},
    )
    return tuple(Place(*row) for row in found)


def opened(connection: sqlite3.Connection) -> tuple[Place, ...]:
    """The work years that were opened."""
    found = rows_of(
        connection,
        "SELECT jurisdiction, year FROM subject WHERE kind = :year ORDER BY 1, 2",
        {"year": SubjectKind.JURISDICTION_YEAR.value},
    )
    return tuple(Place(*row) for row in found)


def is_known(connection: sqlite3.Connection, place: Place) -> bool:
    """Whether anything is known of a year, or of a jurisdiction that belongs to no year."""
    found = connection.execute(
        "SELECT 1 FROM subject WHERE jurisdiction = ? AND (year = ? OR kind IN (?, ?)) LIMIT 1",
        (place.jurisdiction, place.year, SubjectKind.POLICY.value, SubjectKind.THIRD_PARTY.value),
    )
    return found.fetchone() is not None


_GIVEN: Literal["given"] = "given"


def business_day(
    connection: sqlite3.Connection, jurisdiction: str, year: int, today: date
) -> tuple[date, Literal["real", "simulated"]]:
    """Today, or in a drill the day of the last business instant in the log, and its clock.

    A budget year belongs to a drill if its work year does, or the next work year.
    """
    years = (jurisdiction_year(jurisdiction, year), jurisdiction_year(jurisdiction, year + 1))
    simulated = connection.execute(
        "SELECT 1 FROM subject WHERE stream IN (?, ?) AND clock = 'simulated'", years
    ).fetchone()
    if simulated is None:
        return today, "real"
    last = latest_at(connection, jurisdiction)
    return business_date(last) if last else today, "simulated"


def latest_at(connection: sqlite3.Connection, jurisdiction: str) -> datetime | None:
    """The latest business instant of all events of a jurisdiction; `None` without any."""
    (last,) = connection.execute(
        "SELECT MAX(last_at) FROM subject WHERE jurisdiction = ?", (jurisdiction,)
    ).fetchone()
    return datetime.fromisoformat(last) if last else None


def _calendar_line(rows: list[Row]) -> CalendarLine:
    kind, due, deadline, responsible, *_ = rows[0]
    states = {DeadlineState(row["state"]): row["subjects"] for row in rows}
    subjects = sum(states.values())
    return CalendarLine(kind, date.fromisoformat(due), deadline, responsible, subjects, states)


def _grouped(found: list[Row]) -> list[tuple[tuple[str | None, str], list[Row]]]:
    by_unit_and_role = groupby(found, lambda row: (row["unit"], row["responsible"]))
    return [(key, list(rows)) for key, rows in by_unit_and_role]


def _overdue_lines(rows: list[Row], on: date) -> tuple[OverdueLine, ...]:
    found = [(row, deadline_row(row)) for row in rows]
    return tuple(
        OverdueLine(row["kind"], row["code"], row["name"], (on - line.due).days, line)
        for row, line in found
    )


def _by_role(groups: tuple[OverdueGroup, ...]) -> tuple[OverdueRole, ...]:
    """The roles, those with most overdue deadlines first."""
    found: dict[str, list[OverdueGroup]] = {}
    for group in groups:
        found.setdefault(group.responsible, []).append(group)
    roles = [
        OverdueRole(
            role,
            sum(len(group.lines) for group in mine),
            sum(group.unit is not None for group in mine),
            max(line.days for group in mine for line in group.lines),
        )
        for role, mine in found.items()
    ]
    return tuple(sorted(roles, key=lambda role: (-role.deadlines, role.responsible)))
