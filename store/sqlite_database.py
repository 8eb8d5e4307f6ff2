"""The event log's tables in a SQLite file, through the eventsourcing library's recorder."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import cast
from urllib.parse import quote

from eventsourcing.persistence import InterfaceError, OperationalError, StoredEvent
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteTransaction,
)

from store import statements
from store.database import Row
from store.port import StoreUnavailable, VersionConflict, Versions

BUSY_TIMEOUT = 3
"""Seconds to wait for another process's write: shorter than the 5 s of the activity above."""

CONNECTIONS = 32
_KNOWN_STREAMS = 1000

_CHECKPOINT = 4000
"""Pages (16 MB) in the write-ahead log before a commit copies them into the database."""


def sqlite_uri(path: Path, mode: str) -> str:
    """The URI of a file; mode `rw` does not create it."""
    return f"file:{quote(str(path))}?mode={mode}"


_NOT_NOW = (OperationalError, InterfaceError, sqlite3.OperationalError, sqlite3.InterfaceError)


class _Unavailable:
    def __enter__(self) -> None:
        """Nothing is prepared."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, _NOT_NOW):
            raise StoreUnavailable(f"SQLite: {error}") from error


_UNAVAILABLE = _Unavailable()


def unavailable() -> AbstractContextManager[None]:
    """Turn what SQLite says when it cannot now into `StoreUnavailable`."""
    return _UNAVAILABLE


def _connected(uri: str, patience_ms: int) -> SQLiteConnection:
    """A connection that waits so long for a lock; the library's own keep one statement prepared."""
    opened = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
    opened.execute("PRAGMA journal_mode=WAL")
    opened.execute("PRAGMA synchronous=FULL")  # an acknowledged event outlives the power
    opened.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT}")
    opened.execute(f"PRAGMA busy_timeout={patience_ms}")
    return SQLiteConnection(opened, max_age=None)


class _Pool(SQLiteConnectionPool):
    def _create_connection(self) -> SQLiteConnection:
        return _connected(self.db_name, BUSY_TIMEOUT * 1000)


class _Write(SQLiteTransaction):
    """The transactions of one connection, one after the other, on one cursor.

    It asks for the write lock every millisecond: SQLite's own waiting asks ten times a second at
    last, and starves beside a busy process.
    """

    def __init__(self, connection: SQLiteConnection) -> None:
        super().__init__(connection, commit=True)
        self._cursor = connection.cursor()

    def __enter__(self) -> SQLiteCursor:
        until = 0.0
        while True:
            try:
                self._cursor.sqlite_cursor.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                until = until or time.monotonic() + BUSY_TIMEOUT
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                    raise
                time.sleep(0.001)
            else:
                return self._cursor


class _Unmoved:
    """The streams known to be at a version, for as long as no other connection commits anything.

    SQLite numbers what others committed (`data_version`), for each connection; what this one
    writes itself is forgotten as it is written. So a stream that did not move is not looked for.
    """

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._others = -1

    def require(self, cursor: SQLiteCursor, expected: Versions) -> None:
        """Raise `VersionConflict` where a stream has another version, inside a transaction."""
        (others,) = cursor.sqlite_cursor.execute("PRAGMA data_version").fetchone()
        if others != self._others or len(self._known) > _KNOWN_STREAMS:
            self._known.clear()
            self._others = others
        known = self._known
        if expected.items() <= known.items():
            return
        asked = {stream: at for stream, at in expected.items() if known.get(stream) != at}
        cursor.execute(statements.SQLITE.moved, (json.dumps(asked),))
        moved = cursor.fetchall()
        if moved:
            raise VersionConflict(f"{moved[0][0]} is not at version {asked[moved[0][0]]}")
        known.update(asked)

    def expect_no_more(self, events: Sequence[StoredEvent]) -> None:
        """Forget the streams of events that are about to be written."""
        for event in events:
            self._known.pop(str(event.originator_id), None)


