"""Since when a subject waits for each of its deadlines.

(docs/decisions/1192-missed-reminders-are-given-late.md)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from domain.corrections import FilingWithdrawn
from domain.deadline_steps import Wait
from domain.deadlines import Passed
from domain.decision import Recorded
from domain.known import Begun


def begun_after(
    before: Begun, recorded: Recorded[Any], waits: Callable[[], Iterable[Wait]]
) -> Begun:
    """The open deadlines after an event, where `waits` are what is waited for then."""
    if _leaves_waits(recorded.event):
        return before
    still = dict.fromkeys((wait.deadline for wait in waits()), recorded.recorded_at)
    if still.keys() == before.keys():
        return before
    return {deadline: before.get(deadline, at) for deadline, at in still.items()}


def _leaves_waits(event: Any) -> bool:
    """Whether an event neither ends nor begins a wait; what is replaced is filed again at once."""
    return isinstance(event, Passed) or (isinstance(event, FilingWithdrawn) and event.replaced)
