"""The rules, notices and roles in force when an act is decided: plain values."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from domain.kernel.answer import Answer, Rules
from domain.kernel.bounded_cache import BoundedCache
from domain.kernel.known import Known
from domain.kernel.vocabulary import Role

_MADE = 4096
"""How much is kept of what follows from what is in force: a few deadlines a node of some years."""


def _nothing_made() -> BoundedCache[Hashable, Any]:
    return BoundedCache(_MADE)


A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Notice:
    """A day that the bureau's own notice gives where the rules give none.

    `since` is the business instant from which the day is known, null where it is ever since.
    """

    deadline: str
    due: date
    document: str
    event_id: UUID
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A role given to a person; both days are inclusive, `until` null where none ends it."""

    event_id: UUID
    person: str
    since: date
    until: date | None
    document: str

    def runs(self, on: date) -> bool:
        """Whether the day is within it."""
        return self.since <= on and (self.until is None or on <= self.until)

    @property
    def days(self) -> str:
        """Its days, for people to read."""
        return f"{self.since} – {self.until or '…'}"


Assignments = Mapping[tuple[str, Role], tuple[Assignment, ...]]
"""All assignments by organisation and role, in the order of their recording."""


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


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The years whose working days were published, with what departs from Monday to Friday.

    `holidays` are days off, `working_days` the Saturdays and Sundays that are worked (调休).
    """

    years: frozenset[int] = frozenset()
    holidays: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()


UNPUBLISHED = WorkCalendar()
"""No calendar at all: every reminder goes out on its own day."""


class Texts(Protocol):
    """The texts that a jurisdiction may adopt as its packs."""

    def check(self, packs: Mapping[str, str], pack: str, version: str) -> None:
        """Check that `packs` (sha256 by code) may be in force together, now with `pack` in them.

        Raises `BadInput` where the text of `pack` is not kept, or is another pack or `version`;
        `PackError` with every fault found.
        """
        ...


@dataclass(frozen=True, slots=True)
class InForce:
    """What binds a decision besides the subject's own state.

    `rules` are those of the adopted packs, `notices` the days that the bureau set for all subjects
    of the work year, `parameters` the bureau's dated operational parameters (uncited), newest last,
    `working` the published working days (uncited), which move reminders and nothing else.
    `open_rules` answer nothing before the bureau has ruled, whatever they are asked; `texts` are
    those that may be adopted, where that is what is decided. `assignments` are the roles given to
    people, `successions` the ends of merged and split units. `known` says since when it is known.
    """

    rules: Rules
    notices: Mapping[str, Notice] = field(default_factory=dict)
    parameters: Mapping[str, tuple[tuple[date, str], ...]] = field(default_factory=dict)
    working: WorkCalendar = UNPUBLISHED
    open_rules: frozenset[str] = frozenset()
    texts: Texts | None = None
    assignments: Assignments = field(default_factory=dict)
    successions: Successions = field(default_factory=dict)
    known: Known = field(default_factory=Known)
    _made: BoundedCache[Hashable, Any] = field(
        default_factory=_nothing_made, init=False, repr=False, compare=False
    )

    def ask(self, rule: str, on: date, **inputs: Any) -> Answer:
        """Ask the adopted rules."""
        return self.rules.ask(rule, on, **inputs)

    def once(self, key: Hashable, make: Callable[[], A]) -> A:
        """Memoise `make()` for the lifetime of this `InForce`.

        `make` must be a pure function of `key` and `self`.
        """
        found: A = self._made.made(key, make)
        return found

    def parameter(self, name: str, on: date) -> str | None:
        """The operational parameter in force on a day, or none."""
        values = [value for since, value in self.parameters.get(name, ()) if since <= on]
        return values[-1] if values else None
