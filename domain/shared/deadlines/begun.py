"""The business instants at which a subject began to wait for each deadline.

(docs/domain/deadlines.md, 1192)
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from typing import Any

from domain.kernel.decider import Recorded
from domain.kernel.known import Begun
from domain.kernel.message import Event
from domain.shared.deadlines.deadline_acts import Extended, Passed
from domain.shared.deadlines.pending import Wait
from domain.shared.deadlines.set_day import DaySet
from domain.shared.filings.correction import FilingWithdrawn
from domain.shared.filings.disclosure import Published

_LEAVING = frozenset({DaySet, Extended, Passed, Published})


def begun_after(
    before: Begun,
    recorded: Recorded[Any],
    waits: Callable[[Any], Iterable[Wait]],
    state: Any,
    leaving: Container[type[Event]] = (),
) -> Begun:
    """The start of each wait after an event; `waits` gives the open deadlines of `state`.

    A correction (a filing withdrawn and replaced in one act) does not begin a new wait. Events of
    the types in `leaving` never begin or end a dated wait; listing a subject's frequent events
    there makes its fold faster.
    """
    event = recorded.event
    kind = type(event)
    if kind in _LEAVING or kind in leaving or (kind is FilingWithdrawn and event.replaced):
        return before
    at = recorded.recorded_at
    return {wait.deadline: before.get(wait.deadline, at) for wait in waits(state)}
