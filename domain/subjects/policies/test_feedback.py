"""Feedback of the key evaluation of a policy: asked for by the rules, given, rectified, closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.kernel.answer import Rules
from domain.kernel.decider import InForce
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import start_of
from domain.rules.families.feedback import Source
from domain.shared.rectification.asking import FeedbackAsked
from domain.shared.rectification.rectifying import Report, Reported
from domain.shared.rectification.reviewing import Accept, FindUnmet
from domain.subjects.project_year.evaluation.key_evaluation_review import Finalise
from testkit.builders.feedback import feedback, problem
from testkit.builders.policies import finalised, publish, reported, unregistered
from testkit.builders.project_evaluation import PASSED, VIEWS
from testkit.builders.project_year import correction
from testkit.builders.undoing import undo
from testkit.decider_spec import REVIEWER, DeciderSpec, FakeRules, packaged_rules

SOURCE: Source = "key_evaluation"
DUE = date(2023, 6, 30)
OF: dict[str, Any] = {"source": SOURCE, "problems": ("Z1",)}
REPORT = Report(**OF, measures="已补记台账")
MEMBERS = (
    *("finance", "third_party", "npc_deputy", "cppcc_member"),
    *("evaluation_expert", "industry_expert"),
)
OWED, TO_REPORT = "finance:feedback.key_evaluation", "unit:rectification.report:Z1"


def asking() -> FakeRules:
    """Rules of a made-up county that ask for feedback."""
    return FakeRules({"grade.bands": "good", "feedback.required": {"measure_by": None}})


def passed(rules: Rules | None = None, on: str = "2023-01-10") -> DeciderSpec:
    """The report of a policy's key evaluation passed its panel."""
    ready = reported(unregistered(FakeRules(), on)).given(VIEWS, PASSED)
    return ready.under(InForce(rules or asking()))


def waits(scene: DeciderSpec) -> set[str]:
    """What is waited for by feedback and rectification."""
    return {one for one in scene.view.waiting_for if "rectification" in one or "feedback" in one}


def fed_back() -> DeciderSpec:
    """One problem of the policy is fed back."""
    return passed().given(Finalise(), feedback(SOURCE, problem(DUE)))


@pytest.mark.parametrize(
    ("jurisdiction", "on", "asks"),
    [
        ("653129", "2024-12-31", False),
        ("653129", "2025-01-01", True),
        ("652822", "2023-12-31", False),
        ("652822", "2024-01-01", True),
        ("652800", "2025-06-01", False),
    ],
)
def test_each_jurisdiction_asks_from_the_day_of_its_text(
    jurisdiction: str, on: str, *, asks: bool
) -> None:
    scene = passed(packaged_rules(jurisdiction)).on(on)
    found = scene.given(PASSED.model_copy(update={"members": MEMBERS}), Finalise())
    assert (OWED in found.view.waiting_for) == asks


def test_the_final_result_asks_and_its_withdrawal_takes_the_question_along() -> None:
    final = passed().when(Finalise())
    assert final.the(FeedbackAsked) == FeedbackAsked(source=SOURCE, grade="good")
    assert waits(final) == {OWED}
    assert waits(final.given(undo("key-evaluation.finalise"))) == set()
    given = final.given(feedback(SOURCE, problem(DUE)))
    given.when(undo("key-evaluation.finalise")).refused(Code.WRONG_PHASE)


def test_a_result_of_the_first_version_asks_for_nothing() -> None:
    scene = passed()
    final = scene.take(replace(scene.act(Finalise(), REVIEWER), version=1))
    assert waits(final) == set()


def test_without_a_rule_feedback_is_offered() -> None:
    scene = finalised(unregistered(FakeRules()))
    assert waits(scene) == set()
    assert waits(scene.given(feedback(SOURCE, problem(DUE)))) == {TO_REPORT}


def test_nothing_is_fed_back_before_the_result_is_final() -> None:
    passed().when(feedback(SOURCE, problem(DUE))).refused(Code.WRONG_PHASE)


@pytest.mark.parametrize(("on", "late"), [("06-29", False), ("06-30", False), ("07-01", True)])
def test_the_day_of_a_problem_itself_is_in_time(on: str, *, late: bool) -> None:
    assert fed_back().on(f"2023-{on}").when(REPORT).the(Reported).late is late


def test_a_policy_is_not_over_while_a_problem_is_open() -> None:
    disclosed = fed_back().given(publish(), by=REVIEWER)
    assert (disclosed.view.phase, disclosed.view.closed) == ("disclosure", False)
    closed = disclosed.given(REPORT, Accept(**OF))
    assert (closed.view.phase, closed.view.closed) == ("disclosed", True)


def test_silence_is_found_overdue_and_waits_for_a_finding() -> None:
    silent = fed_back().until(start_of(date(2023, 7, 1)))
    assert silent.view.overdue == ("rectification.report:Z1",)
    assert "finance:rectification.finding:Z1" in waits(silent)
    assert waits(silent.given(FindUnmet(**OF, reason="逾期未整改"))) == set()


def test_a_report_is_corrected_by_its_key() -> None:
    taken_back = fed_back().given(REPORT, correction("rectification.report:Z1"))
    assert waits(taken_back) == {TO_REPORT}
