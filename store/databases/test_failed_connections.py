"""Connections to SQLite that fail: each is replaced, and nobody waits for it.

(docs/decisions/0303-one-writer.md, 1185)
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from eventsourcing.persistence import ConnectionPoolClosedError
from eventsourcing.sqlite import SQLiteConnection

from store import open_log, sqlite_url
from store.databases import sqlite as sqlite_database
from store.databases.sqlite import SqliteDatabase
from store.port import NOTHING, StoreUnavailable, VersionConflict, Versions
from store.recorded_log import RecordedLog
from testkit.builders import stored_commands

PACKS = "652825/packs"
MANY = sqlite_database.CONNECTIONS + 20
"""More often than there are connections."""

times = pytest.mark.parametrize("times", [1, MANY])


def io_error(*_: object) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
    raise error


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@contextmanager
def failing(name: str, fails: Callable[..., None] = io_error) -> Iterator[None]:
    """Have a method of every connection fail."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLiteConnection, name, fails)
        yield


def is_free(sqlite: SqliteDatabase) -> bool:
    return not sqlite._writer._lock.locked() and sqlite._datastore.pool.num_in_use == 0


def goes_on(sqlite: SqliteDatabase, expected: Versions = NOTHING) -> None:
    """A write and a read go through at once."""
    assert is_free(sqlite)
    log = RecordedLog(sqlite)
    after = log.versions([stored_commands.STREAM]).get(stored_commands.STREAM, 0)
    row, events = stored_commands.command(after=after)
    assert log.append(row, events, expected) == row
    assert log.command(row.command_id) == row


@times
def test_a_commit_that_fails_stores_nothing_and_holds_up_nobody(
    sqlite: SqliteDatabase, times: int
) -> None:
    log = RecordedLog(sqlite)
    for _ in range(times):
        row, events = stored_commands.command()
        with failing("commit"), pytest.raises(StoreUnavailable, match="I/O"):
            log.append(row, events)
        assert log.command(row.command_id) is None
    goes_on(sqlite)


@times
def test_a_rollback_that_fails_stores_nothing_and_holds_up_nobody(
    sqlite: SqliteDatabase, times: int
) -> None:
    log = RecordedLog(sqlite)
    for _ in range(times):
        row, events = stored_commands.command()
        with failing("rollback"), pytest.raises(StoreUnavailable, match="I/O"):
            log.append(row, events, {PACKS: 7})  # a conflict, to be rolled back
        assert log.command(row.command_id) is None
    goes_on(sqlite)


@times
@pytest.mark.parametrize("fails", [io_error, interrupt])
def test_a_commit_and_a_rollback_that_fail_hold_up_nobody(
    sqlite: SqliteDatabase, times: int, fails: Callable[..., None]
) -> None:
    log = RecordedLog(sqlite)
    for _ in range(times):
        with (
            failing("commit", fails),
            failing("rollback", fails),
            pytest.raises((StoreUnavailable, KeyboardInterrupt)),
        ):
            log.append(*stored_commands.command())
    goes_on(sqlite)


@times
def test_reads_that_cannot_be_ended_or_fail_leave_their_place_in_the_pool(
    sqlite: SqliteDatabase, times: int
) -> None:
    for _ in range(times):
        with failing("rollback"), suppress(StoreUnavailable):
            sqlite.rows("SELECT 1", ())
        with failing("rollback"), pytest.raises(StoreUnavailable):
            sqlite.rows("SELECT 1 FROM nothing", ())
        with failing("cursor", interrupt), pytest.raises(KeyboardInterrupt):
            sqlite.rows("SELECT 1", ())
    goes_on(sqlite)


def test_connections_closed_underneath_are_replaced(sqlite: SqliteDatabase) -> None:
    # given
    goes_on(sqlite)
    connections: Any = [*sqlite._datastore.pool._pool, sqlite._writer._write.connection]  # type: ignore[union-attr]
    for connection in connections:
        connection._sqlite_conn.close()
    # when
    for call in (lambda: sqlite.rows("SELECT 1", ()), lambda: sqlite.write("SELECT 1", ())):
        with pytest.raises(StoreUnavailable, match="closed"):
            call()
    # then
    goes_on(sqlite)


