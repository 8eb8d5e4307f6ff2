"""The deadlines of one kind of subject for the boards; each subject defines its own `DATED`."""

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
"""The kinds of deadline that a filing settles, with their keys in a state of the subject."""


@dataclass(frozen=True, slots=True)
class Dated:
    """The deadlines of one kind of subject, whose states have the type `state`.

    `open` gives the open deadlines with their due dates (inclusive); `filing_keys` gives the
    deadlines that may have a filing; `notified` is the event that gives a deadline a date of its
    own, or `None`.
    """

    state: type[Any]
    open: Callable[[Any, InForce], tuple[tuple[Wait, date], ...]]
    due: Callable[[Any, InForce, str], Day]
    filing_at: Callable[[Any, str], Filing | None]
    filing_keys: FilingKeys
    notified: Callable[[Any, str], str | None] = lambda _state, _deadline: None

    def filings(self, state: Any) -> Iterator[tuple[str, Filing]]:
        """The filings that have a deadline, by its key."""
        for keys in self.filing_keys.values():
            for deadline in keys(state):
                filing = self.filing_at(state, deadline)
                if filing is not None:
                    yield deadline, filing
