"""The plan of key evaluations under the rules as they stand: minimum, funds, budgets covered."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.decider import CommandContext, Frame, Member
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import BudgetType
from domain.shared.filings.amounts import AmountConfirmed
from domain.shared.people.exception_grants import ExceptionGranted, GrantException
from domain.subjects.jurisdiction_year import decider
from domain.subjects.jurisdiction_year.key_selection import SelectForKeyEvaluation
from domain.subjects.jurisdiction_year.opening import OpenYear
from domain.subjects.jurisdiction_year.plan import MINIMUM, PlannedObjects, PlanSet, SetPlan
from testkit.builders.jurisdiction_evaluation import PLAN, planned
from testkit.builders.prefecture_year import opened
from testkit.decider_spec import REVIEWER, DeciderSpec, FakeRules, packaged_rules

GENERAL, FUNDS, SOCIAL, CAPITAL = BudgetType
DOCUMENT = "批〔2023〕1号"


def plan(count: int = 10, funds: str = "100", *budgets: BudgetType, **more: Any) -> SetPlan:
    return SetPlan(
        objects=(PlannedObjects(object_type="project", objects=count, funds=Decimal(funds)),),
        budget_types=budgets or (GENERAL,),
        funds_last_year=Decimal(100),
        **more,
    )


def year_of(jurisdiction: str, on: str) -> DeciderSpec:
    scene = DeciderSpec.of(decider, f"{jurisdiction}/{on[:4]}", packaged_rules(jurisdiction), on)
    return scene.given(OpenYear(portfolio="0" * 64, clock="simulated"))


@pytest.mark.parametrize(("count", "accepted"), [(9, 0), (10, 1), (11, 1)])
def test_a_prefecture_plans_ten_key_evaluations_or_more(count: int, accepted: int) -> None:
    planned = opened().when(plan(count))
    if accepted:
        assert planned.the(PlanSet).count == count
    else:
        assert "count" in planned.refused(Code.GATE_NOT_MET).en
    granted = GrantException(
        rule="key_evaluation.minimum", reference=DOCUMENT, approver="局长", reason="机构改革"
    )
    excepted = opened().given(granted).when(plan(count, exception=DOCUMENT))
    assert isinstance(excepted.outcome, Refusal) != bool(accepted)


@pytest.mark.parametrize(("funds", "short"), [("99.99", 1), ("100", 0), ("100.01", 0)])
def test_funds_below_last_years_need_a_granted_exception(funds: str, short: int) -> None:
    planned = opened().when(plan(10, funds))
    if not short:
        assert planned.the(PlanSet).short_of == ()
        return
    planned.refused(Code.MISSING_FIELD, "exception")
    granted = opened().given(
        GrantException(
            rule="key_evaluation.minimum", reference=DOCUMENT, approver="局长", reason="压减"
        )
    )
    excepted = granted.when(plan(10, funds, exception=DOCUMENT))
    assert excepted.the(PlanSet).short_of == ("funds",)


@pytest.mark.parametrize(
    ("jurisdiction", "on", "budgets", "missing"),
    [
        ("653129", "2024-12-31", (SOCIAL,), ""),
        ("653129", "2025-01-01", (GENERAL, FUNDS), "state_capital_operations"),
        ("653129", "2025-01-01", (GENERAL, CAPITAL, SOCIAL), "government_managed_funds"),
        ("653129", "2025-01-01", (FUNDS, CAPITAL), "general_public"),
        ("653129", "2025-01-01", (GENERAL, FUNDS, CAPITAL), ""),
        ("653129", "2025-01-01", (GENERAL, FUNDS, SOCIAL, CAPITAL), ""),
        ("652822", "2023-12-31", (GENERAL,), ""),
        ("652822", "2024-01-01", (GENERAL, FUNDS, CAPITAL), "social_insurance_funds"),
        ("652822", "2024-01-01", (GENERAL, FUNDS, SOCIAL, CAPITAL), ""),
    ],
)
def test_a_plan_covers_the_budgets_that_the_text_names(
    jurisdiction: str, on: str, budgets: tuple[BudgetType, ...], missing: str
) -> None:
    planned = year_of(jurisdiction, on).when(plan(10, "100", *budgets))
    if missing:
        assert missing in planned.refused(Code.GATE_NOT_MET).en
    else:
        planned.the(PlanSet)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"rule": "results.budget_action"}, "rule"),
        ({"rule": "key_evaluation.minimums"}, "rule"),
        ({"duty": "county-report.filing:2023-06-10"}, "duty"),
    ],
)
def test_an_exception_is_from_a_rule_that_takes_one_and_drops_no_duty(
    changes: dict[str, str], field: str | None
) -> None:
    granted = GrantException(rule=MINIMUM, reference="批1号", approver="局长", reason="压减")
    taken = opened().when(granted.model_copy(update=changes))
    if field is None:
        taken.the(ExceptionGranted)
    else:
        taken.refused(Code.INVALID_FIELD, field)


def member(code: str, budget: BudgetType) -> Member:
    facts = {"budget": "100", "executed": "90", "budget_type": budget.value}
    return Member(f"653129/2024/{code}", code, "U01", facts)


def test_a_selection_shows_which_budgets_it_covers_by_then() -> None:
    # given
    rules = FakeRules({"key_evaluation.budget_coverage": lambda asked: asked})
    covered: dict[str, list[str]] = {"covered": [], "missing": []}
    scene = opened(FakeRules({"key_evaluation.budget_coverage": covered})).given(plan())
    frame = Frame(7, (member("P1", GENERAL), member("P2", CAPITAL), member("P3", CAPITAL)))
    # when
    first = _selected(scene.under(replace(scene.in_force, rules=rules)), "P1", frame)
    second = _selected(first, "P2", frame)
    # then
    assert _asked(first) == ["general_public"]
    assert _asked(second) == ["general_public", "state_capital_operations"]


def _selected(scene: DeciderSpec, code: str, frame: Frame) -> DeciderSpec:
    act: CommandContext[Any] = scene.act(SelectForKeyEvaluation(selected=(code,)), REVIEWER)
    return scene.take(replace(act, frame=frame))


def _asked(scene: DeciderSpec) -> Any:
    assert not isinstance(scene.outcome, Refusal)
    return scene.outcome[0].basis[-1].outcome["budget_types"]


@pytest.mark.parametrize(
    ("funds_last_year", "far_off"),
    [("549999", False), ("550000", False), ("550000.01", True), ("0.11", True), ("0.02", False)],
)
def test_funds_are_held_against_last_years(funds_last_year: str, *, far_off: bool) -> None:
    granted = GrantException(rule=MINIMUM, reference="批1号", approver="局长", reason="压减")
    plan = PLAN.model_copy(
        update={"funds_last_year": Decimal(funds_last_year), "exception": "批1号"}
    )
    scene = opened(on="2023-06-19").given(granted)
    if not far_off:
        assert len(scene.given(plan).events) == 1
        return
    scene.when(plan).refused(Code.INVALID_FIELD, "objects")
    sure = scene.given(plan.model_copy(update={"amount_confirmed": "专项压减"}))
    assert sure.the(AmountConfirmed).amount == 550


def test_a_plan_set_again_is_held_against_the_plan_before() -> None:
    objects = (PLAN.objects[0].model_copy(update={"funds": Decimal(5_000_000)}), PLAN.objects[1])
    again = PLAN.model_copy(update={"objects": objects, "funds_last_year": Decimal(4_000_000)})
    planned().when(again).refused(Code.INVALID_FIELD, "objects")
