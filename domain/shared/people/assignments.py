"""Who holds which role for which organisation, on which days: what `role.assign` adds up to.

Before the first day of the first assignment to a role of an organisation, whoever acts in it may;
from that day on, only who holds it (docs/domain/people-and-units.md, 1150).
"""

from __future__ import annotations

from datetime import date

from domain.kernel.in_force import Assignment, Assignments
from domain.kernel.vocabulary import Role

ASSIGN = "role.assign"
"""The act that fills a role, and may be taken for a role of the bureau that nobody holds."""


def begun(assignments: Assignments, organisation: str, role: Role, on: date) -> bool:
    """Whether a role of an organisation is for those alone who hold it, on a day."""
    return any(one.since <= on for one in assignments.get((organisation, role), ()))


def holders(
    assignments: Assignments, organisation: str, role: Role, on: date
) -> tuple[Assignment, ...]:
    """The assignments to a role of an organisation that run on a day."""
    return tuple(one for one in assignments.get((organisation, role), ()) if one.runs(on))


def held(
    assignments: Assignments, organisation: str, role: Role, person: str, on: date
) -> Assignment | None:
    """The assignment by which a person holds a role of an organisation on a day, if any."""
    found = holders(assignments, organisation, role, on)
    return next((one for one in found if one.person == person), None)
