"""All boards rebuilt in one pass over a log, against selecting and decoding the same events."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bench.ratios import REBUILD, Measured, Pair
from bench.sqlite_log import Years, opened_year
from bench.year import codes, subject_of
from projections.boards.projection import rebuild
from store.port import EventLog

_DECIDED = 100
"""How many projects are really decided; the others of a large log are copies of them."""

_OF_STREAM = """
    SELECT originator_version, topic, state FROM stored_events
    WHERE originator_id = ? ORDER BY originator_version"""
_INSERT_EVENT = """
    INSERT INTO stored_events (originator_id, originator_version, topic, state)
    VALUES (?, ?, ?, ?)"""
_ALL = "SELECT rowid, topic, state FROM stored_events ORDER BY rowid"


def rebuilding(directory: Path, projects: int, rounds: int) -> Measured:
    """Measure so many rebuilds of the boards of so many projects, ours and bare in turns."""
    with opened_year(directory / "log.db") as (log, deciding):
        decided = codes("B", min(projects, _DECIDED))
        Years(deciding).run(decided)
        fill_up(directory / "log.db", decided, codes("B", projects))
        pairs = [_pair(log, directory) for _ in range(rounds + 1)]
        return Measured(REBUILD, pairs[1:], [f"{log.last_position()} events"])


def fill_up(path: Path, decided: Sequence[str], wanted: Sequence[str]) -> None:
    """Fill the log up with copies of the decided projects under other codes of the same length."""
    first, others = decided[0], wanted[len(decided) :]
    with closing(sqlite3.connect(path)) as connection, connection:
        rows = connection.execute(_OF_STREAM, (subject_of(first),)).fetchall()
        connection.executemany(
            _INSERT_EVENT,
            (
                (subject_of(code), version, topic, state.replace(first.encode(), code.encode()))
                for code in others
                for version, topic, state in rows
            ),
        )


def _pair(log: EventLog, directory: Path) -> Pair:
    begun = time.perf_counter()
    events = rebuild(log, directory / "projections.db")
    between = time.perf_counter()
    decoded = _decode_all(directory / "log.db")
    ended = time.perf_counter()
    if events != decoded:
        raise RuntimeError(f"{events} events in the boards, {decoded} in the log")
    return Pair(events / (between - begun), decoded / (ended - between))


def _decode_all(path: Path) -> int:
    decoded = 0
    with closing(sqlite3.connect(path)) as connection:
        for _, _, state in connection.execute(_ALL):
            json.loads(state)
            decoded += 1
    return decoded
