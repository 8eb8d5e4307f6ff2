"""Feedback: asked for by the rules, given with problems, each rectified and closed by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.kernel.decider import Actor, InForce
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role, start_of
from domain.shared.deadlines.set_day import SetDay
from domain.shared.filings.undoable import ActWithdrawn
from domain.shared.rectification.asking import FeedbackAsked
from domain.shared.rectification.following import CarryOver, Propose
from domain.shared.rectification.giving import FeedbackGiven
from domain.shared.rectification.orders import Finding
from domain.shared.rectification.problems import Problem
from domain.shared.rectification.rectifying import Notify, Refuse, Report, Reported
from domain.shared.rectification.reviewing import (
    Accept,
    Accepted,
    FindRefused,
    FindUnmet,
    Reject,
)
from domain.subjects.project_year.evaluation.department_evaluation import ReviewReport
from domain.subjects.project_year.evaluation.key_evaluation_review import Finalise
from testkit.builders.project_evaluation import (
    AUDIT,
    CHECK,
    DRAWN,
    PROBLEM,
    VIEWS,
    commissioned,
    department_report,
    feedback,
    filed,
    finding,
    graded,
    imported,
    key_report,
    problem,
    reached,
    selected,
    self_evaluation,
)
from testkit.builders.project_evaluation import REVIEWED as SELF_REVIEWED
from testkit.builders.project_year import MAY, correction, rectifying
from testkit.builders.undoing import mend, undo
from testkit.decider_spec import REVIEWER, DeciderSpec, FakeRules, acting, in_force, packaged_rules

AUDITOR = acting(Role.AUDIT)
DUE = date(2023, 6, 30)
LATER = date(2023, 9, 30)
OF = {"source": "self_evaluation", "problems": ("W1",)}
BOTH = {"source": "self_evaluation", "problems": ("W1", "W2")}
REPORT = Report(**OF, measures="已补记台账")
PROPOSE = Propose(**OF, measures="完善台账制度")
REFUSE = Refuse(**OF, reason="不认可")
NOTIFY = Notify(**OF, reason="请加快", rectify_by=LATER)
CARRY = CarryOver(**OF, reason="工程跨年", rectify_by=date(2024, 3, 31))
UNMET = FindUnmet(**OF, reason="逾期未整改")
FOUND = FindRefused(**OF, reason="拒不整改")
ACCEPT, REJECT = Accept(**OF), Reject(**OF, reason="未到位")
OWED = "finance:feedback.self_evaluation"
CHECK_OWED, FOUND_OWED = "finance:feedback.authenticity_check", "finance:feedback.audit_finding"
TO_REPORT, TO_REVIEW = "unit:rectification.report:W1", "finance:rectification.review:W1"


def asking(measure_by: str | None = None) -> FakeRules:
    """Rules of a made-up county that ask for feedback after every evaluation."""
    table: dict[str, Any] = {
        "self_evaluation.score": {"score": "75.00", "execution_points": "9.00", "indicators": []},
        "grade.bands": "fair",
        "feedback.required": lambda _asked: {"measure_by": measure_by},
    }
    return FakeRules(table)


def asked(measure_by: str | None = None, **parameters: str) -> DeciderSpec:
    """The self-evaluation is reviewed, and its feedback is asked for."""
    rules = asking(measure_by)
    return filed(imported(rules)).under(in_force(rules, {}, **parameters)).given(SELF_REVIEWED)


def fed_back(*problems: Any, scene: DeciderSpec | None = None) -> DeciderSpec:
    """The problems of the self-evaluation are fed back, by default one."""
    return (scene or asked()).given(feedback(*problems))


def standing(scene: DeciderSpec, id_: str = "W1") -> Problem:
    found: Problem = scene.state.evaluation.fed_back.problems[id_]
    return found


def waits(scene: DeciderSpec) -> set[str]:
    """What is waited for by feedback and rectification."""
    return {one for one in scene.view.waiting_for if "rectification" in one or "feedback" in one}


# --- the rules ask for it


def test_a_review_asks_for_the_feedback_where_the_rules_do() -> None:
    reviewed = filed(imported(asking())).when(SELF_REVIEWED)
    found = reviewed.the(FeedbackAsked)
    assert found == FeedbackAsked(source="self_evaluation", grade="fair")
    assert OWED in reviewed.view.waiting_for


def test_without_a_rule_nothing_asks_and_feedback_is_offered() -> None:
    scene = filed(imported(FakeRules({"grade.bands": "fair"}))).given(SELF_REVIEWED)
    assert waits(scene) == set()
    assert scene.when(feedback()).the(FeedbackGiven).measure_by is None


@pytest.mark.parametrize(("number", "asks"), [("4", True), ("5", True), ("7", False), ("0", False)])
def test_qiemo_asks_after_a_fair_result_alone_and_the_unit_proposes(
    number: str, asks: bool
) -> None:
    form = self_evaluation(indicators=reached(number))
    reviewed = imported().given(form, SELF_REVIEWED)
    assert (OWED in reviewed.view.waiting_for) == asks
    if asks:
        assert fed_back(scene=reviewed).the(FeedbackGiven).measure_by == "unit"


@pytest.mark.parametrize(
    ("jurisdiction", "on", "self_too"),
    [
        ("653129", "2024-12-31", None),
        ("653129", "2025-01-01", True),
        ("653000", "2022-12-31", None),
        ("653000", "2023-01-01", True),
        ("652822", "2023-12-31", None),
        ("652822", "2024-01-01", False),
        ("652822", "2024-12-31", False),
        ("652822", "2025-01-01", True),
        ("652800", "2025-06-01", None),
    ],
)
def test_each_jurisdiction_asks_from_the_day_of_its_text(
    jurisdiction: str, on: str, self_too: bool | None
) -> None:
    rules = packaged_rules(jurisdiction)
    form = imported(FakeRules({})).given(self_evaluation()).under(InForce(rules))
    reviewed = form.on(on).given(SELF_REVIEWED)
    assert (OWED in reviewed.view.waiting_for) == bool(self_too)
    answer = rules.ask(
        "feedback.required", date.fromisoformat(on), source="key_evaluation", grade=None
    )
    assert answer.stated == (self_too is not None)


def test_the_department_s_and_the_key_evaluation_ask_too() -> None:
    rules = asking()
    department = selected(filed(imported(rules))).given(department_report(), ReviewReport())
    assert "finance:feedback.department_evaluation" in department.view.waiting_for
    key = commissioned(filed(imported(rules))).given(key_report(), VIEWS, Finalise())
    assert "finance:feedback.key_evaluation" in key.view.waiting_for


def test_luntai_asks_after_a_key_evaluation_from_2024() -> None:
    luntai = InForce(packaged_rules("652822"))
    views = commissioned(filed(imported(FakeRules({})))).given(key_report(), VIEWS).under(luntai)
    owed = "finance:feedback.key_evaluation"
    assert owed not in views.on("2023-12-31").given(Finalise()).view.waiting_for
    assert owed in views.on("2024-01-01").given(Finalise()).view.waiting_for


@pytest.mark.parametrize(("untrue", "asks"), [(True, True), (False, False)])
def test_a_check_that_finds_the_form_untrue_asks(*, untrue: bool, asks: bool) -> None:
    drawn = filed(imported(asking())).given(SELF_REVIEWED, DRAWN)
    checked = drawn.given(finding(untrue=untrue))
    assert (CHECK_OWED in checked.view.waiting_for) == asks
    assert CHECK_OWED not in checked.given(undo("authenticity.record-finding")).view.waiting_for
    given = checked.given(feedback(source="authenticity_check"))
    assert CHECK_OWED not in given.view.waiting_for
    if asks:
        given.when(undo("authenticity.record-finding")).refused(Code.WRONG_PHASE)


@pytest.mark.parametrize(
    ("act", "by", "key"),
    [
        (AUDIT, AUDITOR, f"audit.record-finding:{AUDIT.document}"),
        (CHECK, REVIEWER, f"finding.record:{CHECK.document}"),
        (PROBLEM, REVIEWER, "funds.record-major-problem"),
    ],
)
def test_each_finding_asks_and_is_withdrawn_with_its_question(
    act: Command, by: Actor, key: str
) -> None:
    before = asked()
    found = before.given(act, by=by)
    assert FOUND_OWED in found.view.waiting_for
    assert content(found.given(undo(key), by=by)) == content(before)
    given = found.given(feedback(source="audit_finding"))
    assert FOUND_OWED not in given.view.waiting_for
    given.when(undo(key), by=by).refused(Code.WRONG_PHASE)


def test_a_second_finding_asks_again() -> None:
    given = asked().given(AUDIT, by=AUDITOR).given(feedback(source="audit_finding"))
    again = given.given(CHECK)
    assert FOUND_OWED in again.view.waiting_for
    assert FOUND_OWED not in again.given(undo(f"finding.record:{CHECK.document}")).view.waiting_for
    second = feedback(problem("W2"), source="audit_finding")
    assert FOUND_OWED not in again.given(second).view.waiting_for


def test_one_letter_asks_for_a_feedback_that_is_owed_already() -> None:
    first = asked().given(AUDIT, by=AUDITOR)
    assert first.the(FeedbackAsked).again is None
    assert first.given(CHECK).the(FeedbackAsked).again is True
    fed = first.given(feedback(source="audit_finding"))
    assert fed.given(CHECK).the(FeedbackAsked).again is None


def test_a_finding_that_is_corrected_after_its_feedback_asks_again() -> None:
    fed = asked().given(AUDIT, by=AUDITOR).given(feedback(source="audit_finding"))
    key = f"audit.record-finding:{AUDIT.document}"
    right = AUDIT.model_dump(mode="json") | {"finding": "更正后的审计发现"}
    mended = fed.given(mend(key, right), by=AUDITOR)
    assert FOUND_OWED in mended.view.waiting_for
    assert mended.the(FeedbackAsked).again is None
    second = feedback(problem("W2"), source="audit_finding")
    assert FOUND_OWED not in mended.given(second).view.waiting_for


def test_two_findings_are_fed_back_together_and_one_of_them_is_withdrawn() -> None:
    both = asked().given(AUDIT, by=AUDITOR).given(CHECK)
    assert FOUND_OWED in both.given(undo(f"finding.record:{CHECK.document}")).view.waiting_for
    assert FOUND_OWED not in both.given(feedback(source="audit_finding")).view.waiting_for


def test_the_parameter_gives_the_day_and_its_passing_is_found() -> None:
    scene = asked(feedback_after_days="10")
    assert scene.the(FeedbackAsked).due == date(2023, 3, 30)
    assert scene.until(start_of(date(2023, 3, 30))).view.overdue == ()
    late = scene.until(start_of(date(2023, 3, 31)))
    assert late.view.overdue == ("feedback.self_evaluation",)
    assert fed_back(problem(rectify_by=None), scene=late).view.overdue == ()


def test_without_a_parameter_the_bureau_can_be_given_a_day() -> None:
    day = SetDay(deadline="feedback.self_evaluation", due=date(2023, 4, 10), document="通知")
    assert asked().given(day).view.next_due == date(2023, 4, 10)


# --- it is given


def test_feedback_opens_each_problem_for_the_unit() -> None:
    scene = fed_back(problem("W1"), problem("W2", rectify_by=None))
    assert waits(scene) == {TO_REPORT, "unit:rectification.report:W2"}
    assert (standing(scene).order.due, standing(scene, "W2").order.due) == (DUE, None)


def test_a_problem_without_a_day_gets_that_of_the_parameter() -> None:
    scene = asked(rectification_after_days="30")
    assert standing(fed_back(problem(rectify_by=None), scene=scene)).order.due == date(2023, 4, 19)


def test_no_problem_is_fed_back_in_words_and_once() -> None:
    scene = asked()
    empty = feedback().model_copy(update={"problems": ()})
    scene.when(empty).refused(Code.MISSING_FIELD, "opinion")
    said = scene.given(empty.model_copy(update={"opinion": "未发现问题"}))
    assert waits(said) == set()
    said.when(empty.model_copy(update={"opinion": "再次"})).refused(Code.DUPLICATE)
    assert waits(said.given(feedback())) == {TO_REPORT}


def test_nothing_is_fed_back_before_the_review() -> None:
    filed().when(feedback()).refused(Code.WRONG_PHASE)
    asked().when(feedback(source="key_evaluation")).refused(Code.WRONG_PHASE)


@pytest.mark.parametrize(
    ("problems", "code"),
    [
        ((problem("W1"), problem("W1")), Code.INVALID_FIELD),
        ((problem("2023-05-31"),), Code.INVALID_FIELD),
        ((problem(clause=None),), Code.MISSING_FIELD),
        ((problem(clause=None, indicator="nowhere"),), Code.INVALID_FIELD),
        ((problem(rectify_by=date(2023, 3, 19)),), Code.INVALID_FIELD),
        ((problem(rectify_by=date(2025, 1, 1)),), Code.INVALID_FIELD),
    ],
)
def test_a_problem_has_an_id_a_ground_and_a_day_that_can_be_met(
    problems: tuple[Any, ...], code: Code
) -> None:
    asked().when(feedback(*problems)).refused(code, "problems")


@pytest.mark.parametrize(
    "changes", [{"rectify_by": date(2023, 3, 20)}, {"rectify_by": date(2024, 12, 31)}]
)
def test_the_first_and_the_last_day_for_rectification_are_taken(changes: dict[str, Any]) -> None:
    assert waits(fed_back(problem(**changes))) == {TO_REPORT}


def test_an_id_is_taken_for_the_whole_year() -> None:
    fed_back().when(feedback()).refused(Code.INVALID_FIELD, "problems")


# --- it is rectified, problem by problem


@pytest.mark.parametrize(("on", "late"), [("06-29", False), ("06-30", False), ("07-01", True)])
def test_the_day_of_a_problem_itself_is_in_time(on: str, *, late: bool) -> None:
    reported = fed_back().on(f"2023-{on}").when(REPORT).the(Reported)
    assert (reported.problem, reported.due, reported.late) == ("W1", DUE, late)


def test_each_problem_is_closed_by_itself() -> None:
    scene = fed_back(problem("W1"), problem("W2")).given(Report(**BOTH, measures="已整改"))
    closed = scene.when(ACCEPT)
    assert closed.the(Accepted) == Accepted(source="self_evaluation", problem="W1")
    assert waits(closed) == {"finance:rectification.review:W2"}
    assert standing(closed).order.accepted
    closed.when(REPORT).refused(Code.ALREADY_REVIEWED)


def test_a_report_that_is_rejected_is_made_again() -> None:
    back = fed_back().given(REPORT, REJECT)
    assert waits(back) == {TO_REPORT}
    assert waits(back.given(REPORT)) == {TO_REVIEW}


def test_the_unit_refuses_and_the_bureau_finds_it_after_the_day() -> None:
    refuses = fed_back().given(REFUSE)
    assert waits(refuses) == {"finance:rectification.finding:W1"}
    refuses.on("2023-06-30").when(FOUND).refused(Code.WRONG_PHASE)
    found = refuses.on("2023-07-01").given(FOUND)
    assert standing(found).order.finding is Finding.REFUSED
    assert waits(found) == set()


@pytest.mark.parametrize(("on", "code"), [("2023-06-29", 0), ("2023-06-30", 0), ("2023-07-01", 1)])
def test_a_problem_is_found_unmet_after_its_day_alone(on: str, code: int) -> None:
    found = fed_back().on(on).when(UNMET)
    if code:
        assert standing(found).order.finding is Finding.UNMET
        assert waits(found.given(REPORT)) == {TO_REVIEW}
    else:
        found.refused(Code.WRONG_PHASE)


def test_silence_after_the_day_waits_for_the_bureau_too() -> None:
    silent = fed_back().until(start_of(date(2023, 7, 1)))
    assert waits(silent) == {TO_REPORT, "finance:rectification.finding:W1"}
    assert silent.view.overdue == ("rectification.report:W1",)


def test_without_a_day_nothing_is_found_and_a_notice_gives_one() -> None:
    scene = fed_back(problem(rectify_by=None))
    zh = scene.on("2024-01-10").when(UNMET).refused(Code.WRONG_PHASE).zh
    assert "rectification.report:W1" in zh
    noticed = scene.given(NOTIFY)
    assert standing(noticed).order.due == LATER
    assert standing(noticed.on("2023-10-01").given(UNMET)).order.finding is Finding.UNMET


def test_a_problem_that_is_carried_over_stays_open_until_its_new_day() -> None:
    carried = fed_back().on("2023-07-01").given(UNMET, CARRY)
    assert standing(carried).carried_over
    assert waits(carried) == {TO_REPORT}
    reported = carried.on("2024-03-31").when(REPORT)
    assert not reported.the(Reported).late
    assert not standing(reported).carried_over
    reported.given(ACCEPT).when(CARRY).refused(Code.ALREADY_REVIEWED)
    reported.when(CARRY).refused(Code.WRONG_PHASE)


def test_a_new_day_takes_the_place_of_one_that_was_set() -> None:
    day = SetDay(deadline="rectification.report:W1", due=date(2023, 5, 10), document="督办单")
    dated = fed_back().given(day)
    assert dated.view.next_due == date(2023, 5, 10)
    carried = dated.given(CARRY)
    assert carried.view.next_due == date(2024, 3, 31)
    assert carried.given(undo("rectification.carry-over:W1")).view.next_due == date(2023, 5, 10)


def test_where_the_text_says_so_the_unit_proposes_before_it_reports() -> None:
    scene = fed_back(scene=asked("unit"))
    assert waits(scene) == {"unit:rectification.proposal:W1"}
    refusal = scene.when(REPORT).refused(Code.GATE_NOT_MET)
    assert [answer.rule for answer in refusal.basis] == ["feedback.required"]
    proposed = scene.given(PROPOSE)
    assert waits(proposed) == {TO_REPORT}
    assert standing(proposed.given(Propose(**OF, measures="另行"))).proposed == "另行"
    assert waits(proposed.given(REPORT)) == {TO_REVIEW}


def test_elsewhere_a_proposal_is_offered_while_the_problem_is_open() -> None:
    proposed = fed_back().given(PROPOSE)
    assert waits(proposed) == {TO_REPORT}
    proposed.given(REPORT, ACCEPT).when(PROPOSE).refused(Code.ALREADY_REVIEWED)


# --- what an act names


@pytest.mark.parametrize(
    ("named", "code", "field"),
    [
        ({}, Code.MISSING_FIELD, "node"),
        ({"problems": ("W1",)}, Code.MISSING_FIELD, "source"),
        ({"source": "self_evaluation"}, Code.MISSING_FIELD, "problems"),
        ({"source": "self_evaluation", "problems": ("W9",)}, Code.INVALID_FIELD, "problems"),
        ({"source": "key_evaluation", "problems": ("W1",)}, Code.INVALID_FIELD, "problems"),
        ({"source": "self_evaluation", "problems": ("W1", "W1")}, Code.INVALID_FIELD, "problems"),
        ({"node": MAY, "source": "self_evaluation"}, Code.INVALID_FIELD, "source"),
        ({"node": MAY, "problems": ("W1",)}, Code.INVALID_FIELD, "source"),
    ],
)
def test_an_act_names_a_round_or_problems_of_one_source(
    named: dict[str, Any], code: Code, field: str
) -> None:
    fed_back().when(Report(**named, measures="已整改")).refused(code, field)


def test_a_refusal_offers_the_problems_that_are_open() -> None:
    scene = fed_back(problem("W1"), problem("W2")).given(REPORT, ACCEPT)
    wrong = Report(source="self_evaluation", problems=("W9",), measures="已整改")
    refusal = scene.when(wrong).refused(Code.INVALID_FIELD, "problems")
    assert refusal.keys == ("W2",)


# --- it is undone


UNDOING: dict[str, tuple[Callable[[], DeciderSpec], Command]] = {
    "feedback.give:self_evaluation": (asked, feedback()),
    "rectification.notify:W1": (fed_back, NOTIFY),
    "rectification.carry-over:W1": (fed_back, CARRY),
    "rectification.accept:W1": (lambda: fed_back().given(REPORT), ACCEPT),
    "rectification.reject:W1": (lambda: fed_back().given(REPORT), REJECT),
    "rectification.find-unmet:W1": (lambda: fed_back().on("2023-07-01"), UNMET),
    "rectification.find-refused:W1": (lambda: fed_back().on("2023-07-01"), FOUND),
}


@pytest.mark.parametrize("key", UNDOING)
def test_a_withdrawn_act_leaves_the_state_that_was_before_it(key: str) -> None:
    given, act = UNDOING[key]
    before = given()
    gone = before.given(act).given(undo(key))
    assert content(gone) == content(before)
    assert gone.the(ActWithdrawn).act == key
    assert waits(gone.given(act)) == waits(before.given(act))


def content(scene: DeciderSpec) -> Any:
    """The state, apart from where and when it is; a source that nothing is left of is none."""
    fed_back = scene.state.evaluation.fed_back
    given = {source: by for source, by in fed_back.given.items() if by}
    bare = replace(scene.state, version=0, last_at=None, begun={})
    return bare.evaluated(fed_back=replace(fed_back, given=given))


def test_feedback_is_not_withdrawn_under_a_report() -> None:
    zh = fed_back().given(REPORT).when(undo("feedback.give:self_evaluation"))
    assert "提交整改报告" in zh.refused(Code.WRONG_PHASE).zh


def test_a_notice_is_withdrawn_after_what_came_later() -> None:
    both = fed_back().given(NOTIFY, CARRY)
    both.when(undo("rectification.notify:W1")).refused(Code.WRONG_PHASE)
    both.given(undo("rectification.carry-over:W1"), undo("rectification.notify:W1"))
    reported = fed_back().given(NOTIFY, REPORT)
    reported.when(undo("rectification.notify:W1")).refused(Code.WRONG_PHASE)


def test_a_review_that_is_withdrawn_asks_no_more_and_not_under_a_feedback() -> None:
    assert waits(asked().given(undo("self-evaluation.review"))) == set()
    zh = fed_back().when(undo("self-evaluation.review")).refused(Code.WRONG_PHASE).zh
    assert "反馈评价结果" in zh


def test_the_unit_takes_its_report_back_or_corrects_it() -> None:
    reported = fed_back().given(REPORT)
    taken = reported.given(correction("rectification.report:W1"))
    assert waits(taken) == {TO_REPORT}
    right = reported.when(correction("rectification.report:W1", {"measures": "已全部整改"}))
    assert right.the(Reported).measures == "已全部整改"
    assert waits(right) == {TO_REVIEW}


def test_a_grade_stands_whatever_becomes_of_a_problem() -> None:
    final = graded(filed(imported())).given(feedback(problem()))
    closed = final.given(REPORT, ACCEPT)
    assert closed.given(undo("rectification.accept:W1")).state.evaluation.final is not None


def test_acts_of_monitoring_name_their_node_as_before() -> None:
    reported = rectifying().when(Report(node=MAY, measures="已整改")).the(Reported)
    assert (reported.node, reported.source, reported.problem) == (MAY, None, None)
