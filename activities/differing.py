"""Running workflows that hold another version of their subject than the log has.

A log that was restored or replaced by an older one leaves them ahead of it, or of subjects that it
does not have.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog
from temporalio.client import Client
from temporalio.service import RPCError

from activities.fan_out.send import batches
from activities.workflow_view import held_version
from store.port import EventLog

log = structlog.get_logger()

_SETTLE_SECONDS = 3.0
"""The time in which a workflow learns of an act that the log has just stored."""

_MOST_SILENT = 50
"""So many workflows with tasks that do not end: no worker serves them, and the search ends."""


async def differing(client: Client, events: EventLog, streams: Sequence[str]) -> list[str]:
    """Those of the running workflows that differ from the log, and do so still a moment later.

    A workflow whose tasks do not end is left out: the worker may be at it, or there is none.
    """
    suspects = await _differing(client, events, streams)
    if not suspects:
        return []
    await asyncio.sleep(_SETTLE_SECONDS)
    return await _differing(client, events, suspects)


async def _differing(client: Client, events: EventLog, streams: Sequence[str]) -> list[str]:
    found, silent = list[str](), list[str]()

    async def look(stream: str) -> None:
        if len(silent) >= _MOST_SILENT:
            return
        try:
            version = await held_version(client, stream)
        except RPCError as error:
            silent.append(stream)
            log.warning("a workflow does not answer, see `jixiao doctor`", why=str(error))
            return
        if version is not None and version != await _newest(events, stream):
            found.append(stream)

    async for _ in batches(streams, look):
        pass
    return sorted(found)


async def _newest(events: EventLog, stream: str) -> int:
    return (await asyncio.to_thread(events.versions, [stream])).get(stream, 0)
