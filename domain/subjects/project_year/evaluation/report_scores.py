"""The score of an evaluation report: the sum of its indicators' points, of 100."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from domain.kernel import refusals
from domain.kernel.message import Message
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Points, Text
from domain.rules.engine.exact import HUNDRED, total
from domain.subjects.project_year.targets.indicators import stands_twice


class ReportIndicator(Message):
    """One indicator of a report: `points` given of a `maximum`."""

    id: Code
    title: Text
    maximum: Points
    points: Points


class KeyIndicator(ReportIndicator):
    """An indicator of a key evaluation's report, by the first and second level of its framework."""

    dimension: Text | None = None
    second_level: Text | None = None


KeyIndicators = Annotated[tuple[KeyIndicator, ...], Field(min_length=1, max_length=200)]
ReportIndicators = Annotated[tuple[ReportIndicator, ...], Field(min_length=1, max_length=200)]


def check_report(indicators: Sequence[ReportIndicator]) -> Refusal | None:
    """Refuse indicators whose maxima do not sum to 100, or that exceed their maximum."""
    twice = stands_twice(indicators)
    if twice:
        return twice
    over = [one.id for one in indicators if one.points > one.maximum]
    if over:
        return refusals.invalid(
            "indicators",
            f"指标 {'、'.join(over)} 的得分超过分值，请更正。",
            f"{', '.join(over)} has more points than its maximum: correct it.",
        )
    whole = total(one.maximum for one in indicators)
    if whole != HUNDRED:
        return refusals.invalid(
            "indicators",
            f"指标分值合计为 {whole:f}，须恰为 100 分，请更正。",
            f"the maxima sum to {whole:f}: they have to sum to 100 exactly.",
        )
    return None


def score_of(indicators: Sequence[ReportIndicator]) -> Decimal:
    """The score of a report, in points of 100."""
    return total(one.points for one in indicators)
