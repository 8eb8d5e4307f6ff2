"""Adoption: every subject's workflow comes to know what the log has of it.

An act may be committed while its workflow, its client and the engine die together; then nobody
tells the workflow (design, section 4), and a deadline that the act brought forward would be missed.
So the worker looks for itself: when it starts, and from time to time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from temporalio.client import Client, WorkflowQueryRejectedError
from temporalio.common import QueryRejectCondition, WorkflowIDConflictPolicy
from temporalio.service import RPCError, RPCStatusCode

from activities.deciding import Deciding
from activities.messages import TASK_QUEUE, Start, ViewMessage
from activities.submission import TASK_TIMEOUT, WORKFLOWS
from domain.decision import View
from domain.envelope import leaf_of
from domain.jurisdiction_year.opening import YearOpened
from domain.subject import SubjectKind, parse_subject
from store.port import EventLog, Notification

log = structlog.get_logger()

FIRST_LOOK = timedelta(hours=24)
"""How far behind the newest event a new worker looks: what was under way then may be unheard."""

_BATCH = 2000
_QUERY_TIMEOUT = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a worker sweeps, and how long an act has to be heard of before, in seconds."""

    interval: float = 60.0
    settle: float = 3.0
    at_once: int = 5


USUAL_PACE = Pace()


class Adoption:
    """Compares workflows with the log and tells those that are behind; brings lost ones back."""

    def __init__(self, client: Client, events: EventLog, pace: Pace) -> None:
        """Look at `events`, and at the workflows through `client`."""
        self._client = client
        self._events = events
        self._deciding = Deciding(events)
        self._pace = pace
        self._gate = asyncio.Semaphore(pace.at_once)
        self._position: int | None = None
        self._unsettled: set[str] = set()

    async def run(self) -> None:
        """Sweep until cancelled; what fails is logged and done by the next sweep."""
        while True:
            try:
                await self.sweep()
            except Exception:
                log.exception("sweep failed, the next one does its work")
            await asyncio.sleep(self._pace.interval)

    async def sweep(self) -> None:
        """Have every subject's workflow hold what is in the log now."""
        position, changed = await asyncio.to_thread(self._changed)
        streams = changed | self._unsettled
        versions = await asyncio.to_thread(self._events.versions, sorted(streams))
        self._position, self._unsettled = position, streams
        await asyncio.sleep(self._pace.settle)

        async def adopt(stream: str) -> None:
            if await self._knows(stream, versions[stream]):
                self._unsettled.discard(stream)

        await self._each(versions, adopt)
        await self._each(await self._without_workflow(), self._bring_back)

    def _changed(self) -> tuple[int, set[str]]:
        """The newest position, and the streams with events since the last sweep."""
        last = self._events.last_position()
        position = self._first_position(last) if self._position is None else self._position
        found: set[str] = set()
        while position < last:
            batch = self._events.notifications(position, _BATCH)
            found.update(str(leaf_of(one.state)["stream"]) for one in batch)
            position = batch[-1].position
        return position, found

    def _first_position(self, last: int) -> int:
        """The position behind which events are at most `FIRST_LOOK` older than the newest."""
        newest, position = None, last
        while position > 0:
            position = max(0, position - _BATCH)
            batch = self._events.notifications(position, _BATCH)
            oldest, newest = _stored_at(batch[0]), newest or _stored_at(batch[-1])
            if newest - oldest > FIRST_LOOK:
                break
        return position

    async def _knows(self, stream: str, version: int) -> bool:
        """Whether the workflow holds a version; tells it to look where it does not."""
        handle = self._client.get_workflow_handle(stream)
        try:
            view: ViewMessage | None = await handle.query(
                "view",
                result_type=ViewMessage,
                reject_condition=QueryRejectCondition.NOT_OPEN,
                rpc_timeout=_QUERY_TIMEOUT,
            )
            if view is not None and view.version >= version:
                return True
            log.info("workflow is behind the log", subject=stream, version=version)
            await handle.signal("refresh")
        except WorkflowQueryRejectedError:
            return True
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return True
            raise
        return False

    async def _without_workflow(self) -> list[str]:
        """The streams of the log that no running workflow drives; closed ones among them."""
        streams = await asyncio.to_thread(self._events.streams, "")
        running = {
            execution.id
            async for execution in self._client.list_workflows('ExecutionStatus = "Running"')
        }
        return [stream for stream in streams if stream not in running]

    async def _bring_back(self, stream: str) -> None:
        view = await asyncio.to_thread(self._deciding.view, stream)
        if view.closed:
            return
        log.info("open subject without a workflow, starting it again", subject=stream)
        start = await asyncio.to_thread(self._business_start, view)
        await self._client.start_workflow(
            WORKFLOWS[parse_subject(stream).kind],
            Start(stream, start),
            id=stream,
            task_queue=TASK_QUEUE,
            task_timeout=TASK_TIMEOUT,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        )

    def _business_start(self, view: View) -> str | None:
        """Now, in production; where time is simulated, the subject's newest business instant."""
        if not self._simulated(view.subject):
            return None
        newest = self._events.read(view.subject, view.version - 1)[0]
        return newest.recorded_at.isoformat()

    def _simulated(self, stream: str) -> bool:
        jurisdiction = parse_subject(stream).jurisdiction
        return any(
            isinstance(recorded.event, YearOpened) and recorded.event.clock == "simulated"
            for other in self._events.streams(f"{jurisdiction}/")
            if parse_subject(other).kind is SubjectKind.JURISDICTION_YEAR
            for recorded in self._events.read(other)
        )

    async def _each(self, streams: Iterable[str], do: Callable[[str], Awaitable[None]]) -> None:
        """Do something for all streams, a few at once; one that fails holds up no other."""

        async def one(stream: str) -> None:
            async with self._gate:
                try:
                    await do(stream)
                except Exception:
                    log.exception("not adopted, the next sweep tries again", subject=stream)

        await asyncio.gather(*[one(stream) for stream in streams])


def _stored_at(notification: Notification) -> datetime:
    return datetime.fromisoformat(leaf_of(notification.state)["stored_at"])
