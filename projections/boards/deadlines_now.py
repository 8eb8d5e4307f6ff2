"""The deadlines of one subject as they stand now: whether what a step asked for is asked still."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain.kernel.decider import Recorded
from domain.shared.deadlines.deadline_acts import Passed
from projections.boards.in_force_cache import InForceCache
from projections.boards.rows import DeadlineRow
from projections.boards.state_cache import start
from projections.boards.summary import summarise
from store.port import EventLog


class DeadlinesNow:
    """Folds subjects one by one; what is in force is read once for each year."""

    def __init__(self, log: EventLog) -> None:
        """Ask the rules of `log`."""
        self._in_force = InForceCache(log)

    def of(self, events: Iterable[Recorded[Any]]) -> dict[str, DeadlineRow]:
        """The deadlines of a subject by key, after all of its `events`; empty before any step."""
        events = tuple(events)
        if not any(isinstance(one.event, Passed) for one in events):
            return {}
        fold = start(events[0].stream)
        for one in events:
            fold.take(one)
        in_force = self._in_force.of(fold.subject)
        rows = summarise(fold.subject, fold.state, fold.history, in_force).deadlines
        return {row.deadline: row for row in rows}
