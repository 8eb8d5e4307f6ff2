"""All waiting of a call, and of the calls of an act, fits into one budget.

(docs/decisions/0303-one-writer.md, 1187)
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from store import migrate, time_budget
from store.databases import postgres, sqlite_connections
from store.databases import sqlite as sqlite_database
from store.databases.postgres import PostgresDatabase
from store.databases.sqlite import SqliteDatabase
from store.port import StoreUnavailable
from store.recorded_log import RecordedLog
from store.time_budget import deadline
from testkit.builders import stored_commands

LONGEST = 3.0


class Clock:
    """A monotonic clock that moves where somebody waits."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class Held:
    """A lock that another thread lets go of at so great a part of the time one waits for it."""

    def __init__(self, clock: Clock, part: float) -> None:
        self._clock, self._part, self.locked = clock, part, False

    def acquire(self, timeout: float) -> bool:
        self._clock.now += timeout * self._part
        self.locked = self._part < 1
        return self.locked

    def release(self) -> None:
        assert self.locked
        self.locked = False


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that the store looks at."""
    made = Clock()
    monkeypatch.setattr(time_budget, "monotonic", made.monotonic)
    monkeypatch.setattr(sqlite_connections, "time", SimpleNamespace(sleep=made.sleep))
    return made


@contextmanager
def locked(path: Path) -> Iterator[sqlite3.Connection]:
    """Another process writes, and does not come to an end."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def test_of_a_longest_wait_and_a_budget_the_shorter_counts(clock: Clock) -> None:
    assert deadline(LONGEST).left() == LONGEST
    for budget, left in ((2.5, 2.5), (3.0, 3.0), (3.5, 3.0)):
        with time_budget.time_budget(budget):
            assert deadline(LONGEST).left() == left
    assert deadline(LONGEST).left() == LONGEST


def test_of_two_budgets_the_earlier_end_counts(clock: Clock) -> None:
    with time_budget.time_budget(1.0):
        with time_budget.time_budget(2.0):
            assert deadline(LONGEST).left() == 1.0
        with time_budget.time_budget(0.5):
            assert deadline(LONGEST).left() == 0.5
        assert deadline(LONGEST).left() == 1.0


@pytest.mark.parametrize(("passed", "is_over"), [(0.9, False), (1.0, True), (1.1, True)])
def test_with_the_budget_used_up_nothing_is_begun(
    sqlite: SqliteDatabase, clock: Clock, passed: float, is_over: bool
) -> None:
    log, (row, events) = RecordedLog(sqlite), stored_commands.command()
    with time_budget.time_budget(1.0):
        clock.sleep(passed)
        if is_over:
            with pytest.raises(StoreUnavailable, match="used up"):
                log.append(row, events)
            with pytest.raises(StoreUnavailable, match="used up"):
                log.read(stored_commands.STREAM)
        else:
            assert log.append(row, events) == row
    assert (log.command(row.command_id) is None) == is_over
    assert log.append(row, events) == row


@pytest.mark.parametrize("budget", [1.0, 2.0, 60.0])
@pytest.mark.parametrize("part", [0.0, 0.75, 1.0])
def test_waiting_for_a_thread_and_for_a_process_takes_the_time_once(
    sqlite: SqliteDatabase, tmp_path: Path, clock: Clock, budget: float, part: float
) -> None:
    # given
    writer: Any = sqlite._writer
    free, (row, events) = writer._lock, stored_commands.command()
    log, begun = RecordedLog(sqlite), clock.now
    with locked(tmp_path / "log.db"):
        writer._lock = Held(clock, part)
        # when
        with time_budget.time_budget(budget), pytest.raises(StoreUnavailable):
            log.append(row, events)
    # then
    assert clock.now - begun == pytest.approx(min(budget, LONGEST), abs=0.01)
    assert not writer._lock.locked
    writer._lock = free
    assert log.command(row.command_id) is None
    assert log.append(row, events) == row


