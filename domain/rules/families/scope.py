"""Rules on the scope of performance management: projects, budgets, other subjects."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field as Constraint

from domain.rules.engine.inputs import Inputs
from domain.rules.engine.rule import Rule
from domain.rules.engine.values import RuleValue, Word
from domain.rules.families.lists import item

BudgetType = Literal[
    "general_public",
    "government_managed_funds",
    "social_insurance_funds",
    "state_capital_operations",
]
BUDGET_TYPES: tuple[BudgetType, ...] = get_args(BudgetType)
"""The four budgets (四本预算), in the order of the documents."""

Subject = Literal[
    "government_investment_fund",
    "government_debt",
    "ppp",
    "direct_funds",
    "rural_revitalisation",
]
SUBJECTS: tuple[Subject, ...] = get_args(Subject)
"""The special subjects that a text may name."""


class Budgets(RuleValue):
    """The budgets under performance management."""

    items: Annotated[tuple[BudgetType, ...], Constraint(strict=False, min_length=1)]


class Subjects(RuleValue):
    """The other subjects of performance management."""

    items: Annotated[tuple[Subject, ...], Constraint(strict=False, min_length=1)]


def _listed(value: Budgets | Subjects) -> list[str]:
    return list(value.items)


RULES = (
    Rule("self_evaluation.scope", "scope", Inputs(), Word, item),
    Rule("scope.budget_types", "scope", Inputs(), Budgets, _listed),
    Rule("scope.subjects", "scope", Inputs(), Subjects, _listed),
)
