"""Vacancies: roles that nobody holds, or whose last term is about to end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from domain.kernel.decider import Recorded
from domain.kernel.in_force import Assignment
from domain.kernel.vocabulary import Role
from domain.subjects.organisations.decider import evolve, initial

WARNED_BEFORE = timedelta(days=30)
"""A term that ends so many days from today, or fewer, is warned of."""

_ONE_DAY = timedelta(days=1)

Vacancy = tuple[Recorded[Any], dict[str, Any]]
"""The event that gave the last term of a role, and what is to be said of it."""


def vacancies(events: Iterable[Recorded[Any]], today: date) -> Iterator[Vacancy]:
    """The roles that nobody holds today, or after a term that ends soon.

    `events` are those of one jurisdiction's people and units.
    """
    by_id = {one.id: one for one in events}
    stream = next((one.stream for one in by_id.values()), "")
    state = initial(stream)
    for one in by_id.values():
        state = evolve(state, one)
    for (organisation, role), given in state.assignments.items():
        last = _last_term(given, today)
        if last is not None:
            yield by_id[last.event_id], _told(organisation, role, last, today)


def _told(organisation: str, role: Role, last: Assignment, today: date) -> dict[str, Any]:
    return {
        "person": last.person,
        "organisation": organisation,
        "role": role.value,
        "last_day": str(last.until),
        "vacant": last.until is not None and last.until < today,
    }


def _last_term(given: tuple[Assignment, ...], today: date) -> Assignment | None:
    """The term after which nobody holds the role, if it ends soon or is over; else `None`."""
    if not any(one.since <= today for one in given):
        return None
    day = today
    while day <= today + WARNED_BEFORE + _ONE_DAY:
        ends = [one.until for one in given if one.runs(day)]
        if not ends:
            over = [(one.until, one) for one in given if one.until is not None and one.until < day]
            return max(over, key=lambda one: one[0])[1] if over else None
        if None in ends:
            return None
        day = max(end for end in ends if end is not None) + _ONE_DAY
    return None
