"""Annotation 更正记录日期: the true date of acts that the log misdates, proved by the bureau.

The stored events do not change. From then on, the subject's filings count as filed on the true
date; decisions already taken stay as they were
(docs/clock.md, 1236).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

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
from domain.kernel.message import Event
from domain.kernel.policies import for_new_acts, guarded_by
from domain.kernel.refusal import Refusal
from domain.shared.deadlines.due_dates import Day as DueDay
from domain.shared.filings.annotation_gate import (
    day_follows_the_registration,
    events_are_misdated,
)
from domain.shared.filings.annotation_messages import AnnotateRecord, DatedEvent, RecordAnnotated
from domain.shared.filings.annotation_policies import (
    actor_took_none_of_them,
    day_comes_before_the_storing,
    events_are_the_subjects,
    reason_and_document_are_stated,
)
from domain.shared.filings.filing import Filing
from domain.shared.filings.lateness import due_at_filing

JUDGED_ONCE = 2
"""The version of `record.annotated` from which on a filing keeps the date that it was judged by."""


@dataclass(frozen=True, slots=True)
class FiledDays:
    """The filing dates of one kind of subject, by the keys of their deadlines.

    `self_judged` are events that are not filings but hold their own due date and lateness.
    """

    filings: Callable[[Any], Iterable[tuple[str, Filing]]]
    due: Callable[[Any, InForce, str], DueDay]
    with_filing: Callable[[Any, str, Filing], Any]
    self_judged: frozenset[type[Event]] = frozenset()


def _no_day(_state: Any, _in_force: InForce, _deadline: str) -> DueDay:
    return DueDay(None)


NO_FILINGS = FiledDays(lambda _state: (), _no_day, lambda state, _deadline, _filing: state)
"""For a kind of subject without filings."""


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
    for_new_acts(events_are_misdated),
    for_new_acts(day_follows_the_registration),
)
def annotate(
    days: FiledDays, state: Any, act: CommandContext[AnnotateRecord], in_force: InForce
) -> Decided:
    """Give the named events their true day, and judge by it what was filed."""
    command = act.command
    judged = [_judged(days, state, one, act, in_force) for one in act.named]
    event = RecordAnnotated(
        events=tuple(one for one, _ in judged),
        true_on=command.true_on,
        reason=command.reason,
        document=command.document,
    )
    basis = {id(answer): answer for _, answers in judged for answer in answers}
    return (Decision(event, tuple(basis.values())),)


def _judged(
    days: FiledDays,
    state: Any,
    own: Recorded[Any],
    act: CommandContext[AnnotateRecord],
    in_force: InForce,
) -> tuple[DatedEvent, tuple[Answer, ...]]:
    """An event by its true date, with the basis of its due date.

    A filing keeps the due date that it was judged by: that of the filing or of a later extension.
    """
    true_on = act.command.true_on
    for deadline, filing in days.filings(state):
        if filing.first_id == own.id:
            day = days.due(state, in_force, deadline)
            if act.recorded_as < JUDGED_ONCE:
                return _dated(own, true_on, filing.due or day.due, deadline), day.basis
            return _filing_dated(own, true_on, filing, day, deadline), day.basis
    if type(own.event) in days.self_judged:
        return _dated(own, true_on, own.event.due), ()
    return DatedEvent(event=own.id, on_record=own.effective_on), ()


def _filing_dated(
    own: Recorded[Any], true_on: date, filing: Filing, day: DueDay, deadline: str
) -> DatedEvent:
    due = due_at_filing(filing, day.due)
    if due is None and filing.late:  # by a date that nobody knows any more: it stays late
        return DatedEvent(event=own.id, on_record=own.effective_on, deadline=deadline, late=True)
    return _dated(own, true_on, due, deadline)


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
    late = filing.late if one.late is None else one.late
    covered = late and filing.extended is not None and true_on <= filing.extended
    return replace(
        filing,
        on=on,
        first_on=true_on,
        late=late,
        extended=filing.extended if covered else None,
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
