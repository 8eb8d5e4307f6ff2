"""The frame of a unit's end: its projects, policies and years, as the log has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from domain.kernel.decider import Member, View
from domain.kernel.subject_ids import Subject, SubjectKind, parse_subject
from domain.subjects.registry import OF_UNITS

__all__ = ["OF_UNITS", "members_of", "units_of"]


def members_of(states: Iterable[Any], unit: str, view: Callable[[Any], View]) -> tuple[Member, ...]:
    """The subjects of a unit, each with whether it is `open`: something may still be done on it.

    The ended year of another unit that is still `passing` on to this one stands among them.
    """
    found = ((parse_subject(state.stream), state) for state in states)
    return tuple(
        Member(subject.stream, subject.code or "", unit, facts)
        for subject, state in found
        if (facts := _facts(subject, state, unit, view)) is not None
    )


def units_of(subjects: Iterable[Subject]) -> tuple[str, ...]:
    """The codes of the units that have a year of their own."""
    years = (one.code for one in subjects if one.kind is SubjectKind.UNIT_YEAR)
    return tuple(sorted({code for code in years if code}))


def _facts(
    subject: Subject, state: Any, unit: str, view: Callable[[Any], View]
) -> dict[str, bool] | None:
    kind = OF_UNITS[subject.kind]
    if kind.unit_of(state) == unit:
        return {"open": not view(state).closed}
    return {"open": False, "passing": True} if unit in kind.passing_to(state) else None
