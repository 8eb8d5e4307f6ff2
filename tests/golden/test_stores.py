"""Every golden store is opened by today's program once it is migrated, and goes on."""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from pathlib import Path

import pytest

from activities.command_handler import CommandHandler
from store import migrate, open_log
from store.backups.backup import back_up, restore
from store.integrity_check import unsound
from store.migrations import migrator
from store.port import StoreNotMigrated
from tests.golden.store_files import STORES, expectation_of, folded, store_of, unpacked, write
from tests.small_log import P2, act, at

VERSIONS = [int(path.name.split("-")[1].split(".")[0]) for path in STORES.glob("tables-*.db.gz")]
SHA256 = {
    1: "2353097a0dfede07acba76c4b0ea02ea851dd8ceaa06437381b166878dfaeead",
    2: "04d655c212cd09750c416792c322bd025d9ad025be3d30451d52ad15ee2cefe3",
    3: "7feef14a18fd4aed9e232d03d5dd171abc4092de1f3cceb04c65190adad00c1b",
    4: "4df23565a25af8319bb5272f439f5ec3f0dd17cc6ecf74dd9d74e3a2015b7c8d",
    5: "cfd0dfb81d18c8a9a1c6048a6b27b812caa60f9342f9b19158440f475cf478da",
}
"""The sha256 of each golden store: one that was written is never changed."""


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> int:
    found: int = request.param
    return found


@pytest.fixture
def url(version: int, tmp_path: Path) -> str:
    return unpacked(version, tmp_path / "log.db")


def test_there_is_a_golden_store_of_each_version() -> None:
    assert sorted(VERSIONS) == list(range(1, len(migrator.STEPS) + 1)), (
        "write the one of the new version: python -m tests.golden.store_files"
    )


def test_a_golden_store_is_never_changed(version: int) -> None:
    assert hashlib.sha256(store_of(version).read_bytes()).hexdigest() == SHA256[version]
    with pytest.raises(FileExistsError):
        write()


def test_an_older_store_is_refused_until_it_is_migrated_and_then_folds_to_the_same(
    version: int, url: str
) -> None:
    # given
    if version < len(migrator.STEPS):
        with pytest.raises(StoreNotMigrated, match="run `jixiao migrate`"):
            open_log(url)
    # when
    report = migrate(url)
    # then
    assert (report.before, report.after) == (version, len(migrator.STEPS))
    with closing(open_log(url)) as log:
        assert folded(log) == json.loads(expectation_of(version).read_text("utf-8"))
        assert unsound(url, log) == []


def test_a_migrated_store_takes_the_next_act_and_answers_the_old_ones(url: str) -> None:
    migrate(url)
    with closing(open_log(url)) as log:
        deciding, admitted = CommandHandler(log), act(P2, "library.admit")
        (added,) = log.commands(P2)
        settled = deciding.submit(admitted, at("2023-01-14"))
        assert (settled.outcome["status"], settled.view.version) == ("accepted", 2)
        assert log.command(added.command_id) == added


def test_a_backup_of_an_older_store_is_restored_in_todays_tables(
    version: int, url: str, tmp_path: Path
) -> None:
    migrate(url)
    back_up(url, tmp_path / "one.backup", {}, lambda _done, _of: None)
    restore(tmp_path / "one.backup", tmp_path / "restored", lambda _done, _of: None)
    with closing(open_log(f"sqlite://{tmp_path / 'restored' / 'log.db'}")) as log:
        assert folded(log) == json.loads(expectation_of(version).read_text("utf-8"))
