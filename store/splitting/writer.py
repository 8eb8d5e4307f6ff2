"""The writer of one of the two logs of a split."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from store import clock
from store.databases.database import Row
from store.databases.sqlite import sqlite_uri
from store.port import LogIdentity
from store.splitting.elsewhere import COMMAND, EVENT, Gaps
from store.splitting.rows import COMMANDS, CONTENTS, EVENTS, LETTERS, Table

_STREAM_OF_EVENT = 1
STREAM_OF_COMMAND, RECORDED_AT, STORED_AT = 3, 8, 9
EVENT_OF_LETTER = 2

_IDENTITY = "UPDATE log_identity SET id = ?, copy = ?, kind = ?"
_MOVE = """
    UPDATE outbox_position
    SET position = MIN(?, (SELECT COALESCE(MAX(rowid), 0) FROM stored_events))"""
_FROM = "INSERT INTO split_from (one, id, copy, split_at) VALUES (1, ?, ?, ?)"
_GAP = "INSERT INTO split_gap (of, first, last) VALUES (?, ?, ?)"
_CAUSE = "INSERT INTO split_cause (event_id) VALUES (?)"


@dataclass(slots=True)
class Part:
    """One of the two logs: its place, its identity and its size."""

    directory: Path
    identity: LogIdentity
    years: list[str]
    subjects: int
    events: int = 0
    commands: int = 0
    letters: int = 0
    contents: int = 0
    last_position: int = 0
    newest: datetime | None = None
    """The business instant of its newest act."""


@dataclass(frozen=True, slots=True)
class Belongs:
    """The streams of a log, and the streams of the events in letters."""

    streams: frozenset[str]
    event_streams: Mapping[str, str]

    def event(self, event_id: str) -> bool:
        """Whether an event is in one of the streams."""
        return self.event_streams.get(event_id) in self.streams


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """Write a file in one transaction and sync it to disk."""
    with closing(sqlite3.connect(sqlite_uri(path, "rw"), uri=True)) as connection:
        with connection:
            yield connection
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Writer:
    """Writes the rows that belong to one of the two logs."""

    def __init__(
        self, connection: sqlite3.Connection, part: Part, belongs: Belongs, *, dense: bool
    ) -> None:
        """Write the rows that `belongs` selects to a `part`.

        `dense` says that the source's positions have no gaps.
        """
        self._connection = connection
        self._part = part
        self._belongs = belongs
        self._gaps = {EVENT: Gaps(dense=dense), COMMAND: Gaps(dense=dense)}

    def take(self, table: Table, row: Row) -> None:
        """Write a row if it belongs here; contents go into both logs."""
        if self._is_ours(table, row):
            self._connection.execute(table.insert, row)

    def _is_ours(self, table: Table, row: Row) -> bool:
        part = self._part
        if table is EVENTS:
            if not self._in_order(EVENT, row[0], row[_STREAM_OF_EVENT]):
                return False
            part.events, part.last_position = part.events + 1, row[0]
        elif table is COMMANDS:
            if not self._in_order(COMMAND, row[0], row[STREAM_OF_COMMAND]):
                return False
            part.commands, part.newest = part.commands + 1, datetime.fromisoformat(row[RECORDED_AT])
        elif table is LETTERS:
            if not self._belongs.event(row[EVENT_OF_LETTER]):
                return False
            part.letters += 1
        elif table is CONTENTS:
            part.contents += 1
        return True

    def _in_order(self, of: str, position: int, stream: str) -> bool:
        """Whether a row of an ordered table belongs here; records the positions of other rows."""
        ours = stream in self._belongs.streams
        gaps = self._gaps[of]
        (gaps.taken if ours else gaps.missed)(position)
        return ours

    def finish(self, outbox_position: int, source: LogIdentity, causes: Sequence[str]) -> None:
        """Give the log its identity, and record its source and the rows in the other log.

        Letters continue at their position, or at the log's own end. `causes` are the ids of events
        of the other log that caused events in this one.
        """
        one, run = self._part.identity, self._connection
        run.execute(_IDENTITY, (str(one.id), str(one.copy), one.kind.value if one.kind else None))
        run.execute(_MOVE, (outbox_position,))
        run.execute(_FROM, (str(source.id), str(source.copy), clock.now().isoformat()))
        for of, gaps in self._gaps.items():
            run.executemany(_GAP, [(of, *found) for found in gaps.ranges()])
        run.executemany(_CAUSE, [(cause,) for cause in causes])
