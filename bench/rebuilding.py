"""All boards rebuilt in one pass over a log, against selecting and decoding the same events."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from bench.ratios import REBUILD, Measured, Pair
from bench.sqlite_log import Years, opened_year
from bench.year import codes
from projections.projection import rebuild
from store.port import EventLog

_ALL = "SELECT rowid, topic, state FROM stored_events ORDER BY rowid"


def rebuilding(directory: Path, projects: int, rounds: int) -> Measured:
    """Measure so many rebuilds of the boards of so many projects, ours and bare in turns."""
    with opened_year(directory / "log.db") as (log, deciding):
        Years(deciding).run(codes("B", projects))
        pairs = [_pair(log, directory) for _ in range(rounds + 1)]
        return Measured(REBUILD, pairs[1:], [f"{log.last_position()} events"])


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
