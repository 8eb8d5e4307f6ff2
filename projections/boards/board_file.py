"""The projection file: its rows and their log position change in one transaction."""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog

from projections.boards import tables
from projections.boards.rows import Summary
from store.port import Notification

log = structlog.get_logger()

BUSY_TIMEOUT = 10
"""The seconds to wait for another process's write."""

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


@dataclass(frozen=True, slots=True)
class Built:
    """The log position from which the rows are built; `tail` is the sha256 (hex) of that event."""

    position: int = 0
    tail: str = ""


def tail_of(notification: Notification) -> str:
    """The sha256 (hex) of an event's stored bytes."""
    return hashlib.sha256(notification.state).hexdigest()


class BoardFile:
    """A projection file, open for writing; the caller closes it."""

    def __init__(self, path: Path, *, indexed: bool = True) -> None:
        """Open the file; a file that is damaged or of another schema is deleted first.

        A new file has the indexes of its links if `indexed`. A file that is only built to be taken
        over (`swap_in`) needs none.
        """
        self.path = path
        self._indexed = indexed
        self._opened: sqlite3.Connection | None = None
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._open()

    def built(self) -> Built:
        """The log position from which the rows are built."""
        return Built(*self._connection.execute("SELECT position, tail FROM built").fetchone())

    def write(
        self,
        after: Built,
        summaries: Iterable[Summary],
        now: Built,
        links: Iterable[tables.LinkRow] = (),
    ) -> bool:
        """Replace the rows of some streams and move from `after` to `now`, in one transaction.

        `links` are those of the events between these positions.

        Returns false, and writes nothing, when another process has moved the file meanwhile.
        """
        with self._transaction() as connection:
            if self.built() != after:
                return False
            for summary in summaries:
                _put(connection, summary)
            connection.executemany(tables.PUT_LINK, links)
            connection.execute("UPDATE built SET position = ?, tail = ?", (now.position, now.tail))
            return True

    def put_links(self, links: Iterable[tables.LinkRow]) -> None:
        """Store links before the rows that they belong to, in a file that nobody reads yet."""
        with self._transaction() as connection:
            connection.executemany(tables.PUT_LINK, links)

    def clear(self) -> None:
        """Remove all rows and go back to the beginning of the log."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM deadline")
            connection.execute("DELETE FROM subject")
            connection.execute("DELETE FROM link")
            connection.execute("UPDATE built SET position = 0, tail = ''")

    def subjects(self, jurisdiction: str, year: int | None) -> dict[str, int]:
        """The versions of a jurisdiction's summarised subjects.

        They are of one year, or (`None`) of all years.
        """
        found = self._connection.execute(
            "SELECT stream, version FROM subject"
            " WHERE jurisdiction = ?1 AND (?2 IS NULL OR year = ?2)",
            (jurisdiction, year),
        )
        return dict(found.fetchall())

    def swap_in(self, fresh: BoardFile) -> None:
        """Replace all rows by the rows of another file, in one transaction."""
        fresh._connection.executescript(tables.INDEX_LINKS)
        fresh._connection.backup(self._connection)

    def mend(self) -> None:
        """If the file is damaged, delete it and create a new one.

        If that fails, the next call opens the file.
        """
        self.close()
        self._open(thoroughly=True)

    def close(self) -> None:
        """Close the file."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    @property
    def _connection(self) -> sqlite3.Connection:
        return self._opened or self._open()

    def _open(self, *, thoroughly: bool = False) -> sqlite3.Connection:
        """Open the file. Close the old connection before: later its close deletes the new -wal."""
        with _alone(self.path):
            self._opened = _sound(self.path, thoroughly=thoroughly) or _new(
                self.path, indexed=self._indexed
            )
        return self._opened

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield self._connection
            self._connection.execute("COMMIT")
        except BaseException:
            self._undo()
            raise

    def _undo(self) -> None:
        """Roll back; if that fails, open a new connection, so that no transaction stays open."""
        try:
            self._connection.rollback()
        except sqlite3.Error as error:
            log.warning("projection file is opened again", path=str(self.path), why=str(error))
            self.close()
            self._opened = connect(self.path)


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether an error means that the file is not a sound database."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED


@contextmanager
def scratch_file(beside: Path) -> Iterator[BoardFile]:
    """A temporary file to build in, deleted at the end."""
    path = beside.with_name(f"{beside.name}.{os.getpid()}.rebuild")
    remove(path)
    file = BoardFile(path, indexed=False)
    try:
        file._connection.execute("PRAGMA synchronous = OFF")  # noqa: SLF001 - nothing to lose
        yield file
    finally:
        file.close()
        remove(path)


def remove(path: Path) -> None:
    """Remove a projection file with its lock and SQLite's extra files."""
    for beside in ("", "-wal", "-shm", ".lock"):
        path.with_name(path.name + beside).unlink(missing_ok=True)


def connect(path: Path) -> sqlite3.Connection:
    """A connection to an existing file without implicit transactions, for one thread at a time."""
    connection = sqlite3.connect(
        path, timeout=BUSY_TIMEOUT, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    return connection


def _sound(path: Path, *, thoroughly: bool = False) -> sqlite3.Connection | None:
    """Open the file if it exists and is sound; otherwise remove it."""
    if not path.exists():
        return None
    connection = connect(path)
    try:
        why = _fault(connection, thoroughly=thoroughly)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and "no such" not in str(error):
            connection.close()
            raise
        why = str(error)
    if why is None:
        return connection
    connection.close()
    log.warning("projection file thrown away, it is rebuilt from the log", path=str(path), why=why)
    for beside in ("", "-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    return None


def _fault(connection: sqlite3.Connection, *, thoroughly: bool) -> str | None:
    found = connection.execute("SELECT schema FROM built").fetchone()
    if found is None or found[0] != tables.SCHEMA:
        return f"it has schema {found and found[0]}, this program needs {tables.SCHEMA}"
    if thoroughly:
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        return None if verdict == "ok" else str(verdict)
    return None


def _new(path: Path, *, indexed: bool) -> sqlite3.Connection:
    path.touch(mode=0o600)  # what SQLite puts beside it gets the same mode
    connection = connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    indexes = tables.INDEX_LINKS if indexed else ""
    connection.executescript(f"BEGIN; {tables.SCRIPT}; {indexes}")
    connection.execute("INSERT INTO built VALUES (1, ?, 0, '')", (tables.SCHEMA,))
    connection.execute("COMMIT")
    return connection


def _put(connection: sqlite3.Connection, summary: Summary) -> None:
    stream = summary.subject.stream
    connection.execute(tables.PUT_SUBJECT, tables.subject_columns(summary.subject))
    connection.execute(tables.DROP_DEADLINES, (stream,))
    rows = [tables.deadline_columns(row) for row in summary.deadlines]
    connection.executemany(tables.PUT_DEADLINE, rows)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Lock the file against other processes that open, delete or create it."""
    descriptor = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
