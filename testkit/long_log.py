"""A long log: the events of one project, over and over, on projects of their own."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
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
_EVENT_ID = re.compile(r'"event_id":"([^"]+)"')
_AT_ONCE = 1_000
"""Copies in a transaction."""


def lengthen(path: Path, project: str, events: int) -> None:
    """Add copies of a project to the log in a file until it has at least so many events.

    A copy has its own stream, events and commands; what came from other subjects caused them too.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = OFF")
        (count,) = database.execute("SELECT COUNT(*) FROM stored_events").fetchone()
        template = _Template.of(database, project)
        copies = -(-(events - count) // len(template.events))
        for first in range(0, copies, _AT_ONCE):
            database.execute("BEGIN")
            for number in range(first, min(first + _AT_ONCE, copies)):
                words = template.words_of(number)
                database.executemany(_PUT_EVENT, _rows(template.events, words))
                database.executemany(_PUT_COMMAND, _rows(template.commands, words))
            database.execute("COMMIT")


Cells = Sequence[Any]
"""The cells of a row; a text is given in pieces, each of which may have another word in a copy."""


@dataclass(frozen=True, slots=True)
class _Template:
    """The rows of a project, with the words in them that are another project's in a copy."""

    project: str
    ids: tuple[str, ...]
    events: tuple[Cells, ...]
    commands: tuple[Cells, ...]

    @classmethod
    def of(cls, database: sqlite3.Connection, project: str) -> _Template:
        events = [(v, t, s.decode()) for v, t, s in database.execute(_EVENTS, (project,))]
        commands = database.execute(_COMMANDS, (project,)).fetchall()
        ids = (*(row[0] for row in commands), *_EVENT_ID.findall("".join(e[2] for e in events)))
        words = re.compile("|".join(map(re.escape, (project, *ids))))
        return cls(
            project,
            ids,
            tuple(_cells((project, *row), words) for row in events),
            tuple(_cells((project, *row), words) for row in commands),
        )

    def words_of(self, number: int) -> Mapping[str, str]:
        """The words of a copy."""
        year = self.project.rpartition("/")[0]
        own = {one: str(uuid5(_IDS, f"{one} {number}")) for one in self.ids}
        return {self.project: f"{year}/C{number:06}", **own}


def _cells(row: Sequence[Any], words: re.Pattern[str]) -> Cells:
    return [_pieces(cell, words) if isinstance(cell, str) else cell for cell in row]


def _pieces(text: str, words: re.Pattern[str]) -> list[str]:
    """A text in pieces: those that are words stand alone."""
    return re.split(f"({words.pattern})", text)


def _rows(rows: Sequence[Cells], words: Mapping[str, str]) -> Iterator[list[Any]]:
    for row in rows:
        yield [
            "".join(words.get(piece, piece) for piece in cell) if isinstance(cell, list) else cell
            for cell in row
        ]
