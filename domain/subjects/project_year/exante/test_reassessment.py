"""The re-assessment: what the unit declared, what finance confirmed, and a review against it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.refusal import Code
from domain.kernel.vocabulary import ReviewResult
from domain.subjects.project_year.exante.assessment import ReportReviewed, ReviewReport
from domain.subjects.project_year.exante.reassessment import (
    CommissionReassessment,
    FileReassessment,
    ReassessmentCommissioned,
)
from testkit.builders.project_year import add, report, unregistered
from testkit.decider_spec import REVIEWER, DeciderSpec, FakeRules

TWO_MILLION = Decimal(2_000_000)


def reported(**declared: Any) -> DeciderSpec:
    """A project whose report declares what a re-assessment hangs on."""
    rules = FakeRules({"exante.reassessment": "may_commission"})
    return unregistered(rules).given(add(), report(**declared))


def commission(investment: Decimal = TWO_MILLION, **more: Any) -> CommissionReassessment:
    return CommissionReassessment(
        commissioned="third-1", county_level_investment=investment, **more
    )


@pytest.mark.parametrize(
    ("declared", "confirmed", "same"),
    [
        ({}, {}, True),
        ({"county_level_investment": TWO_MILLION}, {}, True),
        ({"county_level_investment": TWO_MILLION}, {"investment": TWO_MILLION + 1}, False),
        ({"county_level_investment": TWO_MILLION}, {"investment": TWO_MILLION - 1}, False),
        ({"county_level_investment": TWO_MILLION}, {"specialised": True}, False),
        ({"specialised": True}, {"specialised": True}, True),
        ({"specialised": True}, {}, False),
    ],
)
def test_finance_confirms_what_the_unit_declared_or_says_why_not(
    declared: dict[str, Any], confirmed: dict[str, Any], *, same: bool
) -> None:
    scene, act = reported(**declared), commission(**confirmed)
    if not same:
        scene.when(act).refused(Code.MISSING_FIELD, "reason")
        act = act.model_copy(update={"reason": "按批复概算核定（示例）"})
    event = scene.when(act).the(ReassessmentCommissioned)
    assert event.declared_investment == declared.get("county_level_investment")
    assert event.declared_specialised == (declared.get("specialised", False) if declared else None)
    assert event.county_level_investment == act.county_level_investment


def test_a_commission_of_before_kept_no_declaration() -> None:
    scene = reported(county_level_investment=TWO_MILLION)
    of_then = replace(scene.act(commission(TWO_MILLION + 1), REVIEWER), version=1)
    event = scene.take(of_then).the(ReassessmentCommissioned)
    assert (event.declared_investment, event.declared_specialised) == (None, None)


def reassessed(result: ReviewResult) -> DeciderSpec:
    filed = FileReassessment(score=Decimal(55), result=result, document="再评估")
    return reported().given(commission(), filed)


SUPPORT, NOT = ReviewResult.SUPPORT, ReviewResult.NOT_SUPPORT


def review(result: ReviewResult, reason: str | None = None) -> ReviewReport:
    return ReviewReport(result=result, score=Decimal(90), reason=reason)


def test_support_against_a_reassessment_has_a_reason_and_names_it() -> None:
    scene = reassessed(NOT)
    refusal = scene.when(review(SUPPORT)).refused(Code.MISSING_FIELD, "reason")
    assert "不支持" in refusal.zh
    event = scene.when(review(SUPPORT, "已按意见修改方案（示例）")).the(ReportReviewed)
    assert event.against == NOT
    of_then = replace(scene.act(review(SUPPORT), REVIEWER), version=1)
    assert scene.take(of_then).the(ReportReviewed).against is None


@pytest.mark.parametrize(
    ("found", "result", "against"),
    [(SUPPORT, SUPPORT, None), (SUPPORT, NOT, SUPPORT), (NOT, NOT, None)],
)
def test_what_agrees_or_is_stricter_needs_no_reason(
    found: ReviewResult, result: ReviewResult, against: ReviewResult | None
) -> None:
    assert reassessed(found).when(review(result)).the(ReportReviewed).against == against
    without = reported().when(review(result))
    assert without.the(ReportReviewed).against is None
