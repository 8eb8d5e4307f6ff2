"""A log whose files are deleted or replaced while it is open, and the -wal of a log at rest.

(docs/decisions/1213-a-log-whose-files-are-gone-stops.md)
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from store import migrate, sqlite_url
from store.databases import file_names, quiet_time, sqlite_connections, sqlite_files
from store.databases.sqlite import SqliteDatabase
from store.databases.sqlite_files import FilesLost, lost_before
from store.port import FilesGone, StoreUnavailable
from store.recorded_log import RecordedLog
from store.time_budget import deadline
from testkit.builders import stored_commands

SUFFIXES = pytest.mark.parametrize("suffix", ["", "-wal", "-shm"])


def delete(file: Path) -> None:
    file.unlink()


def replace(file: Path) -> None:
    """Put a copy in its place, as a copying tool or an editor does."""
    copy = file.with_name("copy")
    shutil.copyfile(file, copy)
    copy.replace(file)


def move(file: Path) -> None:
    file.rename(file.with_name("moved"))


def read_for(seconds: float, log: RecordedLog) -> None:
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        log.last_position()


def append(log: RecordedLog, after: int) -> None:
    log.append(*stored_commands.command(after=after))


def events_after_a_crash(path: Path, folder: Path) -> int:
    """How many events the next process would find if this one were killed now."""
    folder.mkdir()
    for suffix in ("", "-wal"):
        file = path.with_name(path.name + suffix)
        if file.exists():
            shutil.copyfile(file, folder / file.name)
    with closing(sqlite3.connect(folder / path.name)) as found:
        count: int = found.execute("SELECT COUNT(*) FROM stored_events").fetchone()[0]
        return count


def until_settled(sqlite: SqliteDatabase) -> bool:
    """Wait until the folder alone is looked at."""
    give_up = time.monotonic() + 20
    while sqlite._files._names.settled is None and time.monotonic() < give_up:
        sqlite._files.require()
    return sqlite._files._names.settled is not None


@SUFFIXES
@pytest.mark.parametrize("lose", [delete, replace, move])
@pytest.mark.parametrize("had_written", [True, False])
@pytest.mark.parametrize("settled", [True, False])
def test_an_act_is_not_acknowledged_once_a_file_of_the_log_is_gone(
    sqlite: SqliteDatabase,
    tmp_path: Path,
    suffix: str,
    lose: Callable[[Path], None],
    had_written: bool,
    settled: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # given
    log, after = RecordedLog(sqlite), int(had_written)
    if had_written:
        append(log, 0)
    log.last_position()
    if settled:
        monkeypatch.setattr(file_names, "_SETTLED", 50_000_000)
        assert until_settled(sqlite)
    # when
    lose(tmp_path / f"log.db{suffix}")
    # then
    for _ in range(2):
        with pytest.raises(
            StoreUnavailable, match=f"log.db{suffix} was deleted, moved or replaced"
        ):
            append(log, after)
    with pytest.raises(StoreUnavailable, match="was deleted, moved or replaced"):
        log.last_position()
    with pytest.raises(StoreUnavailable, match="was deleted, moved or replaced"):
        log.put_content(b"1")


def empty(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.truncate(0)


def test_an_emptied_wal_is_named_with_the_way_on(sqlite: SqliteDatabase, tmp_path: Path) -> None:
    """As after `: > log.db-wal`: the file keeps its name, and its content is lost."""
    # given
    log = RecordedLog(sqlite)
    for after in range(3):
        append(log, after)
    # when
    empty(tmp_path / "log.db-wal")
    # then
    for _ in range(2):
        with pytest.raises(StoreUnavailable) as told:
            append(log, 3)
        assert "jixiao restore" in str(told.value)
        assert "见正在使用本库的程序的提示" not in str(told.value)


def test_who_read_before_an_emptied_wal_names_it_itself(
    sqlite: SqliteDatabase, tmp_path: Path
) -> None:
    """As `jixiao up` does: it refers to no other program."""
    log = RecordedLog(sqlite)
    for after in range(3):
        append(log, after)
    assert log.last_position() == 3
    empty(tmp_path / "log.db-wal")
    with pytest.raises(FilesGone) as told:
        sqlite.rows("SELECT e.state, c.act FROM stored_events e, command_log c", ())
    assert "被清空，不再办理：最近办理的事项已不在库中" in str(told.value)
    assert "另一程序" not in str(told.value)


def test_a_wal_that_sqlite_emptied_itself_is_in_order(
    sqlite: SqliteDatabase, tmp_path: Path
) -> None:
    log = RecordedLog(sqlite)
    append(log, 0)
    sqlite._files._empty_wal()
    assert (tmp_path / "log.db-wal").stat().st_size == 0
    append(log, 1)
    assert log.last_position() == 2


def test_what_was_acknowledged_before_the_wal_was_deleted_is_brought_into_the_database(
    sqlite: SqliteDatabase, tmp_path: Path
) -> None:
    # given
    log = RecordedLog(sqlite)
    for after in range(3):
        append(log, after)
    # when
    (tmp_path / "log.db-wal").unlink()
    with pytest.raises(StoreUnavailable, match=r"log\.db has all that was acknowledged"):
        append(log, 3)
    # then
    assert events_after_a_crash(tmp_path / "log.db", tmp_path / "crashed") >= 3


def test_a_log_whose_files_have_their_names_back_goes_on(
    sqlite: SqliteDatabase, tmp_path: Path
) -> None:
    # given
    log, (row, events) = RecordedLog(sqlite), stored_commands.command()
    log.last_position()
    wal = tmp_path / "log.db-wal"
    away = wal.rename(tmp_path / "away")
    with pytest.raises(StoreUnavailable):
        log.append(row, events)
    # when
    away.rename(wal)
    # then
    assert log.append(row, events) == row
    assert log.versions([stored_commands.STREAM]) == {stored_commands.STREAM: 1}


def test_a_database_that_is_gone_does_not_say_that_it_has_everything(
    sqlite: SqliteDatabase, tmp_path: Path
) -> None:
    log = RecordedLog(sqlite)
    append(log, 0)
    (tmp_path / "log.db").unlink()
    with pytest.raises(StoreUnavailable) as refused:
        append(log, 1)
    assert "has all" not in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_of_a_folder_that_was_moved_as_a_whole_nothing_is_said_to_be_lost(tmp_path: Path) -> None:
    # given
    here, there = tmp_path / "here", tmp_path / "there"
    migrate(sqlite_url(here / "log.db"))
    with closing(SqliteDatabase(here / "log.db")) as opened:
        log = RecordedLog(opened)
        append(log, 0)
        # when
        here.rename(there)
        with pytest.raises(StoreUnavailable) as refused:
            append(log, 1)
        # then
        assert "数据目录整体移走，已办事项完好" in str(refused.value)
        there.rename(here)
        append(log, 2)  # behind the act that was stored and not acknowledged


def test_a_new_connection_does_not_take_other_files_for_the_log(
    sqlite: SqliteDatabase, tmp_path: Path
) -> None:
    log = RecordedLog(sqlite)
    log.last_position()
    (tmp_path / "log.db-wal").unlink()
    with (
        sqlite_connections.lent(sqlite._datastore.pool, deadline(1)),
        pytest.raises(StoreUnavailable, match="was deleted, moved or replaced"),
    ):
        log.last_position()
    assert not (tmp_path / "log.db-wal").exists()


@pytest.mark.parametrize("lose", [delete, move])
@pytest.mark.parametrize("rested", [False, True])
def test_who_opens_a_log_whose_wal_is_gone_is_told_so_or_reads_all_of_it(
    sqlite: SqliteDatabase, tmp_path: Path, lose: Callable[[Path], None], rested: bool
) -> None:
    # given a log in use
    append(RecordedLog(sqlite), 0)
    if rested:
        assert sqlite._files._copied("TRUNCATE")
    # when
    lose(tmp_path / "log.db-wal")
    # then another who opens it
    with closing(RecordedLog(SqliteDatabase(tmp_path / "log.db"))) as other:
        if rested:
            assert other.last_position() == 1
            return
        with pytest.raises(FilesGone, match=f"^{tmp_path}/log.db-wal 在使用中被删除") as told:
            other.last_position()
    assert len(str(told.value).splitlines()) == 1


def test_a_short_read_of_a_log_that_has_its_wal_is_not_a_lost_file(
    sqlite: SqliteDatabase, tmp_path: Path
) -> None:
    append(RecordedLog(sqlite), 0)
    short = sqlite3.OperationalError("disk I/O error")
    short.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHORT_READ
    assert lost_before(tmp_path / "log.db", short) is None
    (tmp_path / "log.db-wal").unlink()
    assert lost_before(tmp_path / "log.db", short) is not None
    short.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ
    assert lost_before(tmp_path / "log.db", short) is None


def test_a_log_is_opened_again_after_its_files_were_lost(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    migrate(sqlite_url(path))
    with closing(RecordedLog(SqliteDatabase(path))) as log:
        append(log, 0)
        (tmp_path / "log.db-wal").unlink()
        with pytest.raises(StoreUnavailable):
            append(log, 1)
    with closing(RecordedLog(SqliteDatabase(path))) as again:
        held = again.versions([stored_commands.STREAM])[stored_commands.STREAM]
        assert held in {1, 2}
        append(again, held)


def test_a_log_that_rests_has_an_empty_wal(
    sqlite: SqliteDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    monkeypatch.setattr(quiet_time, "QUIET", 0.02)
    log, wal = RecordedLog(sqlite), tmp_path / "log.db-wal"
    for after in range(3):
        # when
        append(log, after)
        # then
        give_up = time.monotonic() + 20
        while wal.stat().st_size:
            assert time.monotonic() < give_up, "the -wal is still there"
            os.sched_yield()
        assert log.versions([stored_commands.STREAM]) == {stored_commands.STREAM: after + 1}


def test_a_log_in_use_is_not_checkpointed_before_it_rests(
    sqlite: SqliteDatabase, tmp_path: Path
) -> None:
    append(RecordedLog(sqlite), 0)
    assert (tmp_path / "log.db-wal").stat().st_size


def test_a_log_that_rests_notices_that_its_files_are_gone(
    sqlite: SqliteDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    monkeypatch.setattr(quiet_time, "QUIET", 0.2)
    append(RecordedLog(sqlite), 0)
    # when
    (tmp_path / "log.db-wal").unlink()
    # then
    give_up = time.monotonic() + 20
    while sqlite._files.lost is None:
        assert time.monotonic() < give_up, "nobody noticed"
        os.sched_yield()
    assert events_after_a_crash(tmp_path / "log.db", tmp_path / "crashed") == 1


def test_a_closed_log_leaves_no_thread_and_no_wal(tmp_path: Path) -> None:
    migrate(sqlite_url(tmp_path / "log.db"))
    with closing(SqliteDatabase(tmp_path / "log.db")) as database:
        append(RecordedLog(database), 0)
        resting = database._files._quiet_time.waiting
        assert resting is not None
    resting.join(20)
    assert not resting.is_alive()
    assert not (tmp_path / "log.db-wal").exists()


@SUFFIXES
@pytest.mark.parametrize("lose", [delete, replace, move])
def test_who_only_reads_notices_that_a_file_is_gone(
    sqlite: SqliteDatabase,
    tmp_path: Path,
    suffix: str,
    lose: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # given
    monkeypatch.setattr(sqlite_files, "_LOOK_SECONDS", 0.01)
    log = RecordedLog(sqlite)
    append(log, 0)
    log.last_position()
    # when
    lose(tmp_path / f"log.db{suffix}")
    # then
    with pytest.raises(FilesGone, match=f"^{tmp_path}/log.db{suffix} 在使用中被删除"):
        read_for(20, log)


class Busy:
    """A connection beside which another one checkpoints for a while: SQLite gives no counts."""

    def __init__(self, connection: sqlite3.Connection, times: int) -> None:
        self._connection = connection
        self._left = times

    def execute(self, statement: str) -> sqlite3.Cursor:
        self._left -= 1
        busy = self._left >= 0
        return self._connection.execute("SELECT 1, -1, -1" if busy else statement)

    def close(self) -> None:
        self._connection.close()


@pytest.mark.parametrize(("times", "saved"), [(0, True), (2, True), (1000, False)])
def test_what_is_saved_while_another_process_saves_is_not_said_too_soon(
    sqlite: SqliteDatabase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    times: int,
    saved: bool,
) -> None:
    # given
    monkeypatch.setattr(sqlite_files, "_PAUSE", 0.001)
    log, files = RecordedLog(sqlite), sqlite._files
    append(log, 0)
    anchor = files._anchor
    assert anchor is not None
    busy: Any = Busy(anchor, times)
    files._anchor = busy
    # when
    (tmp_path / "log.db-wal").unlink()
    with pytest.raises(FilesLost) as lost:
        files.require()
    # then
    assert ("log.db has all that was acknowledged" in str(lost.value)) == saved
    assert events_after_a_crash(tmp_path / "log.db", tmp_path / "crashed") == int(saved)
