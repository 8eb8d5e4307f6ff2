"""Rules that hold a share of money against a limit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from domain.rules.engine.exact import HUNDRED, canonical, multiply, subtract, total, with_places
from domain.rules.engine.inputs import Field, Inputs, base, each, number
from domain.rules.engine.rule import Rule
from domain.rules.engine.values import Limit, Rounding, RuleValue, stands

_PERCENT = Decimal("0.01")


class Share(RuleValue):
    """A share in percent with the side that meets it; the ratio shown is rounded, never compared.

    `of` names the amount that the share is taken of.
    """

    share: Limit
    of: Literal[
        "department_project_budget",
        "project_funds",
        "department_budget",
        "general_public_budget_expenditure",
    ]
    rounding: Rounding

    def answer(self, part: Decimal, whole: Decimal) -> dict[str, Any]:
        """Give the ratio in percent, and whether it meets the limit exactly."""
        ratio = self.rounding.of(Fraction(part) * 100 / Fraction(whole))
        met = stands(self.share.side, multiply(part, HUNDRED), multiply(self.share.limit, whole))
        return {"ratio": with_places(ratio, self.rounding.places), "met": met}


def _coverage(value: Share, *, selected: Sequence[Decimal], base: Decimal) -> dict[str, Any]:
    chosen = total(selected)
    wanted = multiply(multiply(value.share.limit, base), _PERCENT)
    shortfall = canonical(subtract(wanted, chosen)) if chosen < wanted else "0"
    return {**value.answer(chosen, base), "shortfall": shortfall}


def _livelihood(value: Share, *, livelihood: Decimal, total: Decimal) -> dict[str, Any]:
    return value.answer(livelihood, total)


RULES = (
    Rule(
        "department_evaluation.coverage",
        "ratio",
        Inputs(Field("selected", each(number)), Field("base", base)),
        Share,
        _coverage,
    ),
    Rule(
        "budget.livelihood_share",
        "ratio",
        Inputs(Field("livelihood", number), Field("total", base)),
        Share,
        _livelihood,
    ),
)
