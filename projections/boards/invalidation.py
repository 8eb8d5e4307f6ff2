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
        SubjectKind.JURISDICTION_YEAR,
    }
)
"""The kinds of subject whose events may say what binds others."""

_SAID_BY_YEARS = ("notices", "parameters")


def rebinds(kind: SubjectKind, before: Any, after: Any) -> bool:
    """Whether a subject in the state `after` binds others otherwise than in the state `before`.

    A work year does by its notices and parameters alone; what else it does binds nobody.
    """
    if kind is not SubjectKind.JURISDICTION_YEAR:
        return kind in BINDING
    return any(getattr(after, name) is not getattr(before, name) for name in _SAID_BY_YEARS)
