"""The time budget of the store: one limit for all the waiting in a call.

(docs/decisions/1187-one-budget-for-all-waiting.md)
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
    """An instant of the monotonic clock, in seconds, at which waiting ends."""

    at: float

    def left(self) -> float:
        """The seconds until then; 0 where it is over."""
        return max(0.0, self.at - monotonic())


def deadline(longest: float) -> Deadline:
    """When a call that may wait `longest` seconds gives up: with the budget at the latest.

    Raises `StoreUnavailable` where the budget is used up already.
    """
    now, ends = monotonic(), _ends.get()
    if ends <= now:
        raise StoreUnavailable("办理超时，请重试 / the time for this is used up: try again")
    return Deadline(min(ends, now + longest))


@contextmanager
def time_budget(seconds: float) -> Iterator[None]:
    """Give all calls to the store inside so many seconds together; of two budgets the earlier end.

    It counts in this thread (and in those that get a copy of its context), from now on.
    """
    before = _ends.set(min(_ends.get(), monotonic() + seconds))
    try:
        yield
    finally:
        _ends.reset(before)
