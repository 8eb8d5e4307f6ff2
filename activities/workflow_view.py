"""The view that a running workflow holds, from the answers of the log in its history.

No query is sent to a workflow: during a query the engine's client may record an answer of the log
in an order that no replay follows, answer an act without its outcome, or take a signal before its
task (docs/decisions/1210-a-subject-asks-one-question-at-a-time.md, 1256).
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode

from activities.workflow_answers import Answers

_BUSY_SECONDS = 5.0
_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Held:
    """The state of a running workflow: its version of the log, 0 before its first look.

    `ahead_seconds` is how far its business time is ahead of the engine's.
    """

    version: int
    ahead_seconds: float


async def held_version(client: Client, stream: str) -> int | None:
    """The version that a running workflow holds, 0 before its first look; `None` if none runs.

    Raises `RPCError` where it has tasks due for five seconds on end.
    """
    found = await held(client, stream)
    return found.version if found is not None else None


async def held(client: Client, stream: str) -> Held | None:
    """The state of a running workflow; `None` if none runs.

    Raises `RPCError` where it has tasks due for five seconds on end.
    """
    handle = client.get_workflow_handle(stream)
    try:
        run = await rests(handle, _BUSY_SECONDS)
        return await _held(Answers(client, stream, run)) if run is not None else None
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return None
        raise


async def _held(answers: Answers) -> Held:
    view = await answers.newest()
    if view is not None and view.real_clock:
        return Held(view.version, 0.0)
    began = await answers.began()
    view = view or began.view
    return Held(view.version if view is not None else 0, began.ahead_seconds)


async def rests(handle: WorkflowHandle[Any, Any], within: float) -> str | None:
    """Wait until no task of a workflow is due; returns its run, or `None` if it does not run.

    Raises `RPCError` if tasks are due for so many seconds on end.
    """
    give_up = time.monotonic() + within
    while True:
        described = await handle.describe()
        if described.status is not WorkflowExecutionStatus.RUNNING:
            return None
        if not described.raw_description.HasField("pending_workflow_task"):
            return described.run_id
        if time.monotonic() > give_up:
            raise RPCError("its tasks do not end", RPCStatusCode.DEADLINE_EXCEEDED, b"")
        await asyncio.sleep(_LOOK_SECONDS)
