"""Deadlines of a project's year: days set and extended, and the system's steps at each."""

from __future__ import annotations

from domain.kernel.decider import InForce
from domain.shared.deadlines import deadline_acts
from domain.shared.deadlines.deadline_acts import Calendar, Extend, Extended, PassDeadline, Passed
from domain.shared.deadlines.pending import Wait
from domain.subjects.project_year.deadlines.due_dates import (
    DISCLOSURES,
    due_of,
    earliest,
    is_known,
    is_of_feedback,
    keys,
    ruled_of,
)
from domain.subjects.project_year.deadlines.pending import wait_at, waits
from domain.subjects.project_year.disclosure import disclosures
from domain.subjects.project_year.filings.filing_index import filing_at, with_filing
from domain.subjects.project_year.state import ProjectYear

__all__ = ["DECIDE", "EVOLVE", "Extend", "Extended", "PassDeadline", "Passed"]


def _wait_at(state: ProjectYear, in_force: InForce, deadline: str) -> Wait | None:
    found = wait_at(state, deadline)
    if found is not None or deadline not in DISCLOSURES:
        return found
    waiting = disclosures.outstanding(state, in_force)
    return next((wait for wait in waiting if wait.deadline == deadline), None)


CALENDAR = Calendar(
    known=is_known,
    keys=lambda state, in_force: (
        *keys(in_force, state.known.budget_year),
        *sorted(DISCLOSURES),
        *(wait.deadline for wait in waits(state) if is_of_feedback(wait.deadline)),
    ),
    year=lambda state: int(state.known.budget_year),
    ruled=ruled_of,
    due=due_of,
    wait_at=_wait_at,
    filing_at=filing_at,
    with_filing=with_filing,
    earliest=lambda state, deadline: earliest(deadline, int(state.known.budget_year)),
    beneficiaries=lambda state: (state.known.unit, state.known.unit_name),
)

DECIDE = deadline_acts.deciders(CALENDAR)
EVOLVE = deadline_acts.evolvers(CALENDAR)
KEYS = deadline_acts.keys(CALENDAR)
