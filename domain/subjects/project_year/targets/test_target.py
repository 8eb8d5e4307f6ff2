"""Targets, the budget that is issued with them, adjustments and execution."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.decider import NEWEST
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Origin
from domain.shared.filings.indicator_values import IndicatorClass
from domain.subjects.project_year.monitoring.rounds import ResultFiled
from domain.subjects.project_year.targets.adjustment import (
    AdjustmentApproved,
    AdjustmentFiled,
    ApproveAdjustment,
)
from domain.subjects.project_year.targets.budget import (
    ApproveBudget,
    BudgetApproved,
    RecordExecution,
)
from domain.subjects.project_year.targets.target import (
    ApproveTarget,
    ReturnTarget,
    TargetApproved,
    TargetFiled,
)
from testkit.builders.project_year import (
    BUDGET,
    INDICATORS,
    adjustment,
    admitted,
    budgeted,
    correction,
    monitored,
    result,
    target,
    unregistered,
)
from testkit.decider_spec import CONGRESS, FILER, NEEDS_RULING, REVIEWER, DeciderSpec, FakeRules

BACK = ReturnTarget(reason="不合理")


def under(**rules: Any) -> DeciderSpec:
    """A project in the library; a rule's first underscore stands for its dot."""
    table = {name.replace("_", ".", 1): outcome for name, outcome in rules.items()}
    return admitted(unregistered(FakeRules(table)))


def points(*of: str) -> tuple[Any, ...]:
    """The three usual indicators with other points."""
    return tuple(
        indicator.model_copy(update={"points": Decimal(each)})
        for indicator, each in zip(INDICATORS, of, strict=True)
    )


def test_a_target_is_filed_and_approved_with_its_amount_and_basis() -> None:
    approved = admitted().given(target()).when(ApproveTarget())
    approved.then(
        TargetApproved(amount=Decimal(1_000_000), amount_basis="initial", origin=Origin.INITIAL)
    )
    assert approved.view.phase == "approval"


@pytest.mark.parametrize(
    ("execution", "of"),
    [
        ("10", ("50", "30", "9.99")),
        ("10", ("50", "30", "10.01")),
        ("9.99", ("50.01", "30", "10")),
        ("10", ("50", "30", "9.9999999999999999999999999999999999")),
    ],
)
def test_points_that_miss_the_rule_however_narrowly_are_refused(
    execution: str, of: tuple[str, ...]
) -> None:
    filed = target(execution_points=Decimal(execution), indicators=points(*of))
    refusal = admitted().when(filed).refused(Code.INVALID_FIELD, "indicators")
    assert "合计 " in refusal.zh or "预算执行率" in refusal.zh


def test_benefits_count_together_and_cost_counts_by_itself() -> None:
    cost, ecological = (
        INDICATORS[0].model_copy(update={"id": id_, "indicator_class": of, "points": Decimal(20)})
        for id_, of in (("1.2", IndicatorClass.COST), ("2.2", IndicatorClass.ECOLOGICAL))
    )
    filed = target(indicators=(*points("30", "10", "10"), cost, ecological))
    assert admitted().when(filed).the(TargetFiled).indicators == filed.indicators


def test_an_indicator_stands_once_in_a_class_that_the_rules_name() -> None:
    twice = target(indicators=(*INDICATORS, INDICATORS[0]))
    admitted().when(twice).refused(Code.INVALID_FIELD, "indicators")
    named = under(target_indicator_classes=["output", "satisfaction"])
    assert "2.1" in named.when(target()).refused(Code.INVALID_FIELD, "indicators").en


def test_an_older_filing_says_itself_whether_an_indicator_is_in_the_library() -> None:
    def source(asked: Any) -> str:
        return "reject" if asked["kind"] == "common" and not asked["in_library"] else "accept"

    def common(*, in_library: bool) -> Any:
        changed = {"kind": "common", "in_library": in_library}
        return target(indicators=(INDICATORS[0].model_copy(update=changed), *INDICATORS[1:]))

    scene = under(target_indicator_source=source)
    for filed, taken in ((common(in_library=False), False), (common(in_library=True), True)):
        of_then = scene.take(replace(scene.act(filed, FILER), version=1))
        if taken:
            assert of_then.the(TargetFiled).indicators == filed.indicators
        else:
            of_then.refused(Code.INVALID_FIELD, "indicators")


