"""The bureau's acts are withdrawn while nothing rests on them, and corrected afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.decider import Actor
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.shared.filings.undoable import ActWithdrawn
from domain.shared.people.exception_grants import GrantException
from domain.shared.rectification.rectifying import Notify, Refuse
from domain.shared.rectification.reviewing import (
    Accept,
    FindRefused,
    FindUnmet,
    Reject,
)
from domain.subjects.project_year.evaluation.department_evaluation import (
    ReturnReport as ReturnDepartmentReport,
)
from domain.subjects.project_year.evaluation.department_evaluation import ReviewReport
from domain.subjects.project_year.evaluation.key_evaluation_review import Finalise
from domain.subjects.project_year.evaluation.self_evaluation_review import ReturnSelfEvaluation
from domain.subjects.project_year.exante.assessment import ReturnReport
from domain.subjects.project_year.exante.library import Admit
from domain.subjects.project_year.monitoring.review import Reviewed
from domain.subjects.project_year.monitoring.rounds import ResultReturned, ReturnResult
from domain.subjects.project_year.monitoring.state import Open
from domain.subjects.project_year.results.use_policies import RULE
from domain.subjects.project_year.targets.adjustment import ApproveAdjustment
from domain.subjects.project_year.targets.budget import ApproveBudget, BudgetApproved
from domain.subjects.project_year.targets.target import (
    ApproveTarget,
    ReturnTarget,
    TargetReturned,
)
from domain.subjects.project_year.undoing.acts import UNDOING
from testkit.builders.project_evaluation import (
    APPLIED,
    AUDIT,
    CHECK,
    DRAWN,
    GRADED,
    PROBLEM,
    PROPOSED,
    REVIEWED,
    VIEWS,
    commissioned,
    department_report,
    filed,
    finding,
    graded,
    key_report,
    published,
    selected,
)
from testkit.builders.project_year import (
    BUDGET,
    DONE,
    MAY,
    RESULT,
    STAGES,
    admitted,
    assessed,
    budgeted,
    monitored,
    rectifying,
    result,
    reviewed,
    target,
)
from testkit.builders.undoing import mend, undo
from testkit.decider_spec import AUDITOR, CONGRESS, DEPARTMENT, FILER, REVIEWER, DeciderSpec

ANOTHER = Actor("f-2", REVIEWER.organisation, Role.FINANCE)
STRANGER = Actor("f-3", "652800-cz", Role.FINANCE)
SLIP = reviewed("9", rectify_by=date(2023, 6, 30))
MAY_REVIEW = f"monitoring.review:{MAY}"
MAY_RECTIFICATION = f"rectification.notify:{MAY}"
MORE = Decimal(10_000_000)
"""Ten times the budget that was meant."""

GRANTED = GrantException(rule=RULE, reference="例外1号", approver="县长", reason="民生")

EACH: dict[str, tuple[Callable[[], DeciderSpec], Command, Actor]] = {
    "exante.review": (STAGES["assessed"], assessed(), REVIEWER),
    "library.admit": (STAGES["library"], Admit(), REVIEWER),
    "target.approve": (STAGES["filed"], ApproveTarget(), REVIEWER),
    "target.approve-adjustment": (STAGES["adjusting"], ApproveAdjustment(), REVIEWER),
    "budget.approve": (STAGES["approval"], BUDGET, CONGRESS),
    MAY_REVIEW: (STAGES["result"], SLIP, REVIEWER),
    f"rectification.notify:{MAY}": (
        lambda: monitored().given(result("900000", "90"), reviewed("85")),
        Notify(node=MAY, reason="问题"),
        REVIEWER,
    ),
    f"rectification.accept:{MAY}": (STAGES["reported"], Accept(node=MAY), REVIEWER),
    f"rectification.find-unmet:{MAY}": (
        lambda: rectifying().on("2023-07-01"),
        FindUnmet(node=MAY, reason="未整改"),
        REVIEWER,
    ),
    f"rectification.find-refused:{MAY}": (
        lambda: rectifying().on("2023-07-01"),
        FindRefused(node=MAY, reason="拒不整改"),
        REVIEWER,
    ),
    "self-evaluation.review": (filed, REVIEWED, REVIEWER),
    "department-evaluation.review": (
        lambda: selected().given(department_report(), by=DEPARTMENT),
        ReviewReport(),
        REVIEWER,
    ),
    "key-evaluation.finalise": (
        lambda: commissioned().given(key_report(), VIEWS),
        Finalise(),
        REVIEWER,
    ),
    "authenticity.record-finding": (
        lambda: filed().given(REVIEWED, DRAWN),
        finding(untrue=True),
        REVIEWER,
    ),
    f"audit.record-finding:{AUDIT.document}": (filed, AUDIT, AUDITOR),
    f"finding.record:{CHECK.document}": (filed, CHECK, REVIEWER),
    "funds.record-major-problem": (filed, PROBLEM, REVIEWER),
    "grade.finalise": (lambda: filed().given(REVIEWED), GRADED, REVIEWER),
    "results.propose": (graded, PROPOSED, REVIEWER),
    "results.apply": (lambda: graded().given(PROPOSED), APPLIED, REVIEWER),
    f"exception.grant:{GRANTED.reference}": (graded, GRANTED, REVIEWER),
    "exante.return": (STAGES["assessed"], ReturnReport(reason="有误"), REVIEWER),
    "target.return": (STAGES["filed"], ReturnTarget(reason="有误"), REVIEWER),
    f"monitoring.return:{MAY}": (
        STAGES["result"],
        ReturnResult(node=MAY, reason="有误"),
        REVIEWER,
    ),
    f"rectification.reject:{MAY}": (
        STAGES["reported"],
        Reject(node=MAY, reason="有误"),
        REVIEWER,
    ),
    "self-evaluation.return": (filed, ReturnSelfEvaluation(reason="有误"), REVIEWER),
    "department-evaluation.return": (
        lambda: selected().given(department_report(), by=DEPARTMENT),
        ReturnDepartmentReport(reason="有误"),
        REVIEWER,
    ),
}
EVERY = pytest.mark.parametrize("key", EACH)


def content(scene: DeciderSpec) -> Any:
    """The state, apart from where and when it is."""
    return replace(scene.state, version=0, last_at=None, begun={})


@EVERY
def test_a_withdrawn_act_leaves_the_state_that_was_before_it(key: str) -> None:
    given, act, by = EACH[key]
    before = given()
    withdrawn = before.given(act, by=by).given(undo(key), by=by)
    assert content(withdrawn) == content(before)
    assert withdrawn.the(ActWithdrawn).by == by.id


@EVERY
def test_it_is_taken_again(key: str) -> None:
    given, act, by = EACH[key]
    once = given().given(act, by=by)
    again = once.given(undo(key), by=by).given(act, by=by)
    assert again.view.phase == once.view.phase
    again.given(undo(key), by=by)


@EVERY
def test_what_does_not_stand_is_not_withdrawn(key: str) -> None:
    given, act, by = EACH[key]
    given().when(undo(key), by=by).refused(Code.WRONG_PHASE, "act")
    withdrawn = given().given(act, by=by).given(undo(key), by=by)
    withdrawn.when(undo(key), by=by).refused(Code.WRONG_PHASE, "act")


@EVERY
def test_another_bureau_does_not_withdraw_it(key: str) -> None:
    given, act, by = EACH[key]
    other = STRANGER if by is not AUDITOR else REVIEWER
    scene = given().given(act, by=by).when(undo(key), by=other)
    if key == "budget.approve":  # the bureau keeps the record of what the congress approved
        scene.the(ActWithdrawn)
    else:
        scene.refused(Code.WRONG_ORGANISATION)


def test_a_reviewers_slip_is_mended_by_another_of_the_bureau() -> None:
    slipped = STAGES["result"]().given(SLIP)
    assert slipped.state.rounds[MAY].failed
    mended = slipped.given(undo(MAY_REVIEW), by=ANOTHER)
    event = mended.the(ActWithdrawn)
    assert [(one.of, one.becomes) for one in event.follows] == [(MAY_RECTIFICATION, "cancelled")]
    assert mended.view.waiting_for == (f"finance:{MAY_REVIEW}",)
    good = monitored().given(result("900000", "90"), SLIP)
    good = good.given(undo(MAY_REVIEW), reviewed("90"), by=REVIEWER)
    assert not good.state.rounds[MAY].failed
    assert good.state.rounds[MAY].settled


def test_the_refusal_of_a_second_review_names_the_way() -> None:
    refusal = STAGES["result"]().given(SLIP).when(reviewed("90")).refused(Code.ALREADY_REVIEWED)
    assert "act.withdraw" in refusal.zh


@pytest.mark.parametrize("answer", [DONE, Refuse(node=MAY, reason="不同意")])
def test_a_review_that_was_answered_is_corrected_with_what_follows(answer: Command) -> None:
    answered = monitored().given(result("900000", "90"), SLIP, answer)
    assert (
        "act.correct" in answered.when(undo(MAY_REVIEW), by=REVIEWER).refused(Code.WRONG_PHASE).zh
    )
    right = {"score": "90"}
    answered.when(mend(MAY_REVIEW, right), by=REVIEWER).refused(Code.MISSING_FIELD, "follows")
    stays = mend(MAY_REVIEW, right, **{MAY_RECTIFICATION: "stands"})
    answered.when(stays, by=REVIEWER).refused(Code.INVALID_FIELD, "follows")
    mended = answered.given(
        mend(MAY_REVIEW, right, **{MAY_RECTIFICATION: "cancelled"}), by=REVIEWER
    )
    assert mended.the(ActWithdrawn).replaced
    assert mended.the(Reviewed).score == Decimal(90)
    assert mended.state.rounds[MAY].settled


def test_a_correction_without_a_replacement_leaves_the_act_to_be_taken() -> None:
    answered = STAGES["result"]().given(SLIP, DONE)
    open_again = answered.given(
        mend(MAY_REVIEW, None, **{MAY_RECTIFICATION: "cancelled"}), by=REVIEWER
    )
    assert isinstance(open_again.state.rounds[MAY], Open)


def test_a_replacement_meets_the_rules_of_the_act() -> None:
    slipped = STAGES["result"]().given(SLIP)
    slipped.when(mend(MAY_REVIEW, {}), by=REVIEWER).refused(Code.MISSING_FIELD, "score")
    slipped.when(mend(MAY_REVIEW, {"score": "101"}), by=REVIEWER).refused(
        Code.INVALID_FIELD, "replacement.score"
    )
    nothing = mend(MAY_REVIEW, {"score": "90"}, **{"grade.finalise": "cancelled"})
    slipped.when(nothing, by=REVIEWER).refused(Code.INVALID_FIELD, "follows")


def test_the_grade_of_a_corrected_review_is_given_again() -> None:
    over = graded()
    over.when(undo("self-evaluation.review"), by=REVIEWER).refused(Code.WRONG_PHASE)
    mended = over.given(
        mend("self-evaluation.review", {}, **{"grade.finalise": "cancelled"}), by=REVIEWER
    )
    assert mended.state.evaluation.final is None
    assert "finance:grade.finalisation" in mended.view.waiting_for


def test_what_needs_no_decision_stands_by_itself() -> None:
    mended = selected().given(mend("self-evaluation.review", {}), by=REVIEWER)
    follows = mended.the(ActWithdrawn).follows
    assert [(one.of, one.becomes) for one in follows] == [
        ("department-evaluation.mark-selected", "stands")
    ]


def test_a_target_approved_by_mistake_is_sent_back_and_filed_again() -> None:
    back = STAGES["approval"]().given(ReturnTarget(reason="误批，指标值需修改"))
    assert back.the(ActWithdrawn).act == "target.approve"
    assert back.the(TargetReturned).reason == "误批，指标值需修改"
    assert back.view.waiting_for == ("unit:target.filing",)
    again = back.given(target(), ApproveTarget()).given(BUDGET, by=CONGRESS)
    assert again.state.issued is not None


def test_a_target_whose_budget_is_approved_names_the_budget() -> None:
    refusal = budgeted().when(ReturnTarget(reason="误批")).refused(Code.WRONG_PHASE)
    assert "批复预算" in refusal.zh
    both = budgeted().given(undo("budget.approve"), undo("target.approve"), by=REVIEWER)
    assert both.view.waiting_for == ("finance:target.review",)


BACK: dict[str, tuple[Callable[[], DeciderSpec], Command]] = {
    "assessment": (STAGES["library"], ReturnReport(reason="有误")),
    "result": (lambda: STAGES["result"]().given(SLIP), ReturnResult(node=MAY, reason="有误")),
    "rectification": (STAGES["settled"], Reject(node=MAY, reason="有误")),
    "self-evaluation": (lambda: filed().given(REVIEWED), ReturnSelfEvaluation(reason="有误")),
}


@pytest.mark.parametrize("case", BACK)
def test_a_step_whose_followers_are_not_done_is_sent_back(case: str) -> None:
    given, act = BACK[case]
    back = given().given(act)
    assert len(back.events) == 2
    assert back.view.waiting_for[0].startswith("unit:")


def test_a_step_whose_followers_are_done_is_not_sent_back() -> None:
    admitted_already = STAGES["library"]().given(Admit())
    admitted_already.when(ReturnReport(reason="有误")).refused(Code.WRONG_PHASE)
    answered = STAGES["result"]().given(SLIP, DONE)
    answered.when(ReturnResult(node=MAY, reason="有误")).refused(Code.WRONG_PHASE)
    graded().when(ReturnSelfEvaluation(reason="有误")).refused(Code.WRONG_PHASE)


def test_a_returned_result_is_filed_again() -> None:
    slipped = STAGES["result"]().given(SLIP, ReturnResult(node=MAY, reason="审核分数录入有误"))
    assert slipped.the(ResultReturned).node == MAY
    again = slipped.given(result("900000", "90"), reviewed("90"))
    assert again.state.rounds[MAY].settled


def too_large() -> DeciderSpec:
    """A budget that was approved ten times too large."""
    scene = STAGES["approval"]()  # by the first version, which asked for no other amount
    return scene.take(replace(scene.act(ApproveBudget(amount=MORE), CONGRESS), version=1))


@pytest.mark.parametrize("by", [CONGRESS, REVIEWER])
def test_a_budget_ten_times_too_large_is_withdrawn_and_approved_again(by: Actor) -> None:
    withdrawn = too_large().given(undo("budget.approve"), by=by)
    assert withdrawn.view.waiting_for == ("congress:budget.approval",)
    assert withdrawn.given(BUDGET, by=CONGRESS).state.budget == BUDGET.amount


def test_a_budget_that_was_worked_with_is_corrected_with_what_becomes_of_each_result() -> None:
    worked = monitored(too_large()).given(result("500000", "50"))
    assert (
        "act.correct"
        in worked.when(undo("budget.approve"), by=REVIEWER).refused(Code.WRONG_PHASE).zh
    )
    right = {"amount": "1000000", "document": "更正批复"}
    worked.when(mend("budget.approve", right), by=CONGRESS).refused(Code.MISSING_FIELD, "follows")
    mended = worked.given(mend("budget.approve", right, **{RESULT: "returned"}), by=CONGRESS)
    assert mended.the(BudgetApproved).amount == BUDGET.amount
    assert mended.state.issued.approved_on == worked.state.issued.approved_on
    assert mended.view.waiting_for == (f"unit:{RESULT}",)
    assert mended.given(result("500000", "50")).state.rounds[MAY].result.execution_rate == 50


def test_a_reviewed_result_is_sent_back_with_the_budget() -> None:
    worked = monitored(too_large()).given(result("500000", "50"), SLIP)
    right = {"amount": "1000000"}
    mended = worked.given(mend("budget.approve", right, **{RESULT: "returned"}), by=CONGRESS)
    assert mended.view.waiting_for == (f"unit:{RESULT}",)


def test_a_round_waits_for_the_budget_that_was_withdrawn() -> None:
    withdrawn = monitored(too_large()).given(undo("budget.approve"), by=REVIEWER)
    withdrawn.when(result()).refused(Code.WRONG_PHASE)
    assert withdrawn.view.waiting_for == ("congress:budget.approval",)
    withdrawn.given(BUDGET, by=CONGRESS).given(result())


def test_an_adjustment_is_withdrawn_before_the_budget_is_corrected() -> None:
    adjusted = STAGES["adjusting"]().given(ApproveAdjustment())
    refusal = adjusted.when(mend("budget.approve", {"amount": "1000000"}), by=CONGRESS)
    assert "批准绩效目标调整" in refusal.refused(Code.WRONG_PHASE).zh
    assert (
        adjusted.given(undo("target.approve-adjustment"), by=REVIEWER).state.budget == BUDGET.amount
    )


def test_an_adjustment_that_was_reported_on_is_not_withdrawn() -> None:
    worked = monitored(STAGES["adjusting"]().given(ApproveAdjustment())).given(result("100000"))
    worked.when(undo("target.approve-adjustment"), by=REVIEWER).refused(Code.WRONG_PHASE)


def test_a_notice_that_a_rule_ordered_goes_with_its_review_alone() -> None:
    rectifying().when(undo(f"rectification.notify:{MAY}"), by=REVIEWER).refused(
        Code.WRONG_PHASE, "act"
    )


def test_a_form_that_is_public_keeps_its_review() -> None:
    public = filed().given(REVIEWED).given(published(), by=FILER)
    public.when(undo("self-evaluation.review"), by=REVIEWER).refused(Code.WRONG_PHASE)


def test_a_result_that_was_applied_keeps_its_grade_and_its_proposal() -> None:
    applied = graded().given(PROPOSED, APPLIED)
    applied.when(undo("results.propose"), by=REVIEWER).refused(Code.WRONG_PHASE)
    applied.when(undo("grade.finalise"), by=REVIEWER).refused(Code.WRONG_PHASE)


@pytest.mark.parametrize("key", ["", "target", "target.file", "monitoring.review:May", "x:y"])
def test_a_key_of_no_act_is_answered_with_those_that_stand(key: str) -> None:
    if key:
        refusal = admitted().when(undo(key), by=REVIEWER).refused(Code.WRONG_PHASE, "act")
        assert "项目入库（library.admit）" in refusal.zh


def test_a_return_of_an_adjustment_is_undone() -> None:
    waiting = STAGES["adjusting"]()
    back = waiting.given(ReturnTarget(reason="误退"))
    again = back.given(undo("target.return"), by=ANOTHER)
    assert content(again) == content(waiting)


def test_a_return_is_not_undone_once_the_unit_filed_again() -> None:
    again = STAGES["filed"]().given(ReturnTarget(reason="有误"), target())
    again.when(undo("target.return"), by=REVIEWER).refused(Code.WRONG_PHASE, "act")


def test_a_filing_that_a_correction_sent_back_is_no_return_that_could_be_undone() -> None:
    once = monitored(too_large()).given(
        result("500000", "50"),
        ReturnResult(node=MAY, reason="有误"),
        undo(f"monitoring.return:{MAY}"),
    )
    right = mend("budget.approve", {"amount": "1000000"}, **{RESULT: "returned"})
    mended = once.given(right, by=CONGRESS)
    mended.when(undo(f"monitoring.return:{MAY}"), by=REVIEWER).refused(Code.WRONG_PHASE, "act")


def test_a_rejection_stands_once_the_rectification_was_found_unmet() -> None:
    late = STAGES["reported"]().given(Reject(node=MAY, reason="有误")).on("2023-08-01")
    unmet = late.given(FindUnmet(node=MAY, reason="未整改"))
    refusal = unmet.when(undo(f"rectification.reject:{MAY}"), by=REVIEWER)
    assert "rectification.find-unmet" in refusal.refused(Code.WRONG_PHASE).zh


def test_a_proposal_that_was_applied_is_corrected_and_the_use_cancelled() -> None:
    applied = graded().given(PROPOSED, APPLIED)
    content_of = PROPOSED.model_dump(mode="json")
    mended = applied.given(
        mend("results.propose", content_of, **{"results.apply": "cancelled"}), by=REVIEWER
    )
    proposal = mended.state.evaluation.results.proposal
    assert proposal is not None
    assert not proposal.applied


def test_an_exception_that_a_use_rests_on_stands() -> None:
    by_exception = APPLIED.model_copy(update={"action": "reduce", "exception": "例外1号"})
    used = graded().given(PROPOSED, GRANTED, by_exception)
    key = "exception.grant:例外1号"
    assert "results.apply" in used.when(undo(key), by=REVIEWER).refused(Code.WRONG_PHASE).zh
    free = used.given(undo("results.apply"), undo(key), by=REVIEWER)
    assert not free.state.evaluation.results.exceptions


def test_a_refusal_lists_each_act_once_with_its_node() -> None:
    slipped = STAGES["result"]().given(SLIP)
    refusal = slipped.when(undo("target.file"), by=REVIEWER).refused(Code.WRONG_PHASE, "act")
    assert refusal.zh.count(MAY_REVIEW) == 1
    assert refusal.en.count(MAY_REVIEW) == 1


@pytest.mark.parametrize(
    ("key", "way_on"),
    [
        ("execution.record", "再次导入正确的累计执行数"),
        ("deadline.set", "再次办理 deadline.set"),
        ("monitoring.file-result:2023-05-31", "由填报人以 correct 撤回或更正"),
    ],
)
def test_an_act_that_is_never_withdrawn_is_refused_with_the_way_on(key: str, way_on: str) -> None:
    refusal = budgeted().when(undo(key), by=REVIEWER).refused(Code.WRONG_PHASE, "act")
    assert way_on in refusal.zh
    assert "未办理" not in refusal.zh


def test_an_act_of_a_node_is_asked_for_its_node() -> None:
    slipped = STAGES["result"]().given(SLIP)
    refusal = slipped.when(undo("monitoring.review"), by=REVIEWER).refused(Code.WRONG_PHASE, "act")
    assert "须注明" in refusal.zh
    assert MAY_REVIEW in refusal.zh


def test_an_act_within_a_key_is_named_too() -> None:
    named = UNDOING.named
    assert named("history.import-act:budget.approve") == (
        "导入启用前已办事项 批复预算，同步下达绩效目标"
    )
    assert named("exception.grant:monitoring.result:2026-05-31") == "批准例外 监控结果 2026-05-31"
    assert named("monitoring.review:2026-05-31") == "审核监控结果 2026-05-31"


def test_a_replacement_that_is_not_whole_says_what_it_lacks() -> None:
    slipped = STAGES["result"]().given(SLIP)
    refusal = slipped.when(mend(MAY_REVIEW, {"amount": "1"}), by=REVIEWER).refused(
        Code.INVALID_FIELD
    )
    assert "没有 amount 这一项" in refusal.zh
    assert "须写全该事项的各项" in refusal.zh


def test_undoing_a_finding_brings_back_the_one_before() -> None:
    unmet = rectifying().on("2023-07-01").given(FindUnmet(node=MAY, reason="未整改"))
    refused = unmet.given(FindRefused(node=MAY, reason="拒不整改"))
    # the finding that does not count any more is not undone
    refused.when(undo(f"rectification.find-unmet:{MAY}"), by=REVIEWER).refused(Code.WRONG_PHASE)
    back = refused.given(undo(f"rectification.find-refused:{MAY}"), by=REVIEWER)
    assert back.state.rounds == unmet.state.rounds
