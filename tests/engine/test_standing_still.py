"""A workflow task that was begun and never times out: the subject is begun again from the log.

(docs/decisions/1211-what-is-stuck-is-begun-again-three-times.md, 1225)
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import PollWorkflowTaskQueueRequest
from temporalio.client import Client, WorkflowExecutionStatus

from activities import recovery, standing_still, workflow_view
from activities.messages import OUTBOX, OUTBOX_QUEUE, TASK_QUEUE
from activities.reconciler import Pace, Reconciler
from activities.recovery import Recovery
from activities.resumption import Resumption
from activities.stuck import Stuck
from activities.submission import submit
from console.worker import running_worker
from store import sqlite_url
from store.port import EventLog
from tests.engine.office import SENT, Office
from tests.engine.stage import until
from tests.engine.test_stuck import is_listed, knows, run_of
from tests.small_log import P1, act

AT_ONCE = Pace(settle=0.0)
LONG = timedelta(minutes=2)
"""The engine lets a task be begun for no longer than this."""


@pytest.fixture
async def begun(client: Client, log: EventLog, monkeypatch: pytest.MonkeyPatch) -> str:
    """A project whose task was begun by somebody who is gone; returns its run."""
    monkeypatch.setattr(recovery, "TASK_TIMEOUT", LONG)
    monkeypatch.setattr(standing_still, "BEGUN_SECONDS", 0.5)
    monkeypatch.setattr(workflow_view, "_BUSY_SECONDS", 0.0)
    await Recovery(client, log).bring_back(P1, Resumption(log))
    assert await taken_by_somebody_gone(client, TASK_QUEUE) == P1
    return await run_of(client)


async def taken_by_somebody_gone(client: Client, queue: str) -> str:
    """Begin the next task of a queue and never end it; returns of which workflow it is."""
    task = await client.workflow_service.poll_workflow_task_queue(
        PollWorkflowTaskQueueRequest(
            namespace=client.namespace, task_queue=TaskQueue(name=queue), identity="gone"
        )
    )
    return str(task.workflow_execution.workflow_id)


async def test_given_a_task_begun_for_long_when_swept_then_the_subject_is_begun_again(
    client: Client, log: EventLog, tmp_path: Path, begun: str
) -> None:
    # given
    sweeping = Reconciler(client, log, AT_ONCE)
    taking = asyncio.create_task(submit(client, act(P1, "delegate")))

    async def is_begun_again() -> bool:
        await sweeping.sweep()
        return await run_of(client) != begun

    # when
    with capture_logs() as told:
        await until(is_begun_again, "another run")
    # then
    why = [
        one["why"]
        for one in told
        if one["event"].startswith("workflow is started again from the log")
    ]
    assert ["has neither ended nor timed out" in one for one in why] == [True]
    async with running_worker(client, sqlite_url(tmp_path / "log.db"), None):
        assert (await taking)["status"] == "refused", "the act is answered all the same"
        await until(lambda: knows(client, log), "it knows the log")


async def test_given_a_task_begun_just_now_when_swept_then_it_is_left_alone(
    client: Client, log: EventLog, begun: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing_still, "BEGUN_SECONDS", 3600.0)
    sweeping = Reconciler(client, log, AT_ONCE)
    for _ in range(3):
        await sweeping.sweep()
    assert await run_of(client) == begun


async def test_given_a_stuck_workflow_that_recovered_when_begun_again_then_it_is_left_alone(
    client: Client, log: EventLog, tmp_path: Path
) -> None:
    # given
    await Recovery(client, log).bring_back(P1, Resumption(log))
    run = await run_of(client)
    found = Stuck(P1, run, ("category=WorkflowTaskFailed",), ())
    async with running_worker(client, sqlite_url(tmp_path / "log.db"), None):
        await until(lambda: knows(client, log), "its tasks succeed")
        assert not await is_listed(client, log)
        # when
        assert await Recovery(client, log).begin_again(found, Resumption(log)) is None
    # then
    assert await run_of(client) == run


async def test_given_a_task_of_the_outbox_begun_for_long_when_looked_at_then_letters_leave(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    monkeypatch.setattr(standing_still, "BEGUN_SECONDS", 0.5)
    office.reminds()
    handle = await office.client.start_workflow(
        "Outbox", id=OUTBOX, task_queue=OUTBOX_QUEUE, task_timeout=LONG
    )
    await taken_by_somebody_gone(office.client, OUTBOX_QUEUE)
    # when
    with office.relay.serving():
        async with running_worker(office.client, office.url, None, office.folder):
            # then
            await until(lambda: office.states() == SENT, "the letters are sent")
    ended = office.client.get_workflow_handle(OUTBOX, run_id=handle.first_execution_run_id)
    assert (await ended.describe()).status is WorkflowExecutionStatus.TERMINATED
