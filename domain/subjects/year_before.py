"""The frame of a plan of key evaluations: the funds that the work year before selected."""

from __future__ import annotations

from collections.abc import Iterable

from domain.kernel.decider import Member
from domain.kernel.prefill import text
from domain.kernel.subject_ids import jurisdiction_year, parse_subject
from domain.subjects.jurisdiction_year.plan_funds import KEY_FUNDS, selected_funds
from domain.subjects.jurisdiction_year.state import JurisdictionYear


def stream_of(stream: str) -> str:
    """The stream of the work year before one."""
    subject = parse_subject(stream)
    return jurisdiction_year(subject.jurisdiction, (subject.year or 0) - 1)


def members_of(years: Iterable[JurisdictionYear]) -> tuple[Member, ...]:
    """The years that were opened, each with the funds of its key evaluations in yuan."""
    return tuple(_member(year) for year in years if year.version)


def _member(year: JurisdictionYear) -> Member:
    return Member(year.stream, year.stream, "", {KEY_FUNDS: text(selected_funds(year))})
