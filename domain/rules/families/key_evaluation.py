"""Rules of the finance bureau's key evaluation (财政重点评价)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Literal, get_args

from pydantic import Field as Constraint

from domain.rules.engine.inputs import (
    Field,
    Inputs,
    boolean,
    count,
    distinct,
    each,
    nullable,
    number,
    one_of,
    text,
)
from domain.rules.engine.rule import Rule
from domain.rules.engine.values import Limit, RuleValue, Side, Words, stands
from domain.rules.families.lists import items
from domain.rules.families.scope import BUDGET_TYPES, BudgetType


class ComparedFunds(RuleValue):
    """The comparison of this year's funds with last year's.

    `in_principle` (原则上): a recorded exception may depart from it.
    """

    side: Side
    of: Literal["funds_last_year"]
    in_principle: bool


class Minimum(RuleValue):
    """The least number of projects in a year's key evaluation, and their least funds (yuan)."""

    count: Limit
    funds: ComparedFunds


def _minimum(
    value: Minimum, *, count: int, funds: Decimal, funds_last_year: Decimal
) -> str | dict[str, list[str]]:
    missed: dict[str, list[str]] = {}
    if not value.count.met_by(Decimal(count)):
        missed["not_met"] = ["count"]
    if not stands(value.funds.side, funds, funds_last_year):
        missed.setdefault(
            "exception_required" if value.funds.in_principle else "not_met", []
        ).append("funds")
    return missed or "met"


class CoveredBudgets(RuleValue):
    """The budgets that a year's key evaluation must cover."""

    required: Annotated[tuple[BudgetType, ...], Constraint(strict=False, min_length=1)]


def _budgets(value: CoveredBudgets, *, budget_types: Sequence[str]) -> dict[str, list[str]]:
    required = [budget for budget in BUDGET_TYPES if budget in value.required]
    return {
        "covered": [budget for budget in required if budget in budget_types],
        "missing": [budget for budget in required if budget not in budget_types],
    }


class Procurement(RuleValue):
    """The choice of the third party, and its proof."""

    unprocured: Literal["refuse"]
    proof: Literal["procurement_reference"]


def _procurement(
    value: Procurement, *, procured: bool, procurement_reference: str | None
) -> str | dict[str, list[str]]:
    if not procured:
        return value.unprocured
    proven = procurement_reference is not None and procurement_reference.strip()
    return "valid" if proven else {"missing": [value.proof]}


Member = Literal[
    "finance",
    "third_party",
    "npc_deputy",
    "cppcc_member",
    "evaluation_expert",
    "industry_expert",
]
MEMBERS: tuple[Member, ...] = get_args(Member)


class Seat(RuleValue):
    """A seat of the panel and the kinds of member who may fill it."""

    seat: Annotated[str, Constraint(min_length=1)]
    of: Annotated[tuple[Member, ...], Constraint(strict=False, min_length=1)]


class Panel(RuleValue):
    """The seats of an expert panel, each of which must be filled."""

    seats: Annotated[tuple[Seat, ...], Constraint(strict=False, min_length=1)]


def _panel(value: Panel, *, members: Sequence[str]) -> str | dict[str, list[str]]:
    empty = [seat.seat for seat in value.seats if not set(seat.of) & set(members)]
    return {"missing": empty} if empty else "valid"


RULES: tuple[Rule, ...] = (
    Rule("key_evaluation.framework", "form", Inputs(), Words, items),
    Rule(
        "key_evaluation.minimum",
        "threshold",
        Inputs(
            Field("count", count),
            Field("funds", number),
            Field("funds_last_year", number),
        ),
        Minimum,
        _minimum,
    ),
    Rule(
        "key_evaluation.budget_coverage",
        "scope",
        Inputs(Field("budget_types", distinct(one_of(BUDGET_TYPES)))),
        CoveredBudgets,
        _budgets,
    ),
    Rule(
        "key_evaluation.procurement",
        "gate",
        Inputs(Field("procured", boolean), Field("procurement_reference", nullable(text))),
        Procurement,
        _procurement,
    ),
    Rule(
        "key_evaluation.panel",
        "gate",
        Inputs(Field("members", each(one_of(MEMBERS)))),
        Panel,
        _panel,
    ),
)
