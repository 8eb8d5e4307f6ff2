"""An act that comes while an answer outlasts its task: how the engine's client replays it.

Where a query comes with a task, and a local activity is done while the query is answered, the
client records the activity's marker at once and tells the workflow in the next task only, behind
the updates that came meanwhile. A replay reads the marker ahead and tells the workflow first.
(docs/decisions/1210-a-subject-asks-one-question-at-a-time.md)

Whether the fault strikes depends on when the client looks: `test_query_upstream` says how it is
tested.
"""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import Any

import pytest
from temporalio import activity, workflow
from temporalio.client import (
    Client,
    WorkflowHandle,
    WorkflowHistory,
    WorkflowUpdateFailedError,
)
from temporalio.common import RetryPolicy
from temporalio.exceptions import ApplicationError
from temporalio.worker import Worker

from tests.engine.stage import until
from tests.engine.upstream import replayed, replays_or_fails_by, saved
from workflows.questions import Questions

pytestmark = pytest.mark.time_bound

QUEUE = "overlap"
TASK = timedelta(seconds=3)
ACTIVITY_SECONDS = 0.5
QUERY_SECONDS = 1.2
"""Longer than the activity: it is done while the query is answered."""

begun: set[str] = set()
"""The updates whose activity was begun, in this process."""


@activity.defn
async def answer(name: str) -> str:
    begun.add(name)
    await asyncio.sleep(ACTIVITY_SECONDS)
    return name


@workflow.defn(sandboxed=False)
class Unguarded:
    """Takes acts as they come."""

    def __init__(self) -> None:
        self._questions = Questions(timedelta(seconds=60), RetryPolicy(maximum_attempts=1))

    @workflow.run
    async def run(self) -> None:
        await workflow.wait_condition(lambda: False)

    @workflow.update
    async def submit(self, name: str) -> str:
        return await self._questions.ask("answer", lambda: name, str)

    @workflow.query
    def view(self) -> str:
        time.sleep(QUERY_SECONDS)
        return "seen"


@workflow.defn(sandboxed=False)
class Guarded(Unguarded):
    """Takes none while an answer outlasts its task, as the subjects' workflows do."""

    @workflow.run
    async def run(self) -> None:
        await workflow.wait_condition(lambda: False)

    @workflow.update
    async def submit(self, name: str) -> str:
        return await self._questions.ask("answer", lambda: name, str)

    @submit.validator
    def _is_free(self, _name: str) -> None:
        if self._questions.outlast_their_task():
            raise ApplicationError("not yet")


async def overlapped(client: Client, kind: type, attempt: int = 0) -> WorkflowHistory:
    """The history of two updates and a query, the second sent while the query is answered."""
    begun.clear()
    handle = await client.start_workflow(
        kind.__name__, id=f"overlap-{attempt}", task_queue=QUEUE, task_timeout=TASK
    )
    async with worker(client, kind):
        assert await submitted(handle, "0") == "0"
    first = asyncio.create_task(submitted(handle, "A"))
    asked = asyncio.create_task(handle.query("view"))
    await until(lambda: waits_for_any_worker(handle), "no worker has the task of both")
    async with worker(client, kind):
        await until(lambda: "A" in begun, "its activity is begun")
        second = asyncio.create_task(submitted(handle, "B"))
        assert [await first, await asked, await second] == ["A", "seen", "B"]
    return await handle.fetch_history()


def worker(client: Client, kind: type) -> Worker:
    return Worker(
        client,
        task_queue=QUEUE,
        workflows=[kind],
        activities=[answer],
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=2),
    )


async def submitted(handle: WorkflowHandle[Any, Any], name: str) -> str:
    """Send an update, again where it is not taken."""

    async def taken() -> bool:
        try:
            answers.append(await handle.execute_update("submit", name, result_type=str))
        except WorkflowUpdateFailedError:
            return False
        return True

    answers: list[str] = []
    await until(taken, "the update is taken")
    return answers[0]


async def waits_for_any_worker(handle: WorkflowHandle[Any, Any]) -> bool:
    """Whether the last worker's own queue has given the task up."""
    last = (await handle.fetch_history()).events[-2:]
    return last[0].HasField("workflow_task_timed_out_event_attributes")


OVERLAP = "UpdateMachine in state CompletedCommandCreated"
"""How the replay fails where the fault struck."""


async def test_given_an_act_comes_while_an_answer_outlasts_its_task_then_nothing_else_goes_wrong(
    client: Client,
) -> None:
    assert await replays_or_fails_by(await overlapped(client, Unguarded), Unguarded, OVERLAP)


async def test_given_a_history_that_such_an_act_disordered_when_replayed_then_it_fails() -> None:
    assert OVERLAP in str(await replayed(saved("overlap"), Unguarded))


async def test_given_such_an_act_is_sent_back_until_it_is_answered_then_the_replay_does_the_same(
    client: Client,
) -> None:
    assert await replayed(await overlapped(client, Guarded), Guarded) is None
