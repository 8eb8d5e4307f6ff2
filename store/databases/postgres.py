"""The event log's tables in PostgreSQL, through the eventsourcing library's recorder."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import structlog
from eventsourcing.persistence import InterfaceError, OperationalError, StoredEvent
from eventsourcing.persistence import ProgrammingError as WrongStatement
from eventsourcing.postgres import (
    ConnectionPool,
    PostgresApplicationRecorder,
    PostgresDatastore,
)
from psycopg import Connection, Cursor, ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow, dict_row, tuple_row

from store.databases import check_statements, outbox_statements, statements
from store.databases.database import Row
from store.databases.incomplete import incomplete, missing_part
from store.databases.postgres_append import append_parameters
from store.port import StoreDamaged, StoreUnavailable, VersionConflict, Versions
from store.settings import JIXIAO_STORE, BadStoreUrl, without_password
from store.time_budget import deadline, time_budget

PATIENCE = 3.5
"""The longest time of one call in seconds, including all attempts."""

WAIT = 2
"""The longest wait of one attempt for a connection or a lock in seconds, within the call's time."""

CONNECTIONS = 16
_ABANDONED = 5
"""Seconds after which the server ends an idle transaction."""

_PAUSE = 0.1
_PORTS = re.compile(r"[0-9,]*")

_LOCK_TIMEOUT = b"SELECT set_config('lock_timeout', %s, true)"
"""The timeout of locks, for the rest of a transaction."""

_BEGIN = b"BEGIN ISOLATION LEVEL READ COMMITTED"
"""Each statement sees the commits before its begin, whatever the database's default is."""

_log = structlog.get_logger(__name__)
_T = TypeVar("_T")


class _Pool(ConnectionPool[Connection[DictRow]]):
    """The library's pool, with waits limited to the time left."""

    def getconn(self, timeout: float | None = None) -> Connection[DictRow]:
        """A connection; raises psycopg's `PoolTimeout` if none is free in time."""
        return super().getconn(deadline(timeout or WAIT).left())


def connection_parts(url: str) -> dict[str, Any]:
    """The parts of a URL, as PostgreSQL's client reads them.

    Raises `BadStoreUrl` without the client's message, which may contain part of a password.
    """
    with suppress(ProgrammingError):
        known = conninfo_to_dict(url)
        if _is_sound(known):
            return known
    shown = without_password(url)
    why = "special characters are written as %XX, as %40 for @"
    raise BadStoreUrl(
        f"{JIXIAO_STORE}: {shown} 不是 PostgreSQL 的地址 / is no URL of PostgreSQL: {why}"
    )


def _is_sound(known: dict[str, Any]) -> bool:
    """Whether no part of a password was read as port or host: messages show both."""
    host, port = str(known.get("host") or ""), str(known.get("port") or "")
    return bool(_PORTS.fullmatch(port)) and ("@" not in host[1:] or host.startswith("/"))


def _datastore(url: str) -> PostgresDatastore:
    """The library's datastore with our pool: its settings have no sslmode and no password file."""
    known = connection_parts(url)
    made = PostgresDatastore(
        *("", "", "", "", ""),
        idle_in_transaction_session_timeout=_ABANDONED,
        originator_id_type="text",
    )
    configure = made.after_connect_func()

    def configured(connection: Connection[DictRow]) -> None:
        configure(connection)
        connection.execute(f"SET lock_timeout = '{_milliseconds(WAIT)}'".encode())

    made.pool = _Pool(
        kwargs={
            "connect_timeout": WAIT,
            **known,
            "row_factory": dict_row,
        },
        min_size=1,
        max_size=CONNECTIONS,
        open=False,
        configure=configured,
        timeout=WAIT,
        reconnect_timeout=WAIT,  # the default pauses between attempts grow too long
    )
    return made


class _Recorder(PostgresApplicationRecorder):
    def insert_once(
        self, stored_events: Sequence[StoredEvent], command: Row, expected: Versions
    ) -> None:
        """Insert in one round trip, without the library's ten silent attempts.

        The sync raises the first error, not the errors that follow from it
        (docs/performance-notes.md, 0304). A conflict is not an error in the server's log. Raises
        `VersionConflict` if the command id or a version is taken.
        """
        given = append_parameters(stored_events, command, expected)
        inserted, moved = self._insert_in_one_trip(given, has_events=bool(stored_events))
        if not inserted:
            raise VersionConflict(f"moved: {moved}" if moved else "the command id is taken")

    def _insert_in_one_trip(
        self, given: Mapping[str, object], *, has_events: bool
    ) -> tuple[bool, str | None]:
        with (
            self.datastore.get_connection() as connection,
            connection.pipeline() as pipeline,
            connection.cursor() as cursor,
            connection.cursor(row_factory=tuple_row) as appending,
        ):
            cursor.execute(_BEGIN)
            cursor.execute(_LOCK_TIMEOUT, (_milliseconds(deadline(WAIT).left()),))
            if has_events:
                self._lock_table(cursor)  # no other transaction inserts events before the commit
            self._append(appending, given)
            cursor.execute("COMMIT")
            pipeline.sync()
            ((inserted, moved),) = appending.fetchall()
            return inserted, moved

    def _append(self, cursor: Cursor[Any], given: Mapping[str, object]) -> None:
        cursor.execute(statements.APPEND_POSTGRES.encode(), given)

    def _lock_table(self, cursor: Cursor[DictRow]) -> None:
        """Lock as the library does, but with our shorter timeout."""
        cursor.execute(self.lock_table_statements[1], prepare=True)


