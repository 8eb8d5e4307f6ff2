"""Recovery: it starts the workflows of open subjects again from the log alone.

The log knows which subjects are open and the state of each; a new workflow reads its view first. So
the whole database of the engine may be lost
(docs/decisions/1060-recovery-starts-what-the-log-says-is-open.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

import structlog
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RPCError, RPCStatusCode

from activities.command_handler import CommandHandler
from activities.differing import differing
from activities.fan_out.send import batches
from activities.messages import OUTBOX, TASK_QUEUE, Start, ViewMessage
from activities.resumption import Resumption
from activities.search_attributes import shown_from_start
from activities.stuck import Stuck, all_stuck
from activities.submission import TASK_TIMEOUT, WORKFLOWS
from activities.workflow_clocks import all_set_right
from domain.kernel.subject_ids import parse_subject, subject_of
from store import clock
from store.in_force import NotAdopted
from store.port import ContentDamaged, EventLog
from store.progress import Progress, unwatched

log = structlog.get_logger()

BEGUN_AGAIN = "workflow is started again from the log"
"""The log message for a restarted subject."""

UNREADABLE = (NotAdopted, ContentDamaged, LookupError, ValueError, TypeError, AttributeError)
"""The errors of a subject that cannot be folded; other subjects go on."""

_DIFFERS = "it differs from the log, as after a restore"
_OF_ANOTHER_COPY = "the engine served another copy of this log"


class Found(Enum):
    """The states of a subject that recovery distinguishes; the log has no event of `UNKNOWN`."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(slots=True)
class Recovered:
    """The result of a recovery: streams by state; `unreadable` with the reason.

    `told` are streams on a real log whose running workflow had a wrong business time and was
    refreshed. `begun_again` are streams whose running workflow was replaced, because it differed
    from the log or belonged to another copy of it. `ended` are terminated workflows: the log does
    not have their subjects.
    """

    running: int = 0
    closed: int = 0
    started: list[str] = field(default_factory=list)
    begun_again: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """The number of subjects that were examined: without a workflow, or with a wrong one."""
        begun = len(self.started) + len(self.begun_again)
        return begun + len(self.ended) + self.closed + len(self.unreadable)

    def note(self, stream: str, found: Found, *, differed: bool = False) -> None:
        """Record the state found for a subject without a workflow, or with one that `differed`."""
        if found is Found.UNKNOWN:
            self.ended.append(stream)
        elif found is Found.CLOSED:
            self.closed += 1
        else:
            (self.begun_again if differed else self.started).append(stream)


