"""Workflows on a real log whose business time is not now: each is refreshed and corrects it.

Only older programs started such workflows. They are searched once per engine; a mark in the
namespace records that it was done
(docs/clock.md, 1240).
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
"""The key in the namespace's data; its value is the id of the log whose workflows are all right."""


class WorkflowClocks:
    """Finds the workflows of a log whose business time is not now."""

    def __init__(self, client: Client, events: EventLog) -> None:
        """Query the workflows of `events` through `client`."""
        self._client = client
        self._events = events
        self._left: set[str] | None = None
        self._done = False

    async def are_right(self) -> bool:
        """Whether no search is needed: in a drill, or if an earlier search found all right."""
        if not self._done:
            self._done = not self._events.identity().is_real or await self._is_marked()
        return self._done

    def left(self, running: Iterable[str]) -> list[str]:
        """The subjects that still have to be examined, of those running at the first look."""
        if self._left is None:
            self._left = {stream for stream in running if subject_of(stream)}
        return sorted(self._left)

    async def set_right(self, stream: str) -> bool:
        """Examine a subject's workflow; returns whether it had to be refreshed.

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
        """Set the mark once no subject is left."""
        if self._left:
            return
        self._done = True
        info = UpdateNamespaceInfo(data={MARK: self._events.identity().id.hex})
        try:
            await self._client.workflow_service.update_namespace(
                UpdateNamespaceRequest(namespace=self._client.namespace, update_info=info)
            )
        except RPCError as error:  # another worker searches again; nothing else depends on the mark
            log.warning("the namespace does not keep that its workflows are at now", why=str(error))

    async def _is_marked(self) -> bool:
        found = await self._client.workflow_service.describe_namespace(
            DescribeNamespaceRequest(namespace=self._client.namespace)
        )
        return found.namespace_info.data.get(MARK) == self._events.identity().id.hex


async def all_set_right(client: Client, events: EventLog, running: Iterable[str]) -> list[str]:
    """Refresh the workflows of a real log whose time is not now; returns which were refreshed.

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
