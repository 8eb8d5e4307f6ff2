"""Since when a subject waits for each of its deadlines.

(docs/decisions/1192-missed-reminders-are-given-late.md)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from domain.kernel.decider import Recorded
from domain.kernel.known import Begun
from domain.kernel.message import Event
from domain.shared.deadlines.timers import Wait
from domain.shared.filings.correction import FilingWithdrawn

_LEAVE = frozenset(
    {
        "deadline.day-set",
        "deadline.extended",
        "deadline.passed",
        "disclosure.published",
        "execution.recorded",
        "grade.finalised",
        "results.applied",
        "results.proposed",
    }
)
"""Frequent events that neither begin nor end a wait that may have a day; the fold is faster so."""


def begun_after(
    before: Begun, recorded: Recorded[Any], waits: Callable[[Any], Iterable[Wait]], state: Any
) -> Begun:
    """The open deadlines after an event, where `waits` gives what the `state` after it waits for.

    What is replaced is filed again at once: it was waited for all the time.
    """
    event = recorded.event
    kind = type(event)
    if kind in _leaving() or (kind is FilingWithdrawn and event.replaced):
        return before
    at = recorded.recorded_at
    return {wait.deadline: before.get(wait.deadline, at) for wait in waits(state)}


@cache
def _leaving() -> frozenset[type[Event]]:
    return frozenset(Event.by_name[name] for name in _LEAVE)
