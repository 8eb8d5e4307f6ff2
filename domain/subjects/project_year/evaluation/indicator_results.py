"""Results of each indicator, compared with the last approved target (AMB-33)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from domain.kernel import refusals
from domain.kernel.answer import Answer
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.message import Message
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Day, KnownCode, Measured, Points, Text
from domain.rules.engine.exact import HUNDRED, subtract, total
from domain.shared.filings.indicator_values import IndicatorClass, RelationOrDay
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets.indicators import Indicator, points_by_class, stands_twice


class IndicatorResult(Message):
    """One indicator as reached: `points` are what it is worth.

    `level` is the percent of its points that a qualitative one reached; any other has a `target`
    and an `actual` value.
    """

    id: KnownCode
    indicator_class: IndicatorClass | Literal["benefit"]
    relation: RelationOrDay
    target: Measured | Day | None = None
    actual: Measured | Day | None = None
    points: Points
    level: Points | None = None
    explanation: Text | None = None


class ScoredIndicator(Message):
    """The points that the rule gives one indicator; null where they are open (AMB-43)."""

    id: KnownCode
    points: Points | None = None


IndicatorResults = Annotated[tuple[IndicatorResult, ...], Field(min_length=1, max_length=200)]


def as_asked(indicators: Sequence[IndicatorResult]) -> list[dict[str, Any]]:
    """The indicators as `self_evaluation.score` asks for them."""
    return [
        {
            "id": one.id,
            "class": str(one.indicator_class),
            "relation": one.relation,
            "target": _text(one.target),
            "actual": _text(one.actual),
            "points": str(one.points),
            "level": _text(one.level),
        }
        for one in indicators
    ]


def _text(value: Decimal | date | None) -> str | None:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return None if value is None else value.isoformat()


def check_results(
    state: ProjectYear, act: CommandContext[Any], in_force: InForce
) -> tuple[Answer, ...] | Refusal:
    """Hold the indicators against the approved target, or else against `target.weights`."""
    given: tuple[IndicatorResult, ...] = act.command.indicators
    twice = stands_twice(given)
    if twice:
        return twice
    if not state.target.approved:
        return _weights(given, act, in_force)
    approved = {one.id: one for one in state.target.approved}
    return _strangers([one.id for one in given], approved) or _changed(given, approved) or ()


def _strangers(ids: Sequence[str], approved: dict[str, Indicator]) -> Refusal | None:
    unknown = [one for one in ids if one not in approved]
    if unknown:
        return refusals.invalid(
            "indicators",
            f"指标 {'、'.join(unknown)} 不在已批复的绩效目标中，请按批复的目标自评。",
            f"{', '.join(unknown)} is not in the approved target: evaluate what was approved.",
        )
    absent = [one for one in approved if one not in ids]
    if absent:
        return refusals.missing(
            "indicators",
            f"缺少已批复的指标 {'、'.join(absent)}，请补充后重新填报。",
            f"{', '.join(absent)} of the approved target is missing: add it and file again.",
        )
    return None


def _changed(given: Sequence[IndicatorResult], approved: dict[str, Indicator]) -> Refusal | None:
    for one in given:
        promised = approved[one.id]
        if _promise(one) != _promise(promised):
            return refusals.invalid(
                "indicators",
                f"指标 {one.id} 的关系、目标值或分值与批复的绩效目标不一致，请按批复填报。",
                f"indicator {one.id} has another relation, target or points than was approved: "
                "file it as approved.",
            )
    return None


def _promise(one: Indicator | IndicatorResult) -> tuple[Any, ...]:
    return one.relation, one.target, one.points


def _weights(
    given: Sequence[IndicatorResult], act: CommandContext[Any], in_force: InForce
) -> tuple[Answer, ...] | Refusal:
    """Check the points of results without a known target: a target could have had them."""
    rest = subtract(HUNDRED, total(one.points for one in given))
    if rest >= 0:
        points = points_by_class(given, rest)
        classes = {name: f"{value:f}" for name, value in points.items()}
        answer = in_force.ask("target.weights", act.effective_on, classes=classes)
        if not answer.stated or answer.outcome == "valid":
            return (answer,)
    return refusals.invalid(
        "indicators",
        "指标分值与预算执行率分值合计须为 100 分，请更正分值。",
        "the points of the indicators and those of the execution rate sum to 100: correct them.",
    )
