"""Moving a workflow's clock forward exactly once, even if the server is killed meanwhile.

The SDK's `TimeSkipper` repeats its request when the answer is lost. If the server was killed after
the commit, it then skips twice, and every later act of the subject is days late. Here a request is
sent once; if its answer is lost, the server is asked whether it has the request.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import uuid4

from google.protobuf.field_mask_pb2 import FieldMask
from temporalio.api.common.v1 import FastForwardConfig, TimeSkippingConfig, WorkflowExecution
from temporalio.api.enums.v1.time_skipping_pb2 import FastForwardPollingResult
from temporalio.api.workflow.v1 import WorkflowExecutionOptions
from temporalio.api.workflowservice.v1 import (
    PollWorkflowExecutionTimeSkippingRequest,
    PollWorkflowExecutionTimeSkippingResponse,
    UpdateWorkflowExecutionOptionsRequest,
)
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.submission import AWAY

_ATTEMPTS = 60
_PAUSE_SECONDS = 0.5
_DONE = FastForwardPollingResult.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_COMPLETED
_FAILED = FastForwardPollingResult.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_FAILED
_NOT_THIS_ONE = "does not match"


class NotMoved(Exception):  # noqa: N818 - the field's own name
    """The server was unreachable for too long, or another client moved the workflow too."""


async def move(client: Client, workflow_id: str, distance: timedelta) -> bool:
    """Move a workflow and wait until it is there; false without a running one.

    Raises `NotMoved`.
    """
    mark, known = str(uuid4()), None
    for _ in range(_ATTEMPTS):
        try:
            if known is None:
                known = await _sent(client, workflow_id, mark, distance)
            answer = await _answer(client, workflow_id, mark)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return False
            if error.status not in AWAY:
                raise
            await asyncio.sleep(_PAUSE_SECONDS)
            continue
        if answer.fast_forward_polling_result == _DONE:
            return True
        if _NOT_THIS_ONE not in answer.failed_reason:
            return False
        if known:
            raise NotMoved(
                f"{workflow_id}: 另有程序在推进它，请停止后重试 / somebody else moves it: stop that"
            )
        known = None
    raise NotMoved(f"{workflow_id}: 引擎不应答，请重试 / the server does not answer: try again")


async def _sent(client: Client, workflow_id: str, mark: str, distance: timedelta) -> bool:
    """Send a request; false if it is unknown whether the server has it."""
    try:
        await _send(client, workflow_id, mark, distance)
    except RPCError as error:
        if error.status not in AWAY:
            raise
        return False
    return True


async def _send(client: Client, workflow_id: str, mark: str, distance: timedelta) -> None:
    forward = FastForwardConfig(id=mark)
    forward.duration.FromTimedelta(distance)
    skipping = TimeSkippingConfig(enabled=True, fast_forward_config=forward)
    await client.workflow_service.update_workflow_execution_options(
        UpdateWorkflowExecutionOptionsRequest(
            namespace=client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=workflow_id),
            workflow_execution_options=WorkflowExecutionOptions(time_skipping_config=skipping),
            update_mask=FieldMask(paths=["time_skipping_config"]),
            identity=client.identity,
        )
    )


async def _answer(
    client: Client, workflow_id: str, mark: str
) -> PollWorkflowExecutionTimeSkippingResponse:
    request = PollWorkflowExecutionTimeSkippingRequest(
        namespace=client.namespace,
        workflow_execution=WorkflowExecution(workflow_id=workflow_id),
        fast_forward_id=mark,
    )
    while True:
        answer = await client.workflow_service.poll_workflow_execution_time_skipping(
            request, retry=True
        )
        if answer.fast_forward_polling_result in {_DONE, _FAILED}:
            return answer
