"""Stuck workflows: their tasks fail repeatedly for any cause, or stand still.

The engine lists a workflow under `TemporalReportedProblems` after three failed tasks in a row,
until a task succeeds; `standing_still` finds tasks that stand still. A stuck workflow is restarted
from the log at most `RESTARTS` times in `WINDOW`; then it is parked until an operator examines it
(docs/decisions/1211-what-is-stuck-is-begun-again-three-times.md).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from temporalio.client import (
    Client,
    WorkflowExecution,
    WorkflowExecutionDescription,
    WorkflowExecutionStatus,
)
from temporalio.common import SearchAttributeKey

from activities.standing_still import DueTask, StandingStill
from domain.kernel.subject_ids import subject_of
from store import clock

RESTARTS = 3
"""The number of automatic restarts of a subject within `WINDOW`."""

WINDOW = timedelta(hours=24)
"""By the worker's clock, not business time; older restarts are not counted."""

BACKLOG = 10
"""The number of waiting tasks above which the workers are overloaded."""

_BEGUN_AGAIN = "begun-again"
"""The memo of a run: the instants of restarts, ISO 8601 in UTC, oldest first."""

_PROBLEMS = SearchAttributeKey.for_keyword_list("TemporalReportedProblems")
_TIMED_OUT = "category=WorkflowTaskTimedOut"
_LISTED = (
    'ExecutionStatus = "Running" AND TemporalReportedProblems IN '
    f'("category=WorkflowTaskFailed", "{_TIMED_OUT}")'
)


@dataclass(frozen=True, slots=True)
class Stuck:
    """A stuck workflow: its run, the engine's report, and the instants of its restarts.

    If the engine reports nothing, `still` is the task that stands still.
    """

    stream: str
    run: str
    problems: tuple[str, ...]
    begun_again: tuple[datetime, ...]
    still: DueTask | None = None

    @property
    def why(self) -> str:
        """The engine's report, or the description of the task that stands still."""
        if self.still is not None:
            return self.still.why
        return "its tasks fail again and again: " + ", ".join(self.problems)

    @property
    def timed_out(self) -> bool:
        """Whether its tasks timed out, as they also do when workers are killed."""
        return _TIMED_OUT in self.problems

    def recent(self, now: datetime) -> tuple[datetime, ...]:
        """The restarts less than `WINDOW` ago."""
        return tuple(instant for instant in self.begun_again if now - instant < WINDOW)

    def is_parked(self, now: datetime) -> bool:
        """Whether all automatic restarts are used."""
        return len(self.recent(now)) >= RESTARTS

    def is_seen_in(self, described: WorkflowExecutionDescription) -> bool:
        """Whether it is still stuck: the same run, without a task that ended since."""
        if described.run_id != self.run or described.status is not WorkflowExecutionStatus.RUNNING:
            return False
        if self.still is not None:
            return DueTask.of(described) == self.still
        return bool(problems_of(described))

    def memo(self, now: datetime) -> dict[str, list[str]]:
        """The memo of the run that replaces it now."""
        return {_BEGUN_AGAIN: [one.isoformat() for one in (*self.recent(now), now)]}


async def all_stuck(client: Client) -> dict[str, Stuck]:
    """The stuck workflows of subjects by stream, without the outbox and unknown workflows."""
    return {one.stream: one async for one in _listed(client) if subject_of(one.stream)}


async def _listed(client: Client) -> AsyncIterator[Stuck]:
    async for execution in client.list_workflows(_LISTED):
        yield await stuck_of(execution)


async def stuck_of(execution: WorkflowExecution, still: DueTask | None = None) -> Stuck:
    """A stuck workflow, by the engine's report or by its standing task."""
    memo: dict[str, Any] = dict(await execution.memo())
    begun_again = tuple(map(datetime.fromisoformat, memo.get(_BEGUN_AGAIN, ())))
    return Stuck(execution.id, execution.run_id, problems_of(execution), begun_again, still)


def problems_of(execution: WorkflowExecution) -> tuple[str, ...]:
    """The engine's report on a workflow whose tasks fail repeatedly."""
    return tuple(execution.typed_search_attributes.get(_PROBLEMS, ()))


class Watch:
    """Finds, at each sweep, the stuck workflows to restart and the newly parked ones."""

    def __init__(self, client: Client) -> None:
        """Query the engine through `client`."""
        self._client = client
        self._standing_still = StandingStill(client)
        self._timed_out: set[str] = set()
        self._parked: dict[str, str] = {}

    def suspect(self, stream: str) -> None:
        """At the next look, check whether a subject stands still: it gave no answer."""
        self._standing_still.suspect(stream)

    async def look(
        self, running: Iterable[str] = (), seconds: float = 0.0
    ) -> tuple[list[Stuck], list[Stuck]]:
        """The stuck workflows to restart, and the newly parked ones; each sorted by stream.

        It checks some of the `running` workflows for standing tasks, as many as suits one look each
        so many `seconds`. Timeouts alone may come from killed workers: they count only if the same
        run is found twice.
        """
        now = clock.now()
        found = await all_stuck(self._client) | await self._still(running, seconds)
        stuck = sorted(found.values(), key=lambda one: one.stream)
        before, self._timed_out = self._timed_out, {one.run for one in stuck if one.timed_out}
        parked = [one for one in stuck if one.is_parked(now)]
        due = [
            one
            for one in stuck
            if not one.is_parked(now) and (not one.timed_out or one.run in before)
        ]
        told, self._parked = self._parked, {one.stream: one.run for one in parked}
        return due, [one for one in parked if told.get(one.stream) != one.run]

    async def _still(self, running: Iterable[str], seconds: float) -> dict[str, Stuck]:
        """The workflows that stand still; in a backlog, only those with a started task."""
        found, waiting = {}, 0
        for stream in self._standing_still.next(running, seconds):
            looked = await self._standing_still.look(stream)
            if looked is not None:
                found[stream] = await stuck_of(*looked)
                waiting += not looked[1].is_begun
        if waiting <= BACKLOG:
            return found
        return {stream: one for stream, one in found.items() if one.still and one.still.is_begun}

    def is_parked(self, stream: str) -> bool:
        """Whether the last look found a subject parked; its workflow answers nobody."""
        return stream in self._parked
