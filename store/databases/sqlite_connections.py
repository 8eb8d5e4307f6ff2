"""Connections to a SQLite file: they never wait by themselves, and a failed one is not reused.

(docs/decisions/0303-one-writer.md, 1185)
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
"""The pages (16 MB) in the write-ahead log after which a commit copies them into the database."""

_PAUSE = 0.001
_SOUND = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_FULL})
"""SQLite's error codes about the data or the disk, not about the connection."""

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

_T = TypeVar("_T")


class LogConnection(SQLiteConnection):
    """A connection that closes if it cannot end a transaction, because its state is unknown."""

    def cursor(self) -> SQLiteCursor:
        """A cursor; raises the library's `InterfaceError` if SQLite's connection is closed."""
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
        """Close permanently; a connection that cannot be closed is not used again either."""
        try:
            super()._close()
        except sqlite3.Error as error:
            _warn("store.connection-not-closed", error=str(error))
        finally:
            self._closed = True


def connected(uri: str) -> LogConnection:
    """A connection that never waits for a lock.

    The library's own connections keep one statement prepared.
    """
    opened = sqlite3.connect(
        uri, uri=True, timeout=0, check_same_thread=False, isolation_level=None
    )
    try:
        opened.execute("PRAGMA journal_mode=WAL")
        opened.execute("PRAGMA synchronous=FULL")  # an acknowledged event survives a loss of power
        opened.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT}")
    except BaseException:
        opened.close()
        raise
    return LogConnection(opened, max_age=None)


class ReadingPool(SQLiteConnectionPool):
    """The library's pool with our connections."""

    def __init__(self, uri: str, size: int, connect: Callable[[], SQLiteConnection]) -> None:
        """Create at most `size` connections by `connect`."""
        super().__init__(db_name=uri, pool_size=size)
        self._connect = connect

    def _create_connection(self) -> SQLiteConnection:
        return self._connect()


@contextmanager
def lent(pool: SQLiteConnectionPool, until: Deadline) -> Iterator[SQLiteConnection]:
    """A connection of the pool for independent SELECTs; it leaves no open transaction.

    Its place in the pool becomes free again in every case. Raises the library's
    `ConnectionUnavailableError` if none is free in time.
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
    """Retry every millisecond while another connection holds the lock, until a deadline.

    SQLite's own busy handler retries only ten times a second in the end, and starves beside a busy
    process.
    """
    while True:
        try:
            return attempt()
        except sqlite3.OperationalError as error:
            if not is_busy(error) or until.left() <= 0:
                raise
            time.sleep(_PAUSE)


def is_busy(error: BaseException) -> bool:
    """Whether an error says that another connection holds a lock.

    The connection itself is then sound.
    """
    return _code(error) == sqlite3.SQLITE_BUSY


def is_broken(error: BaseException | None) -> bool:
    """Whether an error says that its connection is no longer reliable."""
    return isinstance(error, sqlite3.Error) and _code(error) not in _SOUND


def is_damage(error: BaseException | None) -> bool:
    """Whether an error says that the file is not a sound database."""
    return _code(error) in _DAMAGED


def is_short_read(error: BaseException | None) -> bool:
    """Whether an error says that a file ends before a page that it should have."""
    return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_IOERR_SHORT_READ


def _code(error: BaseException | None) -> int:
    """SQLite's primary result code; 0 without one."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _warn(what: str, error: str) -> None:
    """Log the fate of a connection; commands that only ask the rules do not load the logger."""
    import structlog  # noqa: PLC0415 - it loads the terminal's tables, which take long

    structlog.get_logger(__name__).warning(what, error=error)
