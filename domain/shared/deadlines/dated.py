"""The deadlines of one kind of subject, as boards read them: each subject gives its own `DATED`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.kernel.decider import InForce
from domain.shared.deadlines.due_dates import Day
from domain.shared.deadlines.pending import Wait
from domain.shared.filings.filing import Filing

FilingKeys = Mapping[str, Callable[[Any], Iterable[str]]]
"""The kinds of deadline that a filing meets, each with its keys in a state of the subject."""


@dataclass(frozen=True, slots=True)
class Dated:
    """The deadlines of one kind of subject, whose states are of the type `state`.

    `open` are those that it waits for, each with its day (inclusive); `filing_keys` those that may
    have a filing; `notified` is the event that notified a deadline with a day of its own, or none.
    """

    state: type[Any]
    open: Callable[[Any, InForce], tuple[tuple[Wait, date], ...]]
    due: Callable[[Any, InForce, str], Day]
    filing_at: Callable[[Any, str], Filing | None]
    filing_keys: FilingKeys
    notified: Callable[[Any, str], str | None] = lambda _state, _deadline: None

    def filings(self, state: Any) -> Iterator[tuple[str, Filing]]:
        """What was filed and has a deadline, by its key."""
        for keys in self.filing_keys.values():
            for deadline in keys(state):
                filing = self.filing_at(state, deadline)
                if filing is not None:
                    yield deadline, filing
