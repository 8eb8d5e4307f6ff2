"""Deadlines of the work year itself: extended, and the system's steps at each of them.

A day from the bureau's notice is announced to all (`announcements`).
"""

from __future__ import annotations

from domain.kernel.decider import Deciders, Evolvers
from domain.kernel.keys import Keys
from domain.shared.deadlines import deadline_acts
from domain.shared.deadlines.deadline_acts import Calendar, Extend, Extended, PassDeadline, Passed
from domain.subjects.jurisdiction_year import due_dates
from domain.subjects.jurisdiction_year.filing_index import filing_at, with_filing
from domain.subjects.jurisdiction_year.pending import begun_at, wait_at, waits

CALENDAR = Calendar(
    known=due_dates.extendable,
    keys=lambda state, in_force: [wait.deadline for wait, _ in waits(state, in_force)],
    year=due_dates.year_of,
    ruled=lambda state, in_force, key: due_dates.ruled_due(in_force, key, due_dates.year_of(state)),
    due=due_dates.due_of,
    wait_at=wait_at,
    filing_at=filing_at,
    with_filing=with_filing,
    earliest=lambda state, deadline: due_dates.earliest(deadline, due_dates.year_of(state)),
    begun=begun_at,
    patient=True,
)

_DECIDE = deadline_acts.deciders(CALENDAR)
_EVOLVE = deadline_acts.evolvers(CALENDAR)

KEYS: Keys = {key: field for key, field in deadline_acts.keys(CALENDAR).items() if key[0] is Extend}
DECIDE: Deciders = {act: _DECIDE[act] for act in (Extend, PassDeadline)}
EVOLVE: Evolvers = {event: _EVOLVE[event] for event in (Extended, Passed)}
