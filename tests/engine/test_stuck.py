"""A workflow whose tasks fail again and again: it is begun again from the log, three times.

(docs/decisions/1211-what-is-stuck-is-begun-again-three-times.md)
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from temporalio import workflow
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.worker import Worker

from activities import drift
from activities.drift import Drift, Examination, Views
from activities.messages import TASK_QUEUE, Start, ViewMessage
from activities.reconciler import Pace, Reconciler
from activities.recovery import Recovery
from activities.resumption import Resumption
from activities.stuck import RESTARTS
from activities.subject_activities import SubjectActivities
from activities.workflow_view import held_version
from console.worker import running_worker
from store import sqlite_url
from store.port import EventLog
from tests.engine.stage import until
from tests.small_log import P1

pytestmark = pytest.mark.time_bound

AT_ONCE = Pace(settle=0.0)


@workflow.defn(name="ProjectYear", sandboxed=False)
class LooksTwice:
    """Leaves a history with one look more than the product's workflow takes."""

    def __init__(self) -> None:
        self._done = False

    @workflow.run
    async def run(self, start: Start) -> None:
        for _ in range(2):
            await workflow.execute_local_activity(
                "look",
                start.subject,
                result_type=ViewMessage,
                start_to_close_timeout=timedelta(seconds=5),
            )
        self._done = True
        await workflow.wait_condition(lambda: False)

    @workflow.signal
    def refresh(self) -> None: ...

    @workflow.query
    def is_done(self) -> bool:
        return self._done


@workflow.defn(name="ProjectYear", sandboxed=False)
class Fails:
    """Fails each task, for a cause that has nothing to do with its history."""

    @workflow.run
    async def run(self, _start: Start) -> None:
        raise RuntimeError("a mistake in the program")

    @workflow.signal
    def refresh(self) -> None: ...


@asynccontextmanager
async def failing_worker(client: Client) -> AsyncIterator[None]:
    """A worker of a version of the program that fails each task of a project."""
    async with Worker(client, task_queue=TASK_QUEUE, workflows=[Fails]):
        yield


async def is_stuck_again(client: Client, log: EventLog, before: str) -> bool:
    return await run_of(client) != before and await is_listed(client, log)


async def begun_again(client: Client, log: EventLog, sweeping: Reconciler) -> list[str]:
    """The runs of a project that fails always, swept until the engine lists each as stuck."""
    runs, run = [], ""
    for _ in range(RESTARTS + 1):
        await until(partial(is_stuck_again, client, log, run), "it is listed as stuck")
        run = await run_of(client)
        runs.append(run)
        await sweeping.sweep()
    return runs


@pytest.fixture
async def stuck(client: Client, log: EventLog) -> str:
    """A project's workflow with such a history, its worker gone; returns its run."""
    with ThreadPoolExecutor(2) as threads:
        async with Worker(
            client,
            task_queue=TASK_QUEUE,
            workflows=[LooksTwice],
            activities=SubjectActivities(log, client).all(),
            activity_executor=threads,
        ):
            await Recovery(client, log).bring_back(P1, Resumption(log))
            handle = client.get_workflow_handle(P1)
            await until(lambda: handle.query(LooksTwice.is_done), "it has looked twice")
    await handle.signal("refresh")
    return await run_of(client)


async def run_of(client: Client) -> str:
    return (await client.get_workflow_handle(P1).describe()).run_id or ""


async def knows(client: Client, log: EventLog) -> bool:
    try:
        return await held_version(client, P1) == log.versions([P1])[P1]
    except RPCError:  # a task of it has failed: not yet
        return False


async def test_given_a_stuck_workflow_when_a_worker_sweeps_then_it_is_started_anew(
    client: Client, log: EventLog, tmp_path: Path, stuck: str
) -> None:
    before = log.read(P1)
    # when
    async with running_worker(client, sqlite_url(tmp_path / "log.db"), Pace(0.2, 0.1)):
        await until(lambda: is_another(client, stuck), "another run")
        await until(lambda: knows(client, log), "it knows the log")
        # then
        assert log.read(P1)[: len(before)] == before
        assert await Recovery(client, log).stuck() == set()


