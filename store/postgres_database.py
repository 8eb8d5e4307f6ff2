"""The event log's tables in PostgreSQL, through the eventsourcing library's recorder."""

from __future__ import annotations

import getpass
import json
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import structlog
from eventsourcing.persistence import DataError, InterfaceError, OperationalError, StoredEvent
from eventsourcing.postgres import (
    PostgresApplicationRecorder,
    PostgresDatastore,
    PostgresFactory,
)
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import DivisionByZero
from psycopg.rows import dict_row, tuple_row

from store import statements
from store.database import Row
from store.port import StoreUnavailable, VersionConflict, Versions

WAIT = 2
"""Seconds that one attempt waits for a connection or a lock."""

PATIENCE = 2.5
"""Seconds in which attempts are started: with the last one below the 5 s of the activity above."""

CONNECTIONS = 16
_PAUSE = 0.1

_UNMOVED = f"SELECT 1 / (NOT EXISTS ({statements.POSTGRES.moved}))::int".encode()
"""Divides by zero where a stream has moved: only an error ends a pipeline in its middle."""

_log = structlog.get_logger(__name__)
_T = TypeVar("_T")


def _datastore(url: str) -> PostgresDatastore:
    known = conninfo_to_dict(url)
    factory = PostgresFactory(
        {
            "POSTGRES_DBNAME": str(known.get("dbname", "")),
            "POSTGRES_HOST": str(known.get("host", "")),
            "POSTGRES_PORT": str(known.get("port", "")),
            "POSTGRES_USER": str(known.get("user", getpass.getuser())),
            "POSTGRES_PASSWORD": "",
            "POSTGRES_CONNECT_TIMEOUT": str(WAIT),
            "POSTGRES_LOCK_TIMEOUT": str(WAIT),
            "POSTGRES_POOL_SIZE": "1",
            "POSTGRES_MAX_OVERFLOW": str(CONNECTIONS - 1),
            "POSTGRES_ENABLE_DB_FUNCTIONS": "n",
            "ORIGINATOR_ID_TYPE": "text",
            "CREATE_TABLE": "n",
        }
    )
    pool = factory.datastore.pool
    # The library's settings know neither sslmode nor a password file: hand the URL's own over.
    pool.kwargs = {**known, "row_factory": dict_row}
    pool.reconnect_timeout = WAIT  # else it waits ever longer for a server that is back already
    return factory.datastore


class _Recorder(PostgresApplicationRecorder):
    def insert_once(
        self, stored_events: Sequence[StoredEvent], command: Row, expected: Versions
    ) -> None:
        """Insert in one round trip, without the library's ten silent attempts.

        The sync raises the first error, before any that follows from it
        (docs/decisions/0304-one-pipeline-per-append.md).
        """
        try:
            self._insert_in_one_trip(stored_events, command, expected)
        except DataError as error:
            if isinstance(error.__cause__, DivisionByZero):
                raise VersionConflict(f"one of {', '.join(expected)} has moved") from error
            raise

    def _insert_in_one_trip(
        self, stored_events: Sequence[StoredEvent], command: Row, expected: Versions
    ) -> None:
        with (
            self.datastore.get_connection() as connection,
            connection.pipeline() as pipeline,
            connection.cursor() as cursor,
        ):
            cursor.execute("BEGIN")
            cursor.execute(self.lock_table_statements[0])  # how long to wait for locks
            cursor.execute(statements.POSTGRES.insert_command.encode(), command)
            if stored_events:
                self._lock_table(cursor)  # until the commit nobody else's event comes in
            if expected:
                cursor.execute(_UNMOVED, (json.dumps(dict(expected)),))
            if stored_events:
                self._insert_stored_events(cursor, stored_events)
            cursor.execute("COMMIT")
            pipeline.sync()


class PostgresDatabase:
    """A PostgreSQL database that has the tables."""

    sql = statements.POSTGRES

    def __init__(self, url: str) -> None:
        self._datastore = _datastore(url)
        self._recorder = patiently(lambda: _Recorder(self._datastore))

    def insert(self, command: Row, events: Sequence[StoredEvent], expected: Versions) -> None:
        """Insert a command, then its events, in one transaction.

        Raises the library's `IntegrityError` when the command id or a version is taken, also by an
        attempt of our own whose acknowledgement was lost; `VersionConflict` when the id is new and
        a stream has another version than `expected`.
        """
        patiently(lambda: self._recorder.insert_once(events, command, expected))

    def rows(self, statement: str, parameters: Row) -> list[Row]:
        """The rows that a statement selects."""
        return patiently(lambda: self._select(statement, parameters))

    def write(self, statement: str, parameters: Row) -> None:
        """Run a statement in a transaction of its own; it must bear being repeated."""
        self.write_all([(statement, parameters)])

    def write_all(self, statements: Sequence[tuple[str, Row]]) -> None:
        """Run statements in one transaction; together they must bear being repeated."""
        patiently(lambda: self._run(statements))

    def close(self) -> None:
        """Close all connections."""
        self._datastore.close()

    def _select(self, statement: str, parameters: Row) -> list[Row]:
        with (
            self._datastore.get_connection() as connection,
            connection.cursor(row_factory=tuple_row) as cursor,
        ):
            found: list[Any] = cursor.execute(statement.encode(), parameters).fetchall()
            return found

    def _run(self, statements: Sequence[tuple[str, Row]]) -> None:
        with self._datastore.transaction(commit=True) as cursor:
            for statement, parameters in statements:
                cursor.execute(statement.encode(), parameters)


def patiently(call: Callable[[], _T]) -> _T:
    """Try again while the database is away or busy; `StoreUnavailable` when patience ends.

    A server that was restarted has broken every pooled connection: each attempt sheds one.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return call()
        except (OperationalError, InterfaceError) as error:
            if time.monotonic() >= until:
                raise StoreUnavailable(f"PostgreSQL: {error}") from error
            _log.warning("store.retry", error=str(error))
            time.sleep(_PAUSE)
