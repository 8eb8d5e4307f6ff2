"""A project of any of the budgets goes through the whole loop: target, monitoring, result, use."""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel.refusal import Code
from domain.kernel.vocabulary import BudgetType, start_of
from domain.subjects.project_year import decider
from testkit.builders.project_evaluation import filed, graded, imported
from testkit.builders.project_year import BUDGET, admitted, budgeted
from testkit.decider_spec import CONGRESS, DeciderSpec, packaged_rules

EVERY_BUDGET = pytest.mark.parametrize("budget_type", [*BudgetType])
WHERE = pytest.mark.parametrize(("jurisdiction", "year"), [("653129", 2025), ("653000", 2023)])


def in_library(jurisdiction: str, year: int, budget_type: BudgetType) -> DeciderSpec:
    """An old project of a budget, in the library of a jurisdiction."""
    rules, on = packaged_rules(jurisdiction), f"{year}-01-10"
    scene = DeciderSpec.of(decider, f"{jurisdiction}/{year}/P001", rules, on)
    return admitted(scene, budget_type=budget_type, is_new=False)


@EVERY_BUDGET
@WHERE
def test_without_a_target_no_budget_is_approved_whatever_the_budget(
    jurisdiction: str, year: int, budget_type: BudgetType
) -> None:
    scene = in_library(jurisdiction, year, budget_type)
    assert scene.view.waiting_for == ("unit:target.filing",)
    scene.when(BUDGET, by=CONGRESS).refused(Code.GATE_NOT_MET)


@EVERY_BUDGET
@WHERE
def test_it_is_monitored_and_evaluates_itself_whatever_the_budget(
    jurisdiction: str, year: int, budget_type: BudgetType
) -> None:
    spending = budgeted(in_library(jurisdiction, year, budget_type), on=f"{year}-02-20")
    assert not spending.view.waiting_for
    round_of_may = f"unit:monitoring.result:{year}-05-31"
    june = spending.until(start_of(date(year, 6, 1)))
    assert june.view.waiting_for == (round_of_may,)
    after = spending.until(start_of(date(year + 1, 1, 2)))
    assert {round_of_may, "unit:self-evaluation.filing"} <= set(after.view.waiting_for)


@EVERY_BUDGET
@WHERE
def test_its_result_is_used_whatever_the_budget(
    jurisdiction: str, year: int, budget_type: BudgetType
) -> None:
    past = imported(packaged_rules(jurisdiction), on=f"{year}-01-10", budget_type=budget_type)
    done = graded(filed(past.on(f"{year}-03-20")))
    assert "finance:results.proposal" in done.view.waiting_for
