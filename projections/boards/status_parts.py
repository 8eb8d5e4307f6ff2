"""The parts of a status, each a query of its own."""

from __future__ import annotations

import sqlite3
from datetime import date

from domain.kernel.subject_ids import SubjectKind
from projections.boards.answers import Detail, Late, NextDue, PhaseCount, Waiting
from projections.boards.board_selection import UNIT_NAME, Asked, rows_of
from projections.boards.rows import DeadlineState, SubjectRow
from projections.boards.tables import deadline_row, subject_row

_COMING = tuple(
    state.value
    for state in (
        DeadlineState.OPEN,
        DeadlineState.REMINDED,
        DeadlineState.REMINDED_LATE,
        DeadlineState.DUE,
        DeadlineState.DUE_LATE,
    )
)
_LATE = tuple(
    state.value
    for state in (DeadlineState.OVERDUE, DeadlineState.ESCALATED, DeadlineState.MET_LATE)
)


def phases(connection: sqlite3.Connection, asked: Asked) -> tuple[PhaseCount, ...]:
    """The number of subjects per phase."""
    found = rows_of(
        connection,
        f"SELECT kind, phase, COUNT(*){asked.FROM_SUBJECT}"
        " GROUP BY kind, phase ORDER BY kind, phase",
        asked.values,
    )
    return tuple(PhaseCount(*row) for row in found)


def count(found: tuple[PhaseCount, ...], kind: SubjectKind) -> int:
    """The number of subjects of a kind."""
    return sum(one.subjects for one in found if one.kind == kind)


def next_due(connection: sqlite3.Connection, asked: Asked) -> tuple[NextDue, ...]:
    """The deadlines that are not overdue, the earliest due date first."""
    found = rows_of(
        connection,
        f"SELECT kind, due, deadline, responsible, COUNT(*){asked.FROM_DEADLINE}"
        " AND state IN (:open, :reminded, :reminded_late, :due, :due_late)"
        " GROUP BY due, deadline, responsible, kind ORDER BY due, deadline, responsible, kind",
        {**asked.values, **{state: state for state in _COMING}},
    )
    return tuple(NextDue(row[0], date.fromisoformat(row[1]), *row[2:]) for row in found)


def waiting(connection: sqlite3.Connection, asked: Asked) -> tuple[Waiting, ...]:
    """The waits with their roles, the most frequent first."""
    found = rows_of(
        connection,
        f"SELECT kind, value, COUNT(*){asked.FROM_WAIT}"
        " GROUP BY kind, value ORDER BY COUNT(*) DESC, value, kind",
        asked.values,
    )
    return tuple(_waiting_for(*row) for row in found)


def _waiting_for(kind: str, wait: str, subjects: int) -> Waiting:
    responsible, _, deadline = wait.partition(":")
    return Waiting(kind, responsible, deadline, subjects)


def late(connection: sqlite3.Connection, asked: Asked) -> tuple[Late, ...]:
    """The missed deadlines, still overdue or met late, the oldest first."""
    found = rows_of(
        connection,
        f"SELECT deadline.*, kind, code, name, unit, {UNIT_NAME}"
        f"{asked.FROM_DEADLINE} AND state IN (:overdue, :escalated, :met_late)"
        " ORDER BY due, unit, kind, code, deadline",
        {**asked.values, **{state: state for state in _LATE}},
    )
    return tuple(
        Late(
            kind=row["kind"],
            code=row["code"],
            name=row["name"],
            unit=row["unit"],
            unit_name=row["unit_name"],
            row=deadline_row(row),
        )
        for row in found
    )


def each(connection: sqlite3.Connection, asked: Asked) -> tuple[SubjectRow, ...]:
    """Every subject: its phase, waits, next due date and overdue deadlines."""
    found = rows_of(
        connection,
        f"SELECT {UNIT_NAME}, subject.*{asked.FROM_SUBJECT} ORDER BY stream",
        asked.values,
    )
    return tuple(subject_row(row) for row in found)


def detail(connection: sqlite3.Connection, asked: Asked) -> Detail | None:
    """The subject of the query with its deadlines; `None` unless exactly one matches."""
    found = each(connection, asked)
    if len(found) != 1:
        return None
    deadlines = rows_of(
        connection,
        "SELECT * FROM deadline WHERE stream = ? ORDER BY due, deadline",
        (found[0].stream,),
    )
    return Detail(found[0], tuple(deadline_row(row) for row in deadlines))
