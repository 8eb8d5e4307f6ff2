"""Deadlines of a policy: days set and extended, and the system's steps at each."""

from __future__ import annotations

from datetime import date

from domain.shared.deadlines import deadline_acts
from domain.shared.deadlines.deadline_acts import Calendar
from domain.shared.deadlines.problem_deadlines import is_of_problem
from domain.subjects.policies.due_dates import due_of, keys, known, ruled_due, year_of
from domain.subjects.policies.filing_index import filing_at, with_filing
from domain.subjects.policies.pending import wait_at, waits

CALENDAR = Calendar(
    known=known,
    keys=lambda state, in_force: (
        *keys(),
        *(wait.deadline for wait in waits(state, in_force) if is_of_problem(wait.deadline)),
    ),
    year=year_of,
    ruled=ruled_due,
    due=due_of,
    wait_at=wait_at,
    filing_at=filing_at,
    with_filing=with_filing,
    earliest=lambda state, _deadline: date(state.known.registered_on.year - 1, 1, 1),
    beneficiaries=lambda state: (state.known.unit, state.known.unit_name),
)

DECIDE = deadline_acts.deciders(CALENDAR)
EVOLVE = deadline_acts.evolvers(CALENDAR)
KEYS = deadline_acts.keys(CALENDAR)
