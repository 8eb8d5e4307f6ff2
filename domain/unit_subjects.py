"""The frame of a unit's end: its projects, policies and years, as the log has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from domain.decision import Member, View
from domain.in_force import Succession
from domain.policies.state import Policy
from domain.project_year.state import ProjectYear
from domain.subject import SubjectKind, parse_subject
from domain.unit_year.state import UnitYear

OF_UNITS = frozenset({SubjectKind.PROJECT_YEAR, SubjectKind.UNIT_YEAR, SubjectKind.POLICY})
"""The kinds of subject that belong to a unit."""


def unit_of(state: Any) -> str | None:
    """The unit that a subject belongs to; none where it is not registered, or to no unit."""
    match state:
        case ProjectYear(project=known) if known is not None:
            return known.unit
        case Policy(policy=registered) if registered is not None:
            return registered.unit
        case UnitYear(unit=unit) if unit is not None:
            return unit.code
    return None


def members_of(states: Iterable[Any], unit: str, view: Callable[[Any], View]) -> tuple[Member, ...]:
    """The subjects of a unit, each with whether it is `open`: something may still be done on it.

    The ended year of another unit that is still `passing` on to this one stands among them.
    """
    return tuple(
        Member(state.stream, parse_subject(state.stream).code or "", unit, facts)
        for state in states
        if (facts := _facts(state, unit, view)) is not None
    )


def _facts(state: Any, unit: str, view: Callable[[Any], View]) -> dict[str, bool] | None:
    if unit_of(state) == unit:
        return {"open": not view(state).closed}
    return {"open": False, "passing": True} if _passing(state, unit) else None


def _passing(state: Any, unit: str) -> bool:
    """Whether a subject is a year that ended, and that still has to tell its successor `unit`."""
    match state:
        case UnitYear(ended=Succession() as end, reaching=reaching):
            return end.version in reaching and unit in {one.unit for one in end.successors}
    return False
