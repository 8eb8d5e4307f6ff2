"""The types of a catalogue: names of the acts, events, deadlines and phases of a subject.

A subject's catalogue is plain data in its `catalogue.py`. Boards, letters, histories and the
picture of the year read all catalogues through `catalogues`; this module knows no subject.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from itertools import chain
from typing import Any, Literal

from domain.kernel.vocabulary import Role
from domain.shared.deadlines.due_dates import key
from domain.shared.filings.undoing_ways import WayOn
from domain.shared.letters.types import Letter, Returned
from domain.shared.names import Name
from domain.shared.rectification.places import place_of

Data = Mapping[str, Any]
"""The fields of an event as JSON values."""


class Stage(Enum):
    """A stage of the year with its name and its time; the last stage is "at any time"."""

    EX_ANTE = ("事前评估 Ex-ante assessment", "before it is funded")
    TARGETS = ("绩效目标 Targets", "with the budget")
    MONITORING = ("绩效监控 Monitoring", "rounds of May and August")
    SELF_EVALUATION = ("单位自评 Self-evaluation", "the year after, by March")
    EVALUATION = ("部门评价、财政重点评价 Evaluation", "by April and July")
    RESULTS = ("结果应用 Use of results", "cut, cancel, reward, disclose")
    ANY_TIME = ("随时 At any time", "")

    @property
    def title(self) -> str:
        """The name, in Chinese and English."""
        return self.value[0]

    @property
    def when(self) -> str:
        """The time of the stage; empty for "at any time"."""
        return self.value[1]


class Tone(Enum):
    """The emphasis of a mark."""

    NOTICE = "notice"
    CAUTION = "caution"
    CHANGE = "change"
    OVERDUE = "overdue"
    LATE = "late"
    REFUSAL = "refusal"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that highlights an event in a history; `id` is its name for programs."""

    id: str
    zh: str
    tone: Tone = Tone.NOTICE

    @property
    def text(self) -> str:
        """The mark in Chinese and English."""
        return f"{self.zh} {self.id}"


def alone(kind: str, _event: Any) -> Iterable[str]:
    """The key of a deadline that exists once per subject."""
    return (kind,)


def at_node(kind: str, event: Any) -> Iterable[str]:
    """The key of a deadline at the event's monitoring node."""
    return (key(kind, event.node),)


def at_place(kind: str, event: Any) -> Iterable[str]:
    """The key of a deadline at the event's node, or of its problem."""
    return (key(kind, place_of(event)),)


@dataclass(frozen=True, slots=True)
class Settles:
    """The deadline that an event settles.

    `filed`: a filing settles it, and the date in the event says whether it is late; otherwise the
    event's effective date does. `by` is the role that settles it, unless `done` gives day and role.
    `keys` gives the keys of the deadlines, `due` the day that bound one which is gone with the
    event, if the event has it. The event settles nothing if `unless` is true of the
    subject's state before it.
    """

    deadline: str
    by: Role = Role.FINANCE
    filed: bool = False
    keys: Callable[[str, Any], Iterable[str]] = alone
    done: Callable[[Any], tuple[date, Role]] | None = None
    unless: Callable[[Any], bool] = lambda _state: False
    due: Callable[[Any], date | None] = lambda _event: None


@dataclass(frozen=True, slots=True)
class SendsBack:
    """The filing that an event sends back to its filer, by the key of its deadline.

    If only some events of this kind send a filing back, `when` tests the event.
    """

    deadline: str
    keys: Callable[[str, Any], Iterable[str]] = alone
    when: Callable[[Any], bool] = lambda _event: True


ProblemKind = Literal[
    "accountability",
    "correction",
    "escalation",
    "extension",
    "finding",
    "overdue",
    "rectification",
    "recovery",
    "reminder",
    "reopening",
    "return",
    "warning",
    "withdrawal",
]


