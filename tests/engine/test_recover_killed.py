"""`jixiao recover` is killed in its middle: the next one does the rest, and nothing twice."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog
from temporalio.client import Client
from typer.testing import CliRunner, Result

from activities.command_handler import CommandHandler
from activities.drift import Examination, Views
from activities.workflow_view import held_version
from console.cli.command_list import whole
from console.cli.input import engine_address
from console.settings import TEMPORAL_ADDRESS
from console.worker import running_worker
from deploy.engine import EngineProcess
from domain.kernel.serialization.envelope import unseal
from domain.shared.fan_out.messages import SubjectsRefreshed
from store import sqlite_url
from store.port import EventLog
from store.settings import JIXIAO_STORE
from tests import small_log
from tests.engine.stage import new_namespace, until

PROCESS = Path(__file__).with_name("recovering_process.py")
PROJECTS = 40
DIES_BEHIND = 7


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    """A log with many open projects, and one that is closed."""
    with small_log.small_log(sqlite_url(tmp_path / "log.db")) as made:
        deciding = CommandHandler(made)
        for number in range(5, PROJECTS + 1):
            deciding.submit(small_log.registered(number), small_log.at("2023-01-05"))
        yield made


@pytest.fixture
async def client(engine: EngineProcess, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Client]:
    """A client of an engine that has nothing; the command uses it too."""
    made = await new_namespace(engine)
    monkeypatch.delenv(JIXIAO_STORE, raising=False)
    monkeypatch.setenv(TEMPORAL_ADDRESS, engine.engine.address)
    monkeypatch.setattr(engine_address, "NAMESPACE", made.namespace)
    yield made
    structlog.reset_defaults()


async def recovered(data: Path) -> Result:
    return await asyncio.to_thread(
        CliRunner().invoke, whole(), ["recover", "--json", "--data", str(data)]
    )


async def executions(client: Client) -> Counter[str]:
    """How many runs of each workflow the engine has."""
    return Counter([one.id async for one in client.list_workflows()])


async def lists(client: Client, workflows: int) -> bool:
    """Whether the engine's own list, which lags a moment, has so many workflows."""
    return len(await executions(client)) >= workflows


async def test_given_a_recovery_killed_in_its_middle_when_recovered_again_then_nothing_is_doubled(
    client: Client, log: EventLog, tmp_path: Path
) -> None:
    # given
    before, still_open = log.last_position(), PROJECTS - 1 + 2  # packs and year; one is closed
    orders = (str(PROCESS), str(tmp_path), client.namespace, str(DIES_BEHIND))
    process = await asyncio.create_subprocess_exec(sys.executable, *orders)
    assert await process.wait() == -signal.SIGKILL
    await until(lambda: lists(client, DIES_BEHIND), "the engine lists what was started")
    assert len(await executions(client)) < still_open
    # when
    done = await recovered(tmp_path)
    # then
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["running"] + len(told["started"]) == still_open
    assert (told["closed"], told["unreadable"]) == (1, {})
    await until(lambda: lists(client, still_open), "the engine lists all")
    everybody = await executions(client)
    assert set(everybody.values()) == {1}
    assert len(everybody) == still_open
    # and when a worker serves them
    async with running_worker(client, sqlite_url(tmp_path / "log.db"), None):
        for stream, version in log.versions(list(everybody)).items():
            await until(lambda s=stream, v=version: holds(client, s, v), f"{stream} knows the log")
        views = Views(log)
        views.fold()
        assert await Examination(client, log, views).run() == []
    # then nobody did anything but the year, which tells what was on its way
    news = [unseal(one.topic, one.state).event for one in log.notifications(before, 100)]
    assert all(isinstance(event, SubjectsRefreshed) for event in news), news


async def holds(client: Client, stream: str, version: int) -> bool:
    return (await held_version(client, stream) or 0) >= version
