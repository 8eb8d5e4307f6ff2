"""The score of an overall self-evaluation, by `self_evaluation.score` as a project's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from domain.kernel import refusals
from domain.kernel.answer import Answer
from domain.kernel.decider import InForce
from domain.kernel.refusal import Refusal
from domain.subjects.unit_year.indicators import MeasuredIndicator, as_asked

_HIGHEST = Decimal(100)


def ask(
    budget: Decimal,
    executed: Decimal,
    indicators: Sequence[MeasuredIndicator],
    on: date,
    in_force: InForce,
) -> Answer:
    """Ask for the score; amounts in yuan, `budget` above 0."""
    return in_force.ask(
        "self_evaluation.score",
        on,
        budget=str(budget),
        executed=str(executed),
        indicators=[as_asked(indicator) for indicator in indicators],
    )


def too_high(answer: Answer) -> Refusal | None:
    """Refuse a score over 100 points."""
    if not answer.stated or Decimal(answer.outcome["score"]) <= _HIGHEST:
        return None
    return refusals.invalid(
        "indicators",
        f"自评得分 {answer.outcome['score']} 超过 100 分，请调整指标分值。",
        f"the score of {answer.outcome['score']} is over 100 points: change the points.",
        answer,
    )


def parts(answer: Answer) -> dict[str, Any]:
    """The score with its parts, as the event holds them; nothing where no rule gives one."""
    if not answer.stated:
        return {}
    outcome = answer.outcome
    return {
        "score": outcome["score"],
        "execution_reached": outcome["execution_points"],
        "reached": outcome["indicators"],
    }
