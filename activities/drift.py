"""Find the differences between engine and log, and mend them.

To mend, it refreshes a workflow or starts one; it never edits the log.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError

from activities.command_handler import CommandHandler
from activities.messages import TASK_QUEUE
from activities.recovery import UNREADABLE, Recovery
from activities.resumption import Resumption
from activities.stuck import Stuck, all_stuck
from activities.workflow_view import Held, held
from domain.kernel.decider import View
from domain.kernel.subject_ids import parse_subject
from store import clock
from store.in_force import NotAdopted
from store.port import EventLog, StoreUnavailable
from store.progress import Progress, unwatched

_AT_ONCE = 20
_SETTLE_SECONDS = 3.0
_MEND_SECONDS = 20.0
_LOOK_SECONDS = 0.2

T = TypeVar("T")


class Drift(StrEnum):
    """The kinds of difference between engine and log."""

    ENGINE_AWAY = "engine-away"
    ENGINE_EMPTY = "engine-empty"
    NO_WORKER = "no-worker"
    NO_WORKFLOW = "no-workflow"
    WORKFLOW_OF_CLOSED = "workflow-of-closed"
    WORKFLOW_OF_NOBODY = "workflow-of-nobody"
    WORKFLOW_BEHIND = "workflow-behind"
    WORKFLOW_AHEAD = "workflow-ahead"
    WORKFLOW_SILENT = "workflow-silent"
    WORKFLOW_CLOCK = "workflow-clock"
    WORKFLOW_STUCK = "workflow-stuck"
    WORKFLOW_PARKED = "workflow-parked"
    PACKS_NOT_ADOPTED = "packs-not-adopted"
    SUBJECT_UNREADABLE = "subject-unreadable"


@dataclass(frozen=True, slots=True)
class Drifted:
    """A difference of one subject, with the facts found."""

    drift: Drift
    of: str
    detail: str


class Views:
    """The views of all subjects from the log; a subject that cannot be read is itself a finding."""

    def __init__(self, events: EventLog) -> None:
        """Fold `events`."""
        self._events = events
        self._handler = CommandHandler(events)
        self.views: dict[str, View] = {}
        self.unread: set[str] = set()
        self.drifted: list[Drifted] = []

    def fold(self, progress: Progress = unwatched) -> None:
        """Fold every subject of the log."""
        streams = self._events.streams("")
        for number, stream in enumerate(streams, start=1):
            try:
                self.views[stream] = self.of(stream)
            except UNREADABLE as error:
                self.unread.add(stream)
                self._note(stream, error)
            progress(number, len(streams))

    def of(self, stream: str) -> View:
        """The current view of a subject from the log; raises one of `UNREADABLE`."""
        return self._handler.view(stream)

    def jurisdictions(self) -> list[str]:
        """The jurisdictions that have open subjects, sorted."""
        still_open = [view for view in self.views.values() if not view.closed]
        return sorted({parse_subject(view.subject).jurisdiction for view in still_open})

    def _note(self, stream: str, error: Exception) -> None:
        if isinstance(error, NotAdopted):  # reported once for all subjects of the jurisdiction
            of = parse_subject(stream).jurisdiction
            drifted = Drifted(Drift.PACKS_NOT_ADOPTED, of, str(error))
        else:
            why = f"{type(error).__name__}: {error}"
            drifted = Drifted(Drift.SUBJECT_UNREADABLE, stream, why)
        if drifted not in self.drifted:
            self.drifted.append(drifted)


class Examination:
    """Compares every subject's workflow with the log."""

    def __init__(self, client: Client, events: EventLog, views: Views) -> None:
        """Query workflows through `client`; `views` must be folded already."""
        self._client = client
        self._events = events
        self._views = views
        self._recovery = Recovery(client, events)
        self._resumption = Resumption(events)

    async def run(self, progress: Progress = unwatched) -> list[Drifted]:
        """All differences; a difference that may be in progress is checked again after a pause."""
        running = await self._recovery.running()
        known = self._views.views
        still_open = {stream for stream, view in known.items() if not view.closed}
        stuck = await all_stuck(self._client)
        found = [_stuck(one) for _, one in sorted(stuck.items())]
        if not await self._has_worker():
            lost = [_no_workflow(stream) for stream in sorted(still_open - running)]
            return [Drifted(Drift.NO_WORKER, TASK_QUEUE, "nobody polls"), *lost, *found]
        asked = sorted((still_open | running) - self._views.unread - stuck.keys())
        first = await self._each(asked, self._glance, progress)
        suspects = [one.of for one in first if one is not None]
        if not suspects:
            return found
        await asyncio.sleep(_SETTLE_SECONDS)
        again = await self._each(suspects, self.look, lambda _done, _of: None)
        return [*found, *(one for one in again if one is not None)]

    async def _glance(self, stream: str) -> Drifted | None:
        """Compare only the clock if the workflow holds the folded version, otherwise everything."""
        view = self._views.views.get(stream)
        try:
            found = await held(self._client, stream)
        except RPCError as error:
            return Drifted(Drift.WORKFLOW_SILENT, stream, str(error))
        if view is None or view.closed or found is None or found.version != view.version:
            return await self.look(stream)
        return self._clock_of(stream, found)

    async def look(self, stream: str) -> Drifted | None:
        """The difference between one subject's workflow and the log, or `None`."""
        try:
            parse_subject(stream)
        except ValueError as error:
            return Drifted(Drift.WORKFLOW_OF_NOBODY, stream, str(error))
        view = await asyncio.to_thread(self._views.of, stream)
        try:
            found = await held(self._client, stream)
        except RPCError as error:
            stuck = (await all_stuck(self._client)).get(stream)
            return _stuck(stuck) if stuck else Drifted(Drift.WORKFLOW_SILENT, stream, str(error))
        newest = await asyncio.to_thread(self._events.versions, [stream])
        return _compared(view, found, newest.get(stream, 0)) or self._clock_of(stream, found)

    def _clock_of(self, stream: str, held: Held | None) -> Drifted | None:
        """The difference of a workflow on a real log whose business time is not the present."""
        if held is None or not held.ahead_seconds or not self._events.identity().is_real:
            return None
        return Drifted(Drift.WORKFLOW_CLOCK, stream, _distance(held.ahead_seconds))

    async def mend(self, found: Sequence[Drifted], progress: Progress) -> list[Drifted]:
        """Refresh or start the workflows that differ; returns the remaining differences."""
        mendable = [one for one in found if one.drift in MENDABLE]
        left = await self._each(mendable, self._mend, progress)
        rest = [one for one in found if one.drift not in MENDABLE]
        return [*rest, *(one for one in left if one is not None)]

    async def _mend(self, one: Drifted) -> Drifted | None:
        try:
            return await self._mended(one)
        except (*UNREADABLE, RPCError, StoreUnavailable) as error:  # other subjects go on
            return replace(one, detail=f"{one.detail}: {type(error).__name__}: {error}")

    async def _mended(self, one: Drifted) -> Drifted | None:
        if one.drift in _STARTED_ANEW:
            await self._recovery.start_anew(one.of, self._resumption, _STARTED_ANEW[one.drift])
        elif one.drift is Drift.NO_WORKFLOW:
            await self._recovery.bring_back(one.of, self._resumption)
        else:
            await self._client.get_workflow_handle(one.of).signal("refresh")
        give_up = time.monotonic() + _MEND_SECONDS
        while True:
            left = await self.look(one.of)
            if left is None or time.monotonic() > give_up:
                return left
            await asyncio.sleep(_LOOK_SECONDS)

    async def _has_worker(self) -> bool:
        answer = await self._client.workflow_service.describe_task_queue(
            DescribeTaskQueueRequest(
                namespace=self._client.namespace,
                task_queue=TaskQueue(name=TASK_QUEUE),
                task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
            )
        )
        return bool(answer.pollers)

    async def _each(
        self, items: Sequence[T], do: Callable[[T], Awaitable[Drifted | None]], progress: Progress
    ) -> list[Drifted | None]:
        """Run a coroutine for all items, a few at a time; returns the results in their order."""
        gate, done = asyncio.Semaphore(_AT_ONCE), 0

        async def one(item: T) -> Drifted | None:
            nonlocal done
            async with gate:
                found = await do(item)
            done += 1
            progress(done, len(items))
            return found

        progress(0, len(items))
        return list(await asyncio.gather(*map(one, items)))


