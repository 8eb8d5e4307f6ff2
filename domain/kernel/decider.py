"""The types of a decider, its inputs and its outputs (design, section 2): immutable values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Generic, Literal, Protocol, TypeVar
from uuid import UUID

from domain.kernel import frozen
from domain.kernel.answer import Answer
from domain.kernel.in_force import InForce, Notice, Texts
from domain.kernel.lost_days import LostDays
from domain.kernel.message import Command, Event
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Role, business_date

__all__ = [
    "COUNTY_PROJECTS",
    "EVALUATED_PROJECTS",
    "EVALUATIONS_BEFORE",
    "MONITORED_PROJECTS",
    "SYSTEM",
    "UNIT_DEDUCTIONS",
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
    "Spared",
    "Step",
    "Steps",
    "Texts",
    "View",
    "following_another",
    "past_of",
]

C = TypeVar("C", bound=Command)
E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the system) acting for an organisation in a role."""

    id: str
    organisation: str
    role: Role

    def as_json(self) -> dict[str, str]:
        """The actor as JSON values."""
        return {"id": self.id, "organisation": self.organisation, "role": self.role.value}


SYSTEM = Actor("system", "system", Role.SYSTEM)


UNIT_PROJECTS = "unit-projects"
"""The frame of a unit's year: the unit's projects of that budget year."""

EVALUATED_PROJECTS = "evaluated-projects"
"""The frame of a work year: all projects of the budget year before it."""

MONITORED_PROJECTS = "monitored-projects"
"""The frame of a work year: all projects of its own budget year, with their monitoring rounds."""

COUNTY_PROJECTS = "county-projects"
"""The frame of a prefecture's act on a `county`: the projects of that county in its own year."""

EVALUATIONS_BEFORE = "evaluations-before"
"""The frame of a plan of key evaluations: the work year before, with what was selected in it."""

UNIT_DEDUCTIONS = "unit-deductions"
"""The frame of a project's use of its result: the years of its unit, with their deductions."""

UNIT_SUBJECTS = "unit-subjects"
"""The frame of a unit's end: every project, policy and year of the `unit` that the act names."""


@dataclass(frozen=True, slots=True)
class Member:
    """A subject of a frame; `facts` are JSON values, with numbers as strings."""

    subject: str
    code: str
    unit: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Frame:
    """The subjects from which an act selects, as the log had them at a position.

    `units` are the codes of all units of the jurisdiction; only the end of a unit needs them.
    """

    position: int
    members: tuple[Member, ...]
    units: tuple[str, ...] = ()


NEWEST = 1_000
"""The version of a new act: higher than any stored version of an act."""


class Spared:
    """Collects the first policy that did not bind a past act and would refuse it today.

    Policies after it may rely on it, so they are not asked any more.
    """

    __slots__ = ("refusal",)

    def __init__(self) -> None:
        self.refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class CommandContext(Generic[C]):
    """A command with its actor and its time.

    `at` is the business instant of recording. `effective_on` is the business date on which the act
    takes effect: the planned date of a timer, else the day of `at`. `frame` is set for commands
    that declare one. `past` has all events of the subject in order, but only for commands that read
    them (`past_of`). `clock` says which clock dates the acts of this log, null if the log has no
    kind. `settled` marks an accepted act of the log that a replay decides again: it skips the
    checks that this program added and no rule asks for (`for_new_acts`). `version` is
    the version of the command that the act was taken by (`policies.from_version`), `recorded_as`
    the highest stored version of its events; a new act has `NEWEST` for both. `imported` marks an
    act of before the log, which keeps the facts that it brought; `signed` marks one that has all
    the signatures that it needs. `lost` are the days whose acts the log lost in a restore. A replay
    gives `spared` to learn which policies do not bind a past act (`for_new_acts`) and would refuse
    it today.
    """

    command: C
    actor: Actor
    at: datetime
    effective_on: date
    command_id: UUID
    caused_by: UUID | None = None
    frame: Frame | None = None
    past: tuple[Recorded[Any], ...] = ()
    clock: Literal["real", "simulated"] | None = None
    settled: bool = False
    version: int = NEWEST
    recorded_as: int = NEWEST
    imported: bool = False
    signed: bool = False
    lost: tuple[LostDays, ...] = ()
    spared: Spared | None = None

    @property
    def day(self) -> date:
        """The business day on which the act is recorded."""
        return business_date(self.at)

    def as_of_today(self) -> CommandContext[C]:
        """The same act, as one that is taken by the current version of its command."""
        newest = self.command.taken_by
        return frozen.replace(self, settled=False, version=newest, recorded_as=NEWEST, spared=None)

    @property
    def named(self) -> tuple[Recorded[Any], ...]:
        """The subject's events that the command names, in the order of the log."""
        if self.command.named_by is None:
            return ()
        wanted = frozenset(getattr(self.command, self.command.named_by))
        return tuple(recorded for recorded in self.past if recorded.id in wanted)


