"""Nobody gets a better grade, or the use of one, by what is left undone or taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.kernel.refusal import Code, Refusal
from domain.shared.rectification.rectifying import Notify
from domain.subjects.project_year.monitoring.review import ReviewResult
from domain.subjects.project_year.monitoring.rounds import OpenRound, ReturnResult
from domain.subjects.project_year.results.grades import GradeFinalised
from domain.subjects.project_year.results.test_grade_waits import (
    BAZHOU,
    CLAUSES,
    JIASHI,
    KIZILSU,
    LAPSE,
    ChainOf,
    accepted,
    failed_twice,
    reviewed_in,
    steps,
    unmet,
)
from domain.subjects.project_year.results.test_use_of_results import GRANT, applied
from domain.subjects.project_year.results.use_of_results import ApplyResults, ResultsApplied
from testkit.builders.project_evaluation import (
    APPLIED,
    AUDIT,
    CHECK,
    GRADED,
    PROPOSED,
    REOPENED,
    REVIEWED,
    VETO,
    filed,
    graded,
    imported,
)
from testkit.builders.project_year import AUGUST, MAY, monitored, result, reviewed
from testkit.builders.undoing import undo
from testkit.decider_spec import REVIEWER, DeciderSpec, in_force

NOTIFY = Notify(node=AUGUST, reason="补发", rectify_by=date(2023, 12, 20))
UNTRUE = CHECK.model_copy(update={"untrue": True})


def august_filed(may: str = "50") -> DeciderSpec:
    """The May round has its review, failed by 50 points; the result of August waits for it."""
    first = monitored().given(result("100000", "90"), reviewed(may, rectify_by=date(2023, 6, 20)))
    return first.on("2023-08-31").given(OpenRound(node=AUGUST), result("1000", "90", AUGUST))


@pytest.mark.parametrize("county", [JIASHI, BAZHOU, KIZILSU])
def test_the_grade_waits_for_the_review_of_a_round_that_may_cap_it(county: str) -> None:
    # given: the bureau did nothing with the result of August
    silent = reviewed_in(august_filed(), county)
    # when
    refusal = silent.when(GRADED).refused(Code.GATE_NOT_MET)
    # then
    assert refusal.policy == "results_are_reviewed"
    assert refusal.keys == (f"monitoring.review:{AUGUST}",)
    cited = {one.clause for answer in refusal.basis for one in answer.citations}
    assert cited == {CLAUSES[county]}
    passed = silent.given(
        ReviewResult(node=AUGUST, score=Decimal(90), rectify=False, reason="属实")
    )
    assert steps(passed.when(GRADED)) == ("band",)


def test_no_review_is_waited_for_where_it_caps_nothing() -> None:
    passed = reviewed_in(august_filed("90"))
    assert steps(passed.when(GRADED)) == ("band",)
    none = reviewed_in(august_filed()).under(in_force(ChainOf("652825", date(2023, 6, 1))))
    assert steps(none.when(GRADED)) == ("band",)
    returned = reviewed_in(august_filed().given(ReturnResult(node=AUGUST, reason="请核对")))
    assert steps(returned.when(GRADED)) == ("band",)


def test_without_a_failed_round_no_review_is_waited_for() -> None:
    # given: both results are filed, and the bureau reviewed none of them
    silent = monitored().given(result("100000", "90"))
    both = silent.on("2023-08-31").given(OpenRound(node=AUGUST), result("1000", "90", AUGUST))
    assert steps(reviewed_in(both, JIASHI).when(GRADED)) == ("band",)


def test_a_notice_that_was_withdrawn_is_no_lapse_of_the_bureau() -> None:
    # given: the unit did not rectify, and the bureau withdraws its notice
    sent = failed_twice(*accepted(MAY), notified=False).on("2023-12-02").given(NOTIFY)
    back = sent.given(undo(f"rectification.notify:{AUGUST}"), by=REVIEWER).on("2024-01-10")
    # when
    refusal = back.when(LAPSE).refused(Code.WRONG_PHASE)
    # then
    assert refusal.policy == "no_notice_was_ever_sent"
    assert "rectification.notify" in refusal.zh
    again = NOTIFY.model_copy(update={"rectify_by": date(2024, 1, 20)})
    found = back.given(again).on("2024-01-21").given(*unmet(AUGUST))
    assert "monitoring_cap" not in steps(reviewed_in(found, BAZHOU, "2024-01-22").when(GRADED))
    assert "monitoring_cap" in steps(reviewed_in(found, JIASHI, "2024-01-22").when(GRADED))


def scored_again(scene: DeciderSpec) -> DeciderSpec:
    """An untruth was found, and the grade is given again."""
    return scene.given(UNTRUE, by=REVIEWER).given(REOPENED, GRADED, PROPOSED)


def test_what_was_found_after_the_grade_comes_before_its_use() -> None:
    # given: an excellent grade, and an untruth that is found after it
    excellent = graded(filed(imported(VETO)))
    found = excellent.given(UNTRUE, by=REVIEWER)
    # when, then
    refusal = found.when(PROPOSED).refused(Code.GATE_NOT_MET)
    assert "grade.reopen" in refusal.zh
    late = excellent.given(PROPOSED).given(UNTRUE, by=REVIEWER)
    assert late.when(APPLIED).refused(Code.GATE_NOT_MET).policy == "grade_is_that_of_all_findings"
    poor = scored_again(excellent)
    assert poor.state.evaluation.final is not None
    assert poor.state.evaluation.final.grade == "poor"


def test_what_leads_to_no_other_grade_holds_up_nothing() -> None:
    found = graded(filed(imported(VETO))).given(AUDIT)
    assert found.given(PROPOSED).when(APPLIED).the(ResultsApplied).actions == ("priority",)


def test_an_exception_is_of_the_decision_that_it_was_granted_for() -> None:
    # given: an exception from the use of the first grade
    first = graded(filed(imported(VETO))).given(PROPOSED, GRANT)
    assert first.when(applied("1000", exception=GRANT.reference)).the(ResultsApplied)
    # when the grade is another one
    again = scored_again(first)
    # then it is none from the use of that
    refusal: Refusal = again.when(applied("1000", exception=GRANT.reference)).refused(
        Code.INVALID_FIELD, "exception"
    )
    assert refusal.policy == "exception_is_of_this_decision"
    other = GRANT.model_copy(update={"reference": "例外2号"})
    departed = again.given(other).when(applied("1000", exception="例外2号"))
    assert departed.the(ResultsApplied).exception == "例外2号"


def test_an_exception_from_before_the_grade_is_of_no_decision() -> None:
    early = filed(imported(VETO)).given(REVIEWED, GRANT).given(GRADED, PROPOSED)
    use = ApplyResults(amount=Decimal(1000), exception=GRANT.reference)
    early.when(use).refused(Code.INVALID_FIELD, "exception")
    back = early.given(undo(f"exception.grant:{GRANT.reference}"), by=REVIEWER)
    assert back.given(GRANT).when(use).the(ResultsApplied).amount == Decimal(1000)


def test_a_finding_that_is_withdrawn_is_waited_for_again() -> None:
    found = reviewed_in(failed_twice(*accepted(MAY), *unmet(AUGUST)))
    assert "monitoring_cap" in steps(found.when(GRADED))
    gone = found.given(undo(f"rectification.find-unmet:{AUGUST}"), by=REVIEWER)
    gone.when(GRADED).refused(Code.GATE_NOT_MET)
    assert found.when(GRADED).the(GradeFinalised).lapsed is None
