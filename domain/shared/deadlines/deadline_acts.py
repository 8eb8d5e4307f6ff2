"""Acts on deadlines of every kind of subject: set a date, extend it, take a step around it.

Every step has a planned instant. A deadline that is met has no further steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
    Step,
    Steps,
)
from domain.kernel.frozen import replace
from domain.kernel.known import latest
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.vocabulary import Day, Role, Text, business_date
from domain.shared.deadlines.day_policies import (
    day_is_within_life,
    deadline_has_an_earlier_day,
    deadline_is_known,
    extension_is_within_life,
    rules_give_no_day,
)
from domain.shared.deadlines.due_dates import Day as DueDay
from domain.shared.deadlines.due_dates import OwnDay
from domain.shared.deadlines.missed import Lived, day_known_since
from domain.shared.deadlines.pending import Wait
from domain.shared.deadlines.set_day import DaySet, SetDay
from domain.shared.deadlines.timers import STEP_KINDS, StepKind, steps_at
from domain.shared.filings.filing import Filing


class Extend(Command, name="extend", who={Role.FINANCE}):
    """Extend a deadline to a date (inclusive), with approver and reason."""

    deadline: Text
    until: Day
    approver: Text
    reason: Text


class PassDeadline(Command, name="deadline.pass", who={Role.SYSTEM}):
    """A timer fired: take the step if it is still needed."""

    deadline: Text
    step: StepKind
    planned: datetime


class Extended(Event, name="deadline.extended", version=1):
    """A deadline was extended to a date (inclusive)."""

    deadline: Text
    until: Day
    approver: Annotated[Text, WITHHOLDABLE]
    reason: Annotated[Text, WITHHOLDABLE]


class Passed(Event, name="deadline.passed", version=1):
    """A step of a deadline was taken.

    The `responsible` role was reminded, the deadline fell due or is overdue, or it was escalated to
    `escalated_to`. A reminder or due notice is late if it was recorded long after `planned`
    (`missed.given_late`).
    """

    deadline: Text
    step: StepKind
    planned: datetime
    due: Day
    responsible: Role
    escalated_to: Text | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The deadlines of one kind of subject, named by their keys.

    Its states have `own_days` and `done`, as a project's year does. `ruled` gives the date from the
    rules, `due` the binding date; `year` gives the budget year. `begun` gives the business instant
    at which the wait for a deadline began.
    """

    known: Callable[[str], bool]
    year: Callable[[Any], int]
    ruled: Callable[[Any, InForce, str], DueDay]
    due: Callable[[Any, InForce, str], DueDay]
    wait_at: Callable[[Any, InForce, str], Wait | None]
    filing_at: Callable[[Any, str], Filing | None]
    with_filing: Callable[[Any, str, Filing], Any]
    begun: Callable[[Any, str], datetime | None] = lambda state, deadline: state.begun.get(deadline)

    def lived(self, state: Any, in_force: InForce, now: datetime | None = None) -> Lived:
        """The time up to which the subject has run: its newest event, or `now` if that is later."""

        def known_since(deadline: str) -> datetime | None:
            day = self.due(state, in_force, deadline)
            return latest(self.begun(state, deadline), day_known_since(day, in_force))

        return Lived(latest(state.last_at, now), known_since)


@guarded_by(deadline_is_known, day_is_within_life, rules_give_no_day)
def set_day(
    calendar: Calendar, state: Any, act: CommandContext[SetDay], in_force: InForce
) -> Decided:
    """Set a day that the rules do not give."""
    ruled = calendar.ruled(state, in_force, act.command.deadline)
    return (Decision(DaySet(**vars(act.command)), ruled.basis),)


@guarded_by(deadline_is_known, extension_is_within_life, deadline_has_an_earlier_day)
def extend(
    calendar: Calendar, state: Any, act: CommandContext[Extend], in_force: InForce
) -> Decided:
    """Extend a deadline that has a day, to a later one."""
    day = calendar.due(state, in_force, act.command.deadline)
    return (Decision(Extended(**vars(act.command)), day.basis),)


def pass_deadline(
    calendar: Calendar, state: Any, act: CommandContext[PassDeadline], in_force: InForce
) -> Decided:
    """Take the step if it is still among the steps planned for the deadline.

    The result is empty if the step was already taken, if the wait is over, if the due date moved,
    or if a reminder or due notice comes too late to be useful (`missed`).
    """
    command = act.command
    wait = calendar.wait_at(state, in_force, command.deadline)
    if wait is None:
        return ()
    day = calendar.due(state, in_force, command.deadline)
    step = Step(command.deadline, command.step, command.planned)
    lived = calendar.lived(state, in_force, act.at)
    if step not in steps_at(wait, day.due, state.done, lived, in_force):
        return ()
    event = Passed(
        **vars(command),
        due=day.due,
        responsible=wait.role,
        escalated_to=_escalated_to(command, in_force),
    )
    return (Decision(event, day.basis),)


def _escalated_to(command: PassDeadline, in_force: InForce) -> str | None:
    if command.step != "escalate":
        return None
    return in_force.parameter("escalation.to", business_date(command.planned))


def _passing(kind: StepKind, step: Step, _reached: object) -> PassDeadline:
    return PassDeadline(deadline=step.deadline, step=kind, planned=step.planned)


STEPS: Steps = {kind: partial(_passing, kind) for kind in STEP_KINDS}
"""The steps around a deadline, for every kind of subject that has deadlines."""


def day_set(state: Any, recorded: Recorded[DaySet]) -> Any:
    """Evolve by `deadline.day-set`."""
    event = recorded.event
    return _with_day(state, event.deadline, OwnDay(event.due, False, recorded.recorded_at))


def extended(calendar: Calendar, state: Any, recorded: Recorded[Extended]) -> Any:
    """Evolve by `deadline.extended`; a waiting filing is late only if filed after the new date."""
    event = recorded.event
    given = _with_day(state, event.deadline, OwnDay(event.until, True, recorded.recorded_at))
    filing = calendar.filing_at(state, event.deadline)
    if filing is None or not filing.open:
        return given
    judged = replace(filing, late=filing.first_on > event.until, due=event.until)
    return calendar.with_filing(given, event.deadline, judged)


def passed(state: Any, recorded: Recorded[Passed]) -> Any:
    """Evolve by `deadline.passed`."""
    event = recorded.event
    done = state.done | {(event.deadline, event.step, event.planned)}
    return replace(state, done=done)


def _with_day(state: Any, deadline: str, day: OwnDay) -> Any:
    """The state with a due date set; the same date set again keeps its first instant."""
    before = state.own_days.get(deadline)
    if before is not None and before.due == day.due:
        day = replace(day, since=before.since)
    return replace(state, own_days={**state.own_days, deadline: day})


def deciders(calendar: Calendar) -> Deciders:
    """The commands on deadlines for a kind of subject."""
    return {
        SetDay: partial(set_day, calendar),
        Extend: partial(extend, calendar),
        PassDeadline: partial(pass_deadline, calendar),
    }


def evolvers(calendar: Calendar) -> Evolvers:
    """The events about deadlines for a kind of subject."""
    return {DaySet: day_set, Extended: partial(extended, calendar), Passed: passed}
