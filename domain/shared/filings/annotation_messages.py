"""The act of annotating the record, and its fact."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.kernel.message import WITHHOLDABLE, Command, Event, Message
from domain.kernel.vocabulary import Day, Role, Text

_MOST = 500


class AnnotateRecord(
    Command, name="record.annotate", who={Role.FINANCE}, named="events", at_once=True
):
    """Say on which day (`true_on`, inclusive) the acts behind `events` were really done.

    `events` are ids of misdated events of this subject, all done on one day: on a real clock,
    events that were recorded more than an hour away from their storing. `document` is the paper
    that proves the day. The day is not after the day on which each event was stored, at most two
    calendar years before the logged day, and not before the registration of the subject. If an
    event is annotated again, the newest annotation counts.
    """

    events: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=_MOST)]
    true_on: Day
    reason: Text
    document: Text


class DatedEvent(Message):
    """An event that was annotated: `on_record` is the day that the log gives it.

    Of a filing, `deadline` is its key, `due` (inclusive) the day that it is judged by, null where
    none binds, and `late` whether it is late by the true day; null of an event that is never late.
    """

    event: UUID
    on_record: Day
    deadline: Text | None = None
    due: Day | None = None
    late: bool | None = None


class RecordAnnotated(Event, name="record.annotated", version=2):
    """The acts behind `events` were really done on `true_on`, as `document` proves."""

    events: Annotated[tuple[DatedEvent, ...], Field(min_length=1)]
    true_on: Day
    reason: Annotated[Text, WITHHOLDABLE]
    document: Text
