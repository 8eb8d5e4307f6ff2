"""Timers of a project's year: the system's steps still to come, each at its planned instant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from domain.kernel.decider import InForce, Step
from domain.kernel.vocabulary import start_of
from domain.shared.deadlines.evaluation_half import opening
from domain.shared.deadlines.pending import Wait, around
from domain.shared.deadlines.timers import (
    OFFICE_OPENS,
    StepKind,
    in_order,
    overdue_among,
    steps_around,
    steps_to_come,
)
from domain.subjects.project_year.deadlines import due_dates
from domain.subjects.project_year.deadlines.deadline_acts import CALENDAR
from domain.subjects.project_year.deadlines.due_dates import OPEN_ROUND
from domain.subjects.project_year.deadlines.pending import waits
from domain.subjects.project_year.disclosure import disclosures
from domain.subjects.project_year.state import ProjectYear, Withdrawn

__all__ = [
    "OFFICE_OPENS",
    "OPEN_ROUND",
    "StepKind",
    "agenda",
    "agenda_of",
    "open_deadlines",
    "overdue",
    "steps_around",
    "with_days",
]


def agenda(state: ProjectYear, in_force: InForce) -> tuple[Step, ...]:
    """The steps still to come, the earliest first; a step in the past is due now."""
    return agenda_of(state, in_force, open_deadlines(state, in_force))


def agenda_of(
    state: ProjectYear,
    in_force: InForce,
    open_days: tuple[tuple[Wait, date], ...],
    now: datetime | None = None,
) -> tuple[Step, ...]:
    """The steps still to come where what is open is known already, and `now` has come."""
    if state.entry is None or isinstance(state.entry, Withdrawn):
        return ()
    lived = CALENDAR.lived(state, in_force, now)
    to_come = steps_to_come(open_days, state.done, lived, in_force)
    return in_order([*_openings(state, in_force), *to_come])


def open_deadlines(state: ProjectYear, in_force: InForce) -> tuple[tuple[Wait, date], ...]:
    """The waits of the project that have a day (inclusive), each with that day."""
    waiting = (*waits(state), *disclosures.outstanding(state, in_force))
    return with_days(waiting, state, in_force)


def with_days(
    waiting: tuple[Wait, ...], state: ProjectYear, in_force: InForce
) -> tuple[tuple[Wait, date], ...]:
    """Those of these waits that have a day (inclusive), with that day."""
    found = []
    for wait in waiting:
        day = due_dates.due_of(state, in_force, wait.deadline)
        if day.due is not None and wait.dated:
            found.append((around(wait, day), day.due))
    return tuple(found)


def overdue(state: ProjectYear, in_force: InForce) -> tuple[str, ...]:
    """The deadlines that were found overdue and are still open."""
    return overdue_among(open_deadlines(state, in_force), state.done)


def _openings(state: ProjectYear, in_force: InForce) -> Iterator[Step]:
    project = state.known
    if state.issued is not None and not state.evaluation.opened:
        yield opening(project.budget_year)
    for node in due_dates.nodes(in_force, project.budget_year):
        if node in state.rounds or node < project.registered_on:
            continue
        yield _round_step(node, budgeted=state.budgeted_by(node))


def _round_step(node: date, *, budgeted: bool) -> Step:
    planned = start_of(node) if budgeted else start_of(node + timedelta(days=1))
    return Step(due_dates.key(due_dates.ROUND, node), OPEN_ROUND, planned)
