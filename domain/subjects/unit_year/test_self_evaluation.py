"""The overall self-evaluation: from 1 January, scored by its indicators, graded by its score."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.refusal import Code
from domain.shared.deadlines.evaluation_half import EvaluationOpened, OpenEvaluation
from domain.shared.rectification.asking import FeedbackAsked
from domain.subjects.unit_year.self_evaluation import (
    OverallSelfEvaluationFiled,
    OverallSelfEvaluationReviewed,
    ReturnOverallSelfEvaluation,
    ReviewOverallSelfEvaluation,
)
from testkit.builders.unit_year import (
    INDICATORS,
    evaluated,
    evaluating,
    evaluation,
    history,
    in_round,
    measured,
    registered,
    unregistered,
)
from testkit.decider_spec import NEEDS_RULING, DeciderSpec, FakeRules, packaged_rules

REVIEW = ReviewOverallSelfEvaluation()


def rated(score: str) -> DeciderSpec:
    """A unit of history whose self-evaluation scores this much, under the grade bands."""
    bands = packaged_rules("652825")
    table: dict[str, Any] = {
        "self_evaluation.score": {"score": score, "execution_points": "10", "indicators": []},
        "grade.bands": lambda asked: bands.ask("grade.bands", date(2026, 1, 10), **asked).outcome,
    }
    return history(unregistered(FakeRules(table), "2026-01-10"))


def test_the_new_year_opens_the_evaluation_half_by_a_timer() -> None:
    step = in_round().view.next_step
    assert step is not None
    assert (step.kind, f"{step.planned:%Y-%m-%d %H:%M}") == ("open-evaluation", "2026-01-01 00:00")
    opened = in_round().at(step.planned).step(step)
    opened.then(EvaluationOpened())
    assert opened.when(OpenEvaluation()).outcome == ()


@pytest.mark.parametrize(
    ("day", "accepted"), [("2025-12-31", False), ("2026-01-01", True), ("2026-01-02", True)]
)
def test_it_is_filed_from_the_first_of_january(day: str, accepted: bool) -> None:
    filed = in_round().on(day).when(evaluation())
    if accepted:
        filed.the(OverallSelfEvaluationFiled)
    else:
        assert "2026-01-01" in filed.refused(Code.WRONG_PHASE).en


@pytest.mark.parametrize(
    ("day", "late"), [("2026-04-29", False), ("2026-04-30", False), ("2026-05-01", True)]
)
def test_it_is_late_after_the_end_of_april(day: str, late: bool) -> None:
    filed = evaluating().on(day).when(evaluation()).the(OverallSelfEvaluationFiled)
    assert (filed.due, filed.late) == (date(2026, 4, 30), late)


def test_the_score_and_its_parts_are_computed_and_cited() -> None:
    filed = evaluating().when(evaluation("0.5", executed=Decimal(6_000_000)))
    event = filed.the(OverallSelfEvaluationFiled)
    reached = {part.id: part.points for part in event.reached}
    assert (event.score, event.execution_reached) == (Decimal("55.00"), Decimal(5))
    assert reached["operating_cost"] == Decimal(10)
    assert reached["duty_performance"] == Decimal(15)
    assert filed.rules_asked() == [
        "target.weights",
        "self_evaluation.score",
        "overall_self_evaluation.due",
    ]


def test_the_review_grades_by_the_score() -> None:
    reviewed = evaluating().given(evaluation()).when(REVIEW)
    reviewed.then(
        OverallSelfEvaluationReviewed(
            executed=Decimal(12_000_000),
            executed_basis="executed",
            score=Decimal(100),
            grade="excellent",
        ),
        FeedbackAsked(source="overall_evaluation", grade="excellent"),
    )
    assert reviewed.rules_asked() == ["grade.bands", "feedback.required"]


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        ("0", "poor"),
        ("59.99", "poor"),
        ("60", "fair"),
        ("60.01", "fair"),
        ("79.99", "fair"),
        ("80", "good"),
        ("80.01", "good"),
        ("89.99", "good"),
        ("90", "excellent"),
        ("90.01", "excellent"),
        ("100", "excellent"),
    ],
)
def test_each_band_has_its_grade(score: str, grade: str) -> None:
    reviewed = rated(score).given(evaluation()).when(REVIEW).the(OverallSelfEvaluationReviewed)
    assert (reviewed.score, reviewed.grade) == (Decimal(score), grade)


def test_a_score_over_100_is_refused_at_the_filing() -> None:
    rated("100.01").when(evaluation()).refused(Code.INVALID_FIELD, "indicators")


def test_where_no_rule_scores_there_is_neither_score_nor_grade() -> None:
    unruled = history(unregistered(FakeRules(), "2026-01-10"))
    filed = unruled.when(evaluation())
    assert filed.the(OverallSelfEvaluationFiled).score is None
    reviewed = filed.when(REVIEW).the(OverallSelfEvaluationReviewed)
    assert (reviewed.score, reviewed.grade) == (None, None)


def test_a_score_that_waits_for_a_ruling_is_refused() -> None:
    rules = FakeRules({"self_evaluation.score": NEEDS_RULING})
    history(unregistered(rules, "2026-01-10")).when(evaluation()).refused(Code.NEEDS_RULING)


def test_the_indicators_are_those_of_the_approved_target() -> None:
    other = tuple(measured(one) for one in INDICATORS)
    eased = (other[0].model_copy(update={"target": Decimal(30)}), *other[1:])
    renamed = (other[0].model_copy(update={"id": "other"}), *other[1:])
    for wrong in (other[1:], eased, renamed):
        evaluating().when(evaluation(indicators=wrong)).refused(Code.INVALID_FIELD, "indicators")


def test_without_an_approved_target_the_points_still_meet_the_rule() -> None:
    unready = evaluating(registered())
    some = tuple(measured(one) for one in INDICATORS[1:])
    unready.when(evaluation(indicators=some)).refused(Code.INVALID_FIELD, "indicators")
    unready.given(evaluation())


@pytest.mark.parametrize(("budget", "accepted"), [("0", False), ("0.01", True)])
def test_the_budget_is_more_than_zero(budget: str, accepted: bool) -> None:
    filed = evaluating().when(evaluation(budget=Decimal(budget), amount_confirmed="撤并"))
    if accepted:
        assert filed.the(OverallSelfEvaluationFiled).execution_reached == Decimal(10)
    else:
        filed.refused(Code.INVALID_FIELD, "budget")


def test_an_indicator_that_the_rule_cannot_read_is_named() -> None:
    unmeasured = tuple(
        measured(one).model_copy(update={"level": None, "actual": None}) for one in INDICATORS
    )
    refusal = evaluating().when(evaluation(indicators=unmeasured)).refused(Code.INVALID_FIELD)
    assert refusal.field is not None
    assert refusal.field.startswith("indicators.0.")


def test_it_is_returned_and_filed_again_with_another_score() -> None:
    back = evaluating().on("2026-04-30").given(evaluation())
    returned = back.given(ReturnOverallSelfEvaluation(reason="请补充"))
    again = returned.on("2026-05-10").when(evaluation("0.5"))
    assert not again.the(OverallSelfEvaluationFiled).late
    assert again.when(REVIEW).the(OverallSelfEvaluationReviewed).grade == "fair"


def test_what_is_reviewed_stands() -> None:
    for act in (evaluation(), REVIEW):
        evaluated().when(act).refused(Code.ALREADY_REVIEWED)