_STARTED_ANEW = {
    Drift.WORKFLOW_AHEAD: "the log was restored from a backup",
    Drift.WORKFLOW_STUCK: "its tasks fail again and again",
    Drift.WORKFLOW_PARKED: "it was parked, and is begun again by hand",
    Drift.WORKFLOW_SILENT: "it gave no answer, and is begun again by hand",
}

MENDABLE = frozenset(
    {
        Drift.NO_WORKFLOW,
        Drift.WORKFLOW_OF_CLOSED,
        Drift.WORKFLOW_BEHIND,
        Drift.WORKFLOW_AHEAD,
        Drift.WORKFLOW_SILENT,
        Drift.WORKFLOW_CLOCK,
        Drift.WORKFLOW_STUCK,
        Drift.WORKFLOW_PARKED,
    }
)
"""The differences that a refresh or a start of the workflow mends."""


def _compared(view: View, found: Held | None, newest: int) -> Drifted | None:
    """Compare a workflow's view with the folded view; `newest` is the log's version by now."""
    if found is None:
        return None if view.closed or view.version == 0 else _no_workflow(view.subject)
    held = found.version
    if held > newest:
        detail = f"it holds version {held}, the log has {newest}"
        return Drifted(Drift.WORKFLOW_AHEAD, view.subject, detail)
    if view.version == 0:
        return Drifted(Drift.WORKFLOW_OF_NOBODY, view.subject, "the log has no event of it")
    if view.closed:
        detail = f"closed in version {view.version}"
        return Drifted(Drift.WORKFLOW_OF_CLOSED, view.subject, detail)
    if held < view.version:
        detail = f"it holds version {held}, the log has {newest}"
        return Drifted(Drift.WORKFLOW_BEHIND, view.subject, detail)
    return None


def _distance(ahead_seconds: float) -> str:
    distance, way = (
        timedelta(seconds=abs(ahead_seconds)),
        "ahead of" if ahead_seconds > 0 else "behind",
    )
    return f"its business time is {distance.days} days {distance.seconds // 60} minutes {way} now"


def _stuck(stuck: Stuck) -> Drifted:
    now = clock.now()
    drift = Drift.WORKFLOW_PARKED if stuck.is_parked(now) else Drift.WORKFLOW_STUCK
    detail = f"{stuck.why}; begun again {len(stuck.recent(now))} times in a day"
    return Drifted(drift, stuck.stream, detail)


def _no_workflow(stream: str) -> Drifted:
    return Drifted(Drift.NO_WORKFLOW, stream, "the engine runs none")
