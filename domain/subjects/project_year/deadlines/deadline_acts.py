"""Deadlines of a project's year: days set and extended, and the system's steps at each."""

from __future__ import annotations

from domain.shared.deadlines import deadline_acts
from domain.shared.deadlines.deadline_acts import Calendar, Extend, Extended, PassDeadline, Passed
from domain.subjects.project_year.deadlines.due_dates import (
    due_of,
    earliest,
    is_of_feedback,
    keys,
    known,
    ruled_due,
)
from domain.subjects.project_year.deadlines.pending import wait_at, waits
from domain.subjects.project_year.filings.filing_index import filing_at, with_filing

__all__ = ["DECIDE", "EVOLVE", "Extend", "Extended", "PassDeadline", "Passed"]

CALENDAR = Calendar(
    known=known,
    keys=lambda state, in_force: (
        *keys(in_force, state.known.budget_year),
        *(wait.deadline for wait in waits(state) if is_of_feedback(wait.deadline)),
    ),
    year=lambda state: int(state.known.budget_year),
    ruled=lambda state, in_force, deadline: ruled_due(in_force, deadline, state.known.budget_year),
    due=due_of,
    wait_at=lambda state, _in_force, deadline: wait_at(state, deadline),
    filing_at=filing_at,
    with_filing=with_filing,
    earliest=lambda state, deadline: earliest(deadline, int(state.known.budget_year)),
    beneficiaries=lambda state: (state.known.unit, state.known.unit_name),
)

DECIDE = deadline_acts.deciders(CALENDAR)
EVOLVE = deadline_acts.evolvers(CALENDAR)
KEYS = deadline_acts.keys(CALENDAR)
