"""Workflows on a real log whose business time is not now: each is told to look, and drops it.

None is started that way any more; those of an older program are found once for each engine, and
the engine's namespace keeps that it was done
(docs/decisions/1240-workflows-of-an-older-program-are-set-right-once.md).
"""

from __future__ import annotations

from collections.abc import Iterable

import structlog
from temporalio.api.namespace.v1 import UpdateNamespaceInfo
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

from activities.fan_out.send import batches
from activities.workflow_view import held
from domain.kernel.subject_ids import subject_of
from store.port import EventLog

log = structlog.get_logger()

MARK = "jixiao.business-time"
"""The key in a namespace's data: the id of the log whose workflows were all found to be at now."""


class WorkflowClocks:
    """Finds the workflows of a log whose business time is not now."""

    def __init__(self, client: Client, events: EventLog) -> None:
        """Ask through `client` about the workflows of `events`."""
        self._client = client
        self._events = events
        self._left: set[str] | None = None
        self._done = False

    async def are_right(self) -> bool:
        """Whether nothing is to be found: in a drill, or where all were at now before."""
        if not self._done:
            self._done = not self._events.identity().is_real or await self._is_marked()
        return self._done

    def left(self, running: Iterable[str]) -> list[str]:
        """The subjects that are still to be looked at, of those running at the first look."""
        if self._left is None:
            self._left = {stream for stream in running if subject_of(stream)}
        return sorted(self._left)

    async def set_right(self, stream: str) -> bool:
        """Look at a subject's workflow; whether it has to be told, and was.

        Raises `RPCError` where it has tasks due for long.
        """
        found = await held(self._client, stream)
        if found is None or not found.ahead_seconds:
            if self._left is not None:
                self._left.discard(stream)
            return False
        log.warning("workflow is not at now", subject=stream, ahead=found.ahead_seconds)
        await self._client.get_workflow_handle(stream).signal("refresh")
        return True

    async def settle(self) -> None:
        """Keep that all are at now, once none is left."""
        if self._left:
            return
        self._done = True
        info = UpdateNamespaceInfo(data={MARK: self._events.identity().id.hex})
        try:
            await self._client.workflow_service.update_namespace(
                UpdateNamespaceRequest(namespace=self._client.namespace, update_info=info)
            )
        except RPCError as error:  # another worker looks again: nothing else depends on it
            log.warning("the namespace does not keep that its workflows are at now", why=str(error))

    async def _is_marked(self) -> bool:
        found = await self._client.workflow_service.describe_namespace(
            DescribeNamespaceRequest(namespace=self._client.namespace)
        )
        return found.namespace_info.data.get(MARK) == self._events.identity().id.hex


async def all_set_right(client: Client, events: EventLog, running: Iterable[str]) -> list[str]:
    """Tell the workflows of a real log that are not at now; returns which were told.

    A workflow whose tasks do not end ends the search: then no worker serves it.
    """
    clocks, told = WorkflowClocks(client, events), list[str]()

    async def look(stream: str) -> None:
        if await clocks.set_right(stream):
            told.append(stream)

    try:
        async for _ in batches(clocks.left(running) if events.identity().is_real else [], look):
            pass
    except* RPCError as silent:
        why = str(silent.exceptions[0])
        log.warning("a workflow does not answer, see `jixiao doctor`", why=why)
    return sorted(told)
