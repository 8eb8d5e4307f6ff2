"""The overall target: its amount, its indicators by dimension, and the last day of February."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.kernel.refusal import Code
from domain.subjects.unit_year.targets import (
    ApproveOverallTarget,
    OverallTargetApproved,
    OverallTargetFiled,
    ReturnOverallTarget,
)
from testkit.builders.unit_year import INDICATORS, approved, registered, target, unregistered
from testkit.decider_spec import DeciderSpec, FakeRules, packaged_rules


def undimensioned() -> DeciderSpec:
    """A unit of 且末, where neither dimensions nor a day are stated."""
    return registered(unregistered(packaged_rules("652825")))


def test_a_target_is_filed_with_its_amount_and_the_clauses_that_it_rests_on() -> None:
    filed = registered().when(target())
    event = filed.the(OverallTargetFiled)
    assert (event.amount, event.amount_basis) == (Decimal(10_000_000), "initial")
    assert (event.due, event.late) == (date(2025, 2, 28), False)
    assert filed.rules_asked() == [
        "target.overall_dimensions",
        "target.weights",
        "target.overall.due",
    ]


@pytest.mark.parametrize(
    ("day", "late"), [("2025-02-27", False), ("2025-02-28", False), ("2025-03-01", True)]
)
def test_it_is_late_after_the_last_day_of_february(day: str, late: bool) -> None:
    assert registered().on(day).when(target()).the(OverallTargetFiled).late is late


@pytest.mark.parametrize("left_out", range(len(INDICATORS)))
def test_every_dimension_that_the_rules_name_has_an_indicator(left_out: int) -> None:
    lacking = INDICATORS[left_out].dimension
    indicators = INDICATORS[:left_out] + INDICATORS[left_out + 1 :]
    refusal = registered().when(target(indicators=indicators)).refused(Code.MISSING_FIELD)
    assert (refusal.field, lacking.value in refusal.en) == ("indicators", True)


def test_a_dimension_that_the_rules_do_not_name_is_refused() -> None:
    rules = FakeRules({"target.overall_dimensions": ["operating_cost"]})
    registered(unregistered(rules)).when(target()).refused(Code.INVALID_FIELD, "indicators")


def test_where_no_dimension_is_stated_an_amount_is_enough() -> None:
    filed = undimensioned().when(target(indicators=(), execution_points=None))
    assert filed.the(OverallTargetFiled).due is None
    some = target(indicators=INDICATORS[:1], execution_points=Decimal(90))
    undimensioned().when(some).refused(Code.INVALID_FIELD, "indicators")


@pytest.mark.parametrize(
    ("points", "code"),
    [("9.99", Code.INVALID_FIELD), ("10", None), ("10.01", Code.INVALID_FIELD)],
)
def test_points_meet_the_rule_exactly(points: str, code: Code | None) -> None:
    filed = registered().when(target(execution_points=Decimal(points)))
    if code is None:
        filed.the(OverallTargetFiled)
    else:
        filed.refused(code, "indicators")


def test_indicators_need_the_points_of_execution_and_one_id_each() -> None:
    registered().when(target(execution_points=None)).refused(Code.MISSING_FIELD, "execution_points")
    twice = tuple(one.model_copy(update={"id": "1"}) for one in INDICATORS)
    registered().when(target(indicators=twice)).refused(Code.INVALID_FIELD, "indicators")


@pytest.mark.parametrize(("amount", "accepted"), [("0", False), ("0.01", True)])
def test_an_overall_budget_is_more_than_zero(amount: str, accepted: bool) -> None:
    filed = registered().when(target(amount=Decimal(amount), amount_confirmed="撤并"))
    if accepted:
        filed.the(OverallTargetFiled)
    else:
        filed.refused(Code.INVALID_FIELD, "amount")


def test_what_was_sent_back_is_filed_again_and_keeps_its_first_day() -> None:
    back = registered().on("2025-02-28").given(target(), ReturnOverallTarget(reason="不完整"))
    assert back.view.waiting_for == ("unit:overall-target.filing",)
    again = back.on("2025-03-05").when(target(amount=Decimal(9_000_000)))
    assert not again.the(OverallTargetFiled).late
    again.when(ApproveOverallTarget()).then(
        OverallTargetApproved(amount=Decimal(9_000_000), amount_basis="initial")
    )


def test_an_approved_target_stands() -> None:
    for act in (target(), ApproveOverallTarget()):
        approved().when(act).refused(Code.ALREADY_REVIEWED)
