"""A cost that should be met exactly and is exceeded: its points are the reviewer's (AMB-43)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.kernel.refusal import Code
from domain.shared.filings.indicator_values import IndicatorClass
from domain.subjects.project_year.evaluation.self_evaluation import SelfEvaluationFiled
from domain.subjects.project_year.evaluation.self_evaluation_review import (
    EnteredPoints,
    ReviewSelfEvaluation,
    SelfEvaluationReviewed,
)
from testkit.builders.project_evaluation import imported, reached, self_evaluation
from testkit.builders.project_year import INDICATORS
from testkit.builders.undoing import undo
from testkit.decider_spec import REVIEWER, DeciderSpec


def form(actual: str, relation: str = "=") -> DeciderSpec:
    """A form whose first indicator, of 50 points, is a cost of 10 that came to an actual value."""
    cost = {"indicator_class": IndicatorClass.COST, "relation": relation}
    first, *others = INDICATORS
    scene = imported(indicators=(first.model_copy(update=cost), *others))
    done, *rest = reached(actual)
    return scene.given(self_evaluation(indicators=(done.model_copy(update=cost), *rest)))


def entered(points: str, indicator: str = "A1") -> ReviewSelfEvaluation:
    given = EnteredPoints(id=indicator, points=Decimal(points), reason="超支有依据")
    return ReviewSelfEvaluation(points=(given,))


FIRST = INDICATORS[0].id


@pytest.mark.parametrize(
    ("actual", "relation", "is_open"),
    [
        ("9.99", "=", False),
        ("10", "=", False),
        ("10.01", "=", True),
        ("20", "=", True),
        ("20", "<=", False),
    ],
)
def test_the_points_are_open_above_the_target_alone(
    actual: str, relation: str, *, is_open: bool
) -> None:
    event = form(actual, relation).the(SelfEvaluationFiled)
    points = {one.id: one.points for one in event.points}
    assert (points[FIRST] is None) is is_open
    assert (event.score is None) is is_open
    assert all(value is not None for name, value in points.items() if name != FIRST)


def test_the_review_waits_for_the_points_and_names_the_indicator() -> None:
    exceeded = form("11")
    refusal = exceeded.when(ReviewSelfEvaluation()).refused(Code.MISSING_FIELD, "points")
    assert FIRST in refusal.zh
    other = INDICATORS[1].id
    exceeded.when(entered("20", other)).refused(Code.MISSING_FIELD, "points")


@pytest.mark.parametrize("points", ["0", "20.5", "50"])
def test_the_score_is_the_sum_with_the_points_that_were_entered(points: str) -> None:
    exceeded = form("11")
    filed = exceeded.the(SelfEvaluationFiled)
    known = [one.points for one in filed.points if one.points is not None]
    event = exceeded.given(entered(points, FIRST)).the(SelfEvaluationReviewed)
    assert filed.execution_points is not None
    assert event.score == filed.execution_points + sum(known) + Decimal(points)
    assert event.grade is not None
    assert event.entered[0].reason == "超支有依据"


def test_points_that_the_rules_give_are_not_entered() -> None:
    form("10").when(entered("20", FIRST)).refused(Code.MISSING_FIELD, "points")


def test_a_withdrawn_review_leaves_the_points_open_again() -> None:
    exceeded = form("11")
    again = exceeded.given(entered("20", FIRST), undo("self-evaluation.review"), by=REVIEWER)
    assert again.state.evaluation.itself == exceeded.state.evaluation.itself
    again.when(ReviewSelfEvaluation()).refused(Code.MISSING_FIELD, "points")


@pytest.mark.parametrize(("points", "taken"), [("50", True), ("50.01", False), ("100", False)])
def test_no_indicator_gets_more_points_than_it_is_worth(points: str, *, taken: bool) -> None:
    reviewed = form("11").when(entered(points, FIRST))
    if taken:
        reviewed.the(SelfEvaluationReviewed)
    else:
        reviewed.refused(Code.INVALID_FIELD, "points")
