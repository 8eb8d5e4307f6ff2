"""The values in force when an act is decided: rules, notices and roles."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol, TypeVar, get_args
from uuid import UUID

from domain.kernel.answer import Answer, Rules
from domain.kernel.bounded_cache import BoundedCache
from domain.kernel.indicator_library import NO_LIBRARY, IndicatorLibrary
from domain.kernel.known import Known
from domain.kernel.unit_appraisal import NO_APPRAISAL, UnitAppraisal
from domain.kernel.vocabulary import Role

_MADE = 4096
"""The bound of the cache of `once`: a few deadlines per node of some years."""


def _nothing_made() -> BoundedCache[Hashable, Any]:
    return BoundedCache(_MADE)


A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Notice:
    """A due date from the bureau's own notice, where the rules give none.

    `since` is the business instant from which the date is known; null if it was always known.
    `found_at` is the instant at which a date that was over then is found so, otherwise null.
    `before` is the notice of another date that this one replaced; it binds nothing any more.
    """

    deadline: str
    due: date
    document: str
    event_id: UUID
    since: datetime | None = None
    found_at: datetime | None = None
    before: Notice | None = field(default=None, compare=False, repr=False)

    def known_at(self, instant: datetime) -> Notice:
        """The notice whose date was known at a business instant; the first one before any was."""
        found = self
        while found.before is not None and found.since is not None and found.since > instant:
            found = found.before
        return found


@dataclass(frozen=True, slots=True)
class Assignment:
    """A role given to a person; both dates are inclusive, `until` is null while it has no end."""

    event_id: UUID
    person: str
    since: date
    until: date | None
    document: str

    def runs(self, on: date) -> bool:
        """Whether the assignment covers the day `on`."""
        return self.since <= on and (self.until is None or on <= self.until)

    @property
    def days(self) -> str:
        """The dates of the assignment as text for people."""
        return f"{self.since} – {self.until or '…'}"


Assignments = Mapping[tuple[str, Role], tuple[Assignment, ...]]
"""All assignments by organisation and role, in the order of their recording."""


@dataclass(frozen=True, slots=True)
class Delegation:
    """A delegation of a unit to an organisation; both dates are inclusive."""

    event_id: UUID
    since: date
    until: date
    document: str

    def runs(self, on: date) -> bool:
        """Whether the delegation covers the day `on`."""
        return self.since <= on <= self.until


Delegations = Mapping[str, Delegation]
"""The newest delegation to each organisation."""


@dataclass(frozen=True, slots=True)
class Successor:
    """A unit that takes over; `takes` are the subjects that a split gives to it."""

    unit: str
    name: str
    takes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Succession:
    """A unit's end: from `since` on (inclusive), `successors` replace it, by a document.

    `version` is the version of its event in the stream of people and units.
    """

    event_id: UUID
    version: int
    unit: str
    since: date
    document: str
    successors: tuple[Successor, ...]

    def of(self, stream: str) -> Successor:
        """The successor for a subject.

        A subject that the split assigns to no successor goes to the first one.
        """
        found = (one for one in self.successors if stream in one.takes)
        return next(found, self.successors[0])

    @property
    def names(self) -> str:
        """The codes of the successors as text for people."""
        return ", ".join(one.unit for one in self.successors)


Successions = Mapping[str, Succession]
"""The end of each unit that has one recorded, by its code; its day may be still to come."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the finance bureau with its remit; both dates are inclusive.

    `acts_as` are the sections of the documents whose work it does. The remit are `budget_types` and
    special `subjects`, within `units` where there are any; `until` is null while it has no end.
    """

    event_id: UUID
    code: str
    name: str
    acts_as: frozenset[str]
    budget_types: frozenset[str]
    subjects: frozenset[str]
    units: frozenset[str]
    since: date
    until: date | None
    document: str

    def runs(self, on: date) -> bool:
        """Whether the remit covers the day `on`."""
        return self.since <= on and (self.until is None or on <= self.until)

    @property
    def has_remit(self) -> bool:
        """Whether it is responsible for a budget, a subject or a unit."""
        return bool(self.budget_types or self.subjects or self.units)


Sections = Mapping[str, tuple[Section, ...]]
"""The remits of each section by its code, in the order of their days."""


Office = Literal["section_head", "leader"]
OFFICES: tuple[Office, ...] = get_args(Office)
"""The offices that sign an act after its proposer, in their order."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A person who signs what the people of a section propose; both dates are inclusive.

    The person acts in `organisation`; `until` is null while it has no end.
    """

    event_id: UUID
    section: str
    office: Office
    person: str
    organisation: str
    since: date
    until: date | None
    document: str

    def runs(self, on: date) -> bool:
        """Whether the person signs on the day `on`."""
        return self.since <= on and (self.until is None or on <= self.until)


Signers = Mapping[str, tuple[Signer, ...]]
"""The signers by the section whose acts they sign, in the order of their recording."""


@dataclass(frozen=True, slots=True)
class Superior:
    """The superior department 主管部门 of a unit; both dates are inclusive.

    `until` is null while it has no end.
    """

    event_id: UUID
    code: str
    name: str
    since: date
    until: date | None
    document: str

    def runs(self, on: date) -> bool:
        """Whether it is the department of the unit on the day `on`."""
        return self.since <= on and (self.until is None or on <= self.until)


Superiors = Mapping[str, tuple[Superior, ...]]
"""The superior departments of each unit that has any, in the order of their days."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The years with published working days, and their exceptions from Monday to Friday.

    `holidays` are days off; `working_days` are Saturdays and Sundays that are worked (调休).
    """

    years: frozenset[int] = frozenset()
    holidays: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()


UNPUBLISHED = WorkCalendar()
"""No calendar at all: every reminder goes out on its own day."""


class Texts(Protocol):
    """The pack texts that a jurisdiction may adopt."""

    def check(self, packs: Mapping[str, str], pack: str, version: str) -> None:
        """Check that `packs` (code -> sha256), which include `pack`, may be in force together.

        Raises `BadInput` if the text of `pack` is not stored, or is another pack or `version`.
        Raises `PackError` with every fault of the texts.
        """
        ...


@dataclass(frozen=True, slots=True)
class InForce:
    """The values that bind a decision, besides the subject's own state.

    `rules` are the rules of the adopted packs. `notices` are the dates that the bureau set for all
    subjects of the work year. `parameters` are the bureau's dated operational parameters (uncited),
    newest last. `working` are the published working days (uncited), which move reminders and
    nothing else. `open_rules` answer no question before the bureau has ruled. `texts` are the texts
    that may be adopted, only for an adoption. `assignments` are the roles given to people,
    `successions` the ends of merged and split units, `unit_delegations` those of whole units, by
    the unit, `sections` the remits of the bureau's sections, `superiors` the departments above
    units, `signers` those who sign for the sections. `library` are the adopted libraries of
    indicators. `government_budget` is the day on which the people's congress approved the initial
    budget of the year, as the bureau recorded it, `budget_call` that on which the bureau called for
    it. `unit_appraisal` has the rules and the results of the year's appraisal of units. `known` has
    the instants since which the values are known.
    """

    rules: Rules
    notices: Mapping[str, Notice] = field(default_factory=dict)
    parameters: Mapping[str, tuple[tuple[date, str], ...]] = field(default_factory=dict)
    working: WorkCalendar = UNPUBLISHED
    open_rules: frozenset[str] = frozenset()
    texts: Texts | None = None
    assignments: Assignments = field(default_factory=dict)
    successions: Successions = field(default_factory=dict)
    unit_delegations: Mapping[str, Delegations] = field(default_factory=dict)
    sections: Sections = field(default_factory=dict)
    superiors: Superiors = field(default_factory=dict)
    signers: Signers = field(default_factory=dict)
    library: IndicatorLibrary = NO_LIBRARY
    government_budget: date | None = None
    budget_call: date | None = None
    unit_appraisal: UnitAppraisal = NO_APPRAISAL
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
        found: A = self._made.get_or_make(key, make)
        return found

    def parameter(self, name: str, on: date) -> str | None:
        """The operational parameter in force on a day, or `None`."""
        values = [value for since, value in self.parameters.get(name, ()) if since <= on]
        return values[-1] if values else None

    def parameter_known_since(self, name: str, on: date) -> datetime | None:
        """The instant since which the parameter in force on a day is known.

        `None` if it always was, and without a parameter.
        """
        first_days = [since for since, _ in self.parameters.get(name, ()) if since <= on]
        return self.known.parameters.get((name, first_days[-1])) if first_days else None
