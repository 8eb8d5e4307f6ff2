"""Deadlines of the work year itself: extended, and the system's steps at each of them.

A day from the bureau's notice is announced to all (`announcements`).
"""

from __future__ import annotations

from domain import deadlines
from domain.deadlines import Calendar, Extend, Extended, PassDeadline, Passed
from domain.decision import Deciders, Evolvers
from domain.jurisdiction_year import days
from domain.jurisdiction_year.filing_index import filing_at, with_filing
from domain.jurisdiction_year.waiting import begun_at, wait_at

CALENDAR = Calendar(
    known=days.extendable,
    year=days.year_of,
    ruled=lambda state, in_force, key: days.ruled_due(in_force, key, days.year_of(state)),
    due=days.due_of,
    wait_at=wait_at,
    filing_at=filing_at,
    with_filing=with_filing,
    begun=begun_at,
)

_DECIDE = deadlines.deciders(CALENDAR)
_EVOLVE = deadlines.evolvers(CALENDAR)

DECIDE: Deciders = {act: _DECIDE[act] for act in (Extend, PassDeadline)}
EVOLVE: Evolvers = {event: _EVOLVE[event] for event in (Extended, Passed)}
