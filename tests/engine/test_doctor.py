"""Drift between a real engine and the log: found, told apart, and mended without an edit."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer
from temporalio.client import Client, WorkflowExecutionStatus
from typer.testing import CliRunner

from activities import drift, workflow_view
from activities.command_handler import CommandHandler
from activities.drift import Drift, Examination, Views
from activities.messages import TASK_QUEUE, Start
from activities.recovery import Recovery
from activities.workflow_view import held_version
from console.cli.commands import doctor
from console.worker import running_worker
from deploy.engine import EngineProcess
from store import open_log, sqlite_url
from store.port import EventLog
from tests.engine.stage import until
from tests.small_log import CLOSED, OPEN, P1, P2, P3, THE_YEAR, act, at

JUST_NOW = at("2023-01-14")


@dataclass
class Room:
    """A log and an engine that has the workflows of all its open subjects."""

    client: Client
    log: EventLog

    async def examine(self) -> list[tuple[Drift, str]]:
        return [(one.drift, one.of) for one in await self.examination().run()]

    async def mend(self) -> list[tuple[Drift, str]]:
        """Mend what is found; returns what is left."""
        examination = self.examination()
        found = await examination.run()
        left = await examination.mend(found, lambda _done, _of: None)
        return [(one.drift, one.of) for one in left]

    def examination(self) -> Examination:
        views = Views(self.log)
        views.fold()
        return Examination(self.client, self.log, views)

    def behind_the_engine(self, stream: str, command: str, **fields: str) -> None:
        outcome = CommandHandler(self.log).submit(act(stream, command, **fields), JUST_NOW).outcome
        assert outcome["status"] == "accepted", outcome

    async def settled(self) -> None:
        """Wait until every workflow holds what the log has, and the engine lists them all."""
        for stream in OPEN:
            await until(lambda s=stream: self.knows(s), f"{stream} knows the log")
        await until(self.lists_all, "the engine's own list has all")

    async def knows(self, stream: str) -> bool:
        version = self.log.versions([stream])[stream]
        view = CommandHandler(self.log).view(stream)
        is_telling = view.next_step is not None and view.next_step.planned <= JUST_NOW
        return not is_telling and await held_version(self.client, stream) == version

    async def lists_all(self) -> bool:
        return set(OPEN) <= await Recovery(self.client, self.log).running()

    async def lists(self, stream: str) -> bool:
        return stream in await Recovery(self.client, self.log).running()

    async def status(self, stream: str) -> WorkflowExecutionStatus | None:
        return (await self.client.get_workflow_handle(stream).describe()).status


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drift, "_SETTLE_SECONDS", 0.3)


@asynccontextmanager
async def lived_in(client: Client, log: EventLog, url: str) -> AsyncIterator[Room]:
    room = Room(client, log)
    async with running_worker(client, url, None):
        assert (await Recovery(client, log).run()).started == OPEN
        await room.settled()
        yield room


@pytest.fixture
async def room(client: Client, log: EventLog, tmp_path: Path) -> AsyncIterator[Room]:
    async with lived_in(client, log, sqlite_url(tmp_path / "log.db")) as made:
        yield made


async def test_given_no_drift_when_examined_then_nothing_is_found(room: Room) -> None:
    assert await room.examine() == []


async def test_given_a_lost_workflow_when_mended_then_it_runs_again(room: Room) -> None:
    await room.client.get_workflow_handle(P1).terminate("lost")
    assert await room.examine() == [(Drift.NO_WORKFLOW, P1)]
    # when
    assert await room.mend() == []
    # then
    assert await held_version(room.client, P1) == room.log.versions([P1])[P1]
    assert await room.examine() == []


async def test_given_acts_that_no_workflow_heard_of_when_mended_then_all_know_and_nothing_is_added(
    room: Room,
) -> None:
    # given
    room.behind_the_engine(P2, "library.admit")
    room.behind_the_engine(P3, "project.withdraw", reason="合成理由")
    before = room.log.last_position()
    assert await room.examine() == [(Drift.WORKFLOW_BEHIND, P2), (Drift.WORKFLOW_OF_CLOSED, P3)]
    # when
    assert await room.mend() == []
    # then
    assert await room.examine() == []
    assert await room.status(P3) is WorkflowExecutionStatus.COMPLETED
    assert room.log.last_position() == before


async def test_given_a_log_restored_from_before_when_mended_then_workflows_stand_where_it_stands(
    client: Client, log: EventLog, tmp_path: Path
) -> None:
    # given
    now, before = sqlite_url(tmp_path / "log.db"), tmp_path / "before.db"
    async with lived_in(client, log, now) as room:
        with closing(sqlite3.connect(tmp_path / "log.db")) as database:
            database.execute("VACUUM INTO ?", (str(before),))
        room.behind_the_engine(P2, "library.admit")
        await client.get_workflow_handle(P2).signal("refresh")
        await until(lambda: room.knows(P2), "P2 knows the log")
    with closing(open_log(sqlite_url(before))) as restored:
        async with running_worker(client, sqlite_url(before), None):
            room = Room(client, restored)
            assert await room.examine() == [(Drift.WORKFLOW_AHEAD, P2)]
            # when
            assert await room.mend() == []
            # then
            assert await room.examine() == []
            assert await held_version(client, P2) == 1


@pytest.mark.parametrize(
    ("stream", "found"),
    [("652825/2023/P9", Drift.WORKFLOW_SILENT), ("no subject", Drift.WORKFLOW_OF_NOBODY)],
)
async def test_given_a_workflow_that_nobody_serves_or_needs_when_examined_then_it_is_told(
    room: Room, monkeypatch: pytest.MonkeyPatch, stream: str, found: Drift
) -> None:
    monkeypatch.setattr(workflow_view, "_BUSY_SECONDS", 1.0)
    # a task queue of its own: no worker takes it
    await room.client.start_workflow(
        "ProjectYear", Start(stream), id=stream, task_queue=f"{TASK_QUEUE}-none"
    )
    await until(lambda: room.lists(stream), "the engine's own list has it")
    assert await room.examine() == [(found, stream)]


async def test_given_no_worker_when_examined_then_that_is_said_with_what_is_lost(
    client: Client, log: EventLog, tmp_path: Path
) -> None:
    room = Room(client, log)
    found = await room.examine()
    assert found[0] == (Drift.NO_WORKER, TASK_QUEUE)
    assert found[1:] == [(Drift.NO_WORKFLOW, stream) for stream in OPEN]
    assert (Drift.NO_WORKFLOW, CLOSED) not in found
    assert THE_YEAR in OPEN


def test_given_an_engine_that_lost_all_when_doctored_then_that_is_a_fault_and_recovery_is_named(
    engine: EngineProcess, log: EventLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a server on which nobody made the product's namespace
    monkeypatch.setattr(doctor, "NAMESPACE", "never-made")
    monkeypatch.setenv("TEMPORAL_ADDRESS", engine.engine.address)
    app = typer.Typer()
    doctor.register(app)
    # when
    done = CliRunner().invoke(app, ["--data", str(tmp_path)])
    # then
    assert done.exit_code == 1, done.output
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("engine-empty")]
    assert line.endswith("→ jixiao recover")