@times
@pytest.mark.parametrize("fails", [io_error, interrupt])
def test_a_write_that_cannot_begin_is_begun_on_another_connection_the_next_time(
    sqlite: SqliteDatabase, times: int, fails: Callable[..., None]
) -> None:
    class Bad:
        execute = staticmethod(fails)

    for _ in range(times):
        goes_on(sqlite)
        write: Any = sqlite._writer._write
        write._cursor.sqlite_cursor = Bad
        with pytest.raises((StoreUnavailable, KeyboardInterrupt)):
            sqlite.write("SELECT 1", ())
    goes_on(sqlite)


def test_a_disk_error_within_a_transaction_costs_its_connection(sqlite: SqliteDatabase) -> None:
    goes_on(sqlite)
    before = sqlite._writer._write
    with pytest.raises(StoreUnavailable), sqlite._available, sqlite._writer:
        io_error()
    goes_on(sqlite)
    assert sqlite._writer._write is not before


def test_a_conflict_costs_no_connection(sqlite: SqliteDatabase) -> None:
    goes_on(sqlite)
    before = sqlite._writer._write
    with pytest.raises(VersionConflict):
        RecordedLog(sqlite).append(*stored_commands.command(after=1), {PACKS: 7})
    goes_on(sqlite)
    assert sqlite._writer._write is before


def test_a_file_that_cannot_be_opened_for_a_while_holds_up_nobody(
    sqlite: SqliteDatabase, tmp_path: Path
) -> None:
    file, away = tmp_path / "log.db", tmp_path / "away.db"
    file.rename(away)
    for _ in range(MANY):
        for call in (lambda: sqlite.rows("SELECT 1", ()), lambda: sqlite.write("SELECT 1", ())):
            with pytest.raises(StoreUnavailable, match="open"):
                call()
    away.rename(file)
    goes_on(sqlite)


def test_what_a_replaced_connection_knew_of_streams_is_not_believed(
    sqlite: SqliteDatabase, tmp_path: Path
) -> None:
    # given a connection that knows where the packs are, and fails
    log = RecordedLog(sqlite)
    log.append(*stored_commands.command(PACKS))
    goes_on(sqlite, {PACKS: 1})
    with failing("commit"), pytest.raises(StoreUnavailable):
        log.append(*stored_commands.command(after=1))
    # when the packs move meanwhile
    with closing(open_log(sqlite_url(tmp_path / "log.db"))) as elsewhere:
        elsewhere.append(*stored_commands.command(PACKS, after=1))
    # then
    with pytest.raises(VersionConflict):
        log.append(*stored_commands.command(after=1), {PACKS: 1})
    goes_on(sqlite, {PACKS: 2})


def test_a_closed_log_does_not_open_its_file_again(sqlite: SqliteDatabase) -> None:
    goes_on(sqlite)
    sqlite.close()
    for call in (lambda: sqlite.rows("SELECT 1", ()), lambda: sqlite.write("SELECT 1", ())):
        with pytest.raises(ConnectionPoolClosedError):
            call()
    assert is_free(sqlite)


def test_a_log_closed_amid_a_write_that_goes_on_is_closed_at_its_end(
    sqlite: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    monkeypatch.setattr(sqlite_database, "BUSY_TIMEOUT", 0.01)
    inside, go_on = Event(), Event()

    def write() -> None:
        with sqlite._writer:
            inside.set()
            assert go_on.wait(30)

    with ThreadPoolExecutor(1) as thread:
        writing = thread.submit(write)
        assert inside.wait(30)
        write_: Any = sqlite._writer._write
        # when
        sqlite.close()
        # then
        assert not write_.connection.closed
        go_on.set()
        writing.result(30)
    assert write_.connection.closed
    assert is_free(sqlite)
