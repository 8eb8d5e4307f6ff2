"""The engine's database, moved in time to look as if it had been stopped a moment ago.

A workflow's own clock is the server's wall clock and what was skipped. What was skipped survives a
stop, but the wall clock runs on meanwhile: a year after the stop every workflow would be a year
late. So every instant in the database is moved by the time that has passed, in place: nothing
becomes longer or shorter, and nothing else is touched.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

_TIMESTAMP = re.compile(
    rb"([\x06-\x0c])\x08([\x80-\xff]{4}[\x01-\x0f])(\x10[\x80-\xff]{0,4}[\x00-\x7f])?", re.DOTALL
)
"""A protobuf `Timestamp` with its length: seconds, and nanoseconds where they are not 0."""

_MARKER = re.compile(rb'(?<="seconds":)\d{10}(?=[,}])')
"""The seconds of an instant in a local activity's marker."""

_OFFSET = re.compile(rb'(?<="offset_seconds":)-\d{9}(?=[.,}])')
"""The whole seconds by which a continued run's business time is off its workflow's clock."""

_COLUMN = "%Y-%m-%d %H:%M:%S"
_BEFORE, _AFTER = timedelta(days=2), timedelta(days=3650)


@dataclass(frozen=True)
class Move:
    """A move by whole seconds of the instants around a stop."""

    stopped: datetime
    by: int

    def blob(self, content: bytes) -> bytes:
        """Move the instants in a protobuf message, and in the JSON in it."""
        for pattern, moved in self._patterns():
            content = pattern.sub(moved, content)
        return content

    def column(self, text: str) -> str:
        """Move an instant that is a column of its own."""
        try:
            instant = datetime.strptime(text[:19], _COLUMN).replace(tzinfo=UTC)
        except ValueError:
            return text
        if not self._moves(int(instant.timestamp())):
            return text
        return (instant + timedelta(seconds=self.by)).strftime(_COLUMN) + text[19:]

    def _patterns(self) -> tuple[tuple[re.Pattern[bytes], Callable[[re.Match[bytes]], bytes]], ...]:
        return (_TIMESTAMP, self._timestamp), (_MARKER, self._marker), (_OFFSET, self._offset)

    def _timestamp(self, found: re.Match[bytes]) -> bytes:
        length, seconds, nanos = found[1], _read(found[2]), found[3] or b""
        if length[0] != 6 + len(nanos) or not self._moves(seconds):
            return found[0]
        return length + b"\x08" + _written(seconds + self.by) + nanos

    def _marker(self, found: re.Match[bytes]) -> bytes:
        seconds = int(found[0])
        return b"%d" % (seconds + self.by) if self._moves(seconds) else found[0]

    def _offset(self, found: re.Match[bytes]) -> bytes:
        # toward the past, as the clock goes toward the future; the digits behind the point stay
        return b"%d" % (int(found[0]) - self.by)

    def _moves(self, seconds: int) -> bool:
        first, last = self.stopped - _BEFORE, self.stopped + _AFTER
        return first.timestamp() <= seconds <= last.timestamp()


def move_on(database: Path, stopped: datetime, now: datetime) -> int:
    """Move all instants of an engine's database from its stop to now; returns how many rows."""
    move = Move(stopped, int((now - stopped).total_seconds()))
    with closing(sqlite3.connect(database)) as connection, connection:
        return sum(_move_table(connection, move, name) for name in _tables(connection))


def _tables(connection: sqlite3.Connection) -> list[str]:
    """All but those of the text search, which has no instants."""
    asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%_fts_%'"
    return [name for (name,) in connection.execute(asked)]


def _move_table(connection: sqlite3.Connection, move: Move, name: str) -> int:
    columns = [one[1] for one in connection.execute(f"PRAGMA table_info({name})")]
    asked = f"SELECT rowid, {', '.join(columns)} FROM {name}"  # noqa: S608 - names of its own
    moved = 0
    for rowid, *row in connection.execute(asked).fetchall():
        new = [_moved(move, value) for value in row]
        changed = {c: n for c, n, old in zip(columns, new, row, strict=True) if n != old}
        if changed:
            places = ", ".join(f"{column} = ?" for column in changed)
            update = f"UPDATE {name} SET {places} WHERE rowid = ?"  # noqa: S608 - the same
            connection.execute(update, (*changed.values(), rowid))
            moved += 1
    return moved


def _moved(move: Move, value: Any) -> Any:
    if isinstance(value, bytes):
        return move.blob(value)
    return move.column(value) if isinstance(value, str) else value


def _read(varint: bytes) -> int:
    return sum((byte & 0x7F) << (7 * place) for place, byte in enumerate(varint))


def _written(seconds: int) -> bytes:
    lower = bytes((seconds >> (7 * place)) & 0x7F | 0x80 for place in range(4))
    return lower + bytes([seconds >> 28])


def stop_of(folder: Path) -> datetime:
    """When a golden stack was stopped, by its own note."""
    return datetime.fromisoformat(json.loads((folder / "stopped.json").read_text())["stopped"])