@dataclass(frozen=True, slots=True)
class Decision(Generic[E]):
    """A new event with its basis.

    `cause` is the position, in the same outcome, of the event that caused this event.
    `effective_on` is the event's business date, if it differs from that of the act. `remarks` are
    shown, in Chinese and English, to the person who took the act and to the person who reviews it;
    they decide nothing. `actor` is who causes the event, if that is not who took the act.
    """

    event: E
    basis: tuple[Answer, ...] = ()
    cause: int | None = None
    caused_by: UUID | None = None
    effective_on: date | None = None
    remarks: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    actor: Actor | None = None


Decided = tuple[Decision[Any], ...] | Refusal
"""The result of an act: decisions or a refusal. An empty list means that nothing had to change."""


Deciders = Mapping[type[Command], Callable[..., Decided]]
"""A slice's commands: command type -> `decide(state, act, in_force)`."""

Evolvers = Mapping[type[Event], Callable[..., Any]]
"""A slice's events: event type -> `evolve(state, recorded)`."""


@dataclass(frozen=True, slots=True)
class Recorded(Generic[E]):
    """An event as read from the log.

    `basis` is the stored JSON of the decision's basis.
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


def following_another(decisions: Iterable[Decision[Any]]) -> tuple[Decision[Any], ...]:
    """The decisions with each `cause` moved by one position, because a decision precedes them."""
    return tuple(
        one if one.cause is None else replace(one, cause=one.cause + 1) for one in decisions
    )


def past_of(
    command: Command, events: Callable[[], Iterable[Recorded[Any]]]
) -> tuple[Recorded[Any], ...]:
    """The `events` of a subject if the command reads them; for other commands they are not read."""
    return tuple(events()) if command.reads_past else ()


@dataclass(frozen=True, slots=True)
class Step:
    """A timed step that the system still has to take; the workflow sets a timer for it.

    `planned` is its business instant, `deadline` the key of its deadline, `kind` the kind of step.
    """

    deadline: str
    kind: str
    planned: datetime


Steps = Mapping[str, Callable[[Step, Any], Command]]
"""A subject's table of steps: kind of step -> function that builds the command.

The second argument is the result of a fan-out (`fan_out.Reached`). The function raises `ValueError`
for a step whose deadline does not fit its kind.
"""


@dataclass(frozen=True, slots=True)
class View:
    """The summary of a subject for its workflow and the boards."""

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
    """The part of a decider for subjects that belong to a unit."""

    def unit_of(self, state: Any) -> str | None:
        """The unit of the subject; `None` if the subject is not registered."""
        ...

    def passing_to(self, state: Any) -> frozenset[str]:
        """The successor units that the subject's end still has to reach."""
        ...


class Decider(Protocol):
    """The decider of one kind of subject: an initial state and pure functions over it."""

    COMMANDS: tuple[type[Command], ...]
    """The commands, in the order of the year."""

    STEPS: Steps
    """The system's steps that the view may plan."""

    KEYS: Mapping[tuple[type[Command], str], Any]
    """The fields of its commands that name a key (`domain.kernel.keys.Keys`)."""

    def initial(self, stream: str) -> Any:
        """The state before the first event."""
        ...

    def evolve(self, state: Any, recorded: Recorded[Any]) -> Any:
        """The state after an event."""
        ...

    def decide(self, state: Any, act: CommandContext[Any], in_force: InForce) -> Decided:
        """Decide an act: decisions or a refusal."""
        ...

    def view(self, state: Any, in_force: InForce, now: datetime | None = None) -> View:
        """The view of the subject at the later of `now` and its last event.

        A reminder that a later step supersedes at `now` is not a next step.
        """
        ...
