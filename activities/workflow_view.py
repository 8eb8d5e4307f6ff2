"""What a running workflow holds, by what its engine query answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from temporalio.client import Client, WorkflowQueryRejectedError
from temporalio.common import QueryRejectCondition
from temporalio.service import RPCError, RPCStatusCode

from activities.messages import ViewMessage

_QUERY_TIMEOUT = timedelta(seconds=10)


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

    Raises `RPCError` and `WorkflowQueryFailedError` where it does not answer.
    """
    found = await held(client, stream)
    return found.version if found is not None else None


async def held(client: Client, stream: str) -> Held | None:
    """What a running workflow holds; none where none runs.

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
    return Held(view.version, view.ahead_seconds) if view is not None else Held(0)
