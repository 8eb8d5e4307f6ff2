"""Annotation 更正记录日期: the true date of acts that the log misdates, proved by the bureau.

The stored events do not change. From then on, the subject's filings count as filed on the true
date; decisions already taken stay as they were
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
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import Day, Role, Text, business_date
from domain.shared.deadlines.due_dates import Day as DueDay
from domain.shared.filings.filing import Filing

_MOST = 500

_YEARS_BACK = 2
"""A project lives about 24 months over three years: no act on it is older."""


class AnnotateRecord(Command, name="record.annotate", who={Role.FINANCE}, named="events"):
    """State the true date (`true_on`, inclusive) of the acts that `events` record.

    `events` are ids of events of this subject whose acts were all done on one day; `document` is
    the paper that proves it. The true date is no later than the day on which each event was stored,
    and at most two calendar years before the logged date. If an event is annotated again, the
    newest annotation counts.
    """

    events: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=_MOST)]
    true_on: Day
    reason: Text
    document: Text


class DatedEvent(Message):
    """An annotated event; `on_record` is its date in the log.

    For a filing, `deadline` is its key, `due` (inclusive) its due date, null if none binds, and
    `late` whether it is late by the true date; null for an event that is never late.
    """

    event: UUID
    on_record: Day
    deadline: Text | None = None
    due: Day | None = None
    late: bool | None = None


class RecordAnnotated(Event, name="record.annotated", version=1):
    """The acts that `events` record were really done on `true_on`, as `document` proves."""

    events: Annotated[tuple[DatedEvent, ...], Field(min_length=1)]
    true_on: Day
    reason: Annotated[Text, WITHHOLDABLE]
    document: Text


@dataclass(frozen=True, slots=True)
class FiledDays:
    """The filing dates of one kind of subject, by the keys of their deadlines.

    `self_judged` are events that are not filings but hold their own due date and lateness.
    """

    filings: Callable[[Any], Iterable[tuple[str, Filing]]]
    due: Callable[[Any, InForce, str], DueDay]
    with_filing: Callable[[Any, str, Filing | None], Any]
    self_judged: frozenset[type[Event]] = frozenset()


def _no_day(_state: Any, _in_force: InForce, _deadline: str) -> DueDay:
    return DueDay(None)


NO_FILINGS = FiledDays(lambda _state: (), _no_day, lambda state, _deadline, _filing: state)
"""For a kind of subject without filings."""


def annotate(
    days: FiledDays, state: Any, act: CommandContext[AnnotateRecord], in_force: InForce
) -> Decided:
    """Give the named events their true date, and judge the lateness of filings by it."""
    refusal = _unfit_events(state, act) or _unfit_day(act) or _blank(act)
    if refusal:
        return refusal
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


def _unfit_events(state: Any, act: CommandContext[AnnotateRecord]) -> Refusal | None:
    """Refuse events of other subjects, annotations, and events that the actor caused."""
    unknown = [one for one in act.command.events if one not in {own.id for own in act.named}]
    if unknown:
        return refusals.invalid(
            "events",
            f"{state.stream} 没有编号为 {unknown[0]} 的事件，请按 jixiao history 核对编号。",
            f"{state.stream} has no event {unknown[0]}: `jixiao history --json` gives the ids.",
        )
    again = next((one for one in act.named if isinstance(one.event, RecordAnnotated)), None)
    if again is not None:
        return refusals.invalid(
            "events",
            f"事件 {again.id} 本身是日期更正；如需改正，请对原事件重新办理更正。",
            f"{again.id} is an annotation itself: annotate the event again that it names.",
        )
    if any(own.actor.id == act.actor.id for own in act.named):
        return _own_act(act.actor.id)
    return None


def _own_act(actor: str) -> Refusal:
    return Refusal(
        Code.REVIEWER_IS_FILER,
        f"{actor} 不得更正本人所办事项的日期，请由财政部门另一人办理。",
        f"{actor} took this act and may not redate it: another person of the bureau does.",
    )


def _unfit_day(act: CommandContext[AnnotateRecord]) -> Refusal | None:
    """Refuse a date in the future, after the storing, or too far before the logged date."""
    true_on = act.command.true_on
    if true_on > act.day:
        return refusals.invalid(
            "true_on", "实际办理日不得晚于今天。", "it was really done today or before."
        )
    for own in act.named:
        stored_on = business_date(own.stored_at)
        if true_on > stored_on:
            return refusals.invalid(
                "true_on",
                f"实际办理日不得晚于系统存储该事件之日 {stored_on}。",
                f"an act is done before it is stored: on {stored_on} or before.",
            )
        on_record = min(own.effective_on, stored_on)
        if true_on.year < on_record.year - _YEARS_BACK:
            return refusals.invalid(
                "true_on",
                f"实际办理日早于记录日 {on_record} 两个年度以上，请核对。",
                f"that is more than two years before the day on record, {on_record}: check it.",
            )
    return None


def _blank(act: CommandContext[AnnotateRecord]) -> Refusal | None:
    command = act.command
    for field, zh in (("reason", "更正理由"), ("document", "依据文号")):
        if not getattr(command, field).strip():
            return refusals.missing(field, f"请填写{zh}。", f"the {field} is blank: state it.")
    return None


def _judged(
    days: FiledDays, state: Any, own: Recorded[Any], true_on: date, in_force: InForce
) -> tuple[DatedEvent, tuple[Answer, ...]]:
    """An event by its true date, with the basis of its due date.

    A filing keeps its earlier due date: that of the filing or of a later extension. Without one,
    the date that binds now applies.
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
    """Evolve by `record.annotated`: the filings of these events count from the true date."""
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
    """The command of annotating, for a kind of subject."""
    return {AnnotateRecord: partial(annotate, days)}


def evolvers(days: FiledDays = NO_FILINGS) -> Evolvers:
    """The event of annotating, for a kind of subject."""
    return {RecordAnnotated: partial(annotated, days)}


DECIDE, EVOLVE = deciders(), evolvers()
"""The tables for a kind of subject without filings."""
