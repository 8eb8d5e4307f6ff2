"""The view of a running workflow: the version of the log that its engine query answers."""

from __future__ import annotations

from datetime import timedelta

from temporalio.client import Client, WorkflowQueryRejectedError
from temporalio.common import QueryRejectCondition
from temporalio.service import RPCError, RPCStatusCode

from activities.messages import ViewMessage

_QUERY_TIMEOUT = timedelta(seconds=10)


async def held_version(client: Client, stream: str) -> int | None:
    """The version that a running workflow holds, 0 where it has not looked yet; none: none runs.

    Raises `RPCError` and `WorkflowQueryFailedError` where it does not answer.
    """
    try:
        view: ViewMessage | None = await client.get_workflow_handle(stream).query(
            "view",
            result_type=ViewMessage,
            reject_condition=QueryRejectCondition.NOT_OPEN,
            rpc_timeout=_QUERY_TIMEOUT,
        )
    except WorkflowQueryRejectedError:
        return None
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return None
        raise
    return view.version if view is not None else 0
