"""What a decider takes and gives (design, section 2): pure values."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from domain.answer import Answer, Rules
from domain.assignments import Assignments
from domain.known import Known
from domain.message import Command, Event
from domain.refusal import Refusal
from domain.successions import Successions
from domain.vocabulary import Role, business_date
from domain.working_days import UNPUBLISHED, WorkCalendar

_MADE = 4096
"""How much is kept of what follows from what is in force."""

A = TypeVar("A")
C = TypeVar("C", bound=Command)
E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the system) acting for an organisation in a role."""

    id: str
    organisation: str
    role: Role


SYSTEM = Actor("system", "system", Role.SYSTEM)


UNIT_PROJECTS = "unit-projects"
"""The frame of a unit's year: the unit's projects of that budget year."""

EVALUATED_PROJECTS = "evaluated-projects"
"""The frame of a work year: all projects of the budget year before it."""

UNIT_SUBJECTS = "unit-subjects"
"""The frame of a unit's end: every project, policy and year of the `unit` that the act names."""


@dataclass(frozen=True, slots=True)
class Member:
    """A subject of a frame; `facts` are JSON values, numbers as strings."""

    subject: str
    code: str
    unit: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Frame:
    """The subjects that an act selects among, as the log had them at a position."""

    position: int
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Act(Generic[C]):
    """A command with who takes it and when.

    `at` is the business instant of recording; `effective_on` the business date that the act speaks
    of (the planned date of a timer, else the day of `at`). `frame` is given to commands that
    declare one.
    """

    command: C
    actor: Actor
    at: datetime
    effective_on: date
    command_id: UUID
    caused_by: UUID | None = None
    frame: Frame | None = None

    @property
    def day(self) -> date:
        """The business day on which the act is recorded."""
        return business_date(self.at)


@dataclass(frozen=True, slots=True)
class Decision(Generic[E]):
    """A new event with what it rests on.

    `cause` is the position in the same outcome of the event that caused this one.
    """

    event: E
    basis: tuple[Answer, ...] = ()
    cause: int | None = None
    caused_by: UUID | None = None


Decided = tuple[Decision[Any], ...] | Refusal
"""What an act leads to. No decision at all means: nothing was left to do."""


Deciders = Mapping[type[Command], Callable[..., Decided]]
"""A slice's acts: command -> `decide(state, act, in_force)`."""

Evolvers = Mapping[type[Event], Callable[..., Any]]
"""A slice's facts: event -> `evolve(state, recorded)`."""


@dataclass(frozen=True, slots=True)
class Recorded(Generic[E]):
    """An event as the log gives it back.

    `basis` is the stored JSON of what the decision rested on.
    """

    event: E
    id: UUID
    stream: str
    version: int
    effective_on: date
    recorded_at: datetime
    stored_at: datetime
    actor: Actor
    command_id: UUID
    caused_by: UUID | None = None
    basis: tuple[Mapping[str, Any], ...] = ()


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
    _made: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def ask(self, rule: str, on: date, **inputs: Any) -> Answer:
        """Ask the adopted rules."""
        return self.rules.ask(rule, on, **inputs)

    def once(self, key: Hashable, make: Callable[[], A]) -> A:
        """What `make` gives, made once: it may rest on the `key` and on what is in force alone."""
        found: A | None = self._made.get(key)
        if found is None:
            if len(self._made) >= _MADE:
                self._made.clear()
            found = self._made[key] = make()
        return found

    def parameter(self, name: str, on: date) -> str | None:
        """The operational parameter in force on a day, or none."""
        values = [value for since, value in self.parameters.get(name, ()) if since <= on]
        return values[-1] if values else None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the system that is still to come: one timer.

    `planned` is the business instant it is meant for, `deadline` its key, `kind` what is due then.
    """

    deadline: str
    kind: str
    planned: datetime


@dataclass(frozen=True, slots=True)
class View:
    """What a workflow and a board need to know of a subject."""

    subject: str
    version: int
    phase: str
    chapter: int = 0
    closed: bool = False
    unit: str | None = None
    next_step: Step | None = None
    next_due: date | None = None
    overdue: tuple[str, ...] = ()
    waiting_for: tuple[str, ...] = ()


class Decider(Protocol):
    """One kind of subject: an initial state and pure functions over it."""

    COMMANDS: tuple[type[Command], ...]
    """The acts, in the order of the year."""

    def initial(self, stream: str) -> Any:
        """The state before the first event."""
        ...

    def evolve(self, state: Any, recorded: Recorded[Any]) -> Any:
        """The state after an event."""
        ...

    def decide(self, state: Any, act: Act[Any], in_force: InForce) -> Decided:
        """The outcome of an act."""
        ...

    def view(self, state: Any, in_force: InForce, now: datetime | None = None) -> View:
        """What is to be seen of the subject from outside, where `now` has come (or its last event).

        A reminder that a later step supersedes at `now` is no next step.
        """
        ...
