"""The view of a running workflow: the version of the log that its engine query answers.

A workflow is asked between its tasks only. The engine hands a query that comes while a task is due
to the worker together with that task, and the engine's client then may record an answer of the log
in an order in which no replay takes it, or answer an act without its outcome
(docs/decisions/1224-a-workflow-is-asked-between-its-tasks.md).
"""

from __future__ import annotations

import asyncio
import time
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


async def held_version(client: Client, stream: str) -> int | None:
    """The version that a running workflow holds, 0 where it has not looked yet; none: none runs.

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


async def _asked(handle: WorkflowHandle[Any, Any]) -> int | None:
    try:
        view: ViewMessage | None = await handle.query(
            "view",
            result_type=ViewMessage,
            reject_condition=QueryRejectCondition.NOT_OPEN,
            rpc_timeout=_QUERY_TIMEOUT,
        )
    except WorkflowQueryRejectedError:
        return None
    return view.version if view is not None else 0
