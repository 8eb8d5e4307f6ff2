"""Acts across subjects: what the system records once a batch of subjects was reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from pydantic import NonNegativeInt, PositiveInt

from domain.message import Command, Event
from domain.vocabulary import Day, Role

REFRESH = "refresh-subjects"
OPEN_SUBJECTS = "open-subjects"
REACH = "reach-subjects"

FAN_OUT = frozenset({OPEN_SUBJECTS, REACH, REFRESH})
"""Kinds of steps that reach other subjects before they are recorded."""


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
    `subjects.reached` is recorded; each command has the id uuid5(event id, subject).
    """

    def reaches(self, stream: str) -> tuple[Reach, ...]:
        """The commands to the subjects; the same ones whenever it is asked."""
        ...


class RecordReached(Command, name="subjects.record-reached", who={Role.SYSTEM}):
    """All subjects of the event at a version of this stream were reached."""

    of: PositiveInt
    subjects: NonNegativeInt


class SubjectsReached(Event, name="subjects.reached", version=1):
    """All subjects of the event at a version of this stream were reached."""

    of: PositiveInt
    subjects: NonNegativeInt


class RecordRefresh(Command, name="subjects.record-refresh", who={Role.SYSTEM}):
    """All open subjects were told of everything up to a version of this stream."""

    up_to: PositiveInt
    subjects: NonNegativeInt


class SubjectsRefreshed(Event, name="subjects.refreshed", version=1):
    """The open subjects were told to plan their timers anew."""

    up_to: PositiveInt
    subjects: NonNegativeInt


class RecordOpening(Command, name="subjects.record-opening", who={Role.SYSTEM}):
    """The projects that open on a day were registered."""

    on: Day
    subjects: NonNegativeInt


class SubjectsOpened(Event, name="subjects.opened", version=1):
    """The projects that open on a day were registered."""

    on: Day
    subjects: NonNegativeInt
