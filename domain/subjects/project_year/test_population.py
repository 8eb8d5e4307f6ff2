"""What the rules have of a project's subject and budget when it is registered."""

from __future__ import annotations

import pytest

from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import BudgetType
from domain.subjects.project_year.population import ProjectAdded
from testkit.builders.project_year import add, unregistered
from testkit.decider_spec import DeciderSpec, packaged_rules

SPECIAL = (
    "government_investment_fund",
    "government_debt",
    "ppp",
    "direct_funds",
    "rural_revitalisation",
)


def registered(jurisdiction: str, on: str, kind: str | None, budget: BudgetType) -> DeciderSpec:
    scene = unregistered(packaged_rules(jurisdiction), on)
    return scene.when(add(subject_kind=kind, budget_type=budget))


def named(scene: DeciderSpec) -> dict[str, object]:
    assert not isinstance(scene.outcome, Refusal)
    return {answer.rule: answer.outcome for answer in scene.outcome[0].basis[1:]}


@pytest.mark.parametrize("kind", SPECIAL)
@pytest.mark.parametrize(
    ("jurisdiction", "on", "scope"),
    [
        ("653000", "2022-12-31", None),
        ("653000", "2023-01-01", SPECIAL),
        ("653129", "2024-12-31", None),
        ("653129", "2025-01-01", ("government_debt", "ppp")),
        ("652822", "2025-01-01", None),
    ],
)
def test_a_special_subject_is_registered_with_what_the_rules_say_of_it(
    kind: str, jurisdiction: str, on: str, scope: tuple[str, ...] | None
) -> None:
    added = registered(jurisdiction, on, kind, BudgetType.GENERAL_PUBLIC)
    assert added.the(ProjectAdded).subject_kind == kind
    assert named(added) == {"scope.subjects": list(scope) if scope else None}


@pytest.mark.parametrize("kind", [None, "project", "department_overall"])
def test_of_any_other_subject_they_have_nothing_to_say(kind: str | None) -> None:
    assert named(registered("653000", "2023-01-01", kind, BudgetType.GENERAL_PUBLIC)) == {}


@pytest.mark.parametrize("budget", list(BudgetType))
def test_a_budget_beside_the_general_public_one_shows_the_four_budgets(budget: BudgetType) -> None:
    added = registered("653000", "2023-01-01", None, budget)
    special = budget is not BudgetType.GENERAL_PUBLIC
    assert named(added) == (
        {"scope.budget_types": [str(one) for one in BudgetType]} if special else {}
    )
