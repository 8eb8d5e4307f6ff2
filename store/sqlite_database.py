"""The event log's tables in a SQLite file, through the eventsourcing library's recorder."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any
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
from store.port import StoreUnavailable

BUSY_TIMEOUT = 3
"""Seconds to wait for another process's write: shorter than the 5 s of the activity above."""

CONNECTIONS = 32


def sqlite_uri(path: Path, mode: str) -> str:
    """The URI of a file; mode `rw` does not create it."""
    return f"file:{quote(str(path))}?mode={mode}"


@contextmanager
def unavailable() -> Iterator[None]:
    """Turn what SQLite says when it cannot now into `StoreUnavailable`."""
    try:
        yield
    except (
        OperationalError,
        InterfaceError,
        sqlite3.OperationalError,
        sqlite3.InterfaceError,
    ) as error:
        raise StoreUnavailable(f"SQLite: {error}") from error


class _Pool(SQLiteConnectionPool):
    def __init__(self, path: Path, patience_ms: int) -> None:
        super().__init__(
            db_name=sqlite_uri(path, "rw"), pool_size=CONNECTIONS, pool_timeout=BUSY_TIMEOUT
        )
        self._patience_ms = patience_ms

    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")  # an acknowledged event outlives the power
            cursor.execute(f"PRAGMA busy_timeout={self._patience_ms}")
        return connection


class _Write(SQLiteTransaction):
    """A transaction that asks for the write lock every millisecond.

    SQLite's own waiting asks ten times a second at last, and starves beside a busy process.
    """

    def __enter__(self) -> SQLiteCursor:
        cursor = self.connection.cursor()
        until = time.monotonic() + BUSY_TIMEOUT
        while True:
            try:
                cursor.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                    raise
                time.sleep(0.001)
            else:
                return cursor


class _Datastore(SQLiteDatastore):
    """The library's, with one writer at a time that holds up no reader.

    (docs/decisions/0303-one-writer.md)
    """

    def __init__(self, path: Path) -> None:
        super().__init__(sqlite_uri(path, "rw"), originator_id_type="text")
        self.pool.close()
        self.pool = _Pool(path, BUSY_TIMEOUT * 1000)
        self._writer_pool = _Pool(path, 0)
        self._writing = Lock()

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        if commit:
            with (
                self._alone(),
                _lent(self._writer_pool) as connection,
                _Write(connection, commit=True) as cursor,
                cursor,
            ):
                yield cursor
        else:
            with _lent(self.pool) as connection, connection.transaction(commit=False) as cursor:
                yield cursor

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._writing.acquire(timeout=BUSY_TIMEOUT):
            raise OperationalError("another thread's write takes too long")
        try:
            yield
        finally:
            self._writing.release()

    def close(self) -> None:
        super().close()
        self._writer_pool.close()


@contextmanager
def _lent(pool: SQLiteConnectionPool) -> Iterator[SQLiteConnection]:
    connection = pool.get_connection()
    try:
        yield connection
    finally:
        connection.rollback()  # a commit that failed leaves its transaction open
        pool.put_connection(connection)


class _Recorder(SQLiteApplicationRecorder):
    def __init__(self, datastore: SQLiteDatastore) -> None:
        super().__init__(datastore)
        self.insert_events_statement = (
            "INSERT INTO stored_events (originator_id, originator_version, topic, state)"
            " VALUES (?,?,?,?)"
        )

    def _insert_events(
        self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        c.execute(statements.SQLITE.insert_command, kwargs["command"])
        return super()._insert_events(c, stored_events)


class SqliteDatabase:
    """A SQLite file that has the tables."""

    sql = statements.SQLITE

    def __init__(self, path: Path) -> None:
        self._datastore = _Datastore(path)
        self._recorder = _Recorder(self._datastore)

    def insert(self, command: Row, events: Sequence[StoredEvent]) -> None:
        """Insert a command, then its events, in one transaction.

        Raises the library's `IntegrityError` when the command id or a version is taken.
        """
        with unavailable():
            self._recorder.insert_events(events, command=command)

    def rows(self, statement: str, parameters: Row) -> list[Row]:
        """The rows that a statement selects."""
        with unavailable(), _lent(self._datastore.pool) as connection:
            with connection.cursor() as cursor:  # one SELECT needs no transaction around it
                found: list[Row] = cursor.execute(statement, parameters).fetchall()
            return found

    def write(self, statement: str, parameters: Row) -> None:
        """Run a statement in a transaction of its own."""
        with unavailable(), self._datastore.transaction(commit=True) as cursor:
            cursor.execute(statement, parameters)

    def close(self) -> None:
        """Close all connections."""
        self._datastore.close()
