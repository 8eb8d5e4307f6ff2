"""`jixiao up` and `jixiao submit`, as processes of their own."""

import asyncio
import re
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import psutil

from activities.command_handler import CommandHandler
from console.cli.commands.up import READY
from console.settings import running_log
from domain.kernel.subject_ids import jurisdiction_year, packs
from faults.waiting import until
from store import open_log, sqlite_url
from tests.engine import tiny
from tests.engine.command_line import Done, finished, is_server, run, start, write_lines


@dataclass
class Up:
    """A running `jixiao up`: what it printed first, and all processes under it."""

    data: Path
    lines: dict[str, str] = field(default_factory=dict)
    processes: list[psutil.Process] = field(default_factory=list)
    done: Done | None = None


@asynccontextmanager
async def up(data: Path) -> AsyncIterator[Up]:
    """A stack that is stopped by Ctrl-C."""
    running = Up(data)
    process = await start("up", "--data", data)
    assert process.stdout is not None
    try:
        async with asyncio.timeout(60):
            while (line := (await process.stdout.readline()).decode().strip()) != READY:
                assert line or process.returncode is None, await finished(process)
                name, _, value = line.partition("  ")
                running.lines[name] = value.strip()
        running.processes = psutil.Process(process.pid).children(recursive=True)
        yield running
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        running.done = await finished(process)


def fetched(address: str) -> tuple[int, str]:
    with urlopen(address, timeout=10) as answer:  # noqa: S310 - on this machine
        return answer.status, answer.read().decode()


def answers(address: str) -> bool:
    host, _, port = address.partition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=1):
            return True
    except OSError:
        return False


def position(data: Path) -> int:
    log = open_log(sqlite_url(data / "log.db"))
    try:
        return log.last_position()
    finally:
        log.close()


def acts(folder: Path) -> Path:
    """The bureau's first acts, without days: they are taken when they are sent."""
    (folder / "portfolio.csv").write_text(tiny.PORTFOLIO)
    lines = [{k: v for k, v in line.items() if k != "on"} for line in tiny.bureau()]
    opening = next(line for line in lines if line["command"] == "year.open")
    opening["portfolio_file"] = str(folder / "portfolio.csv")
    return write_lines(folder / "acts.jsonl", lines[:7])


async def submit(file: Path, data: Path, *options: str) -> Done:
    where = ("--jurisdiction", tiny.COUNTY, "--work-year", str(tiny.YEAR), "--data", data)
    return await run("submit", file, *where, *options)


def is_settled(data: Path) -> bool:
    """Whether the bureau's calendar and packs have no step left to take."""
    log = open_log(sqlite_url(data / "log.db"))
    try:
        deciding, year = CommandHandler(log), jurisdiction_year(tiny.COUNTY, tiny.YEAR)
        views = [deciding.view(stream) for stream in (year, packs(tiny.COUNTY))]
        return all(view.version and view.next_step is None for view in views)
    finally:
        log.close()


def withdrawal() -> tiny.Line:
    actor = tiny.finance()
    return {"actor": actor, "command": "project.withdraw", "project": "T1", "reason": "合成"}


async def each_kind_is_answered(file: Path, data: Path) -> None:
    """Submit what is tried only, what is taken, what is refused and what cannot be read."""
    folder = file.parent
    tried = await submit(file, data, "--dry-run")
    assert (tried.code, position(data)) == (0, 0), tried.err
    sent = await submit(file, data)
    assert sent.code == 0, sent.err
    assert "year.opened" in sent.out
    opening = {"actor": tiny.finance(), "command": "year.open", "portfolio": "0" * 64}
    again = write_lines(folder / "again.jsonl", [{**opening, "clock": "real", "openings": []}])
    refused = await submit(again, data)
    assert refused.code == 3
    assert "duplicate" in refused.err
    assert "已启动" in refused.err
    unread = write_lines(folder / "bad.jsonl", [withdrawal(), {"command": "year.open"}])
    bad = await submit(unread, data)
    assert bad.code == 2
    assert bad.err.startswith(f"{unread}:2: ")
    assert len(bad.err.splitlines()) == 1


