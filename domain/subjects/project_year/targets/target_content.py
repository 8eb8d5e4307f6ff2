"""The content of a target: its indicators, checked by the rules on classes and weights."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from domain.kernel.answer import Answer
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Refusal
from domain.shared.filings.points import points_unmet
from domain.subjects.project_year import refusals
from domain.subjects.project_year.targets.indicators import (
    Indicator,
    points_by_class,
    stands_twice,
)
from domain.subjects.project_year.targets.library_check import (
    SINCE,
    looked_up,
    looks_up,
    named_twice,
    why_not_in_library,
)
from domain.subjects.project_year.targets.scorable import unscorable

Indicators = Annotated[tuple[Indicator, ...], Field(min_length=1, max_length=200)]


def check_content(act: CommandContext[Any], in_force: InForce) -> tuple[Answer, ...] | Refusal:
    """Check indicators against `target.indicator_classes`, `.indicator_source`, `.weights`."""
    command = act.command
    unfit = (
        stands_twice(command.indicators)
        or named_twice(command.indicators)
        or (None if act.settled else _unscored(command))
    )
    if unfit:
        return unfit
    classes = in_force.ask("target.indicator_classes", act.effective_on)
    for indicator in looked_up(act, in_force):
        if classes.stated and indicator.indicator_class not in classes.outcome:
            return refusals.invalid(
                "indicators",
                f"指标 {indicator.id} 的类别 {indicator.indicator_class} 不在规定类别之内。",
                f"indicator {indicator.id} is of class {indicator.indicator_class}, "
                "which the rules do not name.",
                classes,
            )
        rejected = _rejected_source(indicator, act, in_force)
        if rejected:
            return rejected
    return _weights(classes, command.indicators, command.execution_points, act, in_force)


def _unscored(command: Any) -> Refusal | None:
    """Refuse what a target could promise and the score could not count."""
    return next(filter(None, map(unscorable, command.indicators)), None)


def _rejected_source(
    indicator: Indicator, act: CommandContext[Any], in_force: InForce
) -> Refusal | None:
    if act.version >= SINCE and not looks_up(act, in_force):
        return None
    answer = in_force.ask(
        "target.indicator_source",
        act.effective_on,
        kind=indicator.kind,
        in_library=indicator.in_library,
    )
    if answer.outcome != "reject":
        return None
    zh, en = (
        (
            f"共性指标 {indicator.id} 须从指标体系内选用。",
            f"common indicator {indicator.id} has to come from the indicator system.",
        )
        if act.version < SINCE
        else why_not_in_library(indicator, in_force.library)
    )
    return refusals.invalid("indicators", zh, en, answer)


def _weights(
    classes: Answer,
    indicators: tuple[Indicator, ...],
    execution_points: Decimal,
    act: CommandContext[Any],
    in_force: InForce,
) -> tuple[Answer, ...] | Refusal:
    weighed = points_by_class(indicators, execution_points)
    given = {name: str(value) for name, value in weighed.items()}
    answer = in_force.ask("target.weights", act.effective_on, classes=given)
    if answer.stated and answer.outcome != "valid":
        return points_unmet(given, answer)
    return (classes, answer)
