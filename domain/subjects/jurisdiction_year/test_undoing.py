"""The bureau's acts on its work year are withdrawn while nothing rests on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import BudgetType
from domain.shared.filings.undoable import ActWithdrawn
from domain.shared.people.exception_grants import GrantException
from domain.subjects.jurisdiction_year.closing import IssueStatement
from domain.subjects.jurisdiction_year.counties import WithdrawCounty
from domain.subjects.jurisdiction_year.direct_funds import AcceptRectification
from domain.subjects.jurisdiction_year.plan import MINIMUM
from domain.subjects.jurisdiction_year.records import RecordTraining
from domain.subjects.jurisdiction_year.sheets import IssueScoreSheet
from domain.subjects.jurisdiction_year.year_summaries import FileSpecialBudgets, IssueSummary
from testkit.builders.jurisdiction_evaluation import (
    FIGURE,
    FUNDS,
    PLAN,
    SELECT,
    framed,
    planned,
)
from testkit.builders.prefecture_year import (
    COUNTY,
    COUNTY_BUREAU,
    DECEMBER,
    JULY,
    JUNE,
    SUMMARY,
    appraisal,
    opened,
    report,
    with_county,
)
from testkit.builders.undoing import mend, undo
from testkit.decider_spec import REVIEWER, DeciderSpec

GRANTED = GrantException(rule=MINIMUM, reference="批1号", approver="局长", reason="压减")
TRAINED = RecordTraining(held_on=date(2023, 6, 30), topic="培训", participants=57)
SPECIAL = FileSpecialBudgets(
    budget_types=(BudgetType.SOCIAL_INSURANCE_FUNDS, BudgetType.STATE_CAPITAL_OPERATIONS),
    document="专项预算总结",
)
TAKEN = AcceptRectification(county=COUNTY, number=1, findings="已整改")
FUNDED = f"direct-funds.review:{COUNTY}"
SCORED = f"county-appraisal.score:{COUNTY}:{JULY}"


def summarised() -> DeciderSpec:
    return with_county().on("2023-12-10").given(SUMMARY, by=COUNTY_BUREAU)


def july() -> DeciderSpec:
    return with_county().on("2023-06-10").given(report(), by=COUNTY_BUREAU).on("2023-07-03")


EACH: dict[str, tuple[Callable[[], DeciderSpec], Command]] = {
    "key-evaluation-plan.set": (lambda: opened(on="2023-06-19"), PLAN),
    "exception.grant:批1号": (opened, GRANTED),
    "statement.issue": (
        opened,
        IssueStatement(title="说明", document="1号", position=9, figures=(FIGURE,)),
    ),
    f"county.withdraw:{COUNTY}": (with_county, WithdrawCounty(county=COUNTY, reason="误撤")),
    "training.record:2023-06-30": (lambda: opened(on="2023-07-01"), TRAINED),
    f"direct-funds.accept-rectification:{COUNTY}.1": (lambda: with_county().given(FUNDS), TAKEN),
}
FILED: dict[str, tuple[Callable[[], DeciderSpec], Command, str]] = {
    SCORED: (july, appraisal(), f"finance:county-appraisal.scoring.{COUNTY}:{JULY}"),
    "prefecture-summary.issue": (summarised, IssueSummary(document="地区总结"), ""),
    "special-budgets-summary.file:social_insurance_funds+state_capital_operations": (
        opened,
        SPECIAL,
        "",
    ),
}
EVERY = pytest.mark.parametrize("key", [*EACH, *FILED])


def begun(key: str) -> tuple[DeciderSpec, Command]:
    given, act, *_ = (EACH | FILED)[key]
    return given(), act


def content(scene: DeciderSpec) -> Any:
    """The state, apart from where and when it is."""
    return replace(scene.state, version=0, last_at=None)


@pytest.mark.parametrize("key", EACH)
def test_a_withdrawn_act_leaves_the_state_that_was_before_it(key: str) -> None:
    given, act = EACH[key]
    before = given()
    withdrawn = before.given(act).given(undo(key), by=REVIEWER)
    assert content(withdrawn) == content(before)
    assert withdrawn.the(ActWithdrawn).act == key


@EVERY
def test_it_is_withdrawn_once_and_taken_again(key: str) -> None:
    before, act = begun(key)
    gone = before.given(act).given(undo(key), by=REVIEWER)
    gone.when(undo(key), by=REVIEWER).refused(Code.WRONG_PHASE, "act")
    again = gone.given(act)
    assert again.given(undo(key), by=REVIEWER).the(ActWithdrawn).act == key


@pytest.mark.parametrize("key", FILED)
def test_what_was_filed_is_waited_for_again(key: str) -> None:
    given, act, wait = FILED[key]
    before = given()
    gone = before.given(act).given(undo(key), by=REVIEWER)
    assert gone.view.waiting_for == before.view.waiting_for
    assert not wait or wait in gone.view.waiting_for


def test_the_reports_of_a_withdrawn_appraisal_may_be_filed_again() -> None:
    scored = july().given(appraisal())
    scored.when(report(), by=COUNTY_BUREAU).refused(Code.ALREADY_REVIEWED)
    free = scored.given(undo(SCORED), by=REVIEWER)
    assert free.given(report(), by=COUNTY_BUREAU).state.counties[COUNTY].reports[JUNE].open


def test_a_report_that_an_earlier_window_took_stays_taken() -> None:
    twice = july().given(appraisal()).on("2023-12-05").given(appraisal(DECEMBER))
    gone = twice.given(undo(f"county-appraisal.score:{COUNTY}:{DECEMBER}"), by=REVIEWER)
    assert not gone.state.counties[COUNTY].reports[JUNE].open


def test_the_summaries_of_a_withdrawn_report_may_be_filed_again() -> None:
    issued = summarised().given(IssueSummary(document="地区总结"))
    issued.when(SUMMARY, by=COUNTY_BUREAU).refused(Code.ALREADY_REVIEWED)
    gone = issued.given(undo("prefecture-summary.issue"), by=REVIEWER)
    gone.given(SUMMARY, by=COUNTY_BUREAU)


def test_an_earlier_plan_counts_again() -> None:
    larger = PLAN.model_copy(update={"objects": PLAN.objects * 1, "document": "更正"})
    twice = planned().given(larger)
    first = planned().state.plan
    gone = twice.given(undo("key-evaluation-plan.set"), by=REVIEWER)
    assert gone.state.plan is not None
    assert first is not None
    assert (gone.state.plan.count, gone.state.plan.before) == (first.count, None)


def test_a_plan_whose_objects_are_selected_is_corrected() -> None:
    selected = framed(planned(), SELECT)
    refusal = selected.when(undo("key-evaluation-plan.set"), by=REVIEWER)
    assert "act.correct" in refusal.refused(Code.WRONG_PHASE).zh
    mended = selected.given(
        mend("key-evaluation-plan.set", PLAN.model_dump(mode="json") | {"document": "更正"}),
        by=REVIEWER,
    )
    (follows,) = mended.the(ActWithdrawn).follows
    assert (follows.of, follows.becomes) == ("key-evaluation.select", "stands")
    assert mended.state.key_selected == selected.state.key_selected


def test_an_exception_that_the_plan_rests_on_stands() -> None:
    less = PLAN.model_copy(update={"funds_last_year": Decimal(1_000), "exception": "批1号"})
    by_exception = opened(on="2023-06-19").given(GRANTED, less)
    refusal = by_exception.when(undo("exception.grant:批1号"), by=REVIEWER)
    assert "key-evaluation-plan.set" in refusal.refused(Code.WRONG_PHASE).zh


def test_the_problems_of_a_withdrawn_review_are_cancelled_and_their_numbers_stay_taken() -> None:
    found = with_county().given(FUNDS)
    gone = found.given(undo(FUNDED), by=REVIEWER)
    (follows,) = gone.the(ActWithdrawn).follows
    assert (follows.of, follows.becomes) == (f"direct-funds.rectification.{COUNTY}.1", "cancelled")
    assert "作废" in gone.when(TAKEN).refused(Code.WRONG_PHASE).zh
    assert set(gone.given(FUNDS).state.counties[COUNTY].problems) == {1, 2}


def test_a_review_whose_problem_is_rectified_stands() -> None:
    rectified = with_county().given(FUNDS, TAKEN)
    rectified.when(undo(FUNDED), by=REVIEWER).refused(Code.WRONG_PHASE)
    free = rectified.given(undo(f"direct-funds.accept-rectification:{COUNTY}.1"), by=REVIEWER)
    free.given(undo(FUNDED), by=REVIEWER)


def test_a_sheet_is_withdrawn_by_its_document() -> None:
    issued = framed(planned(), IssueScoreSheet(document="打分表"))
    gone = issued.given(undo("score-sheet.issue:打分表"), by=REVIEWER)
    gone.when(undo("score-sheet.issue:打分表"), by=REVIEWER).refused(Code.WRONG_PHASE, "act")
