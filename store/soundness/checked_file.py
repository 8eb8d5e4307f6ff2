"""The file `checked.db` beside a log: the position up to which the log was found sound.

It is not part of the log and proves nothing by itself: whoever can rewrite the log can delete or
rewrite it (docs/decisions/1228-a-log-is-checked-row-by-row-without-a-secret.md, 1229).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from store.soundness.chain import NO_ROWS, Link

CHECKS = 1
"""The version of these checks: after a change, the log is checked from position 0 again."""

_SCRIPT = """
CREATE TABLE mark (
    one INTEGER PRIMARY KEY CHECK (one = 1), checks INTEGER NOT NULL, log TEXT NOT NULL,
    event INTEGER NOT NULL, events INTEGER NOT NULL, event_digest TEXT NOT NULL,
    event_tail TEXT NOT NULL, command INTEGER NOT NULL, commands INTEGER NOT NULL,
    command_digest TEXT NOT NULL, command_tail TEXT NOT NULL);
CREATE TABLE event_id (id BLOB PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE recorded (jurisdiction TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE content (sha256 TEXT PRIMARY KEY, spoken_of_by TEXT NOT NULL) WITHOUT ROWID
"""
_PUT_MARK = """
    INSERT OR REPLACE INTO mark (one, checks, log, event, events, event_digest, event_tail,
                                 command, commands, command_digest, command_tail)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_ASKED_AT_ONCE = 500


class GivenUp(StrEnum):
    """The reason why a kept position no longer counts and the check begins at 0."""

    OTHER_COPY = "other-copy"
    OTHER_CHECKS = "other-checks"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Mark:
    """The position up to which a log was found sound; `checks` is the version of the checks."""

    events: Link = NO_ROWS
    commands: Link = NO_ROWS
    checks: int = CHECKS


class CheckedFile:
    """The mark of a log, the ids of its events, and the contents that the events name.

    Everything that a check writes is kept if the check is sound, otherwise dropped.
    """

    def __init__(
        self, connection: sqlite3.Connection, log: str, kept: bool, *, was_damaged: bool = False
    ) -> None:
        self._connection = connection
        self._log = log
        self._was_damaged = was_damaged
        self.kept = kept
        """Whether a mark outlives the check."""

    def mark(self) -> Mark:
        """The mark; an empty mark if there is none for this log."""
        found = self._connection.execute("SELECT * FROM mark WHERE log = ?", (self._log,))
        row = found.fetchone()
        if row is None:
            return Mark()
        return Mark(Link(*row[3:7]), Link(*row[7:11]), row[1])

    def given_up(self) -> GivenUp | None:
        """The reason why the file's position does not count; `None` if it counts or is missing."""
        if self._was_damaged:
            return GivenUp.DAMAGED
        found = self._connection.execute("SELECT log, checks FROM mark").fetchone()
        if found is None or found == (self._log, CHECKS):
            return None
        return GivenUp.OTHER_CHECKS if found[0] == self._log else GivenUp.OTHER_COPY

    def begin(self) -> None:
        """Drop everything: the log is checked from its beginning."""
        self._connection.execute("DELETE FROM event_id")
        self._connection.execute("DELETE FROM recorded")
        self._connection.execute("DELETE FROM content")

    def note_events(self, ids: Iterable[tuple[str, int]]) -> None:
        """Add the ids of events, each with its position."""
        noted = [(UUID(event).bytes, position) for event, position in ids]
        self._connection.executemany("INSERT OR REPLACE INTO event_id VALUES (?, ?)", noted)

    def positions(self, ids: Iterable[str]) -> dict[str, int]:
        """The position of each of these events, if the log has it."""
        asked = {UUID(event).bytes: event for event in ids}
        keys, found = list(asked), {}
        for start in range(0, len(keys), _ASKED_AT_ONCE):
            batch = keys[start : start + _ASKED_AT_ONCE]
            places = ",".join("?" * len(batch))
            sql = f"SELECT id, position FROM event_id WHERE id IN ({places})"  # noqa: S608
            for event, position in self._connection.execute(sql, batch):
                found[asked[event]] = position
        return found

    def recorded(self, jurisdiction: str) -> datetime | None:
        """The newest recording instant in a jurisdiction."""
        asked = "SELECT at FROM recorded WHERE jurisdiction = ?"
        found = self._connection.execute(asked, (jurisdiction,)).fetchone()
        return datetime.fromisoformat(found[0]) if found else None

    def note_recorded(self, newest: Mapping[str, datetime]) -> None:
        """Set that instant for some jurisdictions."""
        noted = [(jurisdiction, at.isoformat()) for jurisdiction, at in newest.items()]
        self._connection.executemany("INSERT OR REPLACE INTO recorded VALUES (?, ?)", noted)

    def note_contents(self, spoken_of: Mapping[str, str]) -> set[str]:
        """Add contents with the events that name them; returns the new contents."""
        new = set()
        for sha256, by in spoken_of.items():
            put = self._connection.execute(
                "INSERT OR IGNORE INTO content VALUES (?, ?)", (sha256, by)
            )
            if put.rowcount:
                new.add(sha256)
        return new

    def contents(self) -> Iterator[tuple[str, str]]:
        """All contents that events name, with these events, by sha256."""
        yield from self._connection.execute("SELECT * FROM content ORDER BY sha256")

    def keep(self, mark: Mark) -> None:
        """Set the mark and commit."""
        row = (1, CHECKS, self._log, *astuple(mark.events), *astuple(mark.commands))
        self._connection.execute(_PUT_MARK, row)
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file; uncommitted entries are dropped."""
        self._connection.close()


@contextmanager
def checked_file(path: Path | None, log: str) -> Iterator[CheckedFile]:
    """The file at a path for the given log, for one check at a time.

    Without a path, or if it cannot be used now, a temporary file.
    """
    file = (_opened(path, log) if path is not None else None) or _passing(log)
    try:
        yield file
    finally:
        file.close()


def _opened(path: Path, log: str) -> CheckedFile | None:
    for was_damaged in (False, True):
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)
            return CheckedFile(_begun(str(path)), log, kept=True, was_damaged=was_damaged)
        except sqlite3.OperationalError:
            return None  # in use by another check, or not writable: no mark
        except sqlite3.DatabaseError:
            with suppress(OSError):
                path.unlink()  # damaged: it is created again
        except OSError:
            return None
    return None


def _passing(log: str) -> CheckedFile:
    return CheckedFile(_begun(""), log, kept=False)


def _begun(path: str) -> sqlite3.Connection:
    """A connection within a transaction that excludes other checks."""
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        if not connection.execute("SELECT 1 FROM sqlite_master").fetchall():
            for statement in _SCRIPT.split(";"):
                connection.execute(statement)
        connection.execute("SELECT * FROM mark").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection
