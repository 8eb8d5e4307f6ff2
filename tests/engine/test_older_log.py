"""A log that was replaced by an older one, and the workflows that know what it no more has."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from temporalio.client import Client, WorkflowExecutionStatus

from activities import differing
from activities.command_handler import CommandHandler
from activities.drift import Drift, Examination, Views
from activities.messages import Start, ViewMessage
from activities.recovery import Recovery
from activities.submission import submit
from console.worker import running_worker
from store import open_log, sqlite_url
from store.port import EventLog
from tests.engine.stage import until
from tests.engine.test_doctor import lived_in
from tests.small_log import OPEN, P1, P2, act, registered

NEW = P2.replace("P2", "P9")
"""A subject that only the newer log has."""


@dataclass
class Room:
    """An engine whose workflows know the newer log, and the older log."""

    client: Client
    log: EventLog
    url: str

    async def examine(self) -> list[tuple[Drift, str]]:
        views = Views(self.log)
        views.fold()
        examination = Examination(self.client, self.log, views)
        return [(one.drift, one.of) for one in await examination.run()]

    async def holds_the_log(self, stream: str) -> bool:
        view = await self.client.get_workflow_handle(stream).query("view", result_type=ViewMessage)
        return bool(view == ViewMessage.of(CommandHandler(self.log).view(stream)))

    async def runs(self, stream: str) -> bool:
        described = await self.client.get_workflow_handle(stream).describe()
        return described.status is WorkflowExecutionStatus.RUNNING

    async def lists(self, streams: set[str]) -> bool:
        return await Recovery(self.client, self.log).running() == streams


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differing, "_SETTLE_SECONDS", 0.2)


@pytest.fixture
async def room(client: Client, log: EventLog, tmp_path: Path) -> AsyncIterator[Room]:
    older = tmp_path / "older.db"
    async with lived_in(client, log, sqlite_url(tmp_path / "log.db")) as before:
        with closing(sqlite3.connect(tmp_path / "log.db")) as database:
            database.execute("VACUUM INTO ?", (str(older),))
        for added in (registered(9), act(P2, "library.admit")):
            assert (await submit(client, added))["status"] == "accepted"
        await until(lambda: before.lists(NEW), "the engine's own list has it")
    with closing(open_log(sqlite_url(older))) as opened:
        yield Room(client, opened, sqlite_url(older))


async def test_given_workflows_ahead_of_the_log_when_recovered_then_they_stand_where_it_stands(
    room: Room,
) -> None:
    async with running_worker(room.client, room.url, None):
        ahead = {(Drift.WORKFLOW_AHEAD, stream) for stream in (P2, NEW)}
        assert set(await room.examine()) == ahead
        # when
        recovered = await Recovery(room.client, room.log).run()
        # then
        assert (recovered.begun_again, recovered.ended) == ([P2], [NEW])
        assert (recovered.started, recovered.running) == ([], len(OPEN) - 1)
        await until(lambda: room.holds_the_log(P2), "P2 follows the log")
        assert not await room.runs(NEW)
        await until(lambda: room.lists(set(OPEN)), "the engine's own list is right")
        assert await room.examine() == []
        # and again it does nothing
        again = await Recovery(room.client, room.log).run()
        assert (again.begun_again, again.ended, again.started) == ([], [], [])
    assert room.log.versions([NEW]) == {}


async def test_given_a_copy_that_takes_over_when_recovered_then_every_workflow_begins_again(
    room: Room,
) -> None:
    # given: no worker runs
    recovered = await Recovery(room.client, room.log).run(begins_all=True)
    # then
    assert (recovered.begun_again, recovered.ended) == (OPEN, [NEW])
    async with running_worker(room.client, room.url, None):
        for stream in OPEN:
            await until(lambda s=stream: room.holds_the_log(s), f"{stream} follows the log")


async def test_given_a_workflow_ahead_of_the_log_when_an_act_is_taken_then_it_follows_the_log(
    room: Room,
) -> None:
    async with running_worker(room.client, room.url, None):
        # when an act is answered from the log that does not have what the workflow knows
        outcome = await submit(room.client, registered(2), anew=True)
        # then
        assert outcome["status"] == "accepted"
        await until(lambda: room.holds_the_log(P2), "P2 follows the log")
        assert (Drift.WORKFLOW_AHEAD, P2) not in await room.examine()


async def test_given_a_subject_whose_first_act_is_under_way_when_recovered_then_it_is_left_alone(
    room: Room,
) -> None:
    # given a workflow that nobody serves yet
    first = P1.replace("P1", "P8")
    await room.client.start_workflow("ProjectYear", Start(first), id=first, task_queue="nobody-yet")
    await until(lambda: room.lists({*OPEN, NEW, first}), "the engine's own list has it")
    # when
    recovered = await Recovery(room.client, room.log).run()
    # then
    assert recovered.ended == [NEW]
    assert await room.runs(first)
