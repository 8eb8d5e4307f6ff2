"""Workflow tasks that stand still: started without a timeout, or due without a worker.

The engine gives a started task `TASK_TIMEOUT`, and a task for a certain worker five seconds; then
it makes a new task. If the engine lost the timer, as it may when it is killed or starved, the
subject stops until the engine is restarted, and no list of the engine shows it
(docs/decisions/1211-what-is-stuck-is-begun-again-three-times.md, 1225).
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from temporalio.api.enums.v1 import PendingWorkflowTaskState
from temporalio.client import Client, WorkflowExecutionDescription
from temporalio.service import RPCError, RPCStatusCode

BEGUN_SECONDS = 30.0
"""The least age of a started task that stands still: ten times its timeout."""

QUEUED_SECONDS = 120.0
"""The least age of a waiting task that stands still, while this worker polls."""

ROUND_SECONDS = 600.0
"""The time within which every running workflow is examined once."""

_AT_LEAST = 10
"""The least number examined each time."""

_BEGUN = PendingWorkflowTaskState.PENDING_WORKFLOW_TASK_STATE_STARTED


@dataclass(frozen=True, slots=True)
class DueTask:
    """The due task of a workflow: its run, whether it is started, its attempt, and since when.

    `since` is an instant of the workflow's own clock, which may be ahead of the wall clock.
    """

    run: str
    is_begun: bool
    attempt: int
    since: datetime

    @staticmethod
    def of(described: WorkflowExecutionDescription) -> DueTask | None:
        """The due task of a workflow, or `None`."""
        if not described.raw_description.HasField("pending_workflow_task"):
            return None
        due = described.raw_description.pending_workflow_task
        is_begun = due.state == _BEGUN
        since = due.started_time if is_begun else due.scheduled_time
        return DueTask(described.run_id, is_begun, due.attempt, since.ToDatetime(UTC))

    @property
    def patience(self) -> float:
        """The seconds after which an unchanged task stands still."""
        return BEGUN_SECONDS if self.is_begun else QUEUED_SECONDS

    @property
    def why(self) -> str:
        """The description of a task that stands still."""
        if self.is_begun:
            return f"a task of it was begun at {self.since} and has neither ended nor timed out"
        return f"a task of it is due since {self.since} and was given to no worker"


class StandingStill:
    """Examines running workflows in turn; finds tasks that stay unchanged for too long."""

    def __init__(self, client: Client, clock: Callable[[], float] = time.monotonic) -> None:
        """Query the engine through `client`; `clock` counts the seconds of this machine."""
        self._client = client
        self._clock = clock
        self._seen: dict[str, tuple[DueTask, float]] = {}
        self._suspects: set[str] = set()
        self._last = ""

    def suspect(self, stream: str) -> None:
        """Examine a workflow next time, out of turn: it gave no answer."""
        self._suspects.add(stream)

    def next(self, running: Iterable[str], seconds: float) -> list[str]:
        """The workflows of `running` to examine now, if the caller looks each so many seconds."""
        ordered = sorted(running)
        many = max(_AT_LEAST, round(len(ordered) * seconds / ROUND_SECONDS))
        first = bisect_right(ordered, self._last)
        turn = [*ordered[first:], *ordered[:first]][:many]
        self._last = turn[-1] if turn else ""
        again = (self._suspects | self._seen.keys()) & set(ordered)
        self._seen = {one: seen for one, seen in self._seen.items() if one in again}
        self._suspects.clear()
        return sorted(again | {*turn})

    async def look(self, stream: str) -> tuple[WorkflowExecutionDescription, DueTask] | None:
        """A workflow whose task stands still, with that task, or `None`."""
        try:
            described = await self._client.get_workflow_handle(stream).describe()
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            self._seen.pop(stream, None)
            return None
        still = self.found_in(stream, described)
        return (described, still) if still else None

    def found_in(self, stream: str, described: WorkflowExecutionDescription) -> DueTask | None:
        """The standing task in a workflow's description from just now, or `None`."""
        due = DueTask.of(described)
        if due is None:
            self._seen.pop(stream, None)
            return None
        return due if self.is_too_long(stream, due) else None

    def is_too_long(self, stream: str, due: DueTask) -> bool:
        """Whether a task that is due now was already due long ago."""
        now = self._clock()
        task, since = self._seen.get(stream, (None, now))
        if task != due:
            self._seen[stream] = due, now
            return False
        return now - since >= due.patience
