"""Timers of a unit's year: the system's steps still to come, each at its planned instant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from domain.kernel.decider import InForce, Step
from domain.kernel.vocabulary import start_of
from domain.shared.deadlines import evaluation_half
from domain.shared.deadlines.pending import Wait, around
from domain.shared.deadlines.timers import in_order, overdue_among, steps_to_come
from domain.shared.fan_out import dispatch
from domain.subjects.unit_year import due_dates, selection_opening
from domain.subjects.unit_year.deadline_acts import CALENDAR
from domain.subjects.unit_year.pending import waits
from domain.subjects.unit_year.state import Ended, UnitYear, Withdrawn


def agenda(state: UnitYear, in_force: InForce, now: datetime | None = None) -> tuple[Step, ...]:
    """The steps still to come where `now` has come, the earliest first; a past one is due now."""
    if state.entry is None or isinstance(state.entry, Withdrawn):
        return ()
    if isinstance(state.entry, Ended):
        return in_order(dispatch.steps(state.reaching, in_force))
    lived = CALENDAR.lived(state, in_force, now)
    to_come = steps_to_come(open_deadlines(state, in_force), state.done, lived, in_force)
    return in_order(
        [*_openings(state, in_force), *dispatch.steps(state.reaching, in_force), *to_come]
    )


def open_deadlines(state: UnitYear, in_force: InForce) -> tuple[tuple[Wait, date], ...]:
    """The pending deadlines of the unit that have a due date (inclusive), with that date."""
    found = []
    for wait in waits(state, in_force):
        day = due_dates.due_of(state, in_force, wait.deadline)
        if day.due is not None and wait.dated:
            found.append((around(wait, day), day.due))
    return tuple(found)


def overdue(state: UnitYear, in_force: InForce) -> tuple[str, ...]:
    """The deadlines that were found overdue and are still open."""
    return overdue_among(open_deadlines(state, in_force), state.done)


def _openings(state: UnitYear, in_force: InForce) -> Iterator[Step]:
    unit = state.known
    if not state.evaluating:
        yield evaluation_half.opening(unit.budget_year)
    if selection_opening.is_to_open(state, in_force):
        planned = start_of(selection_opening.opens_on(state))
        yield Step(due_dates.SELECTION, due_dates.OPEN_SELECTION, planned)
    if unit.history:
        return
    for node in due_dates.nodes_of(state, in_force):
        if node not in state.rounds and node >= unit.registered_on:
            yield Step(
                due_dates.key(due_dates.ROUND, node), due_dates.OPEN_OVERALL_ROUND, start_of(node)
            )