def test_no_budget_without_a_target_in_qiemo() -> None:
    missing = admitted().when(BUDGET)
    missing.refused(Code.GATE_NOT_MET)
    assert missing.rules_asked() == ["target.gate"]


def gate(asked: Any) -> str:
    return "admit" if asked["reasonable"] or asked["adjusted"] else "refuse"


def test_no_budget_on_an_unreasonable_target_that_was_not_adjusted() -> None:
    returned = under(target_gate=gate).given(target(), BACK)
    returned.when(BUDGET).refused(Code.GATE_NOT_MET)
    again = returned.given(target())
    assert again.the(TargetFiled).adjusted
    twice = again.given(ReturnTarget(reason="仍不合理"))
    twice.when(BUDGET).refused(Code.GATE_NOT_MET)
    of_then = replace(twice.act(BUDGET, CONGRESS), version=1)
    assert twice.take(of_then).the(BudgetApproved)
    assert again.given(ApproveTarget(), BUDGET).view.phase == "execution"


def test_a_target_that_waits_is_reviewed_before_the_budget() -> None:
    filed = admitted().given(target())
    filed.when(BUDGET).refused(Code.WRONG_PHASE)
    filed.given(ApproveTarget(), BUDGET)


def test_an_adjusted_target_that_is_withdrawn_leaves_the_unreasonable_one() -> None:
    again = under(target_gate=gate).given(target(), BACK, target())
    taken_back = again.given(correction("target.filing"))
    taken_back.when(BUDGET).refused(Code.GATE_NOT_MET)
    assert taken_back.when(target()).the(TargetFiled).adjusted


def test_qiemo_only_advises_against_an_unreasonable_target_and_goes_on_waiting_for_it() -> None:
    # given
    budget = admitted().given(target(), BACK).when(BUDGET)
    # when, then: the budget is issued, the target is still to come
    assert budget.the(BudgetApproved).advisory
    assert budget.view.phase == "execution"
    assert budget.view.waiting_for == ("unit:target.filing",)
    budget.when(adjustment()).refused(Code.WRONG_PHASE)
    assert budget.given(target(), ApproveTarget()).view.waiting_for == ()


def test_a_gate_that_waits_for_a_ruling_gives_no_budget() -> None:
    under(target_gate=NEEDS_RULING).when(BUDGET).refused(Code.NEEDS_RULING)


def test_congress_approves_the_initial_budget_and_finance_an_addition() -> None:
    initial = admitted().given(target(), ApproveTarget())
    addition = admitted(origin=Origin.MID_YEAR).given(target(), ApproveTarget())
    assert initial.view.waiting_for == ("congress:budget.approval",)
    assert addition.view.waiting_for == ("finance:budget.approval",)
    initial.when(BUDGET, by=REVIEWER).refused(Code.WRONG_ROLE)
    addition.when(BUDGET, by=CONGRESS).refused(Code.WRONG_ROLE)
    assert initial.when(BUDGET, by=CONGRESS).the(BudgetApproved).amount_basis == "initial"
    assert addition.when(BUDGET, by=REVIEWER).the(BudgetApproved).amount_basis == "adjusted"


def test_a_budget_of_nothing_is_no_budget() -> None:
    prepared = admitted().given(target(), ApproveTarget())
    prepared.when(ApproveBudget(amount=Decimal(0))).refused(Code.INVALID_FIELD, "amount")
    prepared.given(ApproveBudget(amount=Decimal(1_000_000)))
    budgeted().when(adjustment(amount=Decimal(0))).refused(Code.INVALID_FIELD, "amount")


