"""Backups: taken while others write, restored whole or not at all."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import structlog
import typer
from typer.testing import CliRunner, Result

from console.cli.commands import backup as backup_command
from console.cli.commands import restore as restore_command
from store import migrate, open_log, sqlite_url
from store.backups.backup import Manifest, NoBackup, back_up, restore
from store.factory import settle_kind
from store.integrity_check import unsound
from store.migrations import migrator
from store.migrations.migrator import SchemaStep
from store.port import LogIdentity
from testkit.builders import stored_commands
from tests import small_log

WRITING = Path(__file__).with_name("writing_process.py")
SECOND = "CREATE TABLE second (a INTEGER)"

app = typer.Typer()
backup_command.register(app)
restore_command.register(app)


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("JIXIAO_STORE", raising=False)
    yield
    structlog.reset_defaults()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data directory of a small log."""
    small_log.write(sqlite_url(tmp_path / "data" / "log.db"))
    return tmp_path / "data"


@pytest.fixture
def backup(data: Path, tmp_path: Path) -> Path:
    kept(data, tmp_path / "one.backup")
    return tmp_path / "one.backup"


def quiet(_done: int, _of: int) -> None:
    """Nobody watches."""


def kept(data: Path, file: Path) -> Manifest:
    return back_up(sqlite_url(data / "log.db"), file, {"SETTING": "值"}, quiet)


def everything(directory: Path) -> tuple[list[Any], list[Any]]:
    """All events and all commands of a log."""
    with closing(open_log(sqlite_url(directory / "log.db"))) as log:
        commands = [row for stream in log.streams("") for row in log.commands(stream)]
        return list(log.notifications(0, 1_000_000)), list(commands)


@contextmanager
def writing(url: str, streams: list[str]) -> Iterator[None]:
    """Processes that append without a pause."""
    with ExitStack() as processes:
        for stream in streams:
            process = subprocess.Popen([sys.executable, str(WRITING), url, stream])
            processes.callback(process.wait)
            processes.callback(process.kill)
        yield


def await_events(url: str, number: int) -> None:
    give_up = time.monotonic() + 60
    with closing(open_log(url)) as log:
        while log.last_position() < number:
            assert time.monotonic() < give_up, f"no {number} events"
            time.sleep(0.01)


def test_given_writers_that_never_pause_when_backed_up_then_each_backup_is_a_moment_of_the_log(
    tmp_path: Path,
) -> None:
    # given
    data, backups = tmp_path / "data", [tmp_path / f"{number}.backup" for number in range(3)]
    url = sqlite_url(data / "log.db")
    migrate(url)
    told: list[tuple[int, int]] = []
    with writing(url, ["652825/2023/A", "652825/2023/B"]):
        await_events(url, 400)
        manifests = []
        for number, file in enumerate(backups):
            # when
            at = 400 * (number + 1)
            await_events(url, at)
            manifests.append(back_up(url, file, {}, lambda done, of: told.append((done, of))))
            assert manifests[-1].last_position >= at
    events, _ = everything(data)
    # then
    assert told[-1][0] == told[-1][1]
    for number, (file, manifest) in enumerate(zip(backups, manifests, strict=True)):
        again = tmp_path / f"restored-{number}"
        assert restore(file, again, quiet) == (manifest, {})
        restored, commands = everything(again)
        assert restored == events[: manifest.last_position]
        assert [one.position for one in restored] == list(range(1, manifest.last_position + 1))
        assert len(commands) == manifest.commands == manifest.last_position // 2
        with closing(open_log(sqlite_url(again / "log.db"))) as log:
            assert unsound(sqlite_url(again / "log.db"), log) == []
            log.append(*stored_commands.command(stream="652825/2023/C"))
            assert log.last_position() == manifest.last_position + 1


