"""Stuck workflows: those whose tasks fail again and again, whatever the cause, or stand still.

The engine counts: it lists a workflow under `TemporalReportedProblems` from the third task on that
failed in a row, until a task succeeds; what stands still is found by `standing_still`. Such a
workflow is begun again from the log, at most `RESTARTS` times in `WINDOW`; then it is parked until
somebody has looked (docs/decisions/1211-what-is-stuck-is-begun-again-three-times.md).
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
"""How often a subject is begun again by itself within `WINDOW`."""

WINDOW = timedelta(hours=24)
"""By the clock of the worker, not by business time; a restart this long ago counts no more."""

BACKLOG = 10
"""With more tasks than these that wait for a worker at once, workers are behind."""

_BEGUN_AGAIN = "begun-again"
"""The memo of a run: when its subject was begun again, ISO 8601 in UTC, the oldest first."""

_PROBLEMS = SearchAttributeKey.for_keyword_list("TemporalReportedProblems")
_TIMED_OUT = "category=WorkflowTaskTimedOut"
_LISTED = (
    'ExecutionStatus = "Running" AND TemporalReportedProblems IN '
    f'("category=WorkflowTaskFailed", "{_TIMED_OUT}")'
)


@dataclass(frozen=True, slots=True)
class Stuck:
    """A stuck workflow: its run, what the engine reports, and when it was begun again.

    Or, where the engine reports nothing, the task that stands still.
    """

    stream: str
    run: str
    problems: tuple[str, ...]
    begun_again: tuple[datetime, ...]
    still: DueTask | None = None

    @property
    def why(self) -> str:
        """What the engine reports, in its own words, or what is wrong with its task."""
        if self.still is not None:
            return self.still.why
        return "its tasks fail again and again: " + ", ".join(self.problems)

    @property
    def timed_out(self) -> bool:
        """Whether its tasks were not answered, as also when workers are killed."""
        return _TIMED_OUT in self.problems

    def recent(self, now: datetime) -> tuple[datetime, ...]:
        """When it was begun again less than `WINDOW` ago."""
        return tuple(instant for instant in self.begun_again if now - instant < WINDOW)

    def is_parked(self, now: datetime) -> bool:
        """Whether it was begun again as often as it is by itself."""
        return len(self.recent(now)) >= RESTARTS

    def is_seen_in(self, described: WorkflowExecutionDescription) -> bool:
        """Whether it is stuck still: the same run, and no task of it has ended since."""
        if described.run_id != self.run or described.status is not WorkflowExecutionStatus.RUNNING:
            return False
        if self.still is not None:
            return DueTask.of(described) == self.still
        return bool(problems_of(described))

    def memo(self, now: datetime) -> dict[str, list[str]]:
        """The memo of the run that takes its place, begun now."""
        return {_BEGUN_AGAIN: [one.isoformat() for one in (*self.recent(now), now)]}


async def all_stuck(client: Client) -> dict[str, Stuck]:
    """The stuck workflows of subjects, by stream; the outbox is none, and what nobody knows."""
    return {one.stream: one async for one in _listed(client) if subject_of(one.stream)}


async def _listed(client: Client) -> AsyncIterator[Stuck]:
    async for execution in client.list_workflows(_LISTED):
        yield await stuck_of(execution)


async def stuck_of(execution: WorkflowExecution, still: DueTask | None = None) -> Stuck:
    """A workflow that is stuck, for what the engine reports or for a task that stands still."""
    memo: dict[str, Any] = dict(await execution.memo())
    begun_again = tuple(map(datetime.fromisoformat, memo.get(_BEGUN_AGAIN, ())))
    return Stuck(execution.id, execution.run_id, problems_of(execution), begun_again, still)


def problems_of(execution: WorkflowExecution) -> tuple[str, ...]:
    """What the engine reports of a workflow whose tasks fail again and again."""
    return tuple(execution.typed_search_attributes.get(_PROBLEMS, ()))


class Watch:
    """Says at each sweep which stuck workflows to begin again, and which were parked since."""

    def __init__(self, client: Client) -> None:
        """Ask the engine through `client`."""
        self._client = client
        self._standing_still = StandingStill(client)
        self._timed_out: set[str] = set()
        self._parked: dict[str, str] = {}

    def suspect(self, stream: str) -> None:
        """Look next time whether a subject stands still: it gave no answer."""
        self._standing_still.suspect(stream)

    async def look(
        self, running: Iterable[str] = (), seconds: float = 0.0
    ) -> tuple[list[Stuck], list[Stuck]]:
        """The stuck ones to begin again, and those newly parked; each sorted by stream.

        Of those that are `running` some are looked at whether they stand still, as many as fits
        one who looks each so many `seconds`. Tasks that only time out may be those of killed
        workers: they count when the same run is found twice.
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
        """What stands still; many that wait for a worker are a backlog, and take their turns."""
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
        """Whether the last look found a subject parked: it answers nobody."""
        return stream in self._parked
