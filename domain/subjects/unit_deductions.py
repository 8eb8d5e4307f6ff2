"""The frame of a use of a result: what was deducted from the projects of its department.

A deduction of the department's projects is recorded at the year of the unit. The budget year of the
project, and the two years in which its result is used, come into question.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain.kernel.decider import Member
from domain.kernel.subject_ids import parse_subject, unit_year
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.unit_year.state import UnitYear

_YEARS = 3


def streams_of(project: ProjectYear) -> tuple[str, ...]:
    """The years of the units that may have recorded its deduction; none before it has a unit.

    A deduction that was recorded before a merger stands at the unit of then. A year that nobody
    registered has no events.
    """
    if project.project is None:
        return ()
    subject = parse_subject(project.stream)
    units = dict.fromkeys((project.project.unit, *project.former_units))
    first = subject.year or 0
    return tuple(
        unit_year(subject.jurisdiction, year, unit)
        for unit in units
        for year in range(first, first + _YEARS)
    )


def members_of(states: Iterable[UnitYear]) -> tuple[Member, ...]:
    """The years of the unit that exist, each with its deductions by document, in yuan."""
    return tuple(_member(state) for state in states if state.version)


def _member(state: UnitYear) -> Member:
    code = parse_subject(state.stream).code or ""
    return Member(state.stream, code, code, {"deductions": _deductions(state)})


def _deductions(state: UnitYear) -> dict[str, Any]:
    return {
        document: {"of_project": one.of_project, "deduction": f"{one.amount:f}"}
        for document, one in state.deductions.items()
    }
