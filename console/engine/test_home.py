"""One place of a log on a machine: copies and restored logs tell each other where it goes on."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from console.engine.home import HomeWatch, leave_original, take_home
from console.settings import running_file
from store import migrate, sqlite_url
from store.backups.backup import back_up, restore
from store.factory import use_here
from store.home import CopiedLog
from store.port import LogKind, LogRefused

Copies = Callable[[str], Path]


def url_of(folder: Path) -> str:
    return sqlite_url(folder / "log.db")


@pytest.fixture
def used(tmp_path: Path) -> Path:
    """A directory with a log that is in use there."""
    folder = tmp_path / "used"
    folder.mkdir()
    migrate(url_of(folder), first_use=LogKind.REAL)
    use_here(url_of(folder))
    return folder


@pytest.fixture
def copied(used: Path, tmp_path: Path) -> Copies:
    return lambda name: Path(shutil.copytree(used, tmp_path / name))


@pytest.fixture
def restored(used: Path, tmp_path: Path) -> Copies:
    """Directories that were restored from a backup of the log in use."""

    def of(name: str) -> Path:
        file = tmp_path / f"{name}.backup"
        back_up(url_of(used), file, {}, lambda _done, _of: None)
        restore(file, tmp_path / name, lambda _done, _of: None)
        return tmp_path / name

    return of


def run_on(folder: Path) -> None:
    """Write down that a stack runs on a directory: this process."""
    running_file(folder).write_text(json.dumps({"pid": os.getpid()}))


def taken(folder: Path) -> list[str]:
    """Take the log of a directory over, as `up --take-over` does."""
    said: list[str] = []
    take_home(folder, url_of(folder), said.append)
    leave_original(folder, url_of(folder), said.append)
    use_here(url_of(folder))
    return said


def test_of_two_copies_that_take_over_in_turn_the_first_no_more_starts(
    used: Path, copied: Copies
) -> None:
    first, second = copied("first"), copied("second")
    taken(first)
    # when
    taken(second)
    # then
    for folder in (used, first):
        with pytest.raises(CopiedLog, match=str(second)):
            use_here(url_of(folder))
    use_here(url_of(second))


def test_a_copy_takes_nothing_over_while_another_copy_runs_that_did(
    used: Path, copied: Copies
) -> None:
    first, second = copied("first"), copied("second")
    taken(first)
    run_on(first)
    # when
    with pytest.raises(LogRefused, match=f"`jixiao up` runs on {first}: stop it first"):
        taken(second)
    # then nothing has changed
    use_here(url_of(first))
    with pytest.raises(CopiedLog, match=str(first)):
        use_here(url_of(used))


def test_of_two_that_take_over_at_once_one_is_refused(used: Path, copied: Copies) -> None:
    copy = copied("copy")
    held = os.open(used, os.O_RDONLY | os.O_DIRECTORY)
    fcntl.flock(held, fcntl.LOCK_EX)
    # when
    with pytest.raises(LogRefused, match="another process takes over the log"):
        taken(copy)
    # then
    os.close(held)
    use_here(url_of(used))
    taken(copy)


def test_another_log_in_the_recorded_place_is_left_alone(used: Path, copied: Copies) -> None:
    copy = copied("copy")
    shutil.rmtree(used)
    used.mkdir()
    migrate(url_of(used), first_use=LogKind.REAL)
    use_here(url_of(used))
    # when
    taken(copy)
    # then
    use_here(url_of(used))


def test_a_stack_learns_that_another_place_took_its_log_over(used: Path, copied: Copies) -> None:
    watch = HomeWatch(url_of(used))
    watch.look()
    copy = copied("copy")
    # when
    taken(copy)
    # then
    with pytest.raises(CopiedLog, match=str(copy)):
        watch.look()
    watch.close()


def test_a_watch_passes_over_a_log_that_is_gone(used: Path) -> None:
    watch = HomeWatch(url_of(used))
    shutil.rmtree(used)
    watch.look()
    watch.close()


def test_the_original_of_a_restored_log_no_more_starts(used: Path, restored: Copies) -> None:
    back = restored("back")
    # when
    said = taken(back)
    # then
    assert [str(used / "log.db") in line for line in said] == [True]
    with pytest.raises(CopiedLog, match=str(back)):
        use_here(url_of(used))
    assert taken(back) == []


def test_a_restored_log_does_not_start_while_its_original_runs(
    used: Path, restored: Copies
) -> None:
    back = restored("back")
    run_on(used)
    # when
    with pytest.raises(LogRefused, match=f"`jixiao up` runs on {used}: stop it first"):
        taken(back)
    # then
    use_here(url_of(used))
    running_file(used).unlink()
    taken(back)


def test_of_two_restored_logs_the_one_that_began_last_goes_on(used: Path, restored: Copies) -> None:
    first, second = restored("first"), restored("second")
    taken(first)
    # when
    taken(second)
    # then
    for folder in (used, first):
        with pytest.raises(CopiedLog, match=str(second)):
            use_here(url_of(folder))


def test_a_restored_log_whose_original_is_gone_starts_without_a_word(
    used: Path, restored: Copies
) -> None:
    back = restored("back")
    shutil.rmtree(used)
    assert taken(back) == []


def test_a_backup_of_a_log_that_was_restored_and_not_used_knows_the_original(
    used: Path, restored: Copies, tmp_path: Path
) -> None:
    back = restored("back")
    file = tmp_path / "again.backup"
    back_up(url_of(back), file, {}, lambda _done, _of: None)
    restore(file, tmp_path / "again", lambda _done, _of: None)
    # when
    taken(tmp_path / "again")
    # then
    with pytest.raises(CopiedLog):
        use_here(url_of(used))
