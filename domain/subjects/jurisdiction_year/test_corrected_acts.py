"""Every act of the bureau on its work year is corrected in one act."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.refusal import Code
from domain.shared.filings.undoable import ActWithdrawn
from domain.subjects.jurisdiction_year.county_appraisal import CountyScored
from domain.subjects.jurisdiction_year.direct_funds import AcceptRectification
from domain.subjects.jurisdiction_year.records import RecordTraining, TrainingRecorded
from domain.subjects.jurisdiction_year.sheets import IssueScoreSheet, ScoreSheetIssued
from domain.subjects.jurisdiction_year.test_undoing import (
    EVERY,
    FUNDED,
    GRANTED,
    SCORED,
    TAKEN,
    TRAINED,
    begun,
    july,
    summarised,
)
from domain.subjects.jurisdiction_year.year_summaries import IssueSummary, SummaryIssued
from testkit.builders.jurisdiction_evaluation import FRAME, FUNDS, PLAN, framed, planned
from testkit.builders.prefecture_year import COUNTY, appraisal, opened, with_county
from testkit.builders.undoing import mend, undo
from testkit.decider_spec import REVIEWER


def content(act: Any) -> dict[str, Any]:
    found: dict[str, Any] = act.model_dump(mode="json")
    return found


@EVERY
def test_each_is_replaced_by_the_same_act_in_one_outcome(key: str) -> None:
    before, act = begun(key)
    done = before.given(act)
    mended = done.given(mend(key, content(act)), by=REVIEWER)
    first, *made = mended.events
    assert isinstance(first, ActWithdrawn)
    assert first.replaced
    assert made == list(done.events)
    assert mended.view.waiting_for == done.view.waiting_for


@EVERY
def test_each_is_withdrawn_by_a_correction_without_a_replacement(key: str) -> None:
    before, act = begun(key)
    gone = before.given(act).given(mend(key), by=REVIEWER)
    assert not gone.the(ActWithdrawn).replaced
    gone.given(act)


def test_a_score_is_corrected_and_the_reports_stay_taken() -> None:
    scored = july().given(appraisal())
    right = content(appraisal()) | {"score": "92"}
    mended = scored.given(mend(SCORED, right), by=REVIEWER)
    assert mended.the(CountyScored).score == Decimal(92)
    assert all(not one.open for one in mended.state.counties[COUNTY].reports.values())


@pytest.mark.parametrize("field", ["county", "node"])
def test_a_replacement_names_the_same_county_and_window(field: str) -> None:
    other = {"county": "653123", "node": "2023-12-31"}[field]
    scored = july().given(appraisal())
    right = content(appraisal()) | {field: other}
    scored.when(mend(SCORED, right), by=REVIEWER).refused(
        Code.INVALID_FIELD, f"replacement.{field}"
    )


@pytest.mark.parametrize("on", ["2023-07-30", "2023-07-31", "2023-08-01"])
def test_a_correction_of_a_score_is_as_timely_as_the_first(on: str) -> None:
    scored = july().given(appraisal())
    due, late = scored.the(CountyScored).due, scored.the(CountyScored).late
    mended = scored.on(on).given(mend(SCORED, content(appraisal())), by=REVIEWER)
    assert (mended.the(CountyScored).due, mended.the(CountyScored).late) == (due, late)


def test_a_corrected_summary_keeps_the_summaries_in_it() -> None:
    issued = summarised().given(IssueSummary(document="地区总结"))
    right = content(IssueSummary(document="地区总结（更正）"))
    mended = issued.given(mend("prefecture-summary.issue", right), by=REVIEWER)
    assert mended.the(SummaryIssued).counties == issued.the(SummaryIssued).counties


def test_a_problem_that_is_rectified_stands_when_its_review_is_corrected() -> None:
    rectified = with_county().given(FUNDS, TAKEN)
    mended = rectified.given(mend(FUNDED, content(FUNDS)), by=REVIEWER)
    (follows,) = mended.the(ActWithdrawn).follows
    assert (follows.of, follows.becomes) == (
        f"direct-funds.accept-rectification:{COUNTY}.1",
        "stands",
    )
    problems = mended.state.counties[COUNTY].problems
    assert problems[1].rectified
    assert not problems[1].cancelled
    assert problems[2].open


def test_a_finding_of_a_rectification_is_corrected() -> None:
    rectified = with_county().given(FUNDS, TAKEN)
    key = f"direct-funds.accept-rectification:{COUNTY}.1"
    right = content(AcceptRectification(county=COUNTY, number=1, findings="已全部退回"))
    mended = rectified.given(mend(key, right), by=REVIEWER)
    assert mended.state.counties[COUNTY].problems[1].rectified
    rectified.when(mend(key, right | {"number": 2}), by=REVIEWER).refused(
        Code.INVALID_FIELD, "replacement.number"
    )


def test_the_day_of_a_training_is_corrected_too() -> None:
    trained = opened(on="2023-07-01").given(TRAINED)
    right = content(TRAINED) | {"held_on": "2023-06-29"}
    mended = trained.given(mend("training.record:2023-06-30", right), by=REVIEWER)
    assert mended.the(TrainingRecorded).held_on == date(2023, 6, 29)
    mended.given(undo("training.record:2023-06-29"), by=REVIEWER)


def test_two_trainings_of_one_day_are_withdrawn_one_after_the_other() -> None:
    another = RecordTraining(held_on=TRAINED.held_on, topic="第二期", participants=20)
    key = f"training.record:{TRAINED.held_on}"
    gone = opened(on="2023-07-01").given(TRAINED, another).given(undo(key), undo(key), by=REVIEWER)
    gone.when(undo(key), by=REVIEWER).refused(Code.WRONG_PHASE, "act")


def test_an_earlier_plan_is_withdrawn_after_the_newer_one() -> None:
    key = "key-evaluation-plan.set"
    twice = planned().given(PLAN.model_copy(update={"document": "更正"}))
    assert twice.given(undo(key), undo(key), by=REVIEWER).state.plan is None


def test_an_exception_that_the_plan_rests_on_is_not_corrected_under_it() -> None:
    less = PLAN.model_copy(update={"funds_last_year": Decimal(1_000), "exception": "批1号"})
    by_exception = opened(on="2023-06-19").given(GRANTED, less)
    refusal = by_exception.when(mend("exception.grant:批1号", content(GRANTED)), by=REVIEWER)
    assert "制定重点评价计划" in refusal.refused(Code.WRONG_PHASE).zh


def test_a_corrected_sheet_is_made_from_the_newest_results() -> None:
    sheet = IssueScoreSheet(document="打分表")
    issued = framed(planned(), sheet)
    right = mend("score-sheet.issue:打分表", {"document": "打分表（更正）"})
    assert right.frame_for(vars(right)) == sheet.framed_by
    mended = framed(issued, right)
    assert mended.the(ScoreSheetIssued).position == FRAME.position
