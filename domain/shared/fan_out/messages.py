"""Commands and events of fan-outs: acts of one subject on others, and their recorded results."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Protocol, runtime_checkable

from pydantic import Field, NonNegativeInt, PositiveInt

from domain.kernel.message import Command, Event, Message
from domain.kernel.vocabulary import Day, Role, Text

REFRESH = "refresh-subjects"
OPEN_SUBJECTS = "open-subjects"
REACH = "reach-subjects"

FAN_OUT = frozenset({OPEN_SUBJECTS, REACH, REFRESH})
"""Kinds of steps that reach other subjects before they are recorded."""

LISTED = 500
"""How many refused subjects an event lists; more of them are kept as content, by its sha256."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


@dataclass(frozen=True, slots=True)
class Reach:
    """The system's command to one subject that an event of another subject leads to."""

    subject: str
    command: str
    fields: Mapping[str, Any]


@runtime_checkable
class Reaching(Protocol):
    """An event that reaches other subjects: a selection, a draw.

    Its owner's view has a step `REACH` whose deadline is the event's version until
    `subjects.reached` is recorded; each command has the id uuid5(event id, subject). What refused
    is sent to again by the event that recorded it (`domain.shared.fan_out.dispatch`).
    """

    def reaches(self, stream: str) -> tuple[Reach, ...]:
        """The commands to the subjects; the same ones whenever it is asked."""
        ...


class Refused(Message):
    """The subjects that refused for one reason: the refusal's `code`, how many, and which.

    `awaits` are the rules that wait for a ruling; a `final` refusal does not pass with time.
    `subjects` is empty where more than `LISTED` refused in all: the content has them.
    """

    code: Text
    awaits: tuple[Text, ...] = ()
    final: bool = False
    count: PositiveInt
    subjects: tuple[Text, ...] = ()


Refusals = Annotated[tuple[Refused, ...], Field(max_length=LISTED)]


@dataclass(frozen=True, slots=True)
class Reached:
    """What a fan-out came to: how many subjects it asked, and what became of them.

    `accepted` is none where all did. `listed` is the sha256 of the content that names the refused
    where they are too many for an event. `without_workflow` counts the subjects of a refresh that
    no workflow runs for.
    """

    subjects: int = 0
    accepted: int | None = None
    refused: tuple[Refused, ...] = ()
    listed: str | None = None
    without_workflow: int = 0

    def recorded(self) -> dict[str, Any]:
        """The fields of the command that records a sending; what says nothing is left out."""
        said: dict[str, Any] = {"accepted": self.accepted, "refused": self.refused or None}
        said["listed"] = self.listed
        return {"subjects": self.subjects, **{k: v for k, v in said.items() if v is not None}}


class RecordReached(Command, name="subjects.record-reached", who={Role.SYSTEM}):
    """All subjects of the event at a version of this stream were asked, `subjects` in number.

    `accepted` of them took it (by default all); `refused` is everything that did not take it yet.
    """

    of: PositiveInt
    subjects: NonNegativeInt
    accepted: NonNegativeInt | None = None
    refused: Refusals = ()
    listed: Sha256 | None = None


class SubjectsReached(Event, name="subjects.reached", version=2):
    """All subjects of the event at a version of this stream were asked, and `accepted` took it.

    `refused` are those that did not take it, now or when they were asked before; `listed` is the
    sha256 of the content that lists them where they are too many for an event.
    """

    of: PositiveInt
    subjects: NonNegativeInt
    accepted: NonNegativeInt
    refused: Refusals = ()
    listed: Sha256 | None = None


class RecordRefresh(Command, name="subjects.record-refresh", who={Role.SYSTEM}):
    """All open subjects were told of everything up to a version of this stream."""

    up_to: PositiveInt
    subjects: NonNegativeInt
    without_workflow: NonNegativeInt = 0


class SubjectsRefreshed(Event, name="subjects.refreshed", version=2):
    """The open subjects were told to plan their timers anew.

    `without_workflow` of them had no workflow that runs: they are closed, or were lost.
    """

    up_to: PositiveInt
    subjects: NonNegativeInt
    without_workflow: NonNegativeInt = 0


class RecordOpening(Command, name="subjects.record-opening", who={Role.SYSTEM}):
    """The projects that open on a day were asked to register, as in `subjects.record-reached`."""

    on: Day
    subjects: NonNegativeInt
    accepted: NonNegativeInt | None = None
    refused: Refusals = ()
    listed: Sha256 | None = None


class SubjectsOpened(Event, name="subjects.opened", version=2):
    """The projects that open on a day were asked to register, as in `subjects.reached`."""

    on: Day
    subjects: NonNegativeInt
    accepted: NonNegativeInt
    refused: Refusals = ()
    listed: Sha256 | None = None


class SendAgain(Command, name="subjects.send-again", who={Role.FINANCE, Role.SYSTEM}):
    """Send again, at once, to the subjects that refused by the event at a version of this stream.

    Without it those that refused for a passing reason are sent to again with time, a few times.
    """

    of: PositiveInt


class SendingAsked(Event, name="subjects.sending-asked", version=1):
    """Everything that the event at a version of this stream lists as refused is sent to again."""

    of: PositiveInt


Sent = SubjectsReached | SubjectsOpened
"""What records a sending."""


def recorded_fields(
    command: RecordReached | RecordOpening, open_rules: frozenset[str]
) -> dict[str, Any]:
    """The fields of the event that records a sending.

    Of the rules that a refusal waits for only `open_rules` stay: nobody can say of another rule,
    which withholds some answers only, when its ruling has come.
    """
    accepted = command.subjects if command.accepted is None else command.accepted
    refused = tuple(
        one.model_copy(update={"awaits": tuple(r for r in one.awaits if r in open_rules)})
        for one in command.refused
    )
    return {**vars(command), "accepted": accepted, "refused": refused}


def passing(event: Sent) -> tuple[Refused, ...]:
    """The refusals that may pass with time."""
    return tuple(one for one in event.refused if not one.final)


def with_subjects(event: Sent, content: Callable[[str], bytes]) -> tuple[Refused, ...]:
    """The refusals of an event with all their subjects; `content` gives kept content by sha256."""
    if event.listed is None:
        return event.refused
    return tuple(Refused.model_validate(one) for one in json.loads(content(event.listed)))


def as_content(refused: Iterable[Refused]) -> bytes:
    """The content that lists refusals with their subjects."""
    listed = [{**one.model_dump(mode="json"), "count": str(one.count)} for one in refused]
    return json.dumps(listed, ensure_ascii=False).encode()


def bounded(refused: Iterable[Refused]) -> tuple[Refused, ...]:
    """The refusals with their subjects left out."""
    return tuple(one.model_copy(update={"subjects": ()}) for one in refused)