@dataclass(frozen=True, slots=True)
class EventEntry:
    """The names of an event for people.

    `mark` highlights it in a history; `problem` is its kind of problem; `counted` is its label on a
    drill's board. `labels` name the fields that a problem shows. `notifies` is the deadline whose
    date, at the event's node, the event sets; `sends_back` is the filing that has to be filed again
    after it. If the value of the field `told_by` is in `variants`, that variant replaces
    this entry.
    """

    name: str
    title: str
    mark: Mark | None = None
    letter: Letter | None = None
    settles: Settles | None = None
    problem: ProblemKind | None = None
    counted: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    notifies: str | None = None
    sends_back: SendsBack | None = None
    told_by: str | None = None
    variants: Mapping[Any, EventEntry] = field(default_factory=dict)

    def of(self, data: Data) -> EventEntry:
        """The entry for an event with these fields: this entry or a variant."""
        if self.told_by is None:
            return self
        return self.variants.get(data.get(self.told_by), self)


RETURNED = Mark("returned", "退回", Tone.CAUTION)
WITHDRAWN = Mark("withdrawn", "撤销", Tone.CHANGE)


LEAVING = {
    "reason": "理由 reason",
    "executed": "已执行资金 executed",
    "duties": "未了事项 open duties",
}
"""The labels of an event by which a subject leaves its year."""


def returned(
    name: str,
    title: str,
    role: Role,
    what: str,
    sends_back: SendsBack,
    settles: Settles | None = None,
) -> EventEntry:
    """The entry of an event that sends `what` back to the `role` that filed it."""
    letter = Returned(role, what)
    return EventEntry(name, title, RETURNED, letter, settles, "return", sends_back=sends_back)


class Reach(Enum):
    """The subjects that an act reaches besides its own."""

    OPENED = "opened"
    SELECTED = "selected"
    OF_THE_UNIT = "of-the-unit"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ActEntry:
    """An act by its command's name, with the events that it may lead to on its own subject.

    `reach` names the other subjects that it reaches; `reaches` are the acts that the system then
    takes on them. An act `of_county` concerns a county, whose code begins the key that names the
    act. The act's title is the title of its first event, unless it is `titled` otherwise. If
    the act is never undone, `instead` says in both languages what to do about a wrong act.
    """

    name: str
    events: tuple[EventEntry, ...]
    reach: Reach | None = None
    reaches: tuple[str, ...] = ()
    of_county: bool = False
    titled: str | None = None
    instead: WayOn | None = None

    @property
    def title(self) -> str:
        """The title in Chinese."""
        return self.titled or self.events[0].title


def act(
    name: str,
    *events: EventEntry,
    reach: Reach | None = None,
    reaches: tuple[str, ...] = (),
    of_county: bool = False,
    titled: str | None = None,
    instead: WayOn | None = None,
) -> ActEntry:
    """An act's entry with its events."""
    return ActEntry(name, events, reach, reaches, of_county, titled, instead)


@dataclass(frozen=True, slots=True)
class DeadlineEntry:
    """A kind of deadline by its key; `role` has to meet it and is null if it varies.

    `rules` name the rules that ask for the task, as `rule` or `rule:part`. If no rule gives the
    day, the first of them that the jurisdiction states is the basis. The task waits for those of
    the same subject in `after`, by their keys, until its day is over.
    """

    key: str
    name: Name
    role: Role | None = Role.FINANCE
    rules: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhaseEntry:
    """A phase by its name in views; the key of a `monthly` phase ends with its month."""

    phase: str
    name: Name
    monthly: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The names of one kind of subject: its own name, and its acts by stage."""

    name: Name
    acts: Mapping[Stage, tuple[ActEntry, ...]]
    deadlines: tuple[DeadlineEntry, ...] = ()
    phases: tuple[PhaseEntry, ...] = ()

    def all_acts(self) -> Iterator[ActEntry]:
        """Every act, stage by stage."""
        return chain.from_iterable(self.acts.values())

    def named(self, key: str) -> str:
        """The Chinese name of an act or a deadline by its key, with its node or document."""
        kind, _, of = key.partition(":")
        names = {entry.key: entry.name.zh for entry in self.deadlines}
        names |= {entry.name: entry.title for entry in self.all_acts()}
        inner = of if of.partition(":")[0] not in names else self.named(of)
        return f"{names.get(kind, kind)} {inner}".rstrip()

    def instead(self) -> Mapping[str, WayOn]:
        """What to do about each act that is never undone, by the name of the act."""
        return {entry.name: entry.instead for entry in self.all_acts() if entry.instead}

    def all_events(self) -> Iterator[EventEntry]:
        """Every event, act by act."""
        return chain.from_iterable(act.events for act in self.all_acts())
