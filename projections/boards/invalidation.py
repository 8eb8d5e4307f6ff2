"""Invalidation: whether an event changes what is in force for other subjects."""

from __future__ import annotations

from typing import Any

from domain.kernel.subject_ids import SubjectKind

BINDING = frozenset(
    {
        SubjectKind.PACKS,
        SubjectKind.RULINGS,
        SubjectKind.WORK_CALENDAR,
        SubjectKind.ORGANISATIONS,
        SubjectKind.INDICATORS,
        SubjectKind.JURISDICTION_YEAR,
    }
)
"""The kinds of subject whose events may bind other subjects."""

_SAID_BY_YEARS = ("notices", "parameters", "government_budget", "budget_calls")


def rebinds(kind: SubjectKind, before: Any, after: Any) -> bool:
    """Whether the step from state `before` to state `after` changes what binds other subjects.

    A work year binds others only by its notices, its parameters, and the call for its budget and
    the approval of it.
    """
    if kind is not SubjectKind.JURISDICTION_YEAR:
        return kind in BINDING
    return any(getattr(after, name) is not getattr(before, name) for name in _SAID_BY_YEARS)