def test_the_budget_is_the_amount_of_its_target() -> None:
    prepared = admitted().given(target(), ApproveTarget())
    for amount in ("999999.99", "1000000.01"):
        other = prepared.when(ApproveBudget(amount=Decimal(amount)))
        assert "target.return" in other.refused(Code.INVALID_FIELD, "amount").zh
        of_then = replace(other.act(ApproveBudget(amount=Decimal(amount)), CONGRESS), version=1)
        assert other.take(of_then).the(BudgetApproved).amount == Decimal(amount)
        imported = replace(of_then, version=NEWEST, imported=True)
        assert other.take(imported).the(BudgetApproved).amount == Decimal(amount)
    prepared.given(ApproveBudget(amount=Decimal(1_000_000)))


def test_where_no_target_is_asked_for_the_budget_is_free() -> None:
    silent = under().given(target(), ApproveTarget())
    assert silent.given(ApproveBudget(amount=Decimal(1_000_001))).the(BudgetApproved)


def test_an_approved_adjustment_is_what_the_project_is_measured_against() -> None:
    # given
    other = INDICATORS[0].model_copy(update={"id": "1.9"})
    filed = budgeted().when(adjustment(indicators=(other, *INDICATORS[1:])))
    assert filed.the(AdjustmentFiled).amount_basis == "adjusted"
    # when
    approved = filed.when(ApproveAdjustment())
    approved.then(AdjustmentApproved(amount=Decimal(800_000), amount_basis="adjusted"))
    assert approved.state.target.adjusted
    # then
    measured = result(of=(other, *INDICATORS[1:]))
    taken = monitored(approved).when(measured).the(ResultFiled)
    assert (taken.budget, taken.execution_rate) == (Decimal(800_000), Decimal("62.5"))
    monitored(filed).when(measured).refused(Code.INVALID_FIELD, "indicators")


def test_an_adjustment_has_no_day_and_is_never_late() -> None:
    assert not budgeted().given(adjustment()).state.target.adjustment.filing.late


def test_an_adjusted_target_meets_the_same_rules_as_a_target() -> None:
    short = adjustment(indicators=points("50", "30", "9"))
    budgeted().when(short).refused(Code.INVALID_FIELD, "indicators")


def test_an_adjustment_that_is_returned_changes_nothing_and_may_be_filed_again() -> None:
    returned = budgeted().given(adjustment(), BACK)
    assert returned.state.budget == Decimal(1_000_000)
    assert returned.state.target.is_approved
    returned.when(ApproveAdjustment()).refused(Code.WRONG_PHASE)
    second = returned.given(adjustment(), ApproveAdjustment()).given(adjustment())
    assert second.view.waiting_for == ("finance:target.adjustment-review",)


@pytest.mark.parametrize(("as_of", "future"), [("02-19", 0), ("02-20", 0), ("02-21", 1)])
def test_what_was_executed_is_known_up_to_today(as_of: str, future: bool) -> None:
    record = RecordExecution(
        executed=Decimal(1_000), as_of=date.fromisoformat(f"2023-{as_of}"), source="一体化系统"
    )
    recorded = budgeted(on="2023-02-20").when(record)
    if future:
        recorded.refused(Code.INVALID_FIELD, "as_of")
    else:
        assert recorded.state.executed == Decimal(1_000)


@pytest.mark.parametrize(("as_of", "early"), [("2022-12-31", 1), ("2023-01-01", 0)])
def test_nothing_was_executed_before_the_budget_year(as_of: str, early: bool) -> None:
    day = date.fromisoformat(as_of)
    record = RecordExecution(executed=Decimal(1_000), as_of=day, source="一体化系统")
    recorded = budgeted(on="2023-02-20").when(record)
    if early:
        assert "2023 年度" in recorded.refused(Code.INVALID_FIELD, "as_of").zh
    else:
        assert recorded.state.executed == Decimal(1_000)


def test_an_older_import_does_not_replace_a_newer_amount() -> None:
    def execution(day: str, amount: int) -> RecordExecution:
        on = date.fromisoformat(day)
        return RecordExecution(executed=Decimal(amount), as_of=on, source="一体化系统")

    newest = budgeted().on("2023-09-01").given(execution("2023-08-31", 900_000))
    assert newest.given(execution("2023-05-31", 500_000)).state.executed == Decimal(900_000)
    assert newest.given(execution("2023-08-31", 910_000)).state.executed == Decimal(910_000)