def test_given_a_backup_when_restored_then_log_contents_and_settings_are_there(
    data: Path, backup: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    for place in (tmp_path / "empty", tmp_path / "new" / "below"):
        manifest, settings = restore(backup, place, quiet)
        assert everything(place) == everything(data)
        assert settings == {"SETTING": "值"}
        assert (manifest.events, manifest.last_position) == (11, 11)
        assert (manifest.schema, manifest.commands) == (len(migrator.STEPS), 12)
        with closing(open_log(sqlite_url(place / "log.db"))) as log:
            assert unsound(sqlite_url(place / "log.db"), log) == []
        assert [file.name for file in place.iterdir()] == ["log.db"]


def places(size: int) -> list[int]:
    """Bytes to damage: the ends, the borders of the archive's blocks, and some between."""
    ends = (0, 1, 511, 512, 600, 1023, 1024, size - 65, size - 64, size - 1)
    return [*ends, *range(2000, size - 66, size // 20)]


def test_given_a_backup_damaged_by_one_byte_when_restored_then_it_is_refused_and_nothing_made(
    backup: Path, tmp_path: Path
) -> None:
    whole, damaged = backup.read_bytes(), tmp_path / "damaged.backup"
    before = sorted(tmp_path.iterdir())
    for place in places(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        damaged.write_bytes(changed)
        with pytest.raises(NoBackup, match=r"damaged\.backup: 已损坏.* / is damaged"):
            restore(damaged, tmp_path / "restored", quiet)
    damaged.unlink()
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("length", [0, 1, 63, 64, 65, 5000, -65, -64, -1])
def test_given_a_backup_cut_short_when_restored_then_it_is_refused(
    backup: Path, tmp_path: Path, length: int
) -> None:
    cut = tmp_path / "cut.backup"
    cut.write_bytes(backup.read_bytes()[:length])
    with pytest.raises(NoBackup, match="cut short"):
        restore(cut, tmp_path / "restored", quiet)
    cut.write_bytes(backup.read_bytes() + b"0")
    with pytest.raises(NoBackup, match="is damaged"):
        restore(cut, tmp_path / "restored", quiet)
    assert not (tmp_path / "restored").exists()


def test_given_a_backup_of_a_newer_program_when_restored_then_it_is_refused(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "newer.backup"
    with monkeypatch.context() as newer:
        newer.setattr(migrator, "STEPS", [*migrator.STEPS, SchemaStep(SECOND, SECOND)])
        migrate(sqlite_url(data / "log.db"))
        kept(data, file)
    with pytest.raises(NoBackup, match="made by a newer jixiao"):
        restore(file, tmp_path / "restored", quiet)
    assert not (tmp_path / "restored").exists()


def test_given_a_backup_of_an_older_program_when_restored_then_its_tables_are_migrated(
    data: Path, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(data)
    monkeypatch.setattr(migrator, "STEPS", [*migrator.STEPS, SchemaStep(SECOND, SECOND)])
    manifest, _ = restore(backup, tmp_path / "restored", quiet)
    assert manifest.schema == len(migrator.STEPS) - 1
    assert everything(tmp_path / "restored") == before


def test_given_a_directory_with_anything_in_it_when_restored_then_it_is_left_alone(
    data: Path, backup: Path, tmp_path: Path
) -> None:
    before = everything(data)
    (tmp_path / "file").touch()
    for place in (data, tmp_path / "file"):
        with pytest.raises(NoBackup, match="into an empty directory only"):
            restore(backup, place, quiet)
    assert everything(data) == before


def test_given_what_cannot_be_backed_up_when_asked_then_one_line_says_why(
    data: Path, backup: Path, tmp_path: Path
) -> None:
    url = sqlite_url(data / "log.db")
    for given_url, file, why in (
        ("postgresql://localhost/log", tmp_path / "x", "`pg_dump --format=custom`"),
        (url, backup, "is there already"),
        (url, tmp_path / "no" / "x", "is no directory"),
    ):
        with pytest.raises(NoBackup, match=why):
            back_up(given_url, file, {}, quiet)


def test_given_a_backup_when_restored_twice_then_each_is_another_copy_of_the_same_log(
    data: Path, backup: Path, tmp_path: Path
) -> None:
    copies = [tmp_path / "first", tmp_path / "second"]
    manifests = [restore(backup, place, quiet)[0] for place in copies]
    # then
    made = identity_of(data)
    found = [identity_of(place) for place in copies]
    assert {one.id for one in found} == {made.id}
    assert len({made.copy, *(one.copy for one in found)}) == 3
    assert {one.kind for one in found} == {made.kind}
    assert {one.log_id for one in manifests} == {str(made.id)}
    # and each says since when it may lack acts
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        newest = max(row.stored_at for one in log.streams("") for row in log.commands(one))
    assert {one.restored[0].newest_at for one in found} == {newest}
    assert all(len(one.restored) == 1 for one in found)
    assert made.restored == ()
    # and the restored log keeps what it was given
    assert settle_kind(sqlite_url(copies[0] / "log.db")).copy == found[0].copy


@pytest.mark.parametrize("clock", ["real", "simulated"])
def test_given_a_log_with_a_kind_when_backed_up_then_the_manifest_names_it(
    tmp_path: Path, clock: str
) -> None:
    small_log.write(sqlite_url(tmp_path / "log.db"), clock)
    identity = settle_kind(sqlite_url(tmp_path / "log.db"))
    manifest = kept(tmp_path, tmp_path / "one.backup")
    assert (manifest.log_id, manifest.log_kind) == (str(identity.id), clock)
    again, _ = restore(tmp_path / "one.backup", tmp_path / "restored", quiet)
    assert again == manifest
    assert identity_of(tmp_path / "restored").kind == identity.kind


def identity_of(directory: Path) -> LogIdentity:
    with closing(open_log(sqlite_url(directory / "log.db"))) as log:
        return log.identity()


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_given_the_command_line_when_backed_up_and_restored_then_it_tells_what_it_holds(
    data: Path, tmp_path: Path
) -> None:
    # given a file named by itself, in a directory
    (tmp_path / "kept").mkdir()
    done = run("backup", tmp_path / "kept", "--data", data)
    assert done.exit_code == 0, done.output
    (file,) = (tmp_path / "kept").iterdir()
    assert f"{file}: 事件 events 11" in done.stdout
    assert f"库标识 log {identity_of(data).id}，性质 kind 未定" in done.stdout
    # when
    back = run("restore", file, "--data", tmp_path / "restored")
    # then
    assert back.exit_code == 0, back.output
    assert f"JIXIAO_DATA={data}" in back.stdout
    restored = identity_of(tmp_path / "restored")
    assert f"库标识 log {restored.id}，副本 copy {restored.copy}，性质 kind 演练" in back.stdout
    assert "jixiao recover" in back.stdout
    told = json.loads(run("backup", tmp_path / "x", "--data", data, "--json").stdout)
    manifest = kept(data, tmp_path / "y")
    assert told["log_sha256"] == asdict(manifest)["log_sha256"]


def test_given_bad_input_when_restored_then_the_exit_is_2_with_one_line(
    data: Path, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(__file__, tmp_path / "text")
    for words in (
        ("restore", backup, "--data", data),
        ("restore", tmp_path / "text", "--data", tmp_path / "r"),
        ("restore", tmp_path / "nothing", "--data", tmp_path / "r"),
        ("backup", backup, "--data", data),
    ):
        done = run(*words)
        assert (done.exit_code, done.stdout) == (2, ""), words
        assert len(done.stderr.splitlines()) == 1, words
    monkeypatch.setenv("JIXIAO_STORE", "sqlite:///somewhere/else.db")
    with pytest.raises(restore_command.InputError, match="unset it"):
        CliRunner().invoke(
            app, ["restore", str(backup), "--data", str(tmp_path / "r")], catch_exceptions=False
        )
    assert not (tmp_path / "r").exists()
