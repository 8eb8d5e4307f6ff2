"""Assignments of roles by date: the result of all `role.assign`.

Before the first day of the first assignment to a role of an organisation, any person may act in it.
From that day on, only its holders may (docs/domain/people-and-units.md, 1150).
"""

from __future__ import annotations

from datetime import date

from domain.kernel.in_force import Assignment, Assignments
from domain.kernel.vocabulary import Role

ASSIGN = "role.assign"
"""The act that fills a role."""


def begun(assignments: Assignments, organisation: str, role: Role, on: date) -> bool:
    """Whether, on a date, only holders may act in a role of an organisation."""
    return any(one.since <= on for one in assignments.get((organisation, role), ()))


def holders(
    assignments: Assignments, organisation: str, role: Role, on: date
) -> tuple[Assignment, ...]:
    """The assignments to a role of an organisation that cover a date."""
    return tuple(one for one in assignments.get((organisation, role), ()) if one.runs(on))


def held(
    assignments: Assignments, organisation: str, role: Role, person: str, on: date
) -> Assignment | None:
    """The assignment that gives a person a role of an organisation on a date, or `None`."""
    found = holders(assignments, organisation, role, on)
    return next((one for one in found if one.person == person), None)
