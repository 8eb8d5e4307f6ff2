"""Timers of a policy: the system's steps still to come, each at its planned instant."""

from __future__ import annotations

from datetime import date, datetime

from domain.kernel.decider import InForce, Step
from domain.shared.deadlines.pending import Wait
from domain.shared.deadlines.timers import in_order, steps_to_come
from domain.subjects.policies.deadline_acts import CALENDAR
from domain.subjects.policies.due_dates import due_of
from domain.subjects.policies.pending import waits
from domain.subjects.policies.state import Policy


def agenda(state: Policy, in_force: InForce, now: datetime | None = None) -> tuple[Step, ...]:
    """The steps still to come where `now` has come, the earliest first; a past one is due now."""
    open_days = open_deadlines(state, in_force)
    lived = CALENDAR.lived(state, in_force, now)
    return in_order(steps_to_come(open_days, state.done, lived, in_force))


def open_deadlines(state: Policy, in_force: InForce) -> tuple[tuple[Wait, date], ...]:
    """The pending deadlines of the policy that have a due date (inclusive), with that date."""
    found = []
    for wait in waits(state, in_force):
        due = due_of(state, in_force, wait.deadline).due
        if due is not None and wait.dated:
            found.append((wait, due))
    return tuple(found)
