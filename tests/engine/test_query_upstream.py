"""Queries that disorder a history: what the engine's client makes of them, in two ways.

Where a query comes with a task, and a local activity is done while the query is answered, the
client records the activity's marker at once and tells the workflow in the next task only, behind
a signal or a timer that came meanwhile. A replay reads the marker ahead and tells the workflow
first.

Where the worker died that holds a workflow, a query waits for it and is then handed to another
one, with a history that may end with a signal whose task still waits for the dead worker. The
client lets the workflow take the signal at once. What comes before the task is taken apart from
it; a replay takes both as one.
(docs/decisions/1210-a-subject-asks-one-question-at-a-time.md, 1256)

Whether the fault strikes depends on when the client looks, and nothing that can be seen says when.
So a history that it struck is saved (`tests/engine/upstream`) and replayed: a client that no longer
has the fault makes these tests fail. The lived ones say that nothing else goes wrong.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from temporalio import activity, workflow
from temporalio.api.enums.v1 import TaskQueueKind
from temporalio.api.taskqueue.v1 import StickyExecutionAttributes, TaskQueue
from temporalio.api.workflowservice.v1 import (
    PollWorkflowTaskQueueRequest,
    RespondWorkflowTaskCompletedRequest,
)
from temporalio.client import Client, WorkflowHandle, WorkflowHistory
from temporalio.worker import Worker

from faults.waiting import comes, until
from tests.engine.test_overlap_upstream import waits_for_any_worker
from tests.engine.upstream import replayed, replays_or_fails_by, saved

pytestmark = pytest.mark.time_bound

QUEUE = "query"
TASK = timedelta(seconds=3)
STICKY = timedelta(seconds=2)
ACTIVITY_SECONDS = 0.5
QUERY_SECONDS = 1.2
"""Longer than the activity: it is done while the query is answered."""

TIMER = STICKY + timedelta(seconds=1.2)
"""It fires in the task of the query, which comes when the first worker's queue is given up."""

LATER = timedelta(hours=1)
HELD = timedelta(seconds=4)
"""How long tasks and queries wait for a worker that died."""

BEGINS_SECONDS = 10.0
"""A task that is handed to a worker is begun sooner, unless the fault has struck otherwise."""

begun: set[str] = set()
"""What was asked of the activity, in this process."""


@activity.defn
async def answer(name: str) -> str:
    begun.add(name)
    await asyncio.sleep(ACTIVITY_SECONDS)
    return name


@workflow.defn(sandboxed=False)
class Waits:
    """Waits on a timer that each act moves, and takes a step when it fires; a signal wakes it."""

    def __init__(self) -> None:
        self._woken = False

    @workflow.run
    async def run(self, wait: float) -> None:
        await asked("start")
        while True:
            self._woken = False
            try:
                within = timedelta(seconds=wait)
                await workflow.wait_condition(lambda: self._woken, timeout=within)
            except TimeoutError:
                await asked("step")
            wait = LATER.total_seconds()

    @workflow.update
    async def submit(self, name: str) -> str:
        answered = await asked(name)
        self._woken = True
        return answered

    @workflow.signal
    def refresh(self) -> None:
        self._woken = True

    @workflow.query
    def view(self) -> str:
        time.sleep(QUERY_SECONDS)
        return "seen"


async def asked(name: str) -> str:
    answered: str = await workflow.execute_local_activity(
        answer, name, start_to_close_timeout=timedelta(seconds=60)
    )
    return answered


Meanwhile = Callable[[WorkflowHandle[Any, Any]], Awaitable[None]]


async def lived(
    client: Client, number: int, timer: timedelta, meanwhile: Meanwhile
) -> WorkflowHistory | None:
    """The history of an act that comes with a query, and of something that comes meanwhile.

    `None` where the act was not begun: on a busy machine the timer fires before a worker has the
    task of both, and the client loses the act at once ("unprocessed protocol messages").
    """
    begun.clear()
    handle = await client.start_workflow(
        "Waits", timer.total_seconds(), id=f"waits-{number}", task_queue=QUEUE, task_timeout=TASK
    )
    async with worker(client, Waits):
        await until(lambda: waits_on_a_timer(handle), "it waits")
    act = asyncio.create_task(handle.execute_update("submit", "A", result_type=str))
    asked = asyncio.create_task(handle.query("view"))
    await until(lambda: waits_for_any_worker(handle), "no worker has the task of both")
    async with worker(client, Waits):
        if not await comes(lambda: "A" in begun, BEGINS_SECONDS):
            await handle.terminate()
            await asyncio.gather(act, asked, return_exceptions=True)
            return None
        await meanwhile(handle)
        assert [await act, await asked] == ["A", "seen"]
        await until(lambda: waits_on_a_timer(handle), "it waits again")
    return await handle.fetch_history()


