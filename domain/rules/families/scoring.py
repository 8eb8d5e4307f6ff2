"""The score of a self-evaluation (绩效自评): execution and indicators, part by part.

A pack may set values that no document gives: caps by the execution rate, a deduction for
over-fulfilment, levels in words, weights of the classes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field as Constraint

from domain.rules.engine.errors import BadInput
from domain.rules.engine.exact import HUNDRED, literal, subtract, total, with_places
from domain.rules.engine.inputs import (
    Field,
    Inputs,
    base,
    day,
    distinct,
    identifier,
    nullable,
    number,
    one_of,
    record,
    score,
    signed,
    text,
)
from domain.rules.engine.rule import PartlyOpen, Rule
from domain.rules.engine.values import Limit, Number, Rounding, RuleValue, stands

QUALITATIVE = "qualitative"
BY = "by"
RELATIONS = (">=", ">", "=", "<", "<=", QUALITATIVE, BY)
COST = "cost"
AMB_COST = "AMB-43"
"""The open question: the points of a cost that should be met exactly and is exceeded."""
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
_BENEFIT = frozenset({"economic", "social", "ecological", "sustainable"})
_REACHED = frozenset({">=", ">", "="})
_NONE = Decimal(0)


class Cap(RuleValue):
    """The score is at most `score` where the execution rate, in percent, meets the limit."""

    rate: Limit
    score: Number


class OverFulfilment(RuleValue):
    """An indicator whose completion, in percent, meets the limit loses this share of its points.

    It holds for indicators that should reach a value (>=, >, =).
    """

    completion: Limit
    share: Annotated[Number, Constraint(le=1)]


class SelfScore(RuleValue):
    """The scoring of a self-evaluation.

    `execution` are the points of a fully executed budget. An indicator that should stay below its
    target loses its points linearly, down to none at `zero_at` times the target. Each part is
    rounded, then held between 0 and its points. `cost_exceeded` says how a cost that should be met
    exactly (=) and is exceeded gets its points: like any other indicator, or by a person (open).
    `levels` gives the percent of each level in words. `class_weights` gives the points of each
    class; they replace the sum of its indicators' points.
    """

    execution: Number
    zero_at: Annotated[Number, Constraint(gt=1)]
    rounding: Rounding
    cost_exceeded: Literal["as_others", "open"] = "as_others"
    caps: Annotated[tuple[Cap, ...], Constraint(strict=False)] = ()
    over_fulfilment: OverFulfilment | None = None
    levels: dict[str, Annotated[Number, Constraint(le=100)]] | None = None
    class_weights: dict[str, Number] | None = None

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
) -> dict[str, Any] | PartlyOpen:
    execution = value.part(Fraction(executed) / Fraction(budget), value.execution)
    worth = _worth(value, indicators)
    reached = {one["id"]: _points(value, one, worth[one["id"]]) for one in indicators}
    given = [points for points in reached.values() if points is not None]
    whole = len(given) == len(reached)
    score = _capped(value, total([execution, *given]), Fraction(executed) / Fraction(budget))
    outcome = {
        "score": value.printed(score) if whole else None,
        "execution_points": value.printed(execution),
        "indicators": [
            {"id": name, "points": None if points is None else value.printed(points)}
            for name, points in reached.items()
        ],
    }
    return outcome if whole else PartlyOpen(outcome, AMB_COST)


def _worth(value: SelfScore, indicators: Sequence[Mapping[str, Any]]) -> dict[str, Decimal]:
    """The full points of each indicator: its own points, or its share of its class's weight."""
    weights = value.class_weights
    if weights is None:
        return {one["id"]: one["points"] for one in indicators}
    sums: dict[str, Decimal] = {}
    for one in indicators:
        kind = _weighted(weights, one["class"])
        sums[kind] = total((sums.get(kind, Decimal(0)), one["points"]))
    return {one["id"]: _part_of(value, one, sums) for one in indicators}


