"""Deadlines of a policy: days set and extended, and the system's steps at each."""

from __future__ import annotations

from domain import deadlines
from domain.deadlines import Calendar
from domain.policies.days import due_of, known, ruled_due, year_of
from domain.policies.filing_index import filing_at, with_filing
from domain.policies.waiting import wait_at

CALENDAR = Calendar(
    known=known,
    year=year_of,
    ruled=ruled_due,
    due=due_of,
    wait_at=wait_at,
    filing_at=filing_at,
    with_filing=with_filing,
)

DECIDE = deadlines.deciders(CALENDAR)
EVOLVE = deadlines.evolvers(CALENDAR)
