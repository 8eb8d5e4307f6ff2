"""The state of a running workflow, from its engine query.

A workflow is queried only between its tasks. The engine delivers a query that comes while a task is
due together with that task. The client may then record activity results in an order that no replay
accepts, or answer an act without its outcome
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
    """The state of a running workflow: its version of the log, 0 before its first look.

    `ahead_seconds` is its business time minus the engine's time, null if it does not report it.
    """

    version: int
    ahead_seconds: float | None = None


async def held_version(client: Client, stream: str) -> int | None:
    """The version that a running workflow holds, 0 before its first look; `None` if none runs.

    Raises `RPCError` and `WorkflowQueryFailedError` if it does not answer, or has tasks due for
    five seconds on end.
    """
    found = await held(client, stream)
    return found.version if found is not None else None


async def held(client: Client, stream: str) -> Held | None:
    """The state of a running workflow; `None` if none runs.

    Raises `RPCError` and `WorkflowQueryFailedError` if it does not answer, or has tasks due for
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
    """Wait until no task of a workflow is due; false if it does not run.

    Raises `RPCError` if tasks are due for so many seconds on end.
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