def _part_of(value: SelfScore, one: Mapping[str, Any], sums: Mapping[str, Decimal]) -> Decimal:
    weights = value.class_weights or {}
    kind = _weighted(weights, one["class"])
    if kind not in weights or not sums[kind]:
        return Decimal(one["points"])
    share = Fraction(one["points"]) / Fraction(sums[kind])
    return value.rounding.of(share * Fraction(weights[kind]))


def _weighted(weights: Mapping[str, Decimal], kind: str) -> str:
    """The class whose weight counts: a class of benefit may use the weight of `benefit`."""
    return kind if kind in weights or kind not in _BENEFIT else "benefit"


def _points(value: SelfScore, one: Mapping[str, Any], worth: Decimal) -> Decimal | None:
    if value.cost_exceeded == "open" and _is_exceeded_cost(one):
        return None
    points = value.part(_share(value, one), worth)
    over = value.over_fulfilment
    if over is None or one["relation"] not in _REACHED or not one["target"]:
        return points
    completion = Fraction(one["actual"]) / Fraction(one["target"]) * 100
    if not stands(over.completion.side, completion, Fraction(over.completion.limit)):
        return points
    return max(subtract(points, value.rounding.of(Fraction(worth) * Fraction(over.share))), _NONE)


def _is_exceeded_cost(one: Mapping[str, Any]) -> bool:
    is_exact = one["class"] == COST and one["relation"] == "="
    return is_exact and bool(one["actual"] > one["target"])


def _capped(value: SelfScore, score: Decimal, executed: Fraction) -> Decimal:
    rate = executed * 100
    caps = [
        cap.score for cap in value.caps if stands(cap.rate.side, rate, Fraction(cap.rate.limit))
    ]
    return min([score, *caps])


def _share(value: SelfScore, one: Mapping[str, Any]) -> Fraction:
    if one["relation"] == QUALITATIVE:
        return Fraction(_level(value, one)) / Fraction(HUNDRED)
    if one["relation"] == BY:  # AMB-46: a day that is missed earns nothing
        return Fraction(one["actual"] <= one["target"])
    target, actual = Fraction(one["target"]), Fraction(one["actual"])
    if one["relation"] in {"<", "<="}:
        return _kept_below(target, actual, Fraction(value.zero_at), or_at=one["relation"] == "<=")
    return _reached(target, actual, one["relation"])


def _level(value: SelfScore, one: Mapping[str, Any]) -> Decimal:
    level = one["level"]
    if isinstance(level, Decimal):
        return level
    if value.levels is None or level not in value.levels:
        known = "、".join(value.levels or ())
        raise BadInput("indicators.level", f"must be 0 to 100, or a level of the pack: {known}")
    return value.levels[level]


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
    return text(name, value) if isinstance(value, str) else nullable(signed)(name, value)


def _level_or_words(name: str, value: Any) -> Decimal | str | None:
    """Read a level: null, 0 to 100, or a word that the value in force has to know."""
    if isinstance(value, str) and literal(value) is None:
        return identifier(name, value)
    return None if value is None else score(name, value)


_ANY = record(
    Field("id", identifier),
    Field("class", one_of(CLASSES)),
    Field("relation", one_of(RELATIONS)),
    Field("target", _number_or_words),
    Field("actual", _number_or_words),
    Field("points", score),
    Field("level", _level_or_words),
)


def _indicator(name: str, value: Any) -> dict[str, Any]:
    """Read an indicator; a qualitative one has a level, any other a target and an actual value.

    An actual value may be negative, a target may not. With relation `by`, both are days.
    """
    read: dict[str, Any] = _ANY(name, value)
    if read["relation"] == BY:
        for field in ("target", "actual"):
            read[field] = day(f"{name}.{field}", value[field])
    elif read["relation"] != QUALITATIVE:
        read["target"] = number(f"{name}.target", value["target"])
        read["actual"] = signed(f"{name}.actual", value["actual"])
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
