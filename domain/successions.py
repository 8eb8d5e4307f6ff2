"""Which unit came in the place of another, from which day on: what merges and splits add up to.

(docs/decisions/1151-merged-and-split-units.md)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Successor:
    """A unit that takes over; `takes` are the subjects given to it by a split."""

    unit: str
    name: str
    takes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Succession:
    """A unit's end: from `since` on (inclusive), by a document, `successors` stand in its place.

    `version` is that of the event which tells it, in the stream of the people and units.
    """

    event_id: UUID
    version: int
    unit: str
    since: date
    document: str
    successors: tuple[Successor, ...]

    def of(self, stream: str) -> Successor:
        """Who takes over a subject; what a split gave to nobody falls to the first named."""
        found = (one for one in self.successors if stream in one.takes)
        return next(found, self.successors[0])

    @property
    def names(self) -> str:
        """The codes of the successors, for people to read."""
        return ", ".join(one.unit for one in self.successors)


Successions = Mapping[str, Succession]
"""The end of each unit that has one recorded, by its code; its day may be still to come."""


def ended(successions: Successions, unit: str, on: date) -> Succession | None:
    """The end of a unit that is no more on a day; none where it is."""
    found = successions.get(unit)
    return found if found is not None and found.since <= on else None


def unit_on(successions: Successions, unit: str, stream: str, on: date) -> str:
    """The unit that a subject of `unit` belongs to on a day."""
    while (end := ended(successions, unit, on)) is not None:
        unit = end.of(stream).unit
    return unit


def acting_for(successions: Successions, end: Succession, stream: str, on: date) -> str:
    """Who stands on a day in the place of a unit that ended, for a subject: codes, to be read.

    All successors where the subject is none that the split gave to one of them.
    """
    given = len(end.successors) == 1 or any(stream in one.takes for one in end.successors)
    heirs = (end.of(stream),) if given else end.successors
    return ", ".join(dict.fromkeys(unit_on(successions, one.unit, stream, on) for one in heirs))