async def test_given_a_stack_when_it_is_used_and_stopped_then_nothing_runs_and_another_goes_on(
    tmp_path: Path,
) -> None:
    data, file = tmp_path / "data", acts(tmp_path)
    # given
    async with up(data) as first:
        assert re.fullmatch(r"127\.0\.0\.1:\d+ \(namespace jixiao\)", first.lines["引擎 Temporal"])
        status, page = await asyncio.to_thread(fetched, first.lines["网页 web UI"])
        assert status == 200
        assert "<html" in page
        assert len(first.processes) == 3, "server, web UI and worker"
        await each_kind_is_answered(file, data)
        await until(lambda: is_settled(data), "the year's projects are registered")
        before = position(data)
    # then
    assert first.done is not None
    assert first.done.code == 0, first.done.err
    assert "stopped" in first.done.out
    assert not [process for process in first.processes if process.is_running()]
    assert not (data / "running.json").exists()
    # and when another is started, and its worker dies
    async with up(data) as second:
        again = await submit(file, data)
        assert (again.code, position(data)) == (0, before)
        next(one for one in second.processes if "worker" in one.cmdline()).kill()
        more = await submit(write_lines(tmp_path / "more.jsonl", [withdrawal()]), data)
        assert more.code == 0, more.err
        assert position(data) == before + 1
    assert second.lines["引擎 Temporal"] == first.lines["引擎 Temporal"]
    assert second.done is not None
    assert second.done.code == 0, second.done.err
    assert "starting it again" in second.done.out


async def test_given_a_stack_when_its_server_dies_then_it_comes_back_where_it_was(
    tmp_path: Path,
) -> None:
    data, file = tmp_path / "data", acts(tmp_path)
    # given
    async with up(data) as running:
        sent = await submit(file, data)
        assert sent.code == 0, sent.err
        await until(lambda: is_settled(data), "the year's projects are registered")
        before = position(data)
        # when
        server = next(one for one in running.processes if is_server(one))
        server.kill()
        address = running.lines["引擎 Temporal"].partition(" ")[0]
        await until(lambda: answers(address), "the server is back on its port")
        # then
        more = await submit(write_lines(tmp_path / "more.jsonl", [withdrawal()]), data)
        assert more.code == 0, more.err
        assert position(data) == before + 1
    assert running.done is not None
    assert running.done.code == 0, running.done.err
    assert f"the server ended, starting it again at {address}" in running.done.out
    assert not [process for process in running.processes if process.is_running()]
    assert not answers(address)


async def test_given_no_stack_when_submitted_then_it_says_what_to_start(tmp_path: Path) -> None:
    await run("migrate", "--data", tmp_path / "data")
    done = await submit(acts(tmp_path), tmp_path / "data")
    assert done.code == 1
    assert "jixiao up" in done.err


async def test_given_a_stack_when_a_file_of_its_log_is_deleted_then_everybody_names_it(
    tmp_path: Path,
) -> None:
    data, file = tmp_path / "data", acts(tmp_path)
    # given
    async with up(data) as running:
        sent = await submit(file, data)
        assert sent.code == 0, sent.err
        await until(lambda: is_settled(data), "the year's projects are registered")
        before = position(data)
        # when the one who sends is sooner than the stack, or is not
        (data / "log.db-wal").unlink()
        for name in ("first", "second"):
            more = await submit(write_lines(tmp_path / f"{name}.jsonl", [withdrawal()]), data)
            # then
            assert (more.code, more.out) == (1, "")
            assert more.err.startswith(f"未办理：{data}/log.db-wal 在使用中被删除"), more.err
            assert len(more.err.splitlines()) == 1
            await until(lambda: running_log(data) is not None, "the stack says it")
        examined = await run("doctor", "--data", data)
        assert (examined.code, examined.out.partition(" ")[0]) == (1, "log-files-gone")
    assert running.done is not None
    assert running.done.code == 1
    assert running.done.out.count("在使用中被删除") == 1
    assert "log.db has all that was acknowledged" in running.done.out
    assert before <= position(data) <= before + 1
