"""Each command that takes its time draws a bar on a terminal only, and says its end in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from console.cli.command_list import whole
from store import sqlite_url
from store.backups.backup import back_up
from store.migrations import migrator as schema
from store.progress import unwatched
from tests import small_log

COMMANDS = {
    "migrate": (("迁移 migrating",), r"新建事件库，表的版本 a new event log, tables \d+\n$"),
    "backup": (("备份 backing up",), r"one\.backup: 事件 events 11，.*\n$"),
    "restore": (("恢复备份 restoring",), r"\n下一步 next: jixiao up .* jixiao recover .*\n$"),
    "rebuild": (("重建 rebuilding",), r"^事件 events 11 → .*projections\.db\n$"),
    "doctor": (("日志 log", "事项 subjects"), r"\n正常 sound\n$"),
}
"""What its bars are called, and how its output ends."""


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("JIXIAO_STORE", "TEMPORAL_ADDRESS", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    yield
    structlog.reset_defaults()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    small_log.write(sqlite_url(tmp_path / "data" / "log.db"))
    return tmp_path / "data"


def run(command: str, data: Path) -> Result:
    folder = data.parent
    at, made = ("--data", str(data)), str(folder / "one.backup")
    if command == "restore":
        back_up(sqlite_url(data / "log.db"), folder / "one.backup", {}, unwatched)
    arguments = {
        "migrate": ("migrate", "--data", str(folder / "new")),
        "backup": ("backup", made, *at),
        "restore": ("restore", made, "--data", str(folder / "restored")),
        "rebuild": ("projections", "rebuild", *at),
        "doctor": ("doctor", *at),
    }
    return CliRunner().invoke(whole(), list(arguments[command]))


@pytest.mark.parametrize("command", COMMANDS)
def test_on_a_terminal_each_bar_comes_to_its_end(
    command: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bars, end = COMMANDS[command]
    monkeypatch.setenv("FORCE_COLOR", "1")  # rich takes it for a terminal
    done = run(command, data)
    assert done.exit_code == 0, done.output
    for name in bars:
        *_, last = re.findall(rf"{name}.*?(\d+)/(\d+)", done.stderr)
        assert last[0] == last[1] != "0"
    assert re.search(end, done.stdout)


@pytest.mark.parametrize("command", COMMANDS)
def test_in_a_pipe_only_the_end_is_said(command: str, data: Path) -> None:
    done = run(command, data)
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    assert re.search(COMMANDS[command][1], done.stdout)


def test_tables_that_are_up_to_date_are_said_to_be(data: Path) -> None:
    done = CliRunner().invoke(whole(), ["migrate", "--data", str(data)])
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.endswith(f"tables are up to date, version {len(schema.STEPS)}\n")
