"""What a running workflow holds, by what its engine query answers.

A workflow is asked between its tasks only. The engine hands a query that comes while a task is due
to the worker together with that task, and the engine's client then may record an answer of the log
in an order in which no replay takes it, or answer an act without its outcome
(docs/decisions/1224-a-workflow-is-asked-between-its-tasks.md).
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from temporalio.client import (
    Client,
    WorkflowExecutionStatus,
    WorkflowHandle,
    WorkflowQueryRejectedError,
)
from temporalio.common import QueryRejectCondition
from temporalio.service import RPCError, RPCStatusCode

from activities.messages import ViewMessage

_QUERY_TIMEOUT = timedelta(seconds=10)
_BUSY_SECONDS = 5.0
_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Held:
    """What a running workflow holds: a version of the log, 0 where it has not looked yet.

    `ahead_seconds` is how far its business time is ahead of the engine's, null where it does not
    say so.
    """

    version: int
    ahead_seconds: float | None = None


async def held_version(client: Client, stream: str) -> int | None:
    """The version that a running workflow holds, 0 where it has not looked yet; none: none runs.

    Raises `RPCError` and `WorkflowQueryFailedError` where it does not answer, or has tasks due for
    five seconds on end.
    """
    found = await held(client, stream)
    return found.version if found is not None else None


async def held(client: Client, stream: str) -> Held | None:
    """What a running workflow holds; none where none runs.

    Raises `RPCError` and `WorkflowQueryFailedError` where it does not answer, or has tasks due for
    five seconds on end.
    """
    handle = client.get_workflow_handle(stream)
    try:
        if not await rests(handle, _BUSY_SECONDS):
            return None
        return await _asked(handle)
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return None
        raise


async def rests(handle: WorkflowHandle[Any, Any], within: float) -> bool:
    """Wait until no task of a workflow is due; false where it does not run.

    Raises `RPCError` where tasks are due for so many seconds on end.
    """
    give_up = time.monotonic() + within
    while True:
        described = await handle.describe()
        if described.status is not WorkflowExecutionStatus.RUNNING:
            return False
        if not described.raw_description.HasField("pending_workflow_task"):
            return True
        if time.monotonic() > give_up:
            raise RPCError("its tasks do not end", RPCStatusCode.DEADLINE_EXCEEDED, b"")
        await asyncio.sleep(_LOOK_SECONDS)


async def _asked(handle: WorkflowHandle[Any, Any]) -> Held | None:
    try:
        view: ViewMessage | None = await handle.query(
            "view",
            result_type=ViewMessage,
            reject_condition=QueryRejectCondition.NOT_OPEN,
            rpc_timeout=_QUERY_TIMEOUT,
        )
    except WorkflowQueryRejectedError:
        return None
    return Held(view.version, view.ahead_seconds) if view is not None else Held(0)
