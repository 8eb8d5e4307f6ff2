"""Indicators of the overall expenditure: what a target promises and a self-evaluation measures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

from domain.kernel import refusals
from domain.kernel.answer import Answer
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.message import Message
from domain.kernel.prefill import text
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Number, Percent, Points, Text
from domain.rules.engine.exact import total
from domain.shared.filings.indicator_values import BENEFIT, IndicatorClass, Relation
from domain.shared.filings.points import points_unmet


class Dimension(StrEnum):
    """The six dimensions of overall performance (JS-031, `target.overall_dimensions`)."""

    OPERATING_COST = "operating_cost"
    MANAGEMENT_EFFICIENCY = "management_efficiency"
    DUTY_PERFORMANCE = "duty_performance"
    SOCIAL_BENEFIT = "social_benefit"
    SUSTAINABILITY = "sustainability"
    SATISFACTION = "satisfaction"


CLASSES = {
    Dimension.OPERATING_COST: IndicatorClass.COST,
    Dimension.MANAGEMENT_EFFICIENCY: IndicatorClass.OUTPUT,
    Dimension.DUTY_PERFORMANCE: IndicatorClass.OUTPUT,
    Dimension.SOCIAL_BENEFIT: IndicatorClass.SOCIAL,
    Dimension.SUSTAINABILITY: IndicatorClass.SUSTAINABLE,
    Dimension.SATISFACTION: IndicatorClass.SATISFACTION,
}
"""As which class of project indicators a dimension is scored.

No text says how overall indicators are scored; provisionally they are as a project's are
(docs/domain/overall-expenditure.md, 0600).
"""


class OverallIndicator(Message):
    """One indicator: `points` of 100; `target` is null for a qualitative one."""

    id: Code
    dimension: Dimension
    title: Text
    relation: Relation
    target: Number | None = None
    points: Points


class MeasuredIndicator(OverallIndicator):
    """An indicator with what was reached: `level` in percent for a qualitative one."""

    actual: Number | None = None
    level: Percent | None = None

    @property
    def promise(self) -> OverallIndicator:
        """The indicator without what was reached."""
        return OverallIndicator(**self.model_dump(exclude={"actual", "level"}))


Checked = tuple[Answer, ...] | Refusal
"""The answers that a content rests on, or why it cannot stand."""


def check_dimensions(
    indicators: Sequence[OverallIndicator], act: CommandContext[Any], in_force: InForce
) -> Checked:
    """Check that every dimension that the rules state has an indicator, and no other one has."""
    answer = in_force.ask("target.overall_dimensions", act.effective_on)
    if not answer.stated:
        return (answer,)
    filled = {indicator.dimension.value for indicator in indicators}
    lacking = [name for name in answer.outcome if name not in filled]
    if lacking:
        return refusals.missing(
            "indicators",
            f"整体支出绩效目标缺少以下方面的指标：{'、'.join(lacking)}，请补充。",
            f"no indicator on {', '.join(lacking)}: add one for each dimension.",
            answer,
        )
    unnamed = sorted(filled - set(answer.outcome))
    if unnamed:
        return refusals.invalid(
            "indicators",
            f"指标方面 {'、'.join(unnamed)} 不在规定方面之内，请更正。",
            f"the rules name no dimension {', '.join(unnamed)}: correct the indicators.",
            answer,
        )
    return (answer,)


def check_weights(
    indicators: Sequence[OverallIndicator],
    execution_points: Decimal,
    act: CommandContext[Any],
    in_force: InForce,
) -> Checked:
    """Check ids and points of indicators (`target.weights`, provisionally as a project's)."""
    ids = [indicator.id for indicator in indicators]
    if len(set(ids)) < len(ids):
        return refusals.invalid(
            "indicators", "指标编号重复，请更正。", "an indicator id stands twice: correct it."
        )
    classes = _points(indicators, execution_points)
    answer = in_force.ask("target.weights", act.effective_on, classes=classes)
    if answer.stated and answer.outcome != "valid":
        return points_unmet(classes, answer)
    return (answer,)


def _points(indicators: Sequence[OverallIndicator], execution_points: Decimal) -> dict[str, str]:
    classes = dict.fromkeys(("output", "benefit", "satisfaction"), Decimal(0))
    for indicator in indicators:
        one = CLASSES[indicator.dimension]
        name = "benefit" if one in BENEFIT else one.value
        classes[name] = total((classes.get(name, Decimal(0)), indicator.points))
    return {"execution": str(execution_points)} | {
        name: str(points) for name, points in classes.items()
    }


def as_asked(indicator: MeasuredIndicator) -> dict[str, Any]:
    """The indicator as `self_evaluation.score` asks for it; numbers as strings."""
    return {
        "id": indicator.id,
        "class": CLASSES[indicator.dimension].value,
        "relation": indicator.relation,
        "target": text(indicator.target),
        "actual": text(indicator.actual),
        "points": str(indicator.points),
        "level": text(indicator.level),
    }
