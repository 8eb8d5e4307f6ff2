"""All rows of a projection file, to compare; and those that a fresh fold of the log gives."""

from __future__ import annotations

import sqlite3
from typing import Any

from domain.deciders import DECIDERS
from domain.subject import SubjectKind, parse_subject
from projections.given import Bureau
from projections.projection import Projection
from projections.rows import DeadlineRow
from projections.tables import deadline_row

Rows = dict[str, list[tuple[Any, ...]]]


def all_rows(boards: Projection) -> Rows:
    """Every row of every table, sorted, with the position."""

    def ask(connection: sqlite3.Connection) -> Rows:
        return {
            table: sorted(tuple(row) for row in connection.execute(f"SELECT * FROM {table}"))  # noqa: S608
            for table in ("built", "subject", "deadline")
        }

    return boards.ask(ask)


def deadline(boards: Projection, stream: str, key: str) -> DeadlineRow | None:
    """One deadline of a subject."""

    def ask(connection: sqlite3.Connection) -> DeadlineRow | None:
        found = connection.execute(
            "SELECT * FROM deadline WHERE stream = ? AND deadline = ?", (stream, key)
        ).fetchone()
        return deadline_row(found) if found else None

    return boards.ask(ask)


def columns(boards: Projection, stream: str, *names: str) -> tuple[Any, ...]:
    """Some columns of a subject's row."""

    def ask(connection: sqlite3.Connection) -> tuple[Any, ...]:
        found = connection.execute("SELECT * FROM subject WHERE stream = ?", (stream,)).fetchone()
        return tuple(found[name] for name in names)

    return boards.ask(ask)


def folded_afresh(bureau: Bureau) -> dict[str, tuple[str, int, str | None, bool]]:
    """Phase, version, next due day and end of every project, from its decider alone."""
    found = {}
    for stream in bureau.log.streams(""):
        kind = parse_subject(stream).kind
        if kind is SubjectKind.PROJECT_YEAR:
            view = DECIDERS[kind].view(bureau.state(stream), bureau.in_force(stream))
            due = view.next_due.isoformat() if view.next_due else None
            found[stream] = (str(view.phase), view.version, due, view.closed)
    return found


def as_folded(boards: Projection) -> dict[str, tuple[str, int, str | None, bool]]:
    """The same of every project, from the boards."""

    def ask(connection: sqlite3.Connection) -> dict[str, tuple[str, int, str | None, bool]]:
        rows = connection.execute(
            "SELECT stream, phase, version, next_due, closed FROM subject WHERE kind = ?",
            (SubjectKind.PROJECT_YEAR.value,),
        )
        return {row[0]: (row[1], row[2], row[3], bool(row[4])) for row in rows}

    return boards.ask(ask)