class _Writer:
    """The one connection that writes: a transaction for one thread at a time.

    (docs/decisions/0303-one-writer.md)
    """

    def __init__(self, uri: str) -> None:
        self.unmoved = _Unmoved()
        self._uri = uri
        self._lock = Lock()
        self._transaction: _Write | None = None

    def __enter__(self) -> SQLiteCursor:
        if not self._lock.acquire(timeout=BUSY_TIMEOUT):
            raise OperationalError("another thread's write takes too long")
        try:
            if self._transaction is None:
                self._transaction = _Write(_connected(self._uri, 0))
            return self._transaction.__enter__()
        except BaseException:
            self._lock.release()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        transaction = cast("_Write", self._transaction)
        try:
            transaction.__exit__(kind, error, trace)
        finally:
            transaction.connection.rollback()  # a commit that failed leaves its transaction open
            self._lock.release()

    def close(self) -> None:
        with self._lock:
            if self._transaction is not None:
                self._transaction.connection.close()


def _datastore(uri: str) -> SQLiteDatastore:
    """The library's, with connections of ours, for reading."""
    made = SQLiteDatastore(uri, originator_id_type="text")
    made.pool.close()
    made.pool = _Pool(db_name=uri, pool_size=CONNECTIONS, pool_timeout=BUSY_TIMEOUT)
    return made


@contextmanager
def _lent(pool: SQLiteConnectionPool) -> Iterator[SQLiteConnection]:
    connection = pool.get_connection()
    try:
        yield connection
    finally:
        connection.rollback()
        pool.put_connection(connection)


class _Recorder(SQLiteApplicationRecorder):
    def __init__(self, datastore: SQLiteDatastore, writer: _Writer) -> None:
        super().__init__(datastore)
        self._writer = writer
        self.insert_events_statement = (
            "INSERT INTO stored_events (originator_id, originator_version, topic, state)"
            " VALUES (?,?,?,?)"
        )

    def insert_once(
        self, stored_events: Sequence[StoredEvent], command: Row, expected: Versions
    ) -> None:
        unmoved = self._writer.unmoved
        with self._writer as cursor:
            cursor.sqlite_cursor.execute(statements.SQLITE.insert_command, command)
            unmoved.require(cursor, expected)
            unmoved.expect_no_more(stored_events)
            self._insert_events(cursor, stored_events)


class SqliteDatabase:
    """A SQLite file that has the tables."""

    sql = statements.SQLITE

    def __init__(self, path: Path) -> None:
        uri = sqlite_uri(path, "rw")
        self._datastore, self._writer = _datastore(uri), _Writer(uri)
        self._recorder = _Recorder(self._datastore, self._writer)

    def insert(self, command: Row, events: Sequence[StoredEvent], expected: Versions) -> None:
        """Insert a command, then its events, in one transaction.

        Raises the library's `IntegrityError` when the command id or a version is taken, and
        `VersionConflict` when the id is new and a stream has another version than `expected`.
        """
        with unavailable():
            self._recorder.insert_once(events, command, expected)

    def rows(self, statement: str, parameters: Row) -> list[Row]:
        """The rows that a statement selects."""
        with unavailable(), _lent(self._datastore.pool) as connection:
            with connection.cursor() as cursor:  # one SELECT needs no transaction around it
                found: list[Row] = cursor.execute(statement, parameters).fetchall()
            return found

    def write(self, statement: str, parameters: Row) -> None:
        """Run a statement in a transaction of its own."""
        self.write_all([(statement, parameters)])

    def write_all(self, statements: Sequence[tuple[str, Row]]) -> None:
        """Run statements in one transaction."""
        with unavailable(), self._writer as cursor:
            for statement, parameters in statements:
                cursor.execute(statement, parameters)

    def close(self) -> None:
        """Close all connections."""
        self._datastore.close()
        self._writer.close()
