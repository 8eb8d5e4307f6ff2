"""Feedback of the overall evaluation: asked for by the rules, given, each problem closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.kernel.decider import InForce
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role, start_of
from domain.rules.families.feedback import Source
from domain.shared.deadlines.set_day import SetDay
from domain.shared.filings.undoable import ActWithdrawn
from domain.shared.rectification.asking import FeedbackAsked
from domain.shared.rectification.following import CarryOver, Propose
from domain.shared.rectification.giving import FeedbackGiven
from domain.shared.rectification.rectifying import Notify, Refuse, Report, Reported
from domain.shared.rectification.reviewing import (
    Accept,
    Accepted,
    FindRefused,
    FindUnmet,
    Reject,
)
from domain.subjects.unit_year.self_evaluation import ReviewOverallSelfEvaluation
from testkit.builders.feedback import feedback, problem
from testkit.builders.undoing import undo
from testkit.builders.unit_year import (
    correction,
    evaluated,
    evaluating,
    evaluation,
    published,
)
from testkit.decider_spec import REVIEWER, DeciderSpec, FakeRules, acting, in_force, packaged_rules

SOURCE: Source = "overall_evaluation"
DUE, LATER = date(2026, 6, 30), date(2026, 9, 30)
OF: dict[str, Any] = {"source": SOURCE, "problems": ("Z1",)}
REVIEW = ReviewOverallSelfEvaluation()
REPORT, REFUSE = Report(**OF, measures="已补记台账"), Refuse(**OF, reason="不认可")
ACCEPT, REJECT = Accept(**OF), Reject(**OF, reason="未到位")
UNMET, FOUND = FindUnmet(**OF, reason="逾期未整改"), FindRefused(**OF, reason="拒不整改")
NOTIFY = Notify(**OF, reason="请加快", rectify_by=LATER)
CARRY = CarryOver(**OF, reason="工程跨年", rectify_by=LATER)
OWED = "finance:feedback.overall_evaluation"
TO_REPORT, TO_REVIEW = "unit:rectification.report:Z1", "finance:rectification.review:Z1"


def fed_back(scene: DeciderSpec | None = None) -> DeciderSpec:
    """One problem of the overall evaluation is fed back."""
    return (scene or evaluated()).given(feedback(SOURCE, problem(DUE)))


def waits(scene: DeciderSpec) -> set[str]:
    """What is waited for by feedback and rectification."""
    return {one for one in scene.view.waiting_for if "rectification" in one or "feedback" in one}


# --- the rules ask for it


@pytest.mark.parametrize(
    ("jurisdiction", "on", "asks"),
    [
        ("653129", "2024-12-31", False),
        ("653129", "2025-01-01", True),
        ("653000", "2022-12-31", False),
        ("653000", "2023-01-01", True),
        ("652822", "2024-12-31", False),
        ("652822", "2025-01-01", True),
        ("652825", "2025-01-01", False),
        ("652800", "2025-06-01", False),
    ],
)
def test_each_jurisdiction_asks_from_the_day_of_its_text(
    jurisdiction: str, on: str, *, asks: bool
) -> None:
    under = InForce(packaged_rules(jurisdiction))
    form = evaluating().given(evaluation()).on(on).under(under)
    assert (OWED in form.given(REVIEW).view.waiting_for) == asks


def test_the_review_asks_with_the_grade_and_the_clauses() -> None:
    reviewed = evaluating().given(evaluation()).when(REVIEW)
    assert reviewed.the(FeedbackAsked) == FeedbackAsked(source=SOURCE, grade="excellent")
    assert OWED in reviewed.view.waiting_for


def test_a_review_of_the_first_version_asks_for_nothing() -> None:
    form = evaluating().given(evaluation())
    reviewed = form.take(replace(form.act(REVIEW, REVIEWER), version=1))
    assert OWED not in reviewed.view.waiting_for


def test_without_a_rule_feedback_is_offered() -> None:
    scene = evaluating().given(evaluation()).under(InForce(FakeRules({}))).given(REVIEW)
    assert waits(scene) == set()
    assert waits(fed_back(scene)) == {TO_REPORT}


def test_the_parameter_gives_the_day_and_its_passing_is_found() -> None:
    rules = in_force(packaged_rules("653129"), {}, feedback_after_days="10")
    scene = evaluating().given(evaluation()).under(rules).given(REVIEW)
    assert scene.the(FeedbackAsked).due == date(2026, 4, 20)
    assert OWED.partition(":")[2] not in scene.until(start_of(date(2026, 4, 20))).view.overdue
    late = scene.until(start_of(date(2026, 4, 21)))
    assert "feedback.overall_evaluation" in late.view.overdue


def test_the_bureau_is_given_a_day() -> None:
    day = SetDay(deadline="feedback.overall_evaluation", due=date(2026, 4, 15), document="通知")
    assert evaluated().given(day).view.next_due == date(2026, 4, 15)


# --- it is given


def test_nothing_is_fed_back_before_the_review_or_of_another_source() -> None:
    act = feedback(SOURCE, problem(DUE))
    evaluating().given(evaluation()).when(act).refused(Code.WRONG_PHASE)
    other = feedback("key_evaluation", problem(DUE))
    evaluated().when(other).refused(Code.WRONG_PHASE)


def test_the_indicator_is_one_of_the_approved_target() -> None:
    known = problem(DUE, clause=None, indicator="satisfaction")
    assert waits(evaluated().given(feedback(SOURCE, known))) == {TO_REPORT}
    unknown = problem(DUE, clause=None, indicator="nowhere")
    evaluated().when(feedback(SOURCE, unknown)).refused(Code.INVALID_FIELD, "problems")


def test_a_year_is_done_when_every_problem_is_closed() -> None:
    scene = fed_back(published())
    assert (scene.view.phase, scene.view.closed) == ("disclosure", False)
    closed = scene.given(REPORT, ACCEPT)
    assert waits(closed) == set()


# --- it is rectified


@pytest.mark.parametrize(("on", "late"), [("06-29", False), ("06-30", False), ("07-01", True)])
def test_the_day_of_a_problem_itself_is_in_time(on: str, *, late: bool) -> None:
    reported = fed_back().on(f"2026-{on}").when(REPORT).the(Reported)
    assert (reported.problem, reported.due, reported.late) == ("Z1", DUE, late)


def test_each_problem_is_closed_by_itself() -> None:
    both = feedback(SOURCE, problem(DUE), problem(DUE, "Z2"))
    scene = evaluated().given(both, Report(source=SOURCE, problems=("Z1", "Z2"), measures="已办"))
    closed = scene.when(ACCEPT)
    assert closed.the(Accepted) == Accepted(source=SOURCE, problem="Z1")
    assert waits(closed) == {"finance:rectification.review:Z2"}
    again = Report(source=SOURCE, problems=("Z1",), measures="又办")
    closed.when(again).refused(Code.ALREADY_REVIEWED)


def test_a_round_is_not_rectified_here() -> None:
    of_round = Report(node=date(2025, 6, 30), measures="已整改")
    fed_back().when(of_round).refused(Code.INVALID_FIELD, "node")
    fed_back().when(Report(measures="已整改")).refused(Code.MISSING_FIELD, "source")


def test_a_problem_is_found_unmet_after_its_day_alone() -> None:
    fed_back().on("2026-06-30").when(UNMET).refused(Code.WRONG_PHASE)
    found = fed_back().on("2026-07-01").given(UNMET)
    assert waits(found) == set()


def test_silence_and_refusal_wait_for_a_finding() -> None:
    silent = fed_back().until(start_of(date(2026, 7, 1)))
    assert "rectification.report:Z1" in silent.view.overdue
    assert "finance:rectification.finding:Z1" in silent.view.waiting_for
    refuses = fed_back().given(REFUSE)
    assert waits(refuses) == {"finance:rectification.finding:Z1"}
    assert waits(refuses.on("2026-07-01").given(FOUND)) == set()


def test_a_problem_that_is_carried_over_has_another_day() -> None:
    carried = fed_back().given(CARRY)
    assert waits(carried) == {TO_REPORT}
    assert carried.on("2026-09-30").when(REPORT).the(Reported).late is False


def test_a_measure_is_proposed() -> None:
    proposed = fed_back().given(Propose(**OF, measures="完善台账制度"))
    assert proposed.state.fed_back.problems["Z1"].proposed == "完善台账制度"


# --- what is undone


UNDONE: Mapping[str, tuple[Callable[[], DeciderSpec], Command]] = {
    "feedback.give:overall_evaluation": (evaluated, feedback(SOURCE, problem(DUE))),
    "rectification.notify:Z1": (fed_back, NOTIFY),
    "rectification.carry-over:Z1": (fed_back, CARRY),
    "rectification.accept:Z1": (lambda: fed_back().given(REPORT), ACCEPT),
    "rectification.reject:Z1": (lambda: fed_back().given(REPORT), REJECT),
    "rectification.find-unmet:Z1": (lambda: fed_back().on("2026-07-01"), UNMET),
    "rectification.find-refused:Z1": (lambda: fed_back().on("2026-07-01"), FOUND),
}


@pytest.mark.parametrize("key", UNDONE)
def test_an_act_is_withdrawn_and_the_state_is_as_before(key: str) -> None:
    before, act = UNDONE[key]
    scene = before()
    withdrawn = scene.given(act).when(undo(key))
    assert withdrawn.the(ActWithdrawn).act == key
    assert (withdrawn.state.fed_back, withdrawn.state.own_days) == (
        scene.state.fed_back,
        scene.state.own_days,
    )


def test_the_review_is_withdrawn_with_its_question_but_not_under_its_feedback() -> None:
    review = "overall-self-evaluation.review"
    assert OWED not in evaluated().given(undo(review)).view.waiting_for
    fed_back().when(undo(review)).refused(Code.WRONG_PHASE)


def test_the_feedback_is_not_withdrawn_under_a_report() -> None:
    reported = fed_back().given(REPORT)
    reported.when(undo("feedback.give:overall_evaluation")).refused(Code.WRONG_PHASE)


def test_a_report_is_corrected_by_its_key() -> None:
    reported = fed_back().given(REPORT)
    assert waits(reported) == {TO_REVIEW}
    taken_back = reported.given(correction("rectification.report:Z1"))
    assert waits(taken_back) == {TO_REPORT}
    again = reported.when(correction("rectification.report:Z1", {"measures": "已补记并公示"}))
    assert again.the(Reported).measures == "已补记并公示"


def test_the_department_has_no_part_in_it() -> None:
    fed_back().when(REPORT, by=acting(Role.DEPARTMENT)).refused(Code.WRONG_ROLE)


def test_what_is_fed_back_rests_on_the_clause() -> None:
    given = evaluated().when(feedback(SOURCE, problem(DUE)))
    assert given.the(FeedbackGiven).measure_by is None
