"""The event log's tables in a SQLite file, through the eventsourcing library's recorder."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import cast
from urllib.parse import quote

from eventsourcing.persistence import (
    ConnectionPoolClosedError,
    InterfaceError,
    OperationalError,
    StoredEvent,
)
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteTransaction,
)

from store.databases import check_statements, outbox_statements, statements
from store.databases.database import Row
from store.databases.file_place import place_of_file
from store.databases.incomplete import incomplete, missing_part
from store.databases.sqlite_connections import (
    LogConnection,
    ReadingPool,
    is_broken,
    is_busy,
    is_damage,
    lent,
    patiently,
)
from store.databases.sqlite_files import FilesLost, LogFiles, lost_before
from store.port import FilesGone, StoreDamaged, StoreUnavailable, VersionConflict, Versions
from store.time_budget import Deadline, deadline

BUSY_TIMEOUT = 3
"""The longest wait of one call in seconds: for threads, processes and connections together."""

CONNECTIONS = 32


def sqlite_uri(path: Path, mode: str) -> str:
    """The URI of a file; mode `rw` does not create it."""
    return f"file:{quote(str(path))}?mode={mode}"


_NOT_NOW = (OperationalError, InterfaceError, sqlite3.OperationalError, sqlite3.InterfaceError)


class _Unavailable:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        cause = error.__cause__ if error else None
        if is_damage(error) or is_damage(cause):
            why = (
                "事件库已损坏，请执行 jixiao doctor / "
                f"the event log is damaged: {error}; see `jixiao doctor`"
            )
            raise StoreDamaged(why) from error
        if isinstance(error, FilesLost):
            raise FilesGone(str(error)) from error
        missing = missing_part(error)
        if missing is not None:
            raise StoreDamaged(incomplete(missing)) from error
        if isinstance(error, _NOT_NOW):
            lost = lost_before(self._path, cause or error)
            if lost is not None:
                raise FilesGone(str(lost)) from error
            raise StoreUnavailable(f"事件库暂不可用，请稍后重试 / SQLite: {error}") from error


def unavailable(path: Path) -> AbstractContextManager[None]:
    """Turn SQLite's errors for an unavailable log at `path` into `StoreUnavailable`."""
    return _Unavailable(path)


class _Write(SQLiteTransaction):
    """The transactions of one connection, one after the other, on one cursor."""

    def __init__(self, connection: LogConnection) -> None:
        super().__init__(connection, commit=True)
        self._cursor = connection.cursor()

    def __enter__(self) -> SQLiteCursor:
        try:
            self._cursor.sqlite_cursor.execute("BEGIN IMMEDIATE")
        except sqlite3.ProgrammingError as error:
            raise InterfaceError(f"the connection is lost: {error}") from error
        return self._cursor

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Commit or roll back; if that or the connection failed, close the connection."""
        try:
            super().__exit__(kind, error, trace)
        except BaseException:
            if is_broken(error):
                self.connection.close()
            raise


class _Writer:
    """The only writing connection: one thread at a time has a transaction.

    (docs/decisions/0303-one-writer.md, 1185)
    """

    def __init__(self, files: LogFiles) -> None:
        self._files = files
        self._lock = Lock()
        self._write: _Write | None = None
        self._closed = False

    def __enter__(self) -> SQLiteCursor:
        until = deadline(BUSY_TIMEOUT)
        if not self._lock.acquire(timeout=until.left()):
            raise OperationalError("another thread's write takes too long")
        try:
            return patiently(self._begin, until)
        except BaseException as error:
            if not is_busy(error):
                self._let_go()
            self._lock.release()
            raise

    def _begin(self) -> SQLiteCursor:
        if self._closed:
            raise ConnectionPoolClosedError("the log is closed")
        self._files.require_none_lost()
        if self._write is None or self._write.connection.closed:
            self._write = _Write(self._files.connect())
        return self._write.__enter__()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            cast("_Write", self._write).__exit__(kind, error, trace)
            if error is None:
                self._files.written()
        finally:
            if self._closed:
                self._let_go()
            self._lock.release()

    def close(self) -> None:
        """Close the connection; if a write takes too long, that write closes it at its end."""
        self._closed = True
        if self._lock.acquire(timeout=BUSY_TIMEOUT):
            try:
                self._let_go()
            finally:
                self._lock.release()

    def _let_go(self) -> None:
        if self._write is not None:
            self._write.connection.close()


def _datastore(uri: str, files: LogFiles) -> SQLiteDatastore:
    """The library's datastore for reading, with our connections."""
    made = SQLiteDatastore(uri, originator_id_type="text")
    made.pool.close()
    made.pool = ReadingPool(uri, CONNECTIONS, files.connect)
    return made


