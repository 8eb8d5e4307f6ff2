"""The reconciler: it compares every subject's workflow with the log and refreshes stale ones.

An act may be committed while its workflow, its client and the engine die together. Then nobody
notifies the workflow (design, section 4), and it would miss a deadline that the act brought
forward. So the worker sweeps when it starts, and then regularly.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.maybe_open import MaybeOpen
from activities.recovery import Found, Recovery
from activities.resumption import Resumption
from activities.stuck import RESTARTS, Watch
from activities.workflow_clocks import WorkflowClocks
from activities.workflow_view import held_version
from domain.kernel.serialization.envelope import leaf_of
from store.port import EventLog, Notification

log = structlog.get_logger()

FIRST_LOOK = timedelta(hours=24)
"""A new worker looks this far back from the newest event for acts that no workflow knows."""

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Pace:
    """The pace of sweeps, in seconds.

    It is the interval between sweeps, and the time in which a workflow should learn of an act.
    """

    interval: float = 60.0
    settle: float = 3.0
    at_once: int = 5


USUAL_PACE = Pace()


class Reconciler:
    """Refreshes workflows whose version is older than the log's, and starts lost ones."""

    def __init__(self, client: Client, events: EventLog, pace: Pace) -> None:
        """Compare `events` with the workflows of `client`."""
        self._client = client
        self._events = events
        self._recovery = Recovery(client, events)
        self._watch = Watch(client)
        self._clocks = WorkflowClocks(client, events)
        self._pace = pace
        self._maybe_open = MaybeOpen(events)
        self._position: int | None = None
        self._unsettled: set[str] = set()
        self._running: set[str] = set()

    async def run(self) -> None:
        """Sweep until cancelled; a failure is logged and the next sweep retries."""
        while True:
            try:
                await self.sweep()
            except Exception:
                log.exception("sweep failed, the next one does its work")
            await asyncio.sleep(self._pace.interval)

    async def sweep(self) -> None:
        """Make every subject's workflow hold the log's current version."""
        try:
            await self._begin_stuck_again()
        except RPCError:  # the other checks do not need the engine's list
            log.exception("stuck workflows are not known, the next sweep asks again")
        position, changed = await asyncio.to_thread(self._changed)
        streams = changed | self._unsettled
        versions = await asyncio.to_thread(self._events.versions, sorted(streams))
        self._position, self._unsettled = position, streams
        await asyncio.sleep(self._pace.settle)

        async def adopt(stream: str) -> None:
            if self._watch.is_parked(stream):
                return
            try:
                if await self._knows(stream, versions[stream]):
                    self._unsettled.discard(stream)
            except RPCError:
                self._watch.suspect(stream)
                raise

        await self._each(versions, adopt)
        await self._set_clocks_right(await self._bring_back_lost())

    async def _bring_back_lost(self) -> set[str]:
        """Start open subjects without a workflow; drop subjects found closed.

        Returns the workflows that ran before.
        """
        resumption = Resumption(self._events)
        maybe_open = await asyncio.to_thread(self._maybe_open.all)
        running = self._running = await self._recovery.running()

        async def bring_back(stream: str) -> None:
            if await self._recovery.bring_back(stream, resumption) is not Found.OPEN:
                self._maybe_open.found_closed(stream)

        await self._each([one for one in maybe_open if one not in running], bring_back)
        return running

    async def _set_clocks_right(self, running: set[str]) -> None:
        """Refresh, once per engine of a real log, older workflows whose time is not now."""
        if not await self._clocks.are_right():
            await self._each(self._clocks.left(running), self._clocks.set_right)
            await self._clocks.settle()

    async def _begin_stuck_again(self) -> None:
        """Restart stuck workflows first, because they do not answer."""
        due, parked = await self._watch.look(self._running, self._pace.interval)
        for one in parked:
            log.error(
                "workflow is parked: it was begun again and is stuck still; see `jixiao doctor`",
                subject=one.stream,
                restarts=RESTARTS,
                why=one.why,
            )
        stuck, resumption = {one.stream: one for one in due}, Resumption(self._events)

        async def begin_again(stream: str) -> None:
            await self._recovery.begin_again(stuck[stream], resumption)

        await self._each(stuck, begin_again)

    def _changed(self) -> tuple[int, set[str]]:
        """The newest position, and the streams with events since the last sweep."""
        last = self._events.last_position()
        position = self._first_position(last) if self._position is None else self._position
        found: set[str] = set()
        while position < last:
            batch = self._events.notifications(position, _BATCH)
            found |= self._maybe_open.hear(batch)
            position = batch[-1].position
        return position, found

    def _first_position(self, last: int) -> int:
        """The position after which all events are at most `FIRST_LOOK` older than the newest."""
        newest, position = None, last
        while position > 0:
            position = max(0, position - _BATCH)
            batch = self._events.notifications(position, _BATCH)
            oldest, newest = _stored_at(batch[0]), newest or _stored_at(batch[-1])
            if newest - oldest > FIRST_LOOK:
                break
        return position

    async def _knows(self, stream: str, version: int) -> bool:
        """Whether the workflow holds a version; refreshes it if not."""
        held = await held_version(self._client, stream)
        if held is None or held >= version:
            return True
        log.info("workflow is behind the log", subject=stream, version=version)
        try:
            await self._client.get_workflow_handle(stream).signal("refresh")
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return True
            raise
        return False

    async def _each(self, streams: Iterable[str], do: Callable[[str], Awaitable[object]]) -> None:
        """Run a coroutine for all streams, a few at a time; a failure does not stop the others."""
        left = iter(streams)

        async def some() -> None:
            for stream in left:
                try:
                    await do(stream)
                except Exception:
                    log.exception("not adopted, the next sweep tries again", subject=stream)

        await asyncio.gather(*[some() for _ in range(self._pace.at_once)])


def _stored_at(notification: Notification) -> datetime:
    return datetime.fromisoformat(leaf_of(notification.state)["stored_at"])