class Recovery:
    """Starts missing workflows, and begins again those that are stuck or differ from the log.

    Other running workflows and closed subjects are left alone.
    """

    def __init__(self, client: Client, events: EventLog) -> None:
        """Start workflows through `client` from the log `events`."""
        self._client = client
        self._events = events
        self._handler = CommandHandler(events)

    async def run(
        self, progress: Progress = unwatched, *, begins_all: bool = False, compares: bool = True
    ) -> Recovered:
        """Start every open subject whose workflow is lost, stuck, or differs from the log.

        A workflow of a subject that the log does not have is terminated. With `begins_all` every
        running workflow is replaced. Without `compares` a running workflow is only replaced if it
        is stuck; a drill that goes on where it stopped needs no comparison. If this call is
        interrupted, the next call does the rest.
        """
        lost, running = await self.without_workflow()
        stuck = {one.stream: one.why for one in (await all_stuck(self._client)).values()}
        if begins_all:
            differed = dict.fromkeys(running, _OF_ANOTHER_COPY)
        elif not compares:
            differed = {}
        else:
            asked = [stream for stream in running if stream not in stuck]
            differed = dict.fromkeys(await differing(self._client, self._events, asked), _DIFFERS)
        again = stuck | differed
        recovered = Recovered(running=len(running) - len(again))
        resumption = Resumption(self._events)

        async def one(stream: str) -> None:
            try:
                if stream in again:
                    found = await self.start_anew(stream, resumption, again[stream])
                else:
                    found = await self.bring_back(stream, resumption)
            except UNREADABLE as error:
                recovered.unreadable[stream] = f"{type(error).__name__}: {error}"
            else:
                recovered.note(stream, found, differed=stream in differed)
            progress(recovered.done, len(lost))

        lost += sorted(again.keys() - set(lost))
        progress(0, len(lost))
        async for _ in batches(lost, one):
            pass
        for done in (recovered.started, recovered.begun_again, recovered.ended):
            done.sort()
        recovered.told = await all_set_right(self._client, self._events, {*running} - again.keys())
        return recovered

    async def without_workflow(self) -> tuple[list[str], list[str]]:
        """Two lists of streams: those without a running workflow, and those with one.

        The first includes closed subjects, the second subjects that the log does not have.
        """
        streams = await asyncio.to_thread(self._events.streams, "")
        running = await self.running()
        lost = [stream for stream in streams if stream not in running]
        return lost, sorted(stream for stream in running if subject_of(stream))

    async def open_subjects(self) -> list[str]:
        """The streams of the subjects that are not closed, sorted."""
        return await asyncio.to_thread(self._open_subjects)

    def _open_subjects(self) -> list[str]:
        streams = self._events.streams("")
        return [stream for stream in streams if not self._handler.view(stream).closed]

    async def running(self) -> set[str]:
        """The ids of the running workflows of subjects, from the engine's list."""
        listed = self._client.list_workflows('ExecutionStatus = "Running"')
        return {execution.id async for execution in listed if execution.id != OUTBOX}

    async def stuck(self) -> set[str]:
        """The ids of the subjects' workflows whose tasks keep failing."""
        return set(await all_stuck(self._client))

    async def begin_again(self, stuck: Stuck, resumption: Resumption) -> Found | None:
        """Restart a stuck workflow from the log and count it; `None` if it is no longer stuck.

        It may have recovered, or another worker may have restarted it.
        """
        now = await self._client.get_workflow_handle(stuck.stream).describe()
        if not stuck.is_seen_in(now):
            return None
        memo = stuck.memo(clock.now())
        return await self.start_anew(stuck.stream, resumption, stuck.why, memo)

    async def start_anew(
        self,
        stream: str,
        resumption: Resumption,
        why: str,
        memo: Mapping[str, list[str]] | None = None,
    ) -> Found:
        """Terminate a subject's workflow and start a new one from the log.

        One request does both, so that no waiting act can start another run in between. The log has
        everything that the old run knew.
        """
        log.warning(BEGUN_AGAIN, subject=stream, why=why)
        ends = WorkflowIDConflictPolicy.TERMINATE_EXISTING
        found = await self.bring_back(stream, resumption, ends, memo)
        if found is not Found.OPEN:
            try:
                await self._client.get_workflow_handle(stream).terminate(why)
            except RPCError as error:
                if error.status is not RPCStatusCode.NOT_FOUND:  # otherwise it has ended by itself
                    raise
        return found

    async def bring_back(
        self,
        stream: str,
        resumption: Resumption,
        running: WorkflowIDConflictPolicy = WorkflowIDConflictPolicy.USE_EXISTING,
        memo: Mapping[str, list[str]] | None = None,
    ) -> Found:
        """Start a subject's workflow unless the subject is closed.

        A running workflow is left alone, or, if `running` says so, terminated and replaced. Raises
        one of `UNREADABLE` and then changes nothing.
        """
        view = await asyncio.to_thread(self._handler.view, stream)
        if view.closed or view.version == 0:
            self._handler.forget(stream)
            return Found.CLOSED if view.version else Found.UNKNOWN
        if running is WorkflowIDConflictPolicy.USE_EXISTING:
            log.info("open subject without a workflow, starting it again", subject=stream)
        start = await asyncio.to_thread(resumption.of, view)
        await self._client.start_workflow(
            WORKFLOWS[parse_subject(stream).kind],
            Start(stream, start.isoformat() if start else None),
            id=stream,
            task_queue=TASK_QUEUE,
            task_timeout=TASK_TIMEOUT,
            id_conflict_policy=running,
            memo=memo,
            search_attributes=shown_from_start(ViewMessage.of(view)),
        )
        return Found.OPEN
