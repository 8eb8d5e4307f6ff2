"""The self-evaluation form: when it may be filed, what it is worth, who reviews it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.refusal import Code
from domain.kernel.vocabulary import start_of
from domain.shared.deadlines.evaluation_half import OpenEvaluation, opening
from domain.subjects.project_year.deadlines.deadline_acts import Extend
from domain.subjects.project_year.evaluation.self_evaluation import SelfEvaluationFiled
from domain.subjects.project_year.evaluation.self_evaluation_review import (
    ReturnSelfEvaluation,
    SelfEvaluationReviewed,
)
from testkit.builders.project_evaluation import (
    REVIEWED,
    SELF,
    filed,
    imported,
    reached,
    self_evaluation,
)
from testkit.builders.project_year import MAY, admitted, budgeted, monitored, result, reviewed
from testkit.decider_spec import NEEDS_RULING, DeciderSpec, FakeRules, in_force, packaged_rules

BACK = ReturnSelfEvaluation(reason="请核对")


@pytest.mark.parametrize(
    ("on", "taken"), [("2023-12-31", False), ("2024-01-01", True), ("2024-01-02", True)]
)
def test_it_is_filed_from_the_first_day_of_the_next_year_on(on: str, *, taken: bool) -> None:
    scene = budgeted().on(on).when(self_evaluation())
    if taken:
        assert scene.the(SelfEvaluationFiled).score == Decimal(96)
    else:
        assert "2024-01-01" in scene.refused(Code.WRONG_PHASE).en


def test_the_system_opens_the_evaluation_half_at_its_first_instant() -> None:
    before = budgeted().until(start_of(date(2023, 12, 31)))
    assert before.view.next_step == opening(2023)
    over = before.until(start_of(date(2024, 1, 1)))
    assert over.view.phase == "self-evaluation"
    assert over.view.chapter == before.view.chapter + 1
    assert "unit:self-evaluation.filing" in over.view.waiting_for
    assert "unit:self-evaluation.filing" not in before.view.waiting_for


def test_it_is_not_opened_before() -> None:
    assert budgeted().on("2023-12-31").when(OpenEvaluation()).events == ()


def test_what_of_the_monitoring_is_open_stays_open() -> None:
    late = monitored().given(result()).on("2024-01-05").given(self_evaluation())
    assert late.view.phase == "finance-review"
    assert "finance:monitoring.review:2023-05-31" in late.view.waiting_for
    late.given(reviewed(node=MAY))


def test_a_project_without_a_budget_has_nothing_to_evaluate() -> None:
    unbudgeted = admitted().on("2024-01-05")
    unbudgeted.when(self_evaluation()).refused(Code.WRONG_PHASE)
    assert unbudgeted.when(OpenEvaluation()).events == ()
    assert unbudgeted.view.next_step != opening(2023)


@pytest.mark.parametrize(
    ("executed", "execution", "score"),
    [
        ("0", "0.00", "87.00"),
        ("899999.99", "9.00", "96.00"),
        ("1000000", "10.00", "97.00"),
    ],
)
def test_the_score_is_computed_by_the_rule(executed: str, execution: str, score: str) -> None:
    event = imported().when(self_evaluation(executed=Decimal(executed))).the(SelfEvaluationFiled)
    assert (event.execution_points, event.score) == (Decimal(execution), Decimal(score))
    assert [one.points for one in event.points] == [Decimal(50), Decimal(27), Decimal(10)]


@pytest.mark.parametrize(
    ("number", "level", "score", "grade"),
    [
        ("10", "70.01", "90.00", "excellent"),
        ("10", "69.93", "89.98", "good"),
        ("8", "70", "80.00", "good"),
        ("7.99", "70", "79.95", "fair"),
        ("4", "70", "60.00", "fair"),
        ("3.99", "70", "59.95", "poor"),
    ],
)
def test_the_grade_follows_from_the_score(number: str, level: str, score: str, grade: str) -> None:
    form = self_evaluation(indicators=reached(number, level))
    event = imported().given(form).when(REVIEWED).the(SelfEvaluationReviewed)
    assert (event.score, event.grade) == (Decimal(score), grade)
    assert event.executed == Decimal(900_000)


def changed(**changes: Any) -> tuple[Any, ...]:
    first, *rest = reached()
    return (first.model_copy(update=changes), *rest)


@pytest.mark.parametrize(
    ("indicators", "code"),
    [
        (reached()[:2], Code.MISSING_FIELD),
        ((*reached(), reached()[0].model_copy(update={"id": "9.9"})), Code.INVALID_FIELD),
        (reached() + reached()[:1], Code.INVALID_FIELD),
        (changed(points=Decimal(49)), Code.INVALID_FIELD),
        (changed(target=Decimal(9)), Code.INVALID_FIELD),
        (changed(relation=">"), Code.INVALID_FIELD),
    ],
)
def test_the_approved_target_is_what_is_evaluated(indicators: Any, code: Code) -> None:
    imported().when(self_evaluation(indicators=indicators)).refused(code, "indicators")


@pytest.mark.parametrize(
    ("indicators", "field"),
    [
        (changed(actual=None), "indicators.0.actual"),
        ((reached()[0], reached()[1].model_copy(update={"level": None}), reached()[2]), None),
    ],
)
def test_what_the_rule_cannot_read_is_refused(indicators: Any, field: str | None) -> None:
    imported().when(self_evaluation(indicators=indicators)).refused(Code.INVALID_FIELD, field)


def test_a_budget_of_nothing_is_refused() -> None:
    imported().when(self_evaluation(budget=Decimal(0))).refused(Code.INVALID_FIELD, "budget")


def test_where_no_rule_scores_there_is_no_score_and_no_grade() -> None:
    reviewed_without = imported(FakeRules()).given(self_evaluation(), REVIEWED)
    event = reviewed_without.the(SelfEvaluationReviewed)
    assert (event.score, event.grade) == (None, None)


def test_points_beyond_100_are_refused() -> None:
    much = FakeRules(
        {"self_evaluation.score": {"score": "100.01", "execution_points": "9", "indicators": []}}
    )
    imported(much).when(self_evaluation()).refused(Code.INVALID_FIELD, "indicators")


def test_it_waits_for_the_ruling_that_its_rule_needs() -> None:
    waiting = imported(FakeRules({"self_evaluation.score": NEEDS_RULING}))
    waiting.when(self_evaluation()).refused(Code.NEEDS_RULING)


def test_a_form_that_is_sent_back_is_filed_again() -> None:
    back = filed().given(BACK)
    assert back.view.phase == "self-evaluation"
    assert back.given(self_evaluation(executed=Decimal(1_000))).view.phase == "finance-review"
    back.when(REVIEWED).refused(Code.WRONG_PHASE)


def kizilsu() -> DeciderSpec:
    """Under the rules of 克州, where the form is due on 31 March."""
    return imported(packaged_rules("653000"))


@pytest.mark.parametrize(
    ("on", "late"), [("2023-03-30", False), ("2023-03-31", False), ("2023-04-01", True)]
)
def test_the_rules_give_31_march(on: str, *, late: bool) -> None:
    event = kizilsu().on(on).when(self_evaluation()).the(SelfEvaluationFiled)
    assert (event.late, event.due) == (late, date(2023, 3, 31))


def test_its_deadline_has_steps_and_is_extended() -> None:
    overdue = kizilsu().until(start_of(date(2023, 4, 1)))
    assert overdue.view.overdue == (SELF,)
    until = Extend(deadline=SELF, until=date(2023, 4, 20), approver="局长", reason="灾情")
    extended = overdue.given(until)
    assert (extended.view.overdue, extended.view.next_due) == ((), date(2023, 4, 20))
    in_time = extended.on("2023-04-20").when(self_evaluation()).the(SelfEvaluationFiled)
    assert not in_time.late


@pytest.mark.parametrize(
    ("notice", "due"),
    [("2022-03-31", None), ("2023-03-31", date(2023, 3, 31)), ("2024-03-31", None)],
)
def test_a_notice_counts_in_its_own_work_year_only(notice: str, due: date | None) -> None:
    noticed = imported().under(in_force(packaged_rules(), {SELF: notice}))
    assert noticed.view.next_due == due


def test_the_review_of_all_forms_is_due_on_31_may() -> None:
    waiting = filed(kizilsu())
    assert waiting.view.next_due == date(2023, 5, 31)
    overdue = waiting.until(start_of(date(2023, 6, 1)))
    assert overdue.view.overdue == ("finance-review",)
    assert overdue.given(REVIEWED).view.overdue == ()
