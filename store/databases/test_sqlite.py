"""What SQLite is told, and what it makes of it."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from eventsourcing.sqlite import SQLiteConnection

from store import migrate, open_log, sqlite_url
from store.databases import statements
from store.databases.sqlite import SqliteDatabase
from store.migrations import migrator
from store.port import StoreUnavailable
from store.recorded_log import RecordedLog
from testkit.builders import stored_commands


def test_every_commit_is_flushed_to_the_disk(sqlite: SqliteDatabase) -> None:
    with sqlite._writer as cursor:
        for pragma, expected in (("synchronous", 2), ("journal_mode", "wal")):
            cursor.execute(f"PRAGMA {pragma}")
            assert cursor.fetchone()[0] == expected


@pytest.mark.parametrize(
    "name", ["command", "commands", "read", "notifications", "streams", "versions", "content"]
)
def test_every_question_is_answered_from_an_index(sqlite: SqliteDatabase, name: str) -> None:
    statement = getattr(statements.SQLITE, name)
    asked = ("[]",) * statement.count("?")
    plan = [step[3] for step in sqlite.rows(f"EXPLAIN QUERY PLAN {statement}", asked)]
    assert any("USING" in step for step in plan)
    assert not {"SCAN stored_events", "SCAN command_log", "SCAN content"} & set(plan)


def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "log.db").write_text("绩效" * 1000)
    with pytest.raises(StoreUnavailable, match="not a SQLite database"):
        open_log(sqlite_url(tmp_path / "log.db"))


def test_a_commit_that_fails_leaves_no_transaction_behind(
    sqlite: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    def fail(_: SQLiteConnection) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    log, (row, events) = RecordedLog(sqlite), stored_commands.command()
    with monkeypatch.context() as failing:
        failing.setattr(SQLiteConnection, "commit", fail)
        # when
        with pytest.raises(StoreUnavailable, match="I/O"):
            log.append(row, events)
    # then
    assert log.command(row.command_id) is None
    assert log.append(row, events) == row


def test_migrations_at_once_do_not_lock_each_other_out(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        for n in range(30):
            url, barrier = sqlite_url(tmp_path / f"{n}.db"), Barrier(4)
            at_once = [threads.submit(migrate_behind, barrier, url) for _ in range(4)]
            assert sorted(migration.result() for migration in at_once) == [
                0,
                *[len(migrator.STEPS)] * 3,
            ]


def migrate_behind(barrier: Barrier, url: str) -> int:
    barrier.wait()
    return migrate(url).before
