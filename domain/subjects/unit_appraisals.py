"""The frame of the results of an appraisal: the units of a work year, each with its score."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain.kernel.decider import Member
from domain.kernel.subject_ids import Subject, SubjectKind, parse_subject
from domain.subjects.unit_year.state import InYear, UnitYear


def streams_of(year: Subject, streams: Iterable[str]) -> tuple[Subject, ...]:
    """The years of units among some streams that are of the work year's own budget year."""
    parsed = (parse_subject(one) for one in streams)
    return tuple(
        one
        for one in parsed
        if (one.kind, one.jurisdiction, one.year)
        == (SubjectKind.UNIT_YEAR, year.jurisdiction, year.year)
    )


def members_of(states: Iterable[UnitYear]) -> tuple[Member, ...]:
    """The units that take part in the year, in the order of their codes."""
    there = (_member(state) for state in states if isinstance(state.entry, InYear))
    return tuple(sorted(there, key=lambda one: one.code))


def _member(state: UnitYear) -> Member:
    code = parse_subject(state.stream).code or ""
    return Member(state.stream, code, code, _facts(state))


def _facts(state: UnitYear) -> dict[str, Any]:
    scored = state.appraisal
    if scored is None:
        return {"total": None, "items": {}}
    items = {item: f"{points:f}" for item, points in scored.items.items()}
    return {"total": f"{scored.total:f}", "items": items}
