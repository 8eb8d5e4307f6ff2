"""All rows of a projection file, to compare; and those that a fresh fold of the log gives."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from domain.kernel.subject_ids import parse_subject
from domain.subjects.registry import DECIDERS
from projections.boards.board_file import BoardFile
from projections.boards.projection import Projection
from projections.boards.rows import DeadlineRow
from projections.boards.tables import deadline_row, subject_row
from testkit.builders.bureau import Bureau

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


Seen = dict[str, tuple[str, int, tuple[str, ...], str | None, tuple[str, ...], bool]]
"""Phase, version, waits, next due day, what is overdue and end, by stream."""


def folded_afresh(bureau: Bureau) -> Seen:
    """Every subject, from its decider alone."""
    found = {}
    for stream in bureau.log.streams(""):
        decider = DECIDERS[parse_subject(stream).kind]
        view = decider.view(bureau.state(stream), bureau.in_force(stream))
        due = view.next_due.isoformat() if view.next_due else None
        seen = (str(view.phase), view.version, view.waiting_for, due, view.overdue, view.closed)
        found[stream] = seen
    return found


def as_folded(boards: Projection) -> Seen:
    """The same of every subject, from the boards."""

    def ask(connection: sqlite3.Connection) -> Seen:
        rows = (subject_row(found) for found in connection.execute("SELECT * FROM subject"))
        return {
            row.stream: (
                row.phase,
                row.version,
                row.waiting_for,
                row.next_due.isoformat() if row.next_due else None,
                row.overdue,
                row.closed,
            )
            for row in rows
        }

    return boards.ask(ask)


def take_in(boards: Projection, events: int) -> None:
    """Take in the next events as one batch; what follows the first batch is no rebuild."""
    with closing(BoardFile(boards.path)) as file:
        start = file.built()
        batch = boards._reader.read(start, events)  # noqa: SLF001 - one batch of a given size
        rows = boards._reader.summaries(batch, file)  # noqa: SLF001
        if not file.write(start, rows, batch.end, batch.links):
            raise RuntimeError(f"another process wrote behind {start.position}")
