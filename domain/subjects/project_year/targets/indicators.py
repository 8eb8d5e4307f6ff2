"""Performance indicators: what a target promises and a monitoring result measures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, Protocol

from domain.kernel import refusals
from domain.kernel.message import Message
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Day, Measured, Percent, Points, Text
from domain.rules.engine.exact import total
from domain.shared.filings.indicator_values import BENEFIT, IndicatorClass, Relation


class Indicator(Message):
    """One indicator of a target: `points` of 100; `target` is null for a qualitative one.

    The target of relation `by` is a day, which is in time itself.
    """

    id: Code
    indicator_class: IndicatorClass
    title: Text
    relation: Relation | Literal["by"]
    target: Measured | Day | None = None
    unit_of_measure: Text | None = None
    points: Points
    kind: Literal["common", "specific"] = "specific"
    in_library: bool = False


class Completion(Message):
    """How far one indicator has come by the node: `completion` in percent."""

    id: Code
    actual: Text
    completion: Percent


class Identified(Protocol):
    """Something filed for one indicator."""

    @property
    def id(self) -> str:
        """The indicator's id."""
        ...


def stands_twice(indicators: Sequence[Identified]) -> Refusal | None:
    """Refuse indicators of which two have the same id."""
    if len({one.id for one in indicators}) == len(indicators):
        return None
    return refusals.invalid("indicators", "指标编号重复。", "an indicator id stands twice.")


class Weighted(Protocol):
    """Something worth points in a class of indicators."""

    @property
    def indicator_class(self) -> str:
        """The class, by its id."""
        ...

    @property
    def points(self) -> Decimal:
        """The points that it is worth."""
        ...


def points_by_class(
    indicators: Sequence[Weighted], execution_points: Decimal
) -> dict[str, Decimal]:
    """The points of each class as `target.weights` asks for them."""
    classes = {
        "execution": execution_points,
        "output": Decimal(0),
        "benefit": Decimal(0),
        "satisfaction": Decimal(0),
    }
    for indicator in indicators:
        name = "benefit" if indicator.indicator_class in BENEFIT else indicator.indicator_class
        classes[name] = total((classes.get(name, Decimal(0)), indicator.points))
    return classes
