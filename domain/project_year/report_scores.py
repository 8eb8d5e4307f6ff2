"""The score of an evaluation report: the sum of its indicators' points, of 100."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from domain import refusals
from domain.answer import Answer
from domain.decision import Act, InForce
from domain.message import Message
from domain.policy.exact import HUNDRED, total
from domain.project_year.indicators import stands_twice
from domain.refusal import Refusal
from domain.vocabulary import Code, Points, Text

GradeId = Literal["excellent", "good", "fair", "poor"]
"""优秀, 良好, 一般, 较差 (AMB-16)."""


class ReportIndicator(Message):
    """One indicator of a report: `points` given of a `maximum`."""

    id: Code
    title: Text
    maximum: Points
    points: Points


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


def graded(
    score: Decimal | None, act: Act[Any], in_force: InForce
) -> tuple[GradeId | None, tuple[Answer, ...]]:
    """The grade of a score (`grade.bands`), null where there is no score or no rule."""
    if score is None:
        return None, ()
    answer = in_force.ask("grade.bands", act.effective_on, score=f"{score:f}")
    return answer.outcome, (answer,)
