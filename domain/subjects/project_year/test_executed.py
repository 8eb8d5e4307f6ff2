"""The record of execution feeds the rules; what was filed stands beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.refusal import Code
from domain.subjects.project_year.evaluation.self_evaluation import (
    FileSelfEvaluation,
    SelfEvaluationFiled,
)
from domain.subjects.project_year.evaluation.self_evaluation_review import SelfEvaluationReviewed
from domain.subjects.project_year.monitoring.review import Reviewed
from domain.subjects.project_year.monitoring.rounds import ResultFiled
from domain.subjects.project_year.targets.budget import ExecutionRecorded, RecordExecution
from testkit.builders.project_evaluation import REVIEWED, SELF, filed, imported, self_evaluation
from testkit.builders.project_year import MAY, RESULT, monitored, result, reviewed
from testkit.builders.undoing import undo
from testkit.decider_spec import FILER, REVIEWER, DeciderSpec

HALF = Decimal(500_000)


def record(amount: str, as_of: str) -> RecordExecution:
    return RecordExecution(executed=Decimal(amount), as_of=date.fromisoformat(as_of), source="国库")


def form(executed: str, budget: str = "1000000", **changes: Any) -> FileSelfEvaluation:
    return self_evaluation(executed=Decimal(executed), budget=Decimal(budget), **changes)


def treasury(amount: str = "500000", as_of: str = "2022-12-31") -> DeciderSpec:
    return imported().given(record(amount, as_of))


def test_a_form_against_the_treasury_is_explained_and_the_record_counts() -> None:
    # given a record of 500,000 of 1,000,000 yuan
    treasury().when(form("300000", "300000")).refused(Code.INVALID_FIELD, "budget")
    treasury().when(form("300000")).refused(Code.MISSING_FIELD, "explanation")
    # when
    event = treasury().when(form("300000", explanation="在途款项")).the(SelfEvaluationFiled)
    # then
    assert (event.executed, event.filed_executed) == (HALF, Decimal(300_000))
    assert (event.execution_points, event.unconfirmed) == (Decimal(5), False)
    assert event.explanation == "在途款项"


def test_a_form_that_says_what_the_record_says_needs_no_words() -> None:
    event = treasury().when(form("500000")).the(SelfEvaluationFiled)
    assert (event.executed, event.filed_executed, event.unconfirmed) == (HALF, None, False)


def test_without_a_record_what_was_filed_is_unconfirmed() -> None:
    event = imported().when(form("300000")).the(SelfEvaluationFiled)
    assert (event.executed, event.filed_executed, event.unconfirmed) == (
        Decimal(300_000),
        None,
        True,
    )


@pytest.mark.parametrize(
    ("as_of", "counts"), [("2022-12-30", True), ("2022-12-31", True), ("2023-01-01", False)]
)
def test_a_record_counts_up_to_the_end_of_the_year(as_of: str, counts: bool) -> None:
    event = treasury(as_of=as_of).when(form("500000")).the(SelfEvaluationFiled)
    assert event.unconfirmed is not counts


@pytest.mark.parametrize(
    ("as_of", "counts"), [("2023-05-30", True), ("2023-05-31", True), ("2023-06-01", False)]
)
def test_a_result_is_fed_by_the_newest_record_as_of_its_node(as_of: str, counts: bool) -> None:
    scene = monitored().given(record("200000", "2023-03-31"), record("500000", as_of))
    expected = HALF if counts else Decimal(200_000)
    explained = result("400000", "50").model_copy(update={"explanation": "5月末在途"})
    scene.when(result("400000", "50")).refused(Code.MISSING_FIELD, "explanation")
    event = scene.when(explained).the(ResultFiled)
    assert (event.executed, event.filed_executed) == (expected, Decimal(400_000))
    assert event.execution_rate == expected / 10_000


def test_the_later_of_two_records_of_one_day_counts() -> None:
    scene = monitored().given(record("200000", "2023-05-31"), record("500000", "2023-05-31"))
    assert scene.when(result("500000", "50")).the(ResultFiled).executed == HALF


@pytest.mark.parametrize(
    ("amount", "taken"), [("999999.99", True), ("1000000", True), ("1000000.01", False)]
)
def test_more_than_the_budget_needs_a_record(amount: str, taken: bool) -> None:
    scene = monitored()
    if taken:
        scene.given(result(amount, "100"))
    else:
        scene.when(result(amount, "100")).refused(Code.GATE_NOT_MET)
    recorded = scene.given(record("1200000", "2023-05-31"))
    assert recorded.when(result("1200000", "100")).the(ResultFiled).execution_rate == 120


def test_a_rate_above_100_is_worth_ten_points() -> None:
    event = treasury("1200000").when(form("1200000")).the(SelfEvaluationFiled)
    assert event.execution_points == Decimal(10)


def test_a_record_that_comes_after_the_review_raises_a_flag_and_reopens_nothing() -> None:
    over = monitored().given(result("500000", "50"), reviewed())
    event = over.when(record("400000", "2023-05-31")).the(ExecutionRecorded)
    assert (event.flagged, event.differs_from) == (True, (RESULT,))
    assert over.given(record("400000", "2023-05-31")).state.rounds[MAY].settled
    for same in (record("500000", "2023-05-31"), record("400000", "2023-06-01")):
        assert not over.when(same).the(ExecutionRecorded).flagged
    year = filed().given(REVIEWED)
    assert year.when(record("1", "2022-12-31")).refused(Code.INVALID_FIELD, "executed")
    assert year.when(record("800000", "2022-12-31")).the(ExecutionRecorded).differs_from == (SELF,)


def test_an_older_record_does_not_replace_a_newer_one_in_the_flag() -> None:
    over = monitored().given(record("500000", "2023-05-31"), result("500000", "50"), reviewed())
    assert not over.when(record("300000", "2023-03-31")).the(ExecutionRecorded).flagged


def test_a_form_of_an_earlier_program_is_decided_as_it_was() -> None:
    scene = treasury()
    old = replace(scene.act(form("300000", "300000"), FILER), settled=True, recorded_as=1)
    event = scene.take(old).the(SelfEvaluationFiled)
    assert (event.executed, event.filed_executed, event.unconfirmed) == (
        Decimal(300_000),
        None,
        False,
    )
    assert event.execution_points == Decimal(10)


@pytest.mark.parametrize(
    ("basis", "budget", "taken"),
    [("initial", "1000000", True), ("initial", "800000", False), ("adjusted", "800000", True)],
)
def test_the_budget_of_the_form_is_the_approved_one_of_its_basis(
    basis: str, budget: str, taken: bool
) -> None:
    scene = imported(adjusted=Decimal(800_000))
    given = scene.when(form("700000", budget, budget_basis=basis))
    if taken:
        given.the(SelfEvaluationFiled)
    else:
        given.refused(Code.INVALID_FIELD, "budget")


def test_a_record_between_filing_and_review_is_seen_by_the_reviewer_and_counts() -> None:
    # given a result that was on course when it was filed
    waiting = monitored().given(result("500000", "50"), record("100000", "2023-05-31"))
    # when it is reviewed without a word, and with one
    refusal = waiting.when(reviewed()).refused(Code.MISSING_FIELD, "reason")
    assert "100,000 元" in refusal.zh
    done = waiting.given(reviewed("85", reason="以国库执行数为准"))
    # then the rule is asked by the record
    event = done.the(Reviewed)
    assert (event.executed, event.execution_rate) == (Decimal(100_000), Decimal(10))
    assert event.rectify
    assert done.state.rounds[MAY].result.executed == Decimal(100_000)
    assert not done.when(record("100000", "2023-05-31")).the(ExecutionRecorded).flagged


@pytest.mark.parametrize(
    ("as_of", "counts"), [("2023-05-30", True), ("2023-05-31", True), ("2023-06-01", False)]
)
def test_a_record_counts_for_the_review_up_to_its_node(as_of: str, counts: bool) -> None:
    waiting = monitored().given(result("500000", "50"), record("480000", as_of))
    event = waiting.given(reviewed("85", reason="已核对")).the(Reviewed)
    assert (event.executed is not None) is counts


def test_a_record_that_says_what_was_filed_needs_no_word() -> None:
    waiting = monitored().given(result("500000", "50"), record("500000", "2023-05-31"))
    event = waiting.given(reviewed("85")).the(Reviewed)
    assert (event.executed, event.execution_rate) == (None, None)


def test_a_form_is_scored_again_by_a_record_that_came_before_its_review() -> None:
    waiting = filed(imported()).given(record("500000", "2022-12-31"))
    waiting.when(REVIEWED).refused(Code.MISSING_FIELD, "opinion")
    done = waiting.given(REVIEWED.model_copy(update={"opinion": "以国库执行数为准"}))
    event = done.the(SelfEvaluationReviewed)
    filed_with = waiting.state.evaluation.itself
    assert (event.executed, event.filed_executed) == (HALF, filed_with.executed)
    assert event.score == filed_with.score - Decimal("4.00")
    again = done.given(undo("self-evaluation.review"), by=REVIEWER)
    assert again.state.evaluation.itself == filed_with


def test_a_review_that_is_withdrawn_leaves_the_result_as_it_was_filed() -> None:
    waiting = monitored().given(result("500000", "50"), record("480000", "2023-05-31"))
    done = waiting.given(reviewed("85", reason="已核对"))
    again = done.given(undo(f"monitoring.review:{MAY}"), by=REVIEWER)
    assert again.state.rounds == waiting.state.rounds


def test_a_review_of_an_earlier_program_is_decided_as_it_was() -> None:
    waiting = monitored().given(result("500000", "50"), record("100000", "2023-05-31"))
    old = replace(waiting.act(reviewed("85"), REVIEWER), settled=True, recorded_as=1)
    event = waiting.take(old).the(Reviewed)
    assert (event.executed, event.rectify) == (None, False)
    form = filed(imported()).given(record("500000", "2022-12-31"))
    old = replace(form.act(REVIEWED, REVIEWER), settled=True, recorded_as=2)
    assert form.take(old).the(SelfEvaluationReviewed).filed_executed is None
