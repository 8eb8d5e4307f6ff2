"""The store is away while a run's history has grown long: it rests, and continues as new."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.common import RetryPolicy

from activities.command_handler import CommandHandler
from activities.messages import TASK_QUEUE, Start, ViewMessage
from activities.recovery import Recovery
from activities.resumption import Resumption
from activities.submission import submit
from activities.workflow_view import held_version
from deploy.engine import EngineProcess, start_engine
from store import sqlite_url
from store.port import EventLog
from tests.engine import away
from tests.engine.acts import by_the_bureau, trail
from tests.engine.away import Leash, is_resting, runs_of, worker_on_a_leash
from tests.engine.holds import Year, holds
from tests.engine.stage import Stage, new_namespace, until
from tests.small_log import CLOSED, P1
from workflows import log_calls, subject_workflow

SUGGESTED = 40
FIRST = 0.1
"""The first pause here, in seconds."""
LOOKS = 5
"""How many looks fail, of five attempts each."""


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log that does not answer is asked again sooner than in production."""
    soon = timedelta(milliseconds=10)
    tries = RetryPolicy(initial_interval=soon, maximum_interval=soon, maximum_attempts=5)
    monkeypatch.setattr(log_calls, "_ACT_RETRY", tries)
    monkeypatch.setattr(subject_workflow, "_FIRST_PAUSE", timedelta(seconds=FIRST))


@pytest.fixture(scope="module")
def short_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    """A server that suggests to continue as new early."""
    with (
        away.suggesting(SUGGESTED),
        start_engine(tmp_path_factory.mktemp("short"), skip_time=True) as started,
    ):
        yield started


@pytest.fixture
async def short_stage(short_engine: EngineProcess, tmp_path: Path) -> AsyncIterator[Stage]:
    stage = await Stage.build(short_engine, tmp_path)
    yield stage
    stage.close()


@pytest.fixture
async def short(short_engine: EngineProcess) -> Client:
    return await new_namespace(short_engine)


@pytest.fixture
async def leash(short: Client, log: EventLog, tmp_path: Path) -> AsyncIterator[Leash]:
    """The store of a worker over the small log, `log`."""
    async with worker_on_a_leash(short, sqlite_url(tmp_path / "log.db")) as leash:
        yield leash


async def continues(client: Client, stream: str, before: int = 1) -> None:
    async def continued() -> bool:
        return len(await runs_of(client, stream)) > before

    await until(continued, f"{stream} continues as new")


async def knows(client: Client, log: EventLog, stream: str) -> None:
    async def known() -> bool:
        return await held_version(client, stream) == log.versions([stream])[stream]

    await until(known, f"{stream} knows the log")


async def rests_of(client: Client, stream: str) -> list[tuple[float, float]]:
    """All rests of a workflow: for how long each was meant, and lasted, in seconds."""
    lived = [await away.history(client, stream, run) for run in await runs_of(client, stream)]
    longest = subject_workflow._LONGEST_PAUSE.total_seconds()
    return [rest for run in lived for rest in away.rests(run) if rest[0] <= longest]


async def grew(client: Client, stream: str) -> bool:
    """Whether each rest was meant for twice the one before, and lasted, run after run."""
    found = await rests_of(client, stream)
    assert len(found) > 2
    assert found[0][0] == FIRST
    assert all(lasted >= meant for meant, lasted in found), found
    return all(later == pytest.approx(2 * sooner) for (sooner, _), (later, _) in pairwise(found))


