"""Decisions appended to SQLite, against the same rows written by hand.

Ours is everything that a worker does for an act: read the request, catch up with the stream, ask
what is in force, decide by the rules, seal, append with the command log, fold and look at the
result. Bare is SQLite alone: the rows that ours had just written, to tables made by the same
migration, with the same journal and the same flush to the disk, one transaction per act.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.ratios import APPENDS, Measured, Pair
from bench.sqlite_log import Years, opened_year
from bench.year import codes
from store import migrate, sqlite_url
from store.databases.statements import INSERT_COMMAND_SQLITE

_COMMANDS = """
    SELECT position, command_id, request_hash, stream, first_version, last_version,
           act, outcome, recorded_at, stored_at
    FROM command_log WHERE position > ? ORDER BY position"""
_EVENTS = """
    SELECT originator_id, originator_version, topic, state FROM stored_events
    WHERE originator_id = ? AND originator_version BETWEEN ? AND ? ORDER BY originator_version"""
_INSERT_EVENT = """
    INSERT INTO stored_events (originator_id, originator_version, topic, state)
    VALUES (?, ?, ?, ?)"""

Written = tuple[tuple[Any, ...], list[tuple[Any, ...]]]
"""A row of the command log with its rows of events."""


def appending(directory: Path, projects: int, rounds: int) -> Measured:
    """Measure rounds of so many project years after one unmeasured.

    Ours and bare take turns within a round, act by act of the year: what hits one hits the other.
    """
    pairs = []
    with opened_year(directory / "log.db") as (_, deciding), closing(_bare(directory)) as bare:
        position = _rows(directory / "log.db", 0)[0]
        for number in range(rounds + 1):
            years, seconds = Years(deciding), 0.0
            for _ in years.turns(codes(f"A{number}-", projects)):
                position, rows = _rows(directory / "log.db", position)
                seconds += _write(bare, rows)
            pairs.append(Pair(years.acts / years.seconds, years.acts / seconds))
    return Measured(APPENDS, pairs[1:], [f"{years.acts} acts a round"])


def _bare(directory: Path) -> sqlite3.Connection:
    migrate(sqlite_url(directory / "bare.db"))
    connection = sqlite3.connect(directory / "bare.db", isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def _rows(log: Path, after: int) -> tuple[int, list[Written]]:
    """What the log took behind a position of its command log, and the newest position."""
    with closing(sqlite3.connect(log)) as connection:
        written: list[Written] = []
        position = after
        for position, *command in connection.execute(_COMMANDS, (after,)):  # noqa: B007
            events = connection.execute(_EVENTS, command[2:5]).fetchall()
            written.append((tuple(command), events))
        return position, written


def _write(connection: sqlite3.Connection, rows: Sequence[Written]) -> float:
    """Write the rows, one transaction per act; returns the seconds."""
    begun = time.perf_counter()
    for command, events in rows:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(INSERT_COMMAND_SQLITE, command)
        connection.executemany(_INSERT_EVENT, events)
        connection.execute("COMMIT")
    return time.perf_counter() - begun
