"""The types of a decider, its inputs and outputs (design, section 2): pure values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Literal, Protocol, TypeVar
from uuid import UUID

from domain.kernel.answer import Answer
from domain.kernel.in_force import InForce, Notice, Texts
from domain.kernel.message import Command, Event
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Role, business_date

__all__ = [
    "EVALUATED_PROJECTS",
    "SYSTEM",
    "UNIT_PROJECTS",
    "UNIT_SUBJECTS",
    "Actor",
    "CommandContext",
    "Decided",
    "Decider",
    "Deciders",
    "Decision",
    "Evolvers",
    "Frame",
    "InForce",
    "Member",
    "Notice",
    "OfUnit",
    "Recorded",
    "Step",
    "Steps",
    "Texts",
    "View",
    "named_in",
]

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
class CommandContext(Generic[C]):
    """A command with who takes it and when.

    `at` is the business instant of recording; `effective_on` the business date that the act speaks
    of (the planned date of a timer, else the day of `at`). `frame` is given to commands that
    declare one, `named` the events of the subject that a command names by their ids (`named_in`).
    `clock` is whose clock dates the acts of this log; none where that is open. `version` is the
    version of the command by which the act was submitted (`policies.from_version`).
    """

    command: C
    actor: Actor
    at: datetime
    effective_on: date
    command_id: UUID
    caused_by: UUID | None = None
    frame: Frame | None = None
    named: tuple[Recorded[Any], ...] = ()
    clock: Literal["real", "simulated"] | None = None
    version: int = 1

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
"""The outcome of an act. No decision at all means that nothing was left to do."""


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


def named_in(
    command: Command, events: Callable[[], Iterable[Recorded[Any]]]
) -> tuple[Recorded[Any], ...]:
    """Those `events` of a subject that a command names; they are asked for only if it names any."""
    if command.named_by is None:
        return ()
    wanted = frozenset(getattr(command, command.named_by))
    return tuple(recorded for recorded in events() if recorded.id in wanted)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the system that is still to come: one timer.

    `planned` is the business instant it is meant for, `deadline` its key, `kind` what is due then.
    """

    deadline: str
    kind: str
    planned: datetime


Steps = Mapping[str, Callable[[Step, Any], Command]]
"""A subject's steps: kind of step -> its command, given what a fan-out came to (`fan_out.Reached`).

The function raises `ValueError` for a step whose deadline does not fit its kind.
"""


@dataclass(frozen=True, slots=True)
class View:
    """The part of a subject that workflows and boards need to know."""

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


class OfUnit(Protocol):
    """The part of a decider whose subjects belong to a unit."""

    def unit_of(self, state: Any) -> str | None:
        """The unit that the subject belongs to; none where it is not registered."""
        ...

    def passing_to(self, state: Any) -> frozenset[str]:
        """The units that its end still has to reach: they go on with what it was."""
        ...


class Decider(Protocol):
    """One kind of subject: an initial state and pure functions over it."""

    COMMANDS: tuple[type[Command], ...]
    """The acts, in the order of the year."""

    STEPS: Steps
    """The steps of the system that its view may plan."""

    def initial(self, stream: str) -> Any:
        """The state before the first event."""
        ...

    def evolve(self, state: Any, recorded: Recorded[Any]) -> Any:
        """The state after an event."""
        ...

    def decide(self, state: Any, act: CommandContext[Any], in_force: InForce) -> Decided:
        """The outcome of an act."""
        ...

    def view(self, state: Any, in_force: InForce, now: datetime | None = None) -> View:
        """The view of the subject from outside, at `now` or at its last event where that is later.

        A reminder that a later step supersedes at `now` is no next step.
        """
        ...
