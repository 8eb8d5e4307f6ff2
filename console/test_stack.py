"""A client of an engine that is not there yet, or not at all."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client

from console import stack, worker_process
from console.cli.clock_watch import CLOCK_WRONG
from console.cli.log_watch import BACK
from console.engine import connection
from console.settings import running_clock, running_log
from deploy.errors import EngineError
from deploy.namespace import prepare_namespace
from faults.waiting import until
from store import migrate, sqlite_url
from store.factory import settle_kind
from store.port import LogKind
from testkit.wall_clock import WallClock, installed


async def test_an_engine_that_starts_again_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    # given an engine that answers at the third try
    tries: list[str] = []

    async def connected(address: str, **_: Any) -> str:
        tries.append(address)
        if len(tries) < 3:
            raise RuntimeError("Frontend is not healthy yet")
        return "client"

    monkeypatch.setattr(Client, "connect", connected)
    monkeypatch.setattr(connection, "_ENGINE_PAUSE", 0.0)
    # then
    client: Any = await connection.connect("127.0.0.1:1")
    assert client == "client"
    assert len(tries) == 3


async def test_an_engine_that_does_not_answer_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refused(_address: str, **_: Any) -> None:
        raise RuntimeError("connection refused")

    monkeypatch.setattr(Client, "connect", refused)
    monkeypatch.setattr(connection, "_ENGINE_SECONDS", 0.0)
    monkeypatch.setattr(connection, "_ENGINE_PAUSE", 0.0)
    with pytest.raises(EngineError, match=r"127\.0\.0\.1:1 does not answer: connection refused"):
        await connection.connect("127.0.0.1:1")


async def test_a_worker_is_started_by_the_words_that_its_stack_has(tmp_path: Path) -> None:
    # given
    script = "import os, sys; print('ready', sys.argv[1:], os.environ['JIXIAO_STORE'])"
    programs = worker_process.Programs((sys.executable, "-c", script))
    # when
    worker = worker_process.start_worker(tmp_path, "here:1", "sqlite:///log.db", programs=programs)
    try:
        worker_process.await_worker(worker)
        # then
        assert worker.output() == "ready ['--address', 'here:1'] sqlite:///log.db\n"
    finally:
        worker.stop()


class Worker:
    """A worker that printed something and ended, or runs."""

    def __init__(self, code: int | None, said: str) -> None:
        self._code = code
        self._said = said

    def exit_code(self) -> int | None:
        return self._code

    def output(self) -> str:
        return self._said

    def last_words(self) -> str:
        return self._said.rstrip("\n")


@pytest.mark.parametrize("code", [2, CLOCK_WRONG])
def test_a_worker_that_may_not_run_is_told_in_its_own_line(code: int) -> None:
    worker: Any = Worker(code, '{"event": "earlier"}\nthe clock is behind\n')
    with pytest.raises(worker_process.WorkerRefused, match=r"^the clock is behind$"):
        worker_process.await_worker(worker)


def test_a_worker_that_breaks_down_is_told_with_its_last_words() -> None:
    worker: Any = Worker(1, "Traceback\nboom\n")
    with pytest.raises(EngineError, match="did not start:\nTraceback\nboom") as failed:
        worker_process.await_worker(worker)
    assert not isinstance(failed.value, worker_process.WorkerRefused)


def made(folder: Path, code: int | None) -> tuple[stack.Stack, list[int]]:
    """A stack whose worker ended, or runs; and how often it is started again."""
    url, starts = sqlite_url(folder / "log.db"), list[int]()
    migrate(url, first_use=LogKind.REAL)
    worker: Any = Worker(code, "the clock is behind\n")

    class Counted(stack.Stack):
        def restart_worker(self) -> None:
            starts.append(1)
            again: Any = Worker(None, "ready\n")
            self.worker = again

    return Counted(folder, url, settle_kind(url), "127.0.0.1:1", None, None, worker), starts


@pytest.mark.parametrize(("code", "again"), [(1, True), (-9, True), (CLOCK_WRONG, False)])
async def test_a_worker_is_started_again_unless_it_may_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, again: bool
) -> None:
    monkeypatch.setattr(stack, "_LOOK_SECONDS", 0.01)
    monkeypatch.setattr(connection, "_ENGINE_SECONDS", 0.0)
    running, starts = made(tmp_path, code)
    told: list[str] = []
    # when
    async with stack._mending(running, told.append):
        await until(lambda: bool(starts) or running.refused.is_set(), "the worker is looked at")
    # then
    assert (len(starts), running.refused.is_set()) == (int(again), not again)
    assert told == ([RESTARTED.format(code)] if again else [LAST])


async def test_a_clock_that_is_set_is_told_on_the_screen_and_to_other_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stack, "_LOOK_SECONDS", 0.01)
    running, _ = made(tmp_path, None)
    told: list[str] = []
    with installed(WallClock(datetime(2026, 11, 28, tzinfo=UTC))) as wall:
        async with stack._mending(running, told.append):
            wall.is_set(timedelta(hours=1))
            await until(lambda: len(told) == 1, "it is said")
            assert running_clock(tmp_path) == told[0]
            wall.is_set(timedelta(hours=-1))
            await until(lambda: len(told) == 2, "it is said that it is right")
            assert running_clock(tmp_path) is None
    assert "set ahead by 60 minutes" in told[0]


def test_a_new_log_is_named_and_an_old_one_is_not(tmp_path: Path) -> None:
    told: list[str] = []
    for _ in range(2):
        stack._prepared(tmp_path / "data", LogKind.REAL, told.append)
    assert told == [f"新建事件库 / a new event log: {tmp_path / 'data' / 'log.db'}"]


def lose(running: stack.Stack, suffix: str) -> Path:
    """Delete a file of the log."""
    path = running.data_dir / f"log.db{suffix}"
    path.unlink()
    return path


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm"])
async def test_a_file_of_the_log_that_is_gone_is_told_once_on_the_screen_and_to_other_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.setattr(stack, "_LOOK_SECONDS", 0.01)
    running, starts = made(tmp_path, None)
    told, alarms = list[str](), list[str]()
    running.alarm = alarms.append
    async with stack._mending(running, told.append):
        # when
        gone = lose(running, suffix)
        await until(lambda: bool(alarms), "it is said")
        # then
        assert running_log(tmp_path) == alarms[0]
        assert running.files_gone
        # and no new worker takes the files that are there now for the log
        ended: Any = Worker(1, "\n")
        running.worker = ended
        await asyncio.sleep(0.05)
    assert (len(alarms), told, starts) == (1, [], [])
    assert alarms[0].startswith(f"{gone} 在使用中被删除、移走或替换，不再办理：")
    assert "docs/operations.md" in alarms[0]


async def test_a_directory_that_is_moved_away_and_back_is_told_in_both_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stack, "_LOOK_SECONDS", 0.01)
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    running, _ = made(here, None)
    told: list[str] = []
    running.alarm = told.append
    async with stack._mending(running, told.append):
        # when
        here.rename(there)
        here.mkdir()
        await until(lambda: len(told) == 1, "it is said")
        # then
        assert running_log(here) == running_log(there) == told[0]
        assert told[0].endswith(f"数据目录现在 the data directory is now {there}")
        assert running.notice.place() == there
        # and when it is moved back
        (here / "running.json").unlink()
        here.rmdir()
        there.rename(here)
        await until(lambda: len(told) == 2, "it is said that they are back")
        assert running_log(here) is None
    assert told[1] == BACK
    assert not running.files_gone
    running.notice.close()
    assert not (here / "running.json").exists()


def test_a_stack_that_was_killed_says_nothing_of_its_log(tmp_path: Path) -> None:
    asked = [sys.executable, "-c", "import os; print(os.getpid())"]
    ended = int(subprocess.check_output(asked))
    for pid, said in ((os.getpid(), "gone"), (ended, None)):
        (tmp_path / "running.json").write_text(json.dumps({"pid": pid, "log": "gone"}))
        assert running_log(tmp_path) == said


LAST = "the clock is behind"
RESTARTED = "工作进程已退出（{0}），正在重新启动 / the worker ended ({0}), starting it again"


async def test_a_stack_on_a_server_that_is_down_is_one_line() -> None:
    with pytest.raises(EngineError, match=r"nothing answers at 127\.0\.0\.1:1: is the server"):
        await prepare_namespace("127.0.0.1:1")
