"""Supervision of third parties (第三方机构): rating and inspection."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from pydantic import model_validator

from domain.rules.engine.errors import BadInput
from domain.rules.engine.exact import canonical, multiply, total
from domain.rules.engine.inputs import Field, Inputs, boolean, nullable, number, record, score
from domain.rules.engine.rule import Rule, Withheld
from domain.rules.engine.values import Number, RuleValue

Dimension = Literal["quantity", "quality", "effect", "satisfaction"]
DIMENSIONS: tuple[Dimension, ...] = ("quantity", "quality", "effect", "satisfaction")


class Rating(RuleValue):
    """The weight of each dimension, 1 in all; null is open until ruled."""

    weights: dict[Dimension, Number] | None

    @model_validator(mode="after")
    def _all_of_them(self) -> Rating:
        if self.weights is not None and set(self.weights) != set(DIMENSIONS):
            raise ValueError(f"each of {', '.join(DIMENSIONS)} has a weight")
        if self.weights is not None and total(self.weights.values()) != 1:
            raise ValueError("the weights must sum to 1")
        return self


def _rating(
    value: Rating, *, weights: Mapping[Dimension, Decimal] | None, **scores: Decimal
) -> dict[str, str] | Withheld:
    used = value.weights if weights is None else weights
    if used is None:
        return Withheld.NEEDS_RULING
    points = total(multiply(scores[name], weight) for name, weight in used.items())
    return {"score": canonical(points)}


class Inspection(RuleValue):
    """The kind of inspection with leads of a violation, and without."""

    with_leads: Literal["directed"]
    without: Literal["random_eligible"]


def _inspection(value: Inspection, *, leads: bool) -> str:
    return value.with_leads if leads else value.without


_WEIGHTS = record(*(Field(name, number) for name in DIMENSIONS))


def _weights(name: str, value: Any) -> Any:
    read = _WEIGHTS(name, value)
    if total(read.values()) != 1:
        raise BadInput(name, "must sum to 1")
    return read


RULES = (
    Rule(
        "third_party.rating",
        "score",
        Inputs(
            *(Field(name, score) for name in DIMENSIONS),
            Field("weights", nullable(_weights)),
        ),
        Rating,
        _rating,
    ),
    Rule(
        "third_party.inspection",
        "gate",
        Inputs(Field("leads", boolean)),
        Inspection,
        _inspection,
    ),
)
