"""The home of a log: a copy of it knows that it is one, a moved log goes on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from store import migrate, open_log, sqlite_url
from store.databases import file_place
from store.factory import become_another_copy, home_at, open_database, settle_kind, use_here
from store.home import CopiedLog, home_of
from store.port import EventLog, LogIdentity, LogKind
from testkit.builders import stored_commands


def new_log(url: str, kind: LogKind = LogKind.REAL) -> str:
    migrate(url, first_use=kind)
    return url


@pytest.fixture
def used(tmp_path: Path) -> Path:
    """A directory with a log that is in use there."""
    use_here(new_log(sqlite_url(tmp_path / "used" / "log.db")))
    return tmp_path / "used"


def url_of(folder: Path) -> str:
    return sqlite_url(folder / "log.db")


def test_a_log_that_nobody_used_is_used_where_it_is(url: str) -> None:
    new_log(url)
    assert home_at(url).recorded is None
    # when
    use_here(url)
    # then
    home = home_at(url)
    assert home.recorded == home.here
    assert not home.is_elsewhere
    use_here(url)


def test_a_log_that_goes_on_elsewhere_says_since_when_it_may_lack_acts(
    log: EventLog, url: str
) -> None:
    become_another_copy(url)
    assert home_at(url).recorded is None or not home_at(url).is_elsewhere
    assert identity_of(url).restored == (), "an empty log lost nothing"
    row, events = stored_commands.command()
    log.append(row, events)
    # when
    become_another_copy(url)
    # then
    (lost,) = identity_of(url).restored
    assert lost.newest_at == row.stored_at
    assert lost.restored_at > lost.newest_at


def identity_of(url: str) -> LogIdentity:
    with closing(open_log(url)) as opened:
        return opened.identity()


def test_a_copied_directory_is_a_copy_until_it_is_the_only_one(used: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(used, tmp_path / "copy"))
    before = settle_kind(url_of(copy))
    # then
    with pytest.raises(CopiedLog, match=f"{used}/log.db.*jixiao up --take-over") as refused:
        use_here(url_of(copy))
    assert len(str(refused.value).splitlines()) == 1
    assert home_at(url_of(copy)).is_elsewhere
    use_here(url_of(used))
    # when
    become_another_copy(url_of(copy))
    # then
    use_here(url_of(copy))
    after = settle_kind(url_of(copy))
    assert after.id == before.id
    assert after.copy != before.copy


def test_a_copy_of_the_file_alone_is_a_copy_too(used: Path, tmp_path: Path) -> None:
    shutil.copy(used / "log.db", tmp_path / "log.db")
    with pytest.raises(CopiedLog):
        use_here(url_of(tmp_path))


def test_a_moved_directory_goes_on_and_its_new_path_is_known(used: Path, tmp_path: Path) -> None:
    moved = used.rename(tmp_path / "moved")
    # when
    use_here(url_of(moved))
    # then
    assert home_at(url_of(moved)).recorded_at == str(moved / "log.db")


@pytest.mark.parametrize(
    ("changed", "is_elsewhere"),
    [
        ({}, False),
        ({"device": "0"}, False),
        ({"path": "/there/log.db"}, False),
        ({"device": "0", "path": "/there/log.db"}, True),
        ({"inode": "0"}, True),
        ({"machine": "0"}, True),
    ],
)
def test_a_place_is_the_same_if_the_file_is_and_the_device_or_the_path(
    used: Path, changed: dict[str, str], is_elsewhere: bool
) -> None:
    with closing(open_database(url_of(used))) as database:
        there = {**database.place(), **changed}
        database.write(database.sql.set_home, (json.dumps(there),))
        assert home_of(database).is_elsewhere is is_elsewhere


def test_a_machine_without_an_id_is_one_machine(
    used: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_place, "_MACHINE_ID", tmp_path / "none")
    become_another_copy(url_of(used))
    use_here(url_of(used))


def test_the_copy_of_a_drill_goes_on(tmp_path: Path) -> None:
    use_here(new_log(url_of(tmp_path / "drill"), LogKind.SIMULATED))
    copy = Path(shutil.copytree(tmp_path / "drill", tmp_path / "copy"))
    use_here(url_of(copy))
    assert not home_at(url_of(copy)).is_elsewhere


@pytest.mark.postgres
def test_a_copied_database_is_a_copy_until_it_is_the_only_one(
    new_postgres: Callable[[], str],
) -> None:
    used, copy = (new_log(new_postgres()) for _ in range(2))
    use_here(used)
    with closing(open_database(used)) as one, closing(open_database(copy)) as other:
        ((home,),) = one.rows(one.sql.home, ())
        other.write(other.sql.set_home, (home,))
    with pytest.raises(CopiedLog):
        use_here(copy)
    become_another_copy(copy)
    use_here(copy)
    use_here(used)
