"""The duties of superior departments: their reviews of filings, each with its department."""

from __future__ import annotations

from dataclasses import replace

from domain.shared.deadlines.endorsements import filing_of
from domain.shared.people.departments import department_above
from domain.subjects.organisations.state import Organisations
from projections.boards.todo import Duty, Todo


def with_departments(found: Todo, people: Organisations) -> Todo:
    """The duties with the department that reviews each filing on the day, and its delegates."""
    duties = tuple(_at_department(duty, found, people) for duty in found.duties)
    return replace(found, duties=duties)


def _at_department(duty: Duty, found: Todo, people: Organisations) -> Duty:
    if duty.unit is None or filing_of(duty.deadline) is None:
        return duty
    known = (people.superiors, people.successions)
    department = department_above(*known, duty.unit, duty.stream, found.on)
    given = people.unit_delegations.get(department or "", {})
    acting = tuple(who for who, one in given.items() if one.runs(found.on))
    return replace(duty, organisation=department, delegates=acting)


def departments(people: Organisations) -> frozenset[str]:
    """The codes of all departments that are or were above a unit."""
    return frozenset(one.code for terms in people.superiors.values() for one in terms)
