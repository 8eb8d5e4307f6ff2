"""Timers: the steps around each due date (remind, due, overdue, escalate).

Every step has a planned instant; a step that was taken or is no longer needed has no timer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Literal, get_args

from domain.kernel.decider import InForce, Step
from domain.kernel.in_force import UNPUBLISHED, WorkCalendar
from domain.kernel.vocabulary import business_date, start_of
from domain.shared.deadlines.missed import LEAD, OFFICE_OPENS, Lived
from domain.shared.deadlines.pending import Wait
from domain.shared.deadlines.working_days import reminds_on

__all__ = [
    "OFFICE_OPENS",
    "STEP_KINDS",
    "Done",
    "StepKind",
    "in_order",
    "overdue_among",
    "steps_around",
    "steps_at",
    "steps_to_come",
]

StepKind = Literal["remind", "due", "overdue", "escalate"]
STEP_KINDS: tuple[StepKind, ...] = get_args(StepKind)

_IN_ORDER = attrgetter("planned", "deadline", "kind")

Done = Collection[tuple[str, str, datetime]]
"""The steps taken: deadline, kind, planned instant."""


def overdue_among(waits: Iterable[tuple[Wait, date]], done: Done) -> tuple[str, ...]:
    """The open deadlines, each with its due date (inclusive), that were found overdue."""
    return tuple(
        wait.deadline
        for wait, due in waits
        if (wait.deadline, "overdue", _over(due, wait.found_at)) in done
    )


def steps_to_come(
    waits: Iterable[tuple[Wait, date]], done: Done, lived: Lived, in_force: InForce
) -> Iterator[Step]:
    """The future steps of open deadlines with their due dates (inclusive).

    Includes missed steps that are still needed (`domain.shared.deadlines.missed`).
    """
    for wait, due in waits:
        yield from steps_at(wait, due, done, lived, in_force)


def steps_at(
    wait: Wait, due: date | None, done: Done, lived: Lived, in_force: InForce
) -> Iterator[Step]:
    """The future steps of one wait; none if no date binds or the date was already met."""
    if due is None or not wait.dated:
        return
    lead = in_force.parameter(LEAD, due)
    after = in_force.parameter("escalation.after_days", due)
    given = (in_force.working, wait.found_at, wait.counts_from)
    for kind, planned in steps_around(due, lead, after, *given):
        if (wait.deadline, kind, planned) in done:
            continue
        if not lived.drops(wait.deadline, kind, planned, due, in_force):
            yield Step(wait.deadline, kind, planned)


def steps_around(
    due: date,
    lead: str | None,
    after: str | None,
    working: WorkCalendar = UNPUBLISHED,
    found_at: datetime | None = None,
    counts_from: datetime | None = None,
) -> tuple[tuple[StepKind, datetime], ...]:
    """The steps around a due date (inclusive) with their planned instants.

    `lead` and `after` are days, operational parameters of the bureau (uncited); without them there
    is no reminder and no escalation. A reminder that falls on a day off is sent on the last working
    day before it. The due date never moves, and a deadline is overdue when its day is over (24:00,
    AMB-10). A date that was over when it was set (`found_at`) is found overdue at that instant, and
    escalated as many days later; so is one that is escalated from another instant (`counts_from`).
    """
    over = _over(due, found_at)
    steps: list[tuple[StepKind, datetime]] = [("due", _morning(due)), ("overdue", over)]
    if lead is not None:
        day = reminds_on(working, due - timedelta(days=int(lead)))
        steps.insert(0, ("remind", _morning(day)))
    if after is not None:
        since = over if counts_from is None else max(over, counts_from)
        steps.append(("escalate", _escalated(since, int(after))))
    return tuple(steps)


def in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps in order of time."""
    return tuple(sorted(steps, key=_IN_ORDER))


def _over(due: date, found_at: datetime | None) -> datetime:
    """The instant at which a date (inclusive) is over and found so."""
    over = start_of(due + timedelta(days=1))
    return over if found_at is None else max(over, found_at)


def _escalated(over: datetime, after: int) -> datetime:
    """The first morning later than the finding, `after` days from its day on."""
    morning = _morning(business_date(over) + timedelta(days=after))
    return morning if morning > over else morning + timedelta(days=1)


def _morning(day: date) -> datetime:
    return datetime.combine(day, OFFICE_OPENS)