class PostgresDatabase:
    """A PostgreSQL database that has the tables."""

    sql = statements.POSTGRES
    checks = check_statements.POSTGRES
    outbox = outbox_statements.POSTGRES

    def __init__(self, url: str) -> None:
        self._datastore = _datastore(url)
        self._recorder = patiently(lambda: _Recorder(self._datastore))

    def insert(self, command: Row, events: Sequence[StoredEvent], expected: Versions) -> None:
        """Insert a command, then its events, in one transaction.

        Raises `VersionConflict` when the command id or a version is taken, or a stream has another
        version than `expected`. An earlier attempt of this call may have taken the id, if its
        acknowledgement was lost.
        """
        patiently(lambda: self._recorder.insert_once(events, command, expected))

    def rows(self, statement: str, parameters: Row) -> list[Row]:
        """The rows that a statement selects."""
        return patiently(lambda: self._select(statement, parameters))

    def write(self, statement: str, parameters: Row) -> None:
        """Run a statement in its own transaction; repeating it must be harmless."""
        self.write_all([(statement, parameters)])

    def write_all(self, statements: Sequence[tuple[str, Row]]) -> None:
        """Run statements in one transaction; repeating all of them must be harmless."""
        patiently(lambda: self._run(statements))

    def ends(self) -> tuple[int, int]:
        """The newest positions of events and of commands, when no command is being written.

        A transaction draws its position before its row is visible, so a refusal may appear at an
        older position. The lock waits briefly for the transactions that write.
        """
        return patiently(self._ends)

    def place(self) -> Mapping[str, str]:
        """The server's identifier and the number of the database there."""
        try:
            ((server, database),) = self.rows(statements.PLACE_POSTGRES, ())
        except StoreUnavailable:  # the server's operator may forbid it
            return {}
        return {"server": server, "database": database}

    def close(self) -> None:
        """Close all connections."""
        self._datastore.close()

    def _ends(self) -> tuple[int, int]:
        with (
            self._datastore.get_connection() as connection,
            connection.transaction(),
            connection.cursor(row_factory=tuple_row) as cursor,
        ):
            cursor.execute(_LOCK_TIMEOUT, (_milliseconds(deadline(WAIT).left()),))
            cursor.execute("LOCK TABLE command_log IN SHARE MODE")
            cursor.execute(check_statements.ENDS_POSTGRES.encode())
            ((event, command),) = cursor.fetchall()
            return event, command

    def _select(self, statement: str, parameters: Row) -> list[Row]:
        with (
            self._datastore.get_connection() as connection,
            _waiting_less(connection),
            connection.cursor(row_factory=tuple_row) as cursor,
        ):
            found: list[Any] = cursor.execute(statement.encode(), parameters).fetchall()
            return found

    def _run(self, statements: Sequence[tuple[str, Row]]) -> None:
        with (
            self._datastore.get_connection() as connection,
            connection.transaction(),
            connection.cursor() as cursor,
        ):
            cursor.execute(_LOCK_TIMEOUT, (_milliseconds(deadline(WAIT).left()),))
            for statement, parameters in statements:
                cursor.execute(statement.encode(), parameters)


@contextmanager
def _waiting_less(connection: Connection[DictRow]) -> Iterator[None]:
    """Wait for locks no longer than the time left; the connection's default is `WAIT`."""
    left = deadline(PATIENCE).left()
    if left >= WAIT:
        yield
        return
    with connection.transaction():
        connection.execute(_LOCK_TIMEOUT, (_milliseconds(left),))
        yield


def _milliseconds(seconds: float) -> str:
    """A PostgreSQL setting, at least 1, because 0 means no limit."""
    return str(max(1, int(seconds * 1000)))


def patiently(call: Callable[[], _T]) -> _T:
    """Retry while the database is unavailable; raises `StoreUnavailable` when time is up.

    A restarted server has broken every pooled connection; each attempt removes one of them.
    """
    until = deadline(PATIENCE)
    with time_budget(PATIENCE):
        while True:
            try:
                return call()
            except (OperationalError, InterfaceError) as error:
                if until.left() <= _PAUSE:
                    why = "事件库暂不可用，请稍后重试 / PostgreSQL"
                    raise StoreUnavailable(f"{why}: {error}") from error
                _log.warning("store.retry", error=str(error))
                time.sleep(_PAUSE)
            except (ProgrammingError, WrongStatement) as error:
                missing = missing_part(error)
                if missing is None:
                    raise
                raise StoreDamaged(incomplete(missing)) from error
