"""Acts on deadlines of every kind of subject: set a date, extend it, take a step around it.

Every step has a planned instant. A deadline that is met has no further steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any

from domain.kernel import refusals
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
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Day, Role, Text, business_date
from domain.shared.deadlines.due_dates import Day as DueDay
from domain.shared.deadlines.due_dates import OwnDay, within_life
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
    """The deadlines of one kind of subject, by their keys.

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
    with_filing: Callable[[Any, str, Filing | None], Any]
    begun: Callable[[Any, str], datetime | None] = lambda state, deadline: state.begun.get(deadline)

    def lived(self, state: Any, in_force: InForce, now: datetime | None = None) -> Lived:
        """The time up to which the subject has run: its newest event, or `now` if that is later."""

        def known_since(deadline: str) -> datetime | None:
            day = self.due(state, in_force, deadline)
            return latest(self.begun(state, deadline), day_known_since(day, in_force))

        return Lived(latest(state.last_at, now), known_since)


def set_day(
    calendar: Calendar, state: Any, act: CommandContext[SetDay], in_force: InForce
) -> Decided:
    """Set a due date that the rules do not give."""
    command = act.command
    refusal = _unfit(calendar, state, command.deadline, "due", command.due)
    if refusal:
        return refusal
    ruled = calendar.ruled(state, in_force, command.deadline)
    if ruled.due is not None:
        return refusals.invalid(
            "deadline",
            f"规则已规定 {command.deadline} 的期限为 {ruled.due}，如需延期请办理延期。",
            f"the rules give {ruled.due} for {command.deadline}: grant an extension instead.",
            *ruled.basis,
        )
    event = DaySet(**vars(command))
    return (Decision(event, ruled.basis),)


def extend(
    calendar: Calendar, state: Any, act: CommandContext[Extend], in_force: InForce
) -> Decided:
    """Extend a deadline that has a due date to a later date."""
    command = act.command
    refusal = _unfit(calendar, state, command.deadline, "until", command.until)
    if refusal:
        return refusal
    day = calendar.due(state, in_force, command.deadline)
    if day.due is None:
        return refusals.invalid(
            "deadline",
            f"{command.deadline} 没有期限，无需延期。",
            f"{command.deadline} has no day: there is nothing to extend.",
        )
    if command.until <= day.due:
        return refusals.invalid(
            "until",
            f"延期须晚于现期限 {day.due}。",
            f"an extension goes beyond the present day, {day.due}.",
        )
    return (Decision(Extended(**vars(command)), day.basis),)


def _unfit(calendar: Calendar, state: Any, deadline: str, field: str, day: date) -> Refusal | None:
    if not calendar.known(deadline):
        return refusals.invalid(
            "deadline", f"没有名为 {deadline} 的期限。", f"no deadline is called {deadline}."
        )
    if not within_life(day, calendar.year(state)):
        return refusals.out_of_life(field)
    return None


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
