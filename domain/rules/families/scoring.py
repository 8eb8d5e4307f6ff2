"""The score of a self-evaluation (绩效自评): execution and indicators, part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field as Constraint

from domain.rules.engine.errors import BadInput
from domain.rules.engine.exact import HUNDRED, total, with_places
from domain.rules.engine.inputs import (
    Field,
    Inputs,
    base,
    distinct,
    identifier,
    nullable,
    number,
    one_of,
    record,
    score,
    text,
)
from domain.rules.engine.rule import Rule
from domain.rules.engine.values import Number, Rounding, RuleValue

QUALITATIVE = "qualitative"
RELATIONS = (">=", ">", "=", "<", "<=", QUALITATIVE)
CLASSES = (
    "output",
    "cost",
    "economic",
    "social",
    "ecological",
    "sustainable",
    "benefit",
    "satisfaction",
)


class SelfScore(RuleValue):
    """The scoring of a self-evaluation.

    `execution` are the points of a fully executed budget. An indicator that should stay below its
    target loses its points linearly, down to none at `zero_at` times the target. Each part is
    rounded, then held between 0 and its points.
    """

    execution: Number
    zero_at: Annotated[Number, Constraint(gt=1)]
    rounding: Rounding

    def part(self, share: Fraction, points: Decimal) -> Decimal:
        """Give a part's points for the share reached (1: all of it)."""
        worth = max(share, Fraction(0)) * Fraction(points)
        return min(self.rounding.of(worth), points)

    def printed(self, points: Decimal) -> str:
        """Print points with the decimals that they are rounded to."""
        return with_places(points, self.rounding.places)


def _score(
    value: SelfScore,
    *,
    budget: Decimal,
    executed: Decimal,
    indicators: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    execution = value.part(Fraction(executed) / Fraction(budget), value.execution)
    reached = {one["id"]: value.part(_share(value, one), one["points"]) for one in indicators}
    return {
        "score": value.printed(total([execution, *reached.values()])),
        "execution_points": value.printed(execution),
        "indicators": [
            {"id": name, "points": value.printed(points)} for name, points in reached.items()
        ],
    }


def _share(value: SelfScore, one: Mapping[str, Any]) -> Fraction:
    if one["relation"] == QUALITATIVE:
        return Fraction(one["level"]) / Fraction(HUNDRED)
    target, actual = Fraction(one["target"]), Fraction(one["actual"])
    if one["relation"] in {"<", "<="}:
        return _kept_below(target, actual, Fraction(value.zero_at), or_at=one["relation"] == "<=")
    return _reached(target, actual, one["relation"])


def _reached(target: Fraction, actual: Fraction, relation: str) -> Fraction:
    full = {">=": actual >= target, ">": actual > target, "=": actual == target}[relation]
    if full:
        return Fraction(1)
    return actual / target if target else Fraction(0)


def _kept_below(target: Fraction, actual: Fraction, zero_at: Fraction, *, or_at: bool) -> Fraction:
    if actual < target or (or_at and actual == target):
        return Fraction(1)
    if not target:
        return Fraction(0)
    return (zero_at * target - actual) / ((zero_at - 1) * target)


def _number_or_words(name: str, value: Any) -> Decimal | str | None:
    return text(name, value) if isinstance(value, str) else nullable(number)(name, value)


_ANY = record(
    Field("id", identifier),
    Field("class", one_of(CLASSES)),
    Field("relation", one_of(RELATIONS)),
    Field("target", _number_or_words),
    Field("actual", _number_or_words),
    Field("points", score),
    Field("level", nullable(score)),
)


def _indicator(name: str, value: Any) -> dict[str, Any]:
    """Read an indicator; a qualitative one has a level, any other a target and an actual value."""
    read: dict[str, Any] = _ANY(name, value)
    if read["relation"] != QUALITATIVE:
        for field in ("target", "actual"):
            read[field] = number(f"{name}.{field}", value[field])
    elif read["level"] is None:
        raise BadInput(f"{name}.level", "a qualitative indicator has a level, 0 to 100")
    return read


RULES = (
    Rule(
        "self_evaluation.score",
        "score",
        Inputs(
            Field("budget", base),
            Field("executed", number),
            Field("indicators", distinct(_indicator, "id")),
        ),
        SelfScore,
        _score,
    ),
)