class _Recorder(SQLiteApplicationRecorder):
    def __init__(self, datastore: SQLiteDatastore, writer: _Writer) -> None:
        super().__init__(datastore)
        self._writer = writer
        self.insert_events_statement = statements.INSERT_EVENTS_SQLITE

    def insert_once(
        self, stored_events: Sequence[StoredEvent], command: Row, expected: Versions
    ) -> None:
        with self._writer as cursor:
            cursor.sqlite_cursor.execute(statements.INSERT_COMMAND_SQLITE, command)
            _require_unmoved(cursor, expected)
            self._insert_events(cursor, stored_events)


def _require_unmoved(cursor: SQLiteCursor, expected: Versions) -> None:
    """Raise `VersionConflict` where a stream has another version, inside a transaction."""
    cursor.execute(statements.MOVED_SQLITE, (json.dumps(dict(expected)),))
    moved = cursor.fetchone()
    if moved is not None:
        raise VersionConflict(f"{moved[0]} is not at version {expected[moved[0]]}")


class SqliteDatabase:
    """A SQLite file that has the tables."""

    sql = statements.SQLITE
    checks = check_statements.SQLITE
    outbox = outbox_statements.SQLITE

    def __init__(self, path: Path) -> None:
        self._path = path
        uri = sqlite_uri(path, "rw")
        self._files = LogFiles(path, uri)
        self._datastore, self._writer = _datastore(uri, self._files), _Writer(self._files)
        self._recorder = _Recorder(self._datastore, self._writer)
        self._available = unavailable(path)

    def insert(self, command: Row, events: Sequence[StoredEvent], expected: Versions) -> None:
        """Insert a command, then its events, in one transaction.

        Raises the library's `IntegrityError` when the command id or a version is taken, and
        `VersionConflict` when the id is new and a stream has another version than `expected`.
        """
        with self._available:
            self._recorder.insert_once(events, command, expected)

    def rows(self, statement: str, parameters: Row) -> list[Row]:
        """The rows that a statement selects."""
        with self._available:
            until = deadline(BUSY_TIMEOUT)
            return patiently(lambda: self._select(statement, parameters, until), until)

    def _select(self, statement: str, parameters: Row, until: Deadline) -> list[Row]:
        self._files.require_for_reading()
        with lent(self._datastore.pool, until) as connection, connection.cursor() as cursor:
            found: list[Row] = cursor.execute(statement, parameters).fetchall()
            return found

    def write(self, statement: str, parameters: Row) -> None:
        """Run a statement in a transaction of its own."""
        self.write_all([(statement, parameters)])

    def write_all(self, statements: Sequence[tuple[str, Row]]) -> None:
        """Run statements in one transaction."""
        with self._available, self._writer as cursor:
            for statement, parameters in statements:
                cursor.execute(statement, parameters)

    def ends(self) -> tuple[int, int]:
        """The newest positions of events and of commands; in SQLite, commits are in order."""
        ((event, command),) = self.rows(check_statements.ENDS_SQLITE, ())
        return event, command

    def place(self) -> Mapping[str, str]:
        """The place of the file."""
        return place_of_file(self._path)

    def close(self) -> None:
        """Close all connections."""
        try:
            self._datastore.close()
        finally:
            self._writer.close()
            self._files.close()
