"""A database that is full, locked or away, and acknowledgements that are lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from eventsourcing.persistence import OperationalError, StoredEvent
from structlog.testing import capture_logs

from store import migrate, open_log, sqlite_url
from store.command_rows import columns_of
from store.databases import postgres
from store.databases import sqlite as sqlite_database
from store.databases.database import Row
from store.databases.postgres import PostgresDatabase
from store.databases.sqlite import SqliteDatabase
from store.port import StoreUnavailable, VersionConflict, Versions
from store.recorded_log import RecordedLog
from testkit.builders import stored_commands

INSERT_COMMAND = b"""
    INSERT INTO command_log (command_id, request_hash, stream, first_version, last_version,
                             act, outcome, recorded_at, stored_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"""


@pytest.fixture
def postgres_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue("new_postgres")()
    migrate(url)
    return url


def test_a_full_database_is_unavailable_and_holds_nothing_half_written(
    sqlite: SqliteDatabase,
) -> None:
    # given
    log = RecordedLog(sqlite)
    log.append(*stored_commands.command())
    pages = sqlite.rows("PRAGMA page_count", ())[0][0]
    sqlite.write(f"PRAGMA max_page_count={pages}", ())
    row, events = stored_commands.command(after=1, notes=("短", "长" * 100_000))
    # when
    with pytest.raises(StoreUnavailable, match="full"):
        log.append(row, events)
    # then
    assert log.command(row.command_id) is None
    assert log.versions([stored_commands.STREAM]) == {stored_commands.STREAM: 1}
    # and when there is room again, the same command goes through
    sqlite.write("PRAGMA max_page_count=100000", ())
    assert log.append(row, events) == row
    assert log.versions([stored_commands.STREAM]) == {stored_commands.STREAM: 3}


def test_a_file_that_another_process_keeps_locked_is_unavailable_until_it_lets_go(
    sqlite: SqliteDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    log = RecordedLog(sqlite)
    monkeypatch.setattr("store.databases.sqlite.BUSY_TIMEOUT", 0.01)
    row, events = stored_commands.command()
    with closing(sqlite3.connect(tmp_path / "log.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        # when
        with pytest.raises(StoreUnavailable, match="locked"):
            log.append(row, events)
        assert log.read(stored_commands.STREAM) == []
    # then
    assert log.append(row, events) == row


def test_a_thread_that_writes_too_long_makes_the_others_writes_unavailable_not_their_reads(
    sqlite: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.databases.sqlite.BUSY_TIMEOUT", 0.01)
    log = RecordedLog(sqlite)
    with sqlite._writer:
        with pytest.raises(StoreUnavailable, match="another thread"):
            log.append(*stored_commands.command())
        assert log.last_position() == 0
    assert log.append(*stored_commands.command())


class LostOnce(SqliteDatabase):
    """A database whose first acknowledgement is lost."""

    lost = False

    def insert(self, command: Row, events: Sequence[StoredEvent], expected: Versions) -> None:
        super().insert(command, events, expected)
        if not self.lost:
            self.lost = True
            raise StoreUnavailable("the acknowledgement was lost")


def test_after_a_lost_acknowledgement_the_same_command_gets_its_row(tmp_path: Path) -> None:
    migrate(sqlite_url(tmp_path / "log.db"))
    row, events = stored_commands.command()
    with closing(RecordedLog(LostOnce(tmp_path / "log.db"))) as log:
        with pytest.raises(StoreUnavailable):
            log.append(row, events)
        assert log.append(row, events) == row
        assert len(log.read(stored_commands.STREAM)) == 1


@pytest.mark.postgres
def test_postgres_tries_again_by_itself_after_a_lost_acknowledgement(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    database = PostgresDatabase(postgres_url)
    insert, attempts = database._recorder.insert_once, []

    def lose_first(events: Sequence[StoredEvent], command: Row, expected: Versions) -> None:
        insert(events, command, expected)
        attempts.append(1)
        if len(attempts) == 1:
            raise OperationalError("the acknowledgement was lost")

    monkeypatch.setattr(database._recorder, "insert_once", lose_first)
    row, events = stored_commands.command(notes=("一", "二"))
    # when
    with closing(RecordedLog(database)) as log, capture_logs() as logged:
        assert log.append(row, events) == row
        # then
        assert log.versions([stored_commands.STREAM]) == {stored_commands.STREAM: 2}
    assert [entry["event"] for entry in logged] == ["store.retry"]


@pytest.mark.postgres
def test_postgres_goes_on_after_its_server_closed_every_connection(postgres_url: str) -> None:
    with closing(open_log(postgres_url)) as log:
        log.append(*stored_commands.command())
        with psycopg.connect(postgres_url, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        with capture_logs() as logged:
            assert log.append(*stored_commands.command(after=1))
        assert {entry["event"] for entry in logged} == {"store.retry"}
        assert log.versions([stored_commands.STREAM]) == {stored_commands.STREAM: 2}


@pytest.mark.postgres
def test_a_connection_serves_on_after_every_kind_of_conflict(postgres_url: str) -> None:
    with closing(open_log(postgres_url)) as log, capture_logs() as logged:
        for after in range(12):
            command = stored_commands.command(after=after)
            row, _ = stored_commands.command(after=after)
            assert log.append(*command) == log.append(*command)
            with pytest.raises(VersionConflict):
                log.append(*stored_commands.command(after=after, command_id=row.command_id))
        assert log.versions([stored_commands.STREAM]) == {stored_commands.STREAM: 12}
    assert logged == []


@pytest.mark.postgres
@pytest.mark.parametrize("holding", ["the table", "the command id"])
def test_what_another_session_keeps_locked_is_unavailable_until_it_lets_go(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, holding: str
) -> None:
    # given
    monkeypatch.setattr(postgres, "WAIT", 1)
    monkeypatch.setattr(postgres, "PATIENCE", 1)
    row, events = stored_commands.command()
    with closing(open_log(postgres_url)) as log, ThreadPoolExecutor(1) as thread:
        with psycopg.connect(postgres_url) as other:
            if holding == "the table":
                other.execute("LOCK TABLE stored_events IN EXCLUSIVE MODE")
            else:
                other.execute(INSERT_COMMAND, columns_of(row))
            # when
            appending = thread.submit(log.append, row, events)
            with pytest.raises(StoreUnavailable, match="lock timeout"):
                appending.result(timeout=30)
            assert log.command(row.command_id) is None
            other.rollback()
        # then
        assert log.append(row, events) == row


@pytest.mark.postgres
def test_a_server_that_is_away_is_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"postgresql://clerk:secret@/log?host={tmp_path}"
    with pytest.raises(StoreUnavailable) as refused:
        open_log(url)
    assert "secret" not in str(refused.value)
    monkeypatch.setattr(postgres, "WAIT", 1)
    monkeypatch.setattr(postgres, "PATIENCE", 1)
    with pytest.raises(StoreUnavailable):
        PostgresDatabase(url)


def test_the_store_gives_up_before_its_activity_does() -> None:
    assert postgres.WAIT < postgres.PATIENCE < 5
    assert sqlite_database.BUSY_TIMEOUT < 5
