"""The event log's tables in a SQLite file, through the eventsourcing library's recorder."""

from __future__ import annotations

import sqlite3
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
    except (OperationalError, InterfaceError, sqlite3.OperationalError) as error:
        raise StoreUnavailable(f"SQLite: {error}") from error


class _Pool(SQLiteConnectionPool):
    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")  # an acknowledged event outlives the power
        return connection


class _Datastore(SQLiteDatastore):
    """The library's, with one writer at a time that holds up no reader.

    (docs/decisions/0303-one-writer.md)
    """

    def __init__(self, path: Path) -> None:
        super().__init__(sqlite_uri(path, "rw"), originator_id_type="text")
        self.pool.close()
        self.pool = _Pool(
            db_name=sqlite_uri(path, "rw"),
            lock_timeout=BUSY_TIMEOUT,
            pool_size=CONNECTIONS,
            pool_timeout=BUSY_TIMEOUT,
        )
        self._writing = Lock()

    @contextmanager
    def get_connection(self, *, commit: bool) -> Iterator[SQLiteConnection]:
        if not commit:
            with self._lent() as connection:
                yield connection
            return
        if not self._writing.acquire(timeout=BUSY_TIMEOUT):
            raise OperationalError("another thread's write takes too long")
        try:
            with self._lent() as connection:
                yield connection
        finally:
            self._writing.release()

    @contextmanager
    def _lent(self) -> Iterator[SQLiteConnection]:
        connection = self.pool.get_connection()
        try:
            yield connection
        finally:
            connection.rollback()  # a commit that failed leaves its transaction open
            self.pool.put_connection(connection)


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
        with unavailable(), self._datastore.transaction(commit=False) as cursor:
            cursor.execute(statement, parameters)
            found: list[Row] = cursor.fetchall()
            return found

    def write(self, statement: str, parameters: Row) -> None:
        """Run a statement in a transaction of its own."""
        with unavailable(), self._datastore.transaction(commit=True) as cursor:
            cursor.execute(statement, parameters)

    def close(self) -> None:
        """Close all connections."""
        self._datastore.close()
