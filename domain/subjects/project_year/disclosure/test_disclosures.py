"""Disclosure of what a project made, and the approved exceptions that stand in its place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.kernel.refusal import Code
from domain.shared.deadlines.evaluation_half import OpenEvaluation
from domain.shared.filings.disclosure import ApproveException, ExceptionApproved, Published
from domain.subjects.project_year.evaluation.department_evaluation import ReviewReport
from domain.subjects.project_year.evaluation.key_evaluation_review import Finalise
from domain.subjects.project_year.targets.adjustment import ApproveAdjustment
from testkit.builders.project_evaluation import (
    APPLIED,
    COMMISSION,
    GRADED,
    KEY,
    PROPOSED,
    REVIEWED,
    VIEWS,
    department_report,
    filed,
    imported,
    key_report,
    published,
    selected,
)
from testkit.builders.project_year import adjustment, budgeted
from testkit.decider_spec import FILER, REVIEWER, DeciderSpec, FakeRules, packaged_rules

SELF_FORM = "self_evaluation_form"
KEPT_BACK = ApproveException(artefact=SELF_FORM, approver="局长", reason="涉密")


def required(**changes: Any) -> FakeRules:
    """Rules that have every artefact disclosed, unless it is confidential."""

    def answer(asked: Any) -> Any:
        secret = asked["confidential"]
        return {
            "required": not secret,
            "approval_required": secret,
            "when": None,
            "by": [],
            "channel": "public",
        } | changes

    return FakeRules({"disclosure.required": answer})


def made(rules: FakeRules | None = None, *, confidential: bool = False) -> DeciderSpec:
    """A project whose self-evaluation was reviewed."""
    before = imported(required() if rules is None else rules, confidential=confidential)
    return filed(before).given(REVIEWED)


@pytest.mark.parametrize(
    "artefact",
    [
        "project_target",
        "adjusted_target",
        SELF_FORM,
        "department_evaluation_report",
        "key_evaluation_report",
        "overall_target",
    ],
)
def test_only_what_exists_is_published(artefact: str) -> None:
    filed().when(published(artefact)).refused(Code.WRONG_PHASE)


def test_each_artefact_is_published_once_it_is_reviewed() -> None:
    filed().given(REVIEWED, published(SELF_FORM))
    report = selected().given(department_report())
    report.when(published("department_evaluation_report")).refused(Code.WRONG_PHASE)
    report.given(ReviewReport(), published("department_evaluation_report"))
    key = filed().given(REVIEWED, KEY, COMMISSION, key_report(), VIEWS, Finalise())
    key.given(published("key_evaluation_report"))
    target = published("project_target").model_copy(update={"published_on": date(2023, 2, 20)})
    budgeted().given(target)


def test_a_target_adjusted_again_is_published_again() -> None:
    adjusted = budgeted().given(adjustment(), ApproveAdjustment()).on("2023-03-20")
    once = adjusted.given(published("adjusted_target"))
    once.when(published("adjusted_target")).refused(Code.DUPLICATE)
    once.given(adjustment(), ApproveAdjustment(), published("adjusted_target"))


@pytest.mark.parametrize(("day", "taken"), [("19", True), ("20", True), ("21", False)])
def test_it_was_published_today_or_before(day: str, *, taken: bool) -> None:
    act = published().model_copy(update={"published_on": date.fromisoformat(f"2023-03-{day}")})
    scene = made().when(act)
    if taken:
        scene.the(Published)
    else:
        scene.refused(Code.INVALID_FIELD, "published_on")


def test_what_is_confidential_is_kept_back_by_an_approval() -> None:
    secret = made(confidential=True)
    assert "finance:disclosure.exception.self_evaluation_form" in secret.view.waiting_for
    secret.when(published()).refused(Code.GATE_NOT_MET)
    kept = secret.given(KEPT_BACK)
    kept.the(ExceptionApproved)
    assert not any("disclosure" in wait for wait in kept.view.waiting_for)
    kept.when(published()).refused(Code.WRONG_PHASE)
    kept.when(KEPT_BACK).refused(Code.WRONG_PHASE)


def test_what_is_not_confidential_is_not_kept_back() -> None:
    made().when(KEPT_BACK).refused(Code.GATE_NOT_MET)
    made(FakeRules()).when(KEPT_BACK).refused(Code.GATE_NOT_MET)


def test_rules_that_say_nothing_ask_for_nothing_and_forbid_nothing() -> None:
    silent = made(FakeRules())
    assert not any("disclosure" in wait for wait in silent.view.waiting_for)
    silent.given(published())


def test_each_of_those_named_publishes() -> None:
    both = made(required(by=["finance", "unit"]))
    assert both.view.waiting_for[-2:] == (
        "finance:disclosure.self_evaluation_form",
        "unit:disclosure.self_evaluation_form",
    )
    one = both.given(published(), by=FILER)
    assert one.view.waiting_for[-1] == "finance:disclosure.self_evaluation_form"
    one.when(published(), by=FILER).refused(Code.DUPLICATE)
    done = one.given(published(), by=REVIEWER)
    assert not any("disclosure" in wait for wait in done.view.waiting_for)


def test_where_nobody_is_named_anybody_publishes() -> None:
    assert made().view.waiting_for[-1] == "unit:disclosure.self_evaluation_form"
    done = made().given(published(), by=REVIEWER)
    assert not any("disclosure" in wait for wait in done.view.waiting_for)


def test_a_target_is_waited_for_from_the_evaluation_half_on() -> None:
    assert budgeted().view.waiting_for == ()
    over = budgeted().on("2024-01-01").given(OpenEvaluation())
    assert "finance:disclosure.project_target" in over.view.waiting_for


def test_a_project_ends_when_all_is_disclosed_and_lives_on_when_something_is_found() -> None:
    done = filed(imported(packaged_rules())).given(REVIEWED, GRADED, PROPOSED, APPLIED)
    assert (done.view.phase, done.view.closed) == ("results", False)
    disclosed = done.given(published(), by=REVIEWER)
    assert (disclosed.view.phase, disclosed.view.closed) == ("disclosed", True)
    reopened = disclosed.given(KEY)
    assert (reopened.view.phase, reopened.view.closed) == ("key-evaluation", False)