async def test_given_a_long_history_and_no_store_when_refreshed_then_it_rests_and_continues_as_new(
    short_stage: Stage, undisturbed: Year
) -> None:
    stage, stream, day = short_stage, short_stage.half.stream, str(short_stage.half.quiet)
    async with worker_on_a_leash(stage.client, stage.url) as leash:
        # given an act that its workflow never heard of
        await stage.drive(stage.half.quiet)
        notice = {"deadline": stage.half.deadline, "due": "2023-06-30", "document": "合成通知2号"}
        request = by_the_bureau(stream, "deadline.set", **notice)
        await stage.store_behind_the_engine(request, f"{day}T09:00:00+08:00")
        before = len(await runs_of(stage.client, stream))
        # when
        with leash.away():
            await stage.client.get_workflow_handle(stream).signal("refresh")
            await continues(stage.client, stream, before)
            await until(lambda: leash.refused >= 5 * LOOKS, "it looks again and again")
        # then
        await knows(stage.client, stage.log, stream)
        assert await grew(stage.client, stream)
        await holds(stage, undisturbed, trail(stream, "deadline.day-set", day))


async def test_given_a_rest_when_refreshed_then_it_lasts(
    short: Client, log: EventLog, leash: Leash
) -> None:
    # given
    await Recovery(short, log).bring_back(P1, Resumption(log))
    await knows(short, log, P1)
    project = short.get_workflow_handle(P1)
    # when
    with leash.away():
        await project.signal("refresh")
        for looks in range(1, LOOKS):
            await until(lambda looks=looks: leash.refused >= 5 * looks, "a look fails")
            await until(lambda: is_resting(short, P1), "it rests")
            await project.signal("refresh")
    # then
    await knows(short, log, P1)
    assert await grew(short, P1)


async def test_given_a_subject_never_looked_at_and_no_store_when_long_then_it_continues_as_new(
    short: Client, log: EventLog, leash: Leash
) -> None:
    # when
    with leash.away():
        await start(short, Start(P1))
        await continues(short, P1)
    # then
    await knows(short, log, P1)
    assert await grew(short, P1)


async def test_given_a_step_that_is_due_and_no_store_when_long_then_it_rests_and_continues_as_new(
    short: Client, log: EventLog, leash: Leash
) -> None:
    # given
    view = ViewMessage.of(CommandHandler(log).view(P1))
    assert view.next_step is not None
    # when
    with leash.away():
        await start(short, Start(P1, offset_seconds=0.0, view=view))
        await continues(short, P1)
    # then the step is taken once
    await until(lambda: log.versions([P1])[P1] > view.version, "the step is taken")
    assert await grew(short, P1)
    await knows(short, log, P1)


async def test_given_a_closed_subject_to_be_looked_at_and_no_store_when_long_then_it_continues(
    short: Client, log: EventLog, leash: Leash
) -> None:
    # given
    view = ViewMessage(
        CLOSED, log.versions([CLOSED])[CLOSED], "closed", 1, True, None, None, None, False
    )
    # when
    with leash.away():
        await start(short, Start(CLOSED, offset_seconds=0.0, view=view, stale=True))
        await continues(short, CLOSED)

    # then
    async def ended() -> bool:
        described = await short.get_workflow_handle(CLOSED).describe()
        return described.status is WorkflowExecutionStatus.COMPLETED

    await until(ended, "it ends")
    assert await grew(short, CLOSED)


async def test_given_acts_without_end_and_no_store_when_long_then_it_continues_as_new_between_them(
    short: Client, log: EventLog, leash: Leash
) -> None:
    # given
    await Recovery(short, log).bring_back(P1, Resumption(log))
    await knows(short, log, P1)
    acts = [by_the_bureau(P1, "project.withdraw", reason=f"合成理由{one}") for one in range(4)]
    # when
    with leash.away():
        await short.get_workflow_handle(P1).signal("refresh")
        taking = [asyncio.create_task(submit(short, act)) for act in acts]
        await continues(short, P1)
    # then each is decided once
    outcomes = [(await one)["status"] for one in taking]
    assert sorted(outcomes) == ["accepted", "refused", "refused", "refused"]
    assert [row.command_id in {act.command_id for act in acts} for row in log.commands(P1)].count(
        True
    ) == len(acts)


async def start(client: Client, given: Start) -> None:
    await client.start_workflow("ProjectYear", given, id=given.subject, task_queue=TASK_QUEUE)
