"""Deadlines of a unit's year: days set and extended, and the system's steps at each."""

from __future__ import annotations

from domain.shared.deadlines import deadline_acts
from domain.shared.deadlines.deadline_acts import Calendar
from domain.subjects.unit_year.due_dates import (
    due_of,
    earliest,
    is_known,
    is_of_problem,
    keys,
    ruled_of,
)
from domain.subjects.unit_year.filing_index import filing_at, with_filing
from domain.subjects.unit_year.pending import wait_at, waits

CALENDAR = Calendar(
    known=is_known,
    keys=lambda state, in_force: (
        *keys(in_force, state.known.budget_year),
        *(wait.deadline for wait in waits(state, in_force) if is_of_problem(wait.deadline)),
    ),
    year=lambda state: int(state.known.budget_year),
    ruled=ruled_of,
    due=due_of,
    wait_at=wait_at,
    filing_at=filing_at,
    with_filing=with_filing,
    earliest=lambda state, deadline: earliest(deadline, int(state.known.budget_year)),
    beneficiaries=lambda state: (state.known.code, state.known.name),
)

DECIDE = deadline_acts.deciders(CALENDAR)
EVOLVE = deadline_acts.evolvers(CALENDAR)
KEYS = deadline_acts.keys(CALENDAR)
