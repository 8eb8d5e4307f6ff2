"""Connections to a SQLite file: none waits by itself, and none that failed is used again.

(docs/decisions/1185-a-connection-that-failed-is-replaced.md)
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from eventsourcing.persistence import InterfaceError
from eventsourcing.sqlite import SQLiteConnection, SQLiteConnectionPool, SQLiteCursor

from store.time_budget import Deadline

_CHECKPOINT = 4000
"""Pages (16 MB) in the write-ahead log before a commit copies them into the database."""

_PAUSE = 0.001
_SOUND = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_FULL})
"""What SQLite says of the data or the disk, not of the connection."""

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

_T = TypeVar("_T")


class LogConnection(SQLiteConnection):
    """A connection that is closed where it cannot end a transaction: what it holds is unknown."""

    def cursor(self) -> SQLiteCursor:
        """A cursor; raises the library's `InterfaceError` where SQLite's connection is closed."""
        try:
            return super().cursor()
        except sqlite3.ProgrammingError as error:
            raise InterfaceError(str(error)) from error

    def commit(self) -> None:
        """Commit, or close."""
        self._end(super().commit)

    def rollback(self) -> None:
        """Roll back, or close, which does the same."""
        self._end(super().rollback)

    def _end(self, end: Callable[[], None]) -> None:
        try:
            end()
        except BaseException as error:
            _warn("store.connection-replaced", error=str(error))
            self.close()
            raise

    def _close(self) -> None:
        """Close for good: one that cannot be closed is not used again either."""
        try:
            super()._close()
        except sqlite3.Error as error:
            _warn("store.connection-not-closed", error=str(error))
        finally:
            self._closed = True


def connected(uri: str) -> LogConnection:
    """A connection that never waits for a lock; the library's own keep one statement prepared."""
    opened = sqlite3.connect(
        uri, uri=True, timeout=0, check_same_thread=False, isolation_level=None
    )
    try:
        opened.execute("PRAGMA journal_mode=WAL")
        opened.execute("PRAGMA synchronous=FULL")  # an acknowledged event outlives the power
        opened.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT}")
    except BaseException:
        opened.close()
        raise
    return LogConnection(opened, max_age=None)


class ReadingPool(SQLiteConnectionPool):
    """The library's pool, with connections of ours."""

    def __init__(self, uri: str, size: int, connect: Callable[[], SQLiteConnection]) -> None:
        """Let `connect` make the connections, at most `size`."""
        super().__init__(db_name=uri, pool_size=size)
        self._connect = connect

    def _create_connection(self) -> SQLiteConnection:
        return self._connect()


@contextmanager
def lent(pool: SQLiteConnectionPool, until: Deadline) -> Iterator[SQLiteConnection]:
    """A connection of the pool, for SELECTs that each stand alone: no transaction is open behind.

    Its place in the pool is free again whatever becomes of it. Raises the library's
    `ConnectionUnavailableError` where none is free in time.
    """
    connection = pool.get_connection(timeout=until.left())
    try:
        yield connection
    except BaseException as error:
        if not is_busy(error):
            connection.close()
        raise
    finally:
        pool.put_connection(connection)


def patiently(attempt: Callable[[], _T], until: Deadline) -> _T:
    """Attempt it every millisecond while somebody else's lock is in the way, until a deadline.

    SQLite's own waiting asks ten times a second at last, and starves beside a busy process.
    """
    while True:
        try:
            return attempt()
        except sqlite3.OperationalError as error:
            if not is_busy(error) or until.left() <= 0:
                raise
            time.sleep(_PAUSE)


def is_busy(error: BaseException) -> bool:
    """Whether an error says that somebody else holds a lock, and nothing of the connection."""
    return _code(error) == sqlite3.SQLITE_BUSY


def is_broken(error: BaseException | None) -> bool:
    """Whether an error says that the connection it came by cannot be relied upon."""
    return isinstance(error, sqlite3.Error) and _code(error) not in _SOUND


def is_damage(error: BaseException | None) -> bool:
    """Whether an error says that the file is no sound database."""
    return _code(error) in _DAMAGED


def _code(error: BaseException | None) -> int:
    """The primary result code of SQLite; 0 where it gave none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _warn(what: str, error: str) -> None:
    """Say what became of a connection; commands that only ask the rules do not load the logger."""
    import structlog  # noqa: PLC0415 - it loads the terminal's tables, which take long

    structlog.get_logger(__name__).warning(what, error=error)
