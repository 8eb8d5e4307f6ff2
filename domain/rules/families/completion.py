"""The completion of one indicator in percent, by the shape of `self_evaluation.score`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from domain.rules.engine.values import Rounding
from domain.rules.families.scoring import BY, QUALITATIVE, kept_below

WHOLE = Fraction(100)
_NONE = Fraction(0)
_TWICE = Fraction(2)

ROUNDING = Rounding(places=4, mode="half_up")
"""How a rate in percent is rounded, once, before the rules of monitoring are asked (AMB-41)."""


def completion_of(
    relation: str, target: Decimal | date | None, reached: Decimal | date
) -> Fraction:
    """The completion in percent, not below 0 and without an upper bound.

    `reached` is the actual value, or the level of a qualitative indicator in percent. An indicator
    that should stay below its target falls to 0 in a line, at twice the target.
    """
    if relation == QUALITATIVE:
        return Fraction(_number(reached))
    if relation == BY:
        if not isinstance(reached, date) or not isinstance(target, date):
            raise TypeError("an indicator by a day has days")
        return WHOLE if reached <= target else _NONE
    return max(_measured(relation, Fraction(_number(target)), Fraction(_number(reached))), _NONE)


def _number(value: Decimal | date | None) -> Decimal:
    if isinstance(value, Decimal):
        return value
    raise TypeError(f"a number is expected, not {value!r}")


def _measured(relation: str, target: Fraction, actual: Fraction) -> Fraction:
    if relation in {"<", "<="}:
        return WHOLE * kept_below(target, actual, _TWICE, or_at=relation == "<=")
    if target > 0:
        return WHOLE * actual / target
    is_reached = {">=": actual >= target, ">": actual > target, "=": actual == target}[relation]
    return WHOLE if is_reached else _NONE
