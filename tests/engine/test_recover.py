"""The engine's database is deleted, six times in one year: the year comes to the same."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client

from activities.command_handler import CommandHandler
from activities.messages import ViewMessage
from activities.recovery import Recovery
from console.worker import running_worker
from deploy.engine import EngineProcess
from store import open_log, sqlite_url
from store.port import StoreNotMigrated
from tests.engine import tiny
from tests.engine.command_line import finished, run, start
from tests.engine.stage import new_namespace, until
from tests.engine.telling import Told, told
from tests.engine.test_up import up
from tests.histories import scenario

STOPS = ("2023-01-12", "2023-03-31", "2023-05-31", "2023-06-13", "2023-06-30", "2023-09-05")
"""In the middle of targets; between; on a round's day; behind overdue ones; in rectification."""

LAST = "2023-10-10"


def order(folder: Path, data: Path, *options: str) -> list[str | Path]:
    portfolio, acts = tiny.write(folder, scenario.lines(), scenario.portfolio())
    where = ("--jurisdiction", tiny.COUNTY, "--work-year", str(tiny.YEAR), "--data", data)
    return ["drill", *where, "--portfolio", portfolio, "--scenario", acts, *options]


async def drill(folder: Path, data: Path, *options: str) -> dict[str, Any]:
    """Run a drill to its end; returns its summary."""
    done = await run(*order(folder, data, *options))
    assert done.code == 0, done.err
    summary: dict[str, Any] = json.loads(done.out)
    return summary


@pytest.fixture(scope="session")
async def undisturbed_year(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("undisturbed")
    summary = await drill(folder, folder / "d", "--until", LAST)
    assert summary["refused"] == 0
    return told(folder / "d")


@pytest.fixture(scope="session")
async def stopped_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stopped")
    await drill(folder, folder / "d", "--until", "2023-06-13")
    shutil.rmtree(folder / "d" / "engine")
    return folder / "d"


@pytest.fixture
def stopped(stopped_year: Path, tmp_path: Path) -> Path:
    """The data directory of a year that stands at 13 June 2023 and has lost its engine."""
    return Path(shutil.copytree(stopped_year, tmp_path / "d"))


async def test_given_a_year_whose_engine_is_lost_six_times_then_it_comes_to_the_same(
    tmp_path: Path, undisturbed_year: Told
) -> None:
    data, goes_on = tmp_path / "d", ()
    for stop in STOPS:
        # given
        await drill(tmp_path, data, *goes_on, "--until", stop)
        here = told(data)
        assert here.until(stop) == undisturbed_year.until(stop), stop
        assert here.until(stop) == here.events, f"nothing behind {stop}"
        # when
        shutil.rmtree(data / "engine")
        goes_on = ("--continue",)
    summary = await drill(tmp_path, data, "--continue", "--until", LAST)
    # then
    end = told(data)
    assert end.events == undisturbed_year.events
    assert end.figures == undisturbed_year.figures
    assert end.steps == undisturbed_year.steps
    assert summary["acts"] == len(scenario.lines())


async def test_given_a_drill_killed_in_its_middle_and_its_engine_lost_then_it_comes_to_the_same(
    tmp_path: Path, undisturbed_year: Told
) -> None:
    # given
    data = tmp_path / "d"
    half = sum(map(len, undisturbed_year.events.values())) // 2
    process = await start(*order(tmp_path, data, "--until", LAST))
    await until(lambda: position(data) >= half, f"event {half}")
    process.kill()
    await finished(process)
    assert position(data) < 2 * half
    # when
    shutil.rmtree(data / "engine")
    await drill(tmp_path, data, "--continue", "--until", LAST)
    # then
    end = told(data)
    assert end.events == undisturbed_year.events
    assert end.steps == undisturbed_year.steps


def position(data: Path) -> int:
    if not (data / "log.db").exists():
        return 0
    try:
        with closing(open_log(sqlite_url(data / "log.db"))) as log:
            return log.last_position()
    except StoreNotMigrated:
        return 0


async def test_given_an_empty_engine_when_recovered_again_and_again_then_all_stand_where_they_stood(
    engine: EngineProcess, stopped: Path
) -> None:
    # given
    before = told(stopped)
    client = await new_namespace(engine)
    with closing(open_log(sqlite_url(stopped / "log.db"))) as log:
        views = {stream: CommandHandler(log).view(stream) for stream in log.streams("")}
        still_open = [stream for stream, view in views.items() if not view.closed]
        assert len(still_open) == len(views) - 1, "one is withdrawn"
        # when
        first = await Recovery(client, log).run()
        at_once = await Recovery(client, log).run()
        assert first.started == still_open
        assert (first.closed, first.running, first.unreadable) == (1, 0, {})
        assert at_once.running + len(at_once.started) == len(still_open)
        async with running_worker(client, sqlite_url(stopped / "log.db"), None):
            for stream in still_open:
                told_it = ViewMessage.of(views[stream])
                await until(lambda s=stream, v=told_it: holds(client, s, v), f"{stream} knows")
            await until(lambda: all_run(client, still_open), "the engine's own list says so")
            later = await Recovery(client, log).run()
    # then
    assert (later.started, later.running, later.closed) == ([], len(still_open), 1)
    assert told(stopped) == before


async def holds(client: Client, stream: str, view: ViewMessage) -> bool:
    held = await client.get_workflow_handle(stream).query("view", result_type=ViewMessage)
    return bool(held == view)


async def all_run(client: Client, subjects: list[str]) -> bool:
    running = client.list_workflows('ExecutionStatus = "Running"')
    return sorted([one.id async for one in running]) == subjects


async def test_given_a_running_stack_when_recovered_from_the_command_line_then_it_tells_the_end(
    stopped: Path, tmp_path: Path
) -> None:
    # given
    before = told(stopped)
    async with up(stopped):
        # when
        first = await run("recover", "--data", stopped, "--json")
        again = await run("recover", "--data", stopped)
        sound = await run("doctor", "--data", stopped)
    # then
    assert first.code == 0, first.err
    counted = json.loads(first.out)
    assert counted["running"] + len(counted["started"]) == len(before.steps) - 1
    assert (counted["closed"], counted["unreadable"]) == (1, {})
    assert again.code == 0
    assert "unreadable 0" in again.out
    assert sound.code == 0, sound.out
    assert "已询问 asked" in sound.out
    assert told(stopped) == before


async def test_given_an_act_of_a_day_that_is_over_when_continued_then_its_line_is_named(
    stopped: Path, tmp_path: Path
) -> None:
    # given
    command, file = order(tmp_path, stopped, "--continue"), tmp_path / "scenario.jsonl"
    lines = file.read_text().splitlines()
    number = next(n for n, line in enumerate(lines) if '"2023-01-12"' in line)
    lines[number] = lines[number].replace('"2023-01-12"', '"2023-01-11"')
    file.write_text("\n".join(lines))
    # when
    done = await run(*command)
    # then
    assert (done.code, done.out) == (2, "")
    why = "有误，请更正 / 2023-01-11 is behind the drill, which stands at 2023-06-13"
    assert done.err == f"{file}:{number + 1}: on: {why}\n"


async def test_given_no_log_when_continued_then_one_line_says_so(tmp_path: Path) -> None:
    done = await run(*order(tmp_path, tmp_path / "d", "--continue"))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"{tmp_path / 'd'}: --continue: ")
    assert "there is no event log" in done.err
    assert len(done.err.splitlines()) == 1
