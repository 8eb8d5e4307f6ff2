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
"""The kinds of steps that must reach other subjects before they are recorded."""

LISTED = 500
"""The most refused subjects that an event lists; a longer list is stored as content by sha256."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


@dataclass(frozen=True, slots=True)
class Reach:
    """A command of the system to one subject, caused by an event of another subject."""

    subject: str
    command: str
    fields: Mapping[str, Any]


@runtime_checkable
class Reaching(Protocol):
    """An event that causes acts on other subjects, such as a selection or a draw.

    The owner's view has a step `REACH`, whose deadline is the event's version, until
    `subjects.reached` is recorded. Each command has the id uuid5(event id, subject). The event that
    records a refusal also causes the retry (`domain.shared.fan_out.dispatch`).
    """

    def reaches(self, stream: str) -> tuple[Reach, ...]:
        """The commands to the subjects; the same at every call."""
        ...


class Refused(Message):
    """The subjects that refused for one reason: the refusal's `code`, their number, their ids.

    `awaits` are the rules whose rulings they wait for. A `final` refusal does not pass with time.
    `subjects` is empty if more than `LISTED` refused in all: the stored content has them.
    """

    code: Text
    awaits: tuple[Text, ...] = ()
    final: bool = False
    count: PositiveInt
    subjects: tuple[Text, ...] = ()


Refusals = Annotated[tuple[Refused, ...], Field(max_length=LISTED)]


@dataclass(frozen=True, slots=True)
class Reached:
    """The result of a fan-out: the number of subjects asked, accepted and refused.

    `accepted` is `None` if all accepted. `listed` is the sha256 of the content with the refused
    subjects, if they are too many for an event. `without_workflow` is the number of subjects of a
    refresh without a running workflow.
    """

    subjects: int = 0
    accepted: int | None = None
    refused: tuple[Refused, ...] = ()
    listed: str | None = None
    without_workflow: int = 0

    def recorded(self) -> dict[str, Any]:
        """The fields of the command that records a sending, without fields at their default."""
        said: dict[str, Any] = {"accepted": self.accepted, "refused": self.refused or None}
        said["listed"] = self.listed
        return {"subjects": self.subjects, **{k: v for k, v in said.items() if v is not None}}


class RecordReached(Command, name="subjects.record-reached", who={Role.SYSTEM}):
    """Record that all `subjects` of the event at a version of this stream were asked.

    `accepted` of them accepted (default: all); `refused` are those that have not accepted yet.
    """

    of: PositiveInt
    subjects: NonNegativeInt
    accepted: NonNegativeInt | None = None
    refused: Refusals = ()
    listed: Sha256 | None = None


class SubjectsReached(Event, name="subjects.reached", version=2):
    """All subjects of the event at a version of this stream were asked, and `accepted` accepted.

    `refused` are those that did not accept, now or earlier. `listed` is the sha256 of the content
    that lists them, if they are too many for an event.
    """

    of: PositiveInt
    subjects: NonNegativeInt
    accepted: NonNegativeInt
    refused: Refusals = ()
    listed: Sha256 | None = None


class RecordRefresh(Command, name="subjects.record-refresh", who={Role.SYSTEM}):
    """Record that all open subjects were notified of all events up to a version of this stream."""

    up_to: PositiveInt
    subjects: NonNegativeInt
    without_workflow: NonNegativeInt = 0


class SubjectsRefreshed(Event, name="subjects.refreshed", version=2):
    """The open subjects were notified to plan their timers again.

    `without_workflow` of them had no running workflow: they are closed, or their workflow was lost.
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


class SendAgain(Command, name="subjects.send-again", who={Role.FINANCE, Role.SYSTEM}, at_once=True):
    """Send again, at once, to the subjects that refused the event at a version of this stream.

    Without this act, subjects that refused for a passing reason get the act again a few times.
    """

    of: PositiveInt


class SendingAsked(Event, name="subjects.sending-asked", version=1):
    """Another sending to all subjects that refused, as listed by the event at a version."""

    of: PositiveInt


Sent = SubjectsReached | SubjectsOpened
"""The events that record a sending."""


def recorded_fields(
    command: RecordReached | RecordOpening, open_rules: frozenset[str]
) -> dict[str, Any]:
    """The fields of the event that records a sending.

    Of the rules that a refusal waits for, only `open_rules` are kept. Any other rule withholds only
    some answers, so the arrival of its ruling cannot be recognised.
    """
    accepted = command.subjects if command.accepted is None else command.accepted
    refused = tuple(
        one.model_copy(update={"awaits": tuple(r for r in one.awaits if r in open_rules)})
        for one in command.refused
    )
    return {**vars(command), "accepted": accepted, "refused": refused}


def passing(event: Sent) -> tuple[Refused, ...]:
    """The refusals of the event that may pass with time."""
    return tuple(one for one in event.refused if not one.final)


def with_subjects(event: Sent, content: Callable[[str], bytes]) -> tuple[Refused, ...]:
    """The refusals of an event with all their subjects; `content` reads content by sha256."""
    if event.listed is None:
        return event.refused
    return tuple(Refused.model_validate(one) for one in json.loads(content(event.listed)))


def as_content(refused: Iterable[Refused]) -> bytes:
    """The content that lists the refusals with their subjects."""
    listed = [{**one.model_dump(mode="json"), "count": str(one.count)} for one in refused]
    return json.dumps(listed, ensure_ascii=False).encode()


def bounded(refused: Iterable[Refused]) -> tuple[Refused, ...]:
    """The refusals without their lists of subjects."""
    return tuple(one.model_copy(update={"subjects": ()}) for one in refused)
