"""A long log: the events of one project, over and over, on projects of their own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid5

_IDS = UUID("c0a4e6de-6f1b-4d52-9a7b-4f0f9b0f7d11")
_EVENTS = "SELECT originator_version, topic, state FROM stored_events WHERE originator_id = ?"
_COMMANDS = (
    "SELECT command_id, request_hash, first_version, last_version, act, outcome, recorded_at,"
    " stored_at FROM command_log WHERE stream = ?"
)
_PUT_EVENT = (
    "INSERT INTO stored_events (originator_id, originator_version, topic, state)"
    " VALUES (?, ?, ?, CAST(? AS BLOB))"
)
_PUT_COMMAND = (
    "INSERT INTO command_log (stream, command_id, request_hash, first_version, last_version, act,"
    " outcome, recorded_at, stored_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
Rows = Iterator[Sequence[object]]


def lengthen(path: Path, project: str, events: int) -> None:
    """Add copies of a project to the log in a file until it has at least so many events.

    A copy has its own stream, events and commands; what came from other subjects caused them too.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        (count,) = database.execute("SELECT COUNT(*) FROM stored_events").fetchone()
        own = database.execute(_EVENTS, (project,)).fetchall()
        commands = database.execute(_COMMANDS, (project,)).fetchall()
        copies = -(-(events - count) // len(own))
        year = project.rpartition("/")[0]
        ids = [row[0] for row in commands] + [_id_of(state) for _, _, state in own]
        database.execute("BEGIN")
        for number in range(copies):
            new = _Copy(project, f"{year}/C{number:06}", ids, number)
            database.executemany(_PUT_EVENT, new.events(own))
            database.executemany(_PUT_COMMAND, new.commands(commands))
        database.execute("COMMIT")


def _id_of(state: bytes) -> str:
    text = state.decode()
    at = text.index('"event_id":"') + len('"event_id":"')
    return text[at : at + 36]


class _Copy:
    """The rows of a project as those of another one."""

    def __init__(self, project: str, stream: str, ids: Sequence[str], number: int) -> None:
        self._stream = stream
        self._words = {f'"{project}"': f'"{stream}"'}
        self._words |= {one: str(uuid5(_IDS, f"{one} {number}")) for one in ids}

    def events(self, rows: Sequence[tuple[int, str, bytes]]) -> Rows:
        """Its events."""
        for version, topic, state in rows:
            yield self._stream, version, topic, self._of(state.decode())

    def commands(self, rows: Sequence[tuple[object, ...]]) -> Rows:
        """Its commands."""
        for row in rows:
            yield self._stream, *(self._of(one) if isinstance(one, str) else one for one in row)

    def _of(self, text: str) -> str:
        for word, other in self._words.items():
            text = text.replace(word, other)
        return text