def worker(client: Client, kind: type) -> Worker:
    return Worker(
        client,
        task_queue=QUEUE,
        workflows=[kind],
        activities=[answer],
        sticky_queue_schedule_to_start_timeout=STICKY,
    )


async def waits_on_a_timer(handle: WorkflowHandle[Any, Any]) -> bool:
    """Whether it started a timer last of all."""
    events = (await handle.fetch_history()).events
    return events[-1].HasField("timer_started_event_attributes")


async def signal_comes(handle: WorkflowHandle[Any, Any]) -> None:
    await handle.signal("refresh")


async def timer_fires(handle: WorkflowHandle[Any, Any]) -> None:
    """Wait for the timer; on a busy machine the act may have moved it before."""

    async def is_over() -> bool:
        events = (await handle.fetch_history()).events
        return any(
            event.HasField("timer_fired_event_attributes")
            or event.HasField("timer_canceled_event_attributes")
            for event in events
        )

    await until(is_over, "the timer fires")


SIGNAL = "Update machine does not handle this event"
FIRES = "TimerMachine in state CancelTimerCommandSent"
DIES = "Missing associated machine for LocalActivity(2)"
"""How the replay fails where the fault struck."""


@pytest.mark.parametrize(
    ("timer", "meanwhile", "why"), [(LATER, signal_comes, SIGNAL), (TIMER, timer_fires, FIRES)]
)
async def test_given_a_query_with_an_act_when_something_else_comes_then_nothing_else_goes_wrong(
    client: Client, timer: timedelta, meanwhile: Meanwhile, why: str
) -> None:
    history = await lived(client, 0, timer, meanwhile)
    assert history is None or await replays_or_fails_by(history, Waits, why)


@workflow.defn(sandboxed=False)
class Looks:
    """Looks each time that it was told to; told twice at once, it looks once."""

    def __init__(self) -> None:
        self._stale = False

    @workflow.run
    async def run(self) -> None:
        while True:
            await workflow.wait_condition(lambda: self._stale)
            self._stale = False
            await asked("look")

    @workflow.signal
    def refresh(self) -> None:
        self._stale = True

    @workflow.query
    def view(self) -> str:
        return "seen"


async def taken_by_a_worker_that_dies(client: Client) -> None:
    """End the first task as a worker that holds the workflow from then on, and polls no more."""
    service, queue = client.workflow_service, TaskQueue(name=QUEUE)
    own = TaskQueue(name="dead", kind=TaskQueueKind.TASK_QUEUE_KIND_STICKY, normal_name=QUEUE)
    sticky = StickyExecutionAttributes(worker_task_queue=own)
    sticky.schedule_to_start_timeout.FromTimedelta(HELD)
    task = await service.poll_workflow_task_queue(
        PollWorkflowTaskQueueRequest(namespace=client.namespace, task_queue=queue)
    )
    await service.respond_workflow_task_completed(
        RespondWorkflowTaskCompletedRequest(
            namespace=client.namespace, task_token=task.task_token, sticky_attributes=sticky
        )
    )
    await service.poll_workflow_task_queue(  # nothing is there
        PollWorkflowTaskQueueRequest(namespace=client.namespace, task_queue=own, identity="dead"),
        timeout=timedelta(seconds=3),
    )


async def looked_at(client: Client, number: int) -> WorkflowHistory:
    """The history of a query that waits for a dead worker, and of signals that come meanwhile."""
    handle = await client.start_workflow(
        "Looks", id=f"looks-{number}", task_queue=QUEUE, task_timeout=TASK
    )
    await taken_by_a_worker_that_dies(client)
    async with worker(client, Looks):
        question = asyncio.create_task(handle.query("view"))
        done, _ = await asyncio.wait([question], timeout=1.0)
        assert not done, "it waits for the dead worker"
        await handle.signal("refresh")
        assert await question == "seen"
        await handle.signal("refresh")
        await until(lambda: has_looked_twice(handle), "it has looked twice")
    return await handle.fetch_history()


async def test_given_a_query_that_waits_for_a_dead_worker_then_nothing_else_goes_wrong(
    client: Client,
) -> None:
    assert await replays_or_fails_by(await looked_at(client, 0), Looks, DIES)


async def has_looked_twice(handle: WorkflowHandle[Any, Any]) -> bool:
    events = (await handle.fetch_history()).events
    return sum(event.HasField("marker_recorded_event_attributes") for event in events) == 2


@pytest.mark.parametrize(
    ("name", "kind", "why"),
    [("signal", Waits, SIGNAL), ("timer", Waits, FIRES), ("dead-worker", Looks, DIES)],
)
async def test_given_a_history_that_a_query_disordered_when_replayed_then_it_fails(
    name: str, kind: type, why: str
) -> None:
    assert why in str(await replayed(saved(name), kind))