def test_the_calls_of_an_act_share_its_budget(
    sqlite: SqliteDatabase, tmp_path: Path, clock: Clock
) -> None:
    log, begun = RecordedLog(sqlite), clock.now
    with locked(tmp_path / "log.db"), time_budget.time_budget(LONGEST + 1):
        for _ in range(5):
            with pytest.raises(StoreUnavailable):
                log.append(*stored_commands.command())
    assert clock.now - begun == pytest.approx(LONGEST + 1, abs=0.01)


def test_a_reader_waits_for_a_file_that_is_locked_whole_no_longer_than_the_budget(
    sqlite: SqliteDatabase, tmp_path: Path, clock: Clock
) -> None:
    begun = clock.now
    with closing(sqlite3.connect(tmp_path / "log.db", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with time_budget.time_budget(1.0), pytest.raises(StoreUnavailable, match="locked"):
            sqlite.rows("SELECT COUNT(*) FROM content", ())
    assert clock.now - begun == pytest.approx(1.0, abs=0.01)
    assert sqlite.rows("SELECT COUNT(*) FROM content", ()) == [(0,)]


@pytest.mark.time_bound
def test_a_reader_waits_for_a_connection_no_longer_than_the_budget(
    sqlite: SqliteDatabase,
) -> None:
    pool, begun = sqlite._datastore.pool, time.monotonic()
    with ExitStack() as stack:
        for _ in range(pool.pool_size + pool.max_overflow):
            stack.enter_context(sqlite_connections.lent(pool, deadline(LONGEST)))
        with time_budget.time_budget(0.1), pytest.raises(StoreUnavailable, match="connection"):
            sqlite.rows("SELECT 1", ())
    assert time.monotonic() - begun < sqlite_database.BUSY_TIMEOUT
    assert sqlite.rows("SELECT 1", ()) == [(1,)]


@pytest.mark.time_bound
def test_two_threads_at_a_locked_file_give_up_together(
    sqlite: SqliteDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    monkeypatch.setattr(sqlite_database, "BUSY_TIMEOUT", 1.0)
    barrier = Barrier(2)

    def write() -> float:
        barrier.wait()
        begun = time.monotonic()
        with pytest.raises(StoreUnavailable):
            sqlite.write("SELECT 1", ())
        return time.monotonic() - begun

    # when
    with locked(tmp_path / "log.db"), ThreadPoolExecutor(2) as threads:
        took = [one.result() for one in [threads.submit(write) for _ in range(2)]]
    # then the second did not begin a second wait
    assert max(took) < 1.75 * min(took)


@pytest.mark.time_bound
@pytest.mark.postgres
@pytest.mark.parametrize("budget", [0.3, 60.0])
@pytest.mark.parametrize("call", ["append", "read", "write"])
def test_at_a_locked_table_of_postgres_all_attempts_take_the_time_once(
    new_postgres: Callable[[], str], monkeypatch: pytest.MonkeyPatch, call: str, budget: float
) -> None:
    # given
    monkeypatch.setattr(postgres, "PATIENCE", 1.0)
    monkeypatch.setattr(postgres, "WAIT", 0.8)
    url = new_postgres()
    migrate(url)
    with closing(PostgresDatabase(url)) as database, psycopg.connect(url) as other:
        log = RecordedLog(database)
        calls: dict[str, Callable[[], object]] = {
            "append": lambda: log.append(*stored_commands.command()),
            "read": lambda: log.read(stored_commands.STREAM),
            "write": lambda: database.write("UPDATE stored_events SET topic = topic", ()),
        }
        other.execute("LOCK TABLE stored_events IN ACCESS EXCLUSIVE MODE")
        begun = time.monotonic()
        # when
        with time_budget.time_budget(budget), pytest.raises(StoreUnavailable):
            calls[call]()
        # then
        assert time.monotonic() - begun < 1.5 * min(budget, 1.0) + 0.1
        other.rollback()
        assert log.read(stored_commands.STREAM) == []
        calls[call]()