async def is_another(client: Client, run: str) -> bool:
    return await run_of(client) != run


async def test_given_a_stuck_workflow_when_doctored_then_it_is_found_and_mended(
    client: Client, log: EventLog, tmp_path: Path, stuck: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drift, "_SETTLE_SECONDS", 0.3)
    async with running_worker(client, sqlite_url(tmp_path / "log.db"), None):
        await until(lambda: is_listed(client, log), "the engine reports it")
        views = Views(log)
        views.fold()
        examination = Examination(client, log, views)
        found = [one for one in await examination.run() if one.of == P1]
        assert [one.drift for one in found] == [Drift.WORKFLOW_STUCK]
        # when
        assert await examination.mend(found, lambda _done, _of: None) == []
        # then
        assert await run_of(client) != stuck
        assert await knows(client, log)


async def is_listed(client: Client, log: EventLog) -> bool:
    return P1 in await Recovery(client, log).stuck()


async def test_given_tasks_that_fail_for_another_cause_when_swept_then_it_is_begun_again(
    client: Client, log: EventLog, tmp_path: Path
) -> None:
    # given
    await Recovery(client, log).bring_back(P1, Resumption(log))
    failed = await run_of(client)
    async with failing_worker(client):
        await until(lambda: is_listed(client, log), "the engine lists it")
        # when
        await Reconciler(client, log, AT_ONCE).sweep()
    # then
    assert await run_of(client) != failed
    async with running_worker(client, sqlite_url(tmp_path / "log.db"), None):
        await until(lambda: knows(client, log), "it knows the log")


async def test_given_it_was_begun_again_three_times_when_swept_then_it_is_parked_and_doctor_tells(
    client: Client, log: EventLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drift, "_SETTLE_SECONDS", 0.3)
    sweeping = Reconciler(client, log, AT_ONCE)
    await Recovery(client, log).bring_back(P1, Resumption(log))
    async with failing_worker(client):
        # when
        with capture_logs() as told:
            runs = await begun_again(client, log, sweeping)
            await Reconciler(client, log, AT_ONCE).sweep()  # that of another worker
            await sweeping.sweep()
        # then
        assert len(set(runs)) == RESTARTS + 1
        assert await run_of(client) == runs[-1]
        told_of = [one["event"] for one in told if one["subject"] == P1]
        parked = [event for event in told_of if event.startswith("workflow is parked")]
        assert len(parked) == 2, "each worker says it once"
        assert told_of[-1] == parked[-1], "and is silent from then on"
        views = Views(log)
        views.fold()
        examination = Examination(client, log, views)
        found = [one for one in await examination.run() if one.of == P1]
        assert [one.drift for one in found] == [Drift.WORKFLOW_PARKED]
    # when the program is mended and somebody says so
    async with running_worker(client, sqlite_url(tmp_path / "log.db"), None):
        assert await examination.mend(found, lambda _done, _of: None) == []
        # then
        assert await run_of(client) != runs[-1]
        assert await knows(client, log)


async def test_given_a_stuck_workflow_when_recovered_then_it_is_begun_again_at_once(
    client: Client, log: EventLog, tmp_path: Path
) -> None:
    # given
    await Recovery(client, log).bring_back(P1, Resumption(log))
    failed = await run_of(client)
    async with failing_worker(client):
        await until(lambda: is_listed(client, log), "the engine lists it")
    # when
    recovered = await Recovery(client, log).run()
    # then
    assert P1 in recovered.started
    assert await run_of(client) != failed
    async with running_worker(client, sqlite_url(tmp_path / "log.db"), None):
        await until(lambda: knows(client, log), "it knows the log")
