"""The time budget of the store: one limit for all waits in a call.

(docs/decisions/0303-one-writer.md, 1187)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from math import inf
from time import monotonic

from store.port import StoreUnavailable

_ends: ContextVar[float] = ContextVar("store_budget_ends", default=inf)


@dataclass(frozen=True, slots=True)
class Deadline:
    """An instant of the monotonic clock, in seconds, until which a call may wait."""

    at: float

    def left(self) -> float:
        """The seconds left; 0 after the deadline."""
        return max(0.0, self.at - monotonic())


def deadline(longest: float) -> Deadline:
    """The deadline of a call that may wait `longest` seconds; never after the budget's end.

    Raises `StoreUnavailable` if the budget is used up.
    """
    now, ends = monotonic(), _ends.get()
    if ends <= now:
        raise StoreUnavailable("办理超时，请重试 / the time for this is used up: try again")
    return Deadline(min(ends, now + longest))


@contextmanager
def time_budget(seconds: float) -> Iterator[None]:
    """Give all calls to the store within the context so many seconds in total.

    Of nested budgets, the earlier end applies. It applies to this thread and to threads with a copy
    of its context.
    """
    before = _ends.set(min(_ends.get(), monotonic() + seconds))
    try:
        yield
    finally:
        _ends.reset(before)
