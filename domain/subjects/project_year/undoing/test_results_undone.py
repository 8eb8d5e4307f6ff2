"""Amounts taken back, accountability, commissions, warnings and reopenings are undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.decider import SYSTEM, Actor
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import ReviewResult, Role
from domain.shared.filings.undoable import ActWithdrawn
from domain.shared.people.accountability import Propose, Record
from domain.subjects.project_year.evaluation.authenticity import UnmarkDrawn, UnmarkedDrawn
from domain.subjects.project_year.evaluation.key_evaluation import (
    Commission,
    UnmarkedSelected,
    UnmarkSelected,
)
from domain.subjects.project_year.evaluation.key_evaluation_review import Finalise
from domain.subjects.project_year.evaluation.state import KeyEvaluation
from domain.subjects.project_year.exante.reassessment import (
    CommissionReassessment,
    FileReassessment,
)
from domain.subjects.project_year.monitoring.warnings import Warn
from domain.subjects.project_year.results.recovery import ClearCarryOver, RecoverFunds
from testkit.builders.project_evaluation import (
    AUDIT,
    COMMISSION,
    DRAWN,
    GRADED,
    KEY,
    PROPOSED,
    REOPENED,
    REVIEWED,
    VIEWS,
    commissioned,
    filed,
    finding,
    graded,
    key_report,
)
from testkit.builders.project_year import MAY, STAGES
from testkit.builders.undoing import mend, undo
from testkit.decider_spec import REVIEWER, DeciderSpec, acting

GOVERNMENT = acting(Role.GOVERNMENT)
RECOVER = RecoverFunds(amount=Decimal(1_000), reason="结余", document="收回1号")
CLEAR = ClearCarryOver(amount=Decimal(500), reason="结转两年")
PROPOSE = Propose(against="department", duty_not_performed=True, reason="未履职")
MEASURE = Record(measure="circulated_criticism", whom="示例单位", document="通报1号")
AGAIN = CommissionReassessment(commissioned="third-1", county_level_investment=Decimal(9_000_000))
REPORT = FileReassessment(score=Decimal(90), result=ReviewResult.SUPPORT, document="再评估报告")
WARNED = f"monitoring.warn:{MAY}"
TAKEN = "accountability.record:通报1号"
UNSELECT, CANCEL = (UnmarkSelected(cancel=one, reason="误选") for one in (False, True))
UNDRAW, CANCEL_FINDING = (UnmarkDrawn(cancel=one, reason="误抽") for one in (False, True))

EACH: dict[str, tuple[Callable[[], DeciderSpec], Command, Actor]] = {
    "funds.recover:收回1号": (graded, RECOVER, REVIEWER),
    "carry-over.clear": (graded, CLEAR, REVIEWER),
    "accountability.propose": (graded, PROPOSE, REVIEWER),
    TAKEN: (lambda: graded().given(PROPOSE), MEASURE, GOVERNMENT),
    "key-evaluation.commission": (lambda: filed().given(REVIEWED, KEY), COMMISSION, REVIEWER),
    "exante.commission-reassessment": (STAGES["assessed"], AGAIN, REVIEWER),
    WARNED: (STAGES["result"], Warn(node=MAY, reason="进度慢"), REVIEWER),
    "grade.reopen": (lambda: graded().given(PROPOSED, AUDIT), REOPENED, REVIEWER),
}
EVERY = pytest.mark.parametrize("key", EACH)


def content(scene: DeciderSpec) -> Any:
    """The state, apart from where and when it is."""
    return replace(scene.state, version=0, last_at=None, begun={})


@EVERY
def test_a_withdrawn_act_leaves_the_state_that_was_before_it(key: str) -> None:
    given, act, by = EACH[key]
    before = given()
    gone = before.given(act, by=by).given(undo(key), by=by)
    assert content(gone) == content(before)
    assert gone.the(ActWithdrawn).act == key
    gone.when(undo(key), by=by).refused(Code.WRONG_PHASE, "act")


@EVERY
def test_it_is_taken_again_and_corrected(key: str) -> None:
    given, act, by = EACH[key]
    once = given().given(act, by=by)
    again = once.given(undo(key), by=by).given(act, by=by)
    assert again.view.waiting_for == once.view.waiting_for
    right = {name: value for name, value in act.model_dump(mode="json").items() if name != "node"}
    mended = once.given(mend(key, right), by=by)
    assert mended.the(ActWithdrawn).replaced
    assert [type(event) for event in mended.events[1:]] == [type(event) for event in once.events]


def test_of_two_recoveries_by_one_document_the_newest_is_withdrawn_first() -> None:
    more = RecoverFunds(amount=Decimal(2_000), reason="结余", document="收回1号")
    both = graded().given(RECOVER, more)
    once = both.given(undo("funds.recover:收回1号"), by=REVIEWER)
    assert once.state.evaluation.results.recovered == Decimal(1_000)
    none = once.given(undo("funds.recover:收回1号"), by=REVIEWER)
    assert none.state.evaluation.results.recovered == 0


def test_a_recovery_of_ten_times_the_amount_is_corrected() -> None:
    right = RecoverFunds(amount=Decimal(100), reason="结余", document="收回1号（更正）")
    mended = (
        graded()
        .given(RECOVER)
        .given(mend("funds.recover:收回1号", right.model_dump(mode="json")), by=REVIEWER)
    )
    assert mended.state.evaluation.results.recoveries == (("收回1号（更正）", Decimal(100)),)


def test_a_grade_is_withdrawn_once_its_recovery_and_its_proposal_are() -> None:
    used = graded().given(RECOVER, PROPOSE)
    zh = used.when(undo("grade.finalise"), by=REVIEWER).refused(Code.WRONG_PHASE).zh
    assert "收回资金" in zh
    assert "提出追责建议" in zh
    free = used.given(undo("funds.recover:收回1号"), undo("accountability.propose"), by=REVIEWER)
    assert free.given(undo("grade.finalise"), by=REVIEWER).state.evaluation.final is None


def test_a_proposal_with_a_measure_is_corrected_and_the_measure_stands() -> None:
    measured = graded().given(PROPOSE).given(MEASURE, by=GOVERNMENT)
    refusal = measured.when(undo("accountability.propose"), by=REVIEWER)
    assert TAKEN in refusal.refused(Code.WRONG_PHASE).zh
    right = PROPOSE.model_dump(mode="json") | {"reason": "未按期履职"}
    mended = measured.given(mend("accountability.propose", right), by=REVIEWER)
    (follows,) = mended.the(ActWithdrawn).follows
    assert (follows.of, follows.becomes) == (TAKEN, "stands")
    mended.when(undo("accountability.propose"), by=REVIEWER).refused(Code.WRONG_PHASE)


def test_the_government_undoes_its_measure_and_the_bureau_does_not() -> None:
    measured = graded().given(PROPOSE).given(MEASURE, by=GOVERNMENT)
    measured.when(undo(TAKEN), by=REVIEWER).refused(Code.WRONG_ORGANISATION)
    measured.when(undo("accountability.propose"), by=GOVERNMENT).refused(Code.WRONG_ORGANISATION)
    free = measured.given(undo(TAKEN), by=GOVERNMENT)
    free.given(undo("accountability.propose"), by=REVIEWER)


def test_another_commission_is_withdrawn_and_the_first_one_counts_again() -> None:
    other = Commission(institution="third-2", procured=True, procurement_reference="CG-2")
    twice = commissioned().given(other)
    once = twice.given(undo("key-evaluation.commission"), by=REVIEWER)
    assert once.state.evaluation.key.institution == COMMISSION.institution
    none = once.given(undo("key-evaluation.commission"), by=REVIEWER)
    assert none.state.evaluation.key.institution is None


def test_a_commission_whose_report_came_is_corrected_and_the_report_cancelled() -> None:
    reported = commissioned().given(key_report())
    zh = reported.when(undo("key-evaluation.commission"), by=REVIEWER)
    assert "act.correct" in zh.refused(Code.WRONG_PHASE).zh
    right = {**COMMISSION.model_dump(mode="json"), "institution": "third-2"}
    follows = {"key-evaluation.file-report": "cancelled"}
    mended = reported.given(mend("key-evaluation.commission", right, **follows), by=REVIEWER)
    assert mended.state.evaluation.key.institution == "third-2"
    assert "third_party:key-evaluation.report" in mended.view.waiting_for


def test_a_commission_whose_result_is_final_waits_for_the_withdrawal_of_that() -> None:
    final = commissioned().given(key_report(), VIEWS, Finalise())
    refusal = final.when(mend("key-evaluation.commission"), by=REVIEWER)
    assert "确定重点评价结果" in refusal.refused(Code.WRONG_PHASE).zh


def test_a_reassessment_that_was_filed_is_cancelled_with_its_commission() -> None:
    awaited = STAGES["assessed"]().given(AGAIN)
    report = awaited.given(REPORT, by=Actor("t-1", "third-1", Role.THIRD_PARTY))
    right = AGAIN.model_dump(mode="json") | {"commissioned": "third-2"}
    key = "exante.commission-reassessment"
    report.when(undo(key), by=REVIEWER).refused(Code.WRONG_PHASE)
    mended = report.given(
        mend(key, right, **{"exante.file-reassessment": "cancelled"}), by=REVIEWER
    )
    assert mended.state.exante.reassessment.commissioned == "third-2"
    assert mended.state.exante.reassessment.report is None


def test_a_warning_of_the_system_is_nobodys_to_take_back() -> None:
    warned = STAGES["result"]().given(Warn(node=MAY, reason="触线"), by=SYSTEM)
    warned.when(undo(WARNED), by=REVIEWER).refused(Code.WRONG_PHASE, "act")


def test_a_reopening_gives_back_the_grade_and_the_proposal() -> None:
    reopened = graded().given(PROPOSED, AUDIT, REOPENED)
    back = reopened.given(undo("grade.reopen"), by=REVIEWER)
    assert back.state.evaluation.final is not None
    assert back.state.evaluation.results.proposal is not None
    assert "finance:grade.reopening" in back.view.waiting_for


def test_a_selection_that_was_taken_back_leaves_no_key_evaluation() -> None:
    selected = filed().given(REVIEWED, KEY)
    gone = selected.given(UNSELECT, by=SYSTEM)
    assert gone.the(UnmarkedSelected).institution is None
    assert gone.state.evaluation.key == KeyEvaluation()
    assert content(gone) == content(filed().given(REVIEWED))


@pytest.mark.parametrize("given", [commissioned, lambda: commissioned().given(key_report())])
def test_an_evaluation_under_way_is_cancelled_only_as_decided(
    given: Callable[[], DeciderSpec],
) -> None:
    under_way = given()
    under_way.when(UNSELECT, by=SYSTEM).refused(Code.WRONG_PHASE)
    gone = under_way.given(CANCEL, by=SYSTEM)
    assert gone.the(UnmarkedSelected).institution == COMMISSION.institution
    assert gone.view.waiting_for == filed().given(REVIEWED).view.waiting_for


def test_a_commission_that_was_withdrawn_lets_the_selection_go() -> None:
    free = commissioned().given(undo("key-evaluation.commission"), by=REVIEWER)
    free.given(UNSELECT, by=SYSTEM)


def test_a_draw_that_was_taken_back_leaves_no_check() -> None:
    drawn = filed().given(REVIEWED, DRAWN)
    gone = drawn.given(UNDRAW, by=SYSTEM)
    assert gone.the(UnmarkedDrawn).found is False
    assert content(gone) == content(filed().given(REVIEWED))


def test_a_finding_is_cancelled_only_as_decided_and_never_under_a_grade() -> None:
    found = filed().given(REVIEWED, DRAWN).given(finding(untrue=True))
    found.when(UNDRAW, by=SYSTEM).refused(Code.WRONG_PHASE)
    gone = found.given(CANCEL_FINDING, by=SYSTEM)
    assert gone.the(UnmarkedDrawn).found
    assert gone.state.evaluation.authenticity is None
    final = filed().given(REVIEWED, DRAWN).given(finding()).given(GRADED)
    assert "评定" in final.when(CANCEL_FINDING, by=SYSTEM).refused(Code.WRONG_PHASE).zh


def test_what_is_marked_no_more_is_left_as_it_is() -> None:
    assert not filed().when(UNSELECT, by=SYSTEM).events
    assert not filed().when(UNDRAW, by=SYSTEM).events
