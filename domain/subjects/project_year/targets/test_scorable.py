"""What a target accepts the score can score; the refusal gives the way to say it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from domain.kernel.refusal import Code
from domain.shared.deadlines.evaluation_half import OpenEvaluation
from domain.shared.filings.indicator_values import IndicatorClass
from domain.subjects.project_year.evaluation.indicator_results import IndicatorResult
from domain.subjects.project_year.evaluation.self_evaluation import SelfEvaluationFiled
from domain.subjects.project_year.evaluation.self_evaluation_review import (
    ReviewSelfEvaluation,
    SelfEvaluationReviewed,
)
from domain.subjects.project_year.monitoring.rounds import ResultFiled
from domain.subjects.project_year.targets.adjustment import ApproveAdjustment
from domain.subjects.project_year.targets.indicators import Indicator
from domain.subjects.project_year.targets.target import ApproveTarget, TargetFiled
from testkit.builders.project_evaluation import self_evaluation
from testkit.builders.project_year import (
    BUDGET,
    INDICATORS,
    adjustment,
    admitted,
    budgeted,
    monitored,
    result,
    target,
)
from testkit.decider_spec import CONGRESS, FILER, DeciderSpec


def promised(**changes: Any) -> tuple[Indicator, ...]:
    """The indicators of the target, the first of them with other fields."""
    return (Indicator.model_validate(INDICATORS[0].model_dump() | changes), *INDICATORS[1:])


def reached(**changes: Any) -> tuple[IndicatorResult, ...]:
    fields = {"id", "indicator_class", "relation", "target", "points"}
    first, second, third = (one.model_dump(include=fields) for one in INDICATORS)
    return (
        IndicatorResult.model_validate(first | changes),
        IndicatorResult(**second, level=Decimal(90)),
        IndicatorResult(**third, actual=Decimal(95)),
    )


@pytest.mark.parametrize(
    ("changes", "way"),
    [
        ({"relation": "<=", "target": "-5"}, "下降率 >= 5"),
        ({"relation": ">=", "target": "-0.01"}, "下降率 <= 0.01"),
        ({"relation": ">=", "target": None}, "qualitative"),
        ({"relation": ">=", "target": "20261031"}, "2026-10-31"),
        ({"relation": "<=", "target": "20261031", "unit_of_measure": "日期"}, "2026-10-31"),
        ({"relation": ">=", "target": "20261031", "unit_of_measure": "年月日"}, "2026-10-31"),
        ({"relation": ">=", "target": "20260230"}, "YYYY-MM-DD"),
        ({"relation": ">=", "target": "202610"}, "2026-10-31"),
        ({"relation": ">=", "target": "202602"}, "2026-02-28"),
        ({"relation": ">=", "target": "202802", "unit_of_measure": "年月"}, "2028-02-29"),
        ({"relation": ">=", "target": "2026.10"}, "2026-10-31"),
        ({"relation": "=", "target": "2026.1031"}, "2026-10-31"),
        ({"relation": "by", "target": "10"}, "2026-10-31"),
        ({"relation": "by", "target": None}, "2026-10-31"),
    ],
)
def test_what_cannot_be_scored_is_refused_with_the_way_to_say_it(
    changes: dict[str, Any], way: str
) -> None:
    wrong = promised(**changes)
    refusal = admitted().when(target(indicators=wrong)).refused(Code.INVALID_FIELD, "indicators")
    assert way in refusal.zh
    budgeted().when(adjustment(indicators=wrong)).refused(Code.INVALID_FIELD, "indicators")


@pytest.mark.parametrize(
    "changes",
    [
        {"target": "0"},
        {"target": "20261031", "unit_of_measure": "元"},
        {"target": "20261331"},
        {"target": "202613"},
        {"target": "201912"},
        {"target": "204001"},
        {"target": "202610", "unit_of_measure": "人"},
        {"target": "2026"},
        {"target": "2026.13"},
        {"target": "2026.5"},
        {"relation": "by", "target": "2026-10-31"},
    ],
)
def test_what_can_be_scored_is_taken(changes: dict[str, Any]) -> None:
    admitted().given(target(indicators=promised(**changes)))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ({"relation": "≥", "target": "９５"}, (">=", Decimal(95))),
        ({"relation": "≤", "target": "95%"}, ("<=", Decimal(95))),
        ({"relation": "＝", "target": "９５．５％"}, ("=", Decimal("95.5"))),
        ({"relation": "＞＝", "target": "95"}, (">=", Decimal(95))),
        ({"relation": " ≧ ", "target": "95"}, (">=", Decimal(95))),
        ({"relation": "大于等于", "target": "95"}, (">=", Decimal(95))),
        ({"relation": "不高于", "target": "95"}, ("<=", Decimal(95))),
        ({"relation": "不晚于", "target": "2026-10-31"}, ("by", date(2026, 10, 31))),
        ({"relation": "定性", "target": None}, ("qualitative", None)),
    ],
)
def test_signs_and_digits_are_read_as_people_write_them(
    typed: dict[str, Any], read: tuple[str, Decimal | date | None]
) -> None:
    one = promised(**typed)[0]
    assert (one.relation, one.target) == read


@pytest.mark.parametrize("target_value", ["九十五", "95%%", "1,000", "", "%"])
def test_what_is_not_clear_is_refused(target_value: str) -> None:
    with pytest.raises(ValidationError):
        promised(target=target_value)


def negative() -> DeciderSpec:
    """A project whose target of ≤ -5 an earlier program approved, after its year."""
    filed = admitted()
    act = filed.act(target(indicators=promised(relation="<=", target="-5")), FILER)
    taken = filed.take(replace(act, settled=True))
    taken.the(TargetFiled)
    approved = taken.given(ApproveTarget()).on("2023-02-20").given(BUDGET, by=CONGRESS)
    return approved.on("2024-01-01").given(OpenEvaluation()).on("2024-02-01")


def test_a_negative_target_that_was_approved_has_a_way_out() -> None:
    form = self_evaluation(indicators=reached(relation="<=", target="-5", actual="-6"))
    refusal = negative().when(form).refused(Code.WRONG_PHASE)
    assert "target.adjust" in refusal.zh
    said = adjustment(amount=BUDGET.amount, indicators=promised(relation=">=", target="5"))
    mended = negative().given(said, ApproveAdjustment())
    event = mended.when(
        self_evaluation(indicators=reached(relation=">=", target="5", actual="6"))
    ).the(SelfEvaluationFiled)
    assert event.points[0].points == Decimal(50)


def test_only_the_indicator_that_cannot_be_scored_changes_after_the_year() -> None:
    said = promised(relation=">=", target="5")
    negative().when(adjustment(indicators=said)).refused(Code.WRONG_PHASE)
    easier = (*said[:2], said[2].model_copy(update={"target": Decimal(50)}))
    negative().when(adjustment(amount=BUDGET.amount, indicators=easier)).refused(Code.WRONG_PHASE)


def over(*, first: tuple[Indicator, ...] = INDICATORS) -> DeciderSpec:
    made = admitted().given(target(indicators=first), ApproveTarget())
    made = made.on("2023-02-20").given(BUDGET, by=CONGRESS).on("2024-01-01")
    return made.given(OpenEvaluation()).on("2024-02-01")


def test_a_target_that_can_be_scored_is_not_adjusted_after_the_year() -> None:
    over().when(adjustment()).refused(Code.WRONG_PHASE)
    as_approved = adjustment(amount=BUDGET.amount, indicators=INDICATORS)
    over().when(as_approved).refused(Code.WRONG_PHASE)


def test_a_negative_result_is_a_result() -> None:
    event = over().when(self_evaluation(indicators=reached(actual="-3"))).the(SelfEvaluationFiled)
    assert event.points[0].points == Decimal(0)


@pytest.mark.parametrize(
    ("actual", "points"), [("2023-10-30", 50), ("2023-10-31", 50), ("2023-11-01", 0)]
)
def test_a_day_is_reached_up_to_itself(actual: str, points: int) -> None:
    promise = {"relation": "by", "target": "2023-10-31"}
    scene = over(first=promised(**promise))
    form = self_evaluation(indicators=reached(**promise, actual=actual))
    assert scene.when(form).the(SelfEvaluationFiled).points[0].points == points


@pytest.mark.parametrize("completion", ["1000", "1000.01", "1200", "120000"])
def test_a_completion_has_no_upper_bound(completion: str) -> None:
    filed = monitored().when(result("500000", completion)).the(ResultFiled)
    assert filed.indicators[0].completion == Decimal(completion)
    assert filed.completion_rate == 100


def test_an_exceeded_cost_is_given_points_by_the_reviewer_with_a_reason() -> None:
    cost = {"relation": "=", "target": "10", "indicator_class": "cost"}
    others = {"indicator_class": "output", "points": "30"}
    promise = (
        *promised(**cost, points="20"),
        Indicator.model_validate(INDICATORS[0].model_dump() | others | {"id": "1.2"}),
    )
    scene = over(first=promise)
    form = self_evaluation(
        indicators=(
            *reached(**cost, points="20", actual="20"),
            IndicatorResult(
                id="1.2",
                indicator_class=IndicatorClass.OUTPUT,
                relation=">=",
                target=Decimal(10),
                actual=Decimal(10),
                points=Decimal(30),
            ),
        )
    )
    filed = scene.given(form)
    assert filed.the(SelfEvaluationFiled).score is None
    filed.when(ReviewSelfEvaluation()).refused(Code.MISSING_FIELD, "points")
    entered = {"id": "1.1", "points": "5", "reason": "超支一倍"}
    event = filed.when(ReviewSelfEvaluation.model_validate({"points": [entered]}))
    score = event.the(SelfEvaluationReviewed).score
    assert score == Decimal(9) + 5 + 27 + 10 + 30
    again = {"points": [entered | {"id": "2.1"}]}
    filed.when(ReviewSelfEvaluation.model_validate(again)).refused(Code.MISSING_FIELD, "points")
