"""Annotation 更正记录日期: the true day of acts that the log misdates, as the bureau proves it.

The stored events stay as they are. What the subject filed counts from then on as filed on the true
day; decisions already taken stay as they were
(docs/decisions/1236-a-false-date-is-annotated-and-never-edited.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from domain.kernel import refusals
from domain.kernel.answer import Answer
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.frozen import replace
from domain.kernel.message import WITHHOLDABLE, Command, Event, Message
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Day, Role, Text
from domain.shared.deadlines.due_dates import Day as DueDay
from domain.shared.filings.annotation_policies import (
    actor_took_none_of_them,
    day_comes_before_the_storing,
    events_are_the_subjects,
    reason_and_document_are_stated,
)
from domain.shared.filings.filing import Filing

_MOST = 500


class AnnotateRecord(Command, name="record.annotate", who={Role.FINANCE}, named="events"):
    """Say on which day (`true_on`, inclusive) the acts behind `events` were really done.

    `events` are ids of events of this subject, all done on one day; `document` is the paper that
    proves it. The day is no later than the one on which each event was stored, and no more than two
    calendar years before what the log says. Of an event annotated again the newest counts.
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


class RecordAnnotated(Event, name="record.annotated", version=1):
    """The acts behind `events` were really done on `true_on`, as `document` proves."""

    events: Annotated[tuple[DatedEvent, ...], Field(min_length=1)]
    true_on: Day
    reason: Annotated[Text, WITHHOLDABLE]
    document: Text


@dataclass(frozen=True, slots=True)
class FiledDays:
    """The days of what one kind of subject filed, by the keys of their deadlines.

    `self_judged` are events that are no filings and say themselves by when they were due and
    whether they are late.
    """

    filings: Callable[[Any], Iterable[tuple[str, Filing]]]
    due: Callable[[Any, InForce, str], DueDay]
    with_filing: Callable[[Any, str, Filing | None], Any]
    self_judged: frozenset[type[Event]] = frozenset()


def _no_day(_state: Any, _in_force: InForce, _deadline: str) -> DueDay:
    return DueDay(None)


NO_FILINGS = FiledDays(lambda _state: (), _no_day, lambda state, _deadline, _filing: state)
"""Of a kind of subject that files nothing."""


def events_are_no_annotations(
    _days: FiledDays, _state: Any, act: CommandContext[AnnotateRecord], _in_force: InForce
) -> Refusal | None:
    """No event is an annotation itself."""
    again = next((one for one in act.named if isinstance(one.event, RecordAnnotated)), None)
    if again is None:
        return None
    return refusals.invalid(
        "events",
        f"事件 {again.id} 本身是日期更正；如需改正，请对原事件重新办理更正。",
        f"{again.id} is an annotation itself: annotate the event again that it names.",
    )


@guarded_by(
    events_are_the_subjects,
    events_are_no_annotations,
    actor_took_none_of_them,
    day_comes_before_the_storing,
    reason_and_document_are_stated,
)
def annotate(
    days: FiledDays, state: Any, act: CommandContext[AnnotateRecord], in_force: InForce
) -> Decided:
    """Give the named events their true day, and judge by it what was filed."""
    command = act.command
    judged = [_judged(days, state, one, command.true_on, in_force) for one in act.named]
    event = RecordAnnotated(
        events=tuple(one for one, _ in judged),
        true_on=command.true_on,
        reason=command.reason,
        document=command.document,
    )
    basis = {id(answer): answer for _, answers in judged for answer in answers}
    return (Decision(event, tuple(basis.values())),)


def _judged(
    days: FiledDays, state: Any, own: Recorded[Any], true_on: date, in_force: InForce
) -> tuple[DatedEvent, tuple[Answer, ...]]:
    """An event by its true day, with what the due day rests on.

    A filing is judged by the day that it was judged by before: the one that it says or that an
    extension gave it since, else the one that binds now.
    """
    for deadline, filing in days.filings(state):
        if filing.first_id == own.id:
            day = days.due(state, in_force, deadline)
            due = filing.due or day.due
            return _dated(own, true_on, due, deadline), day.basis
    if type(own.event) in days.self_judged:
        return _dated(own, true_on, own.event.due), ()
    return DatedEvent(event=own.id, on_record=own.effective_on), ()


def _dated(
    own: Recorded[Any], true_on: date, due: date | None, deadline: str | None = None
) -> DatedEvent:
    late = due is not None and true_on > due
    return DatedEvent(
        event=own.id, on_record=own.effective_on, deadline=deadline, due=due, late=late
    )


def annotated(days: FiledDays, state: Any, recorded: Recorded[RecordAnnotated]) -> Any:
    """Evolve by `record.annotated`: what was filed by these events is filed on the true day."""
    event = recorded.event
    for one in event.events:
        for deadline, filing in tuple(days.filings(state)):
            if one.event in {filing.event_id, filing.first_id}:
                moved = _moved(filing, one, event.true_on)
                state = days.with_filing(state, deadline, moved)
    return state


def _moved(filing: Filing, one: DatedEvent, true_on: date) -> Filing:
    on = true_on if filing.event_id == one.event else filing.on
    if filing.first_id != one.event:
        return replace(filing, on=on)
    return replace(
        filing,
        on=on,
        first_on=true_on,
        late=filing.late if one.late is None else one.late,
        recorded_on=one.on_record if one.on_record != true_on else None,
    )


def deciders(days: FiledDays = NO_FILINGS) -> Deciders:
    """The act of annotating, of a kind of subject."""
    return {AnnotateRecord: partial(annotate, days)}


def evolvers(days: FiledDays = NO_FILINGS) -> Evolvers:
    """The fact of annotating, of a kind of subject."""
    return {RecordAnnotated: partial(annotated, days)}


DECIDE, EVOLVE = deciders(), evolvers()
"""Those of a kind of subject that files nothing."""
