"""The agenda of a work year: the system's steps that are still to come around its deadlines."""

from __future__ import annotations

from datetime import date

from domain.kernel.decider import InForce, Step
from domain.shared.deadlines.missed import Lived
from domain.shared.deadlines.pending import Wait
from domain.shared.deadlines.timers import in_order, overdue_among, steps_to_come
from domain.subjects.jurisdiction_year.pending import waits
from domain.subjects.jurisdiction_year.state import JurisdictionYear


def agenda(state: JurisdictionYear, in_force: InForce, lived: Lived) -> tuple[Step, ...]:
    """The steps of deadlines still to come where the year was lived so far, the earliest first."""
    open_days = open_deadlines(state, in_force)
    return in_order(steps_to_come(open_days, state.done, lived, in_force))


def open_deadlines(state: JurisdictionYear, in_force: InForce) -> tuple[tuple[Wait, date], ...]:
    """The pending deadlines of the year that have a due date (inclusive), with that date."""
    return tuple((wait, due) for wait, due in waits(state, in_force) if due is not None)


def overdue(state: JurisdictionYear, in_force: InForce) -> tuple[str, ...]:
    """The deadlines that were found overdue and are still open."""
    return overdue_among(open_deadlines(state, in_force), state.done)
