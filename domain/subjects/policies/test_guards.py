"""Whose act it is: role, the policy's own unit, and never a review of what one filed oneself."""

from __future__ import annotations

import pytest

from domain.kernel.decider import Actor
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from testkit.builders.policies import ACTS, STAGES, reported, unregistered
from testkit.builders.project_evaluation import PASSED, VIEWS, key_report
from testkit.decider_spec import EXPERTS, FILER, REVIEWER, THIRD_PARTY

REVIEWS = {
    "exante.return": "assessed",
    "exante.commission-reassessment": "assessed",
    "exante.review": "assessed",
    "target.return": "filed",
    "target.approve": "filed",
}
STRANGER = Actor("u-9", "209009", Role.UNIT)
OTHER = Actor("t-9", "third-9", Role.THIRD_PARTY)


@pytest.mark.parametrize("stage", ["ex-ante", "filed", "reported"])
@pytest.mark.parametrize("act", [act for act in ACTS.values() if Role.UNIT in act.who])
def test_another_unit_does_not_act(act: Command, stage: str) -> None:
    refusal = STAGES[stage]().when(act, by=STRANGER).refused(Code.WRONG_ORGANISATION)
    assert FILER.organisation in refusal.en


@pytest.mark.parametrize(("name", "stage"), REVIEWS.items())
def test_who_filed_does_not_review(name: str, stage: str) -> None:
    scene = STAGES[stage]()
    filer = Actor(FILER.id, REVIEWER.organisation, Role.FINANCE)
    scene.when(ACTS[name], by=filer).refused(Code.REVIEWER_IS_FILER)
    scene.given(ACTS[name], by=REVIEWER)


def test_only_the_commissioned_institution_reports_and_exchanges_views() -> None:
    STAGES["evaluating"]().when(key_report(), by=OTHER).refused(Code.WRONG_ORGANISATION)
    reported().when(VIEWS, by=OTHER).refused(Code.WRONG_ORGANISATION)
    reported().given(VIEWS, by=THIRD_PARTY)


def test_who_wrote_the_report_neither_reviews_nor_finalises_it() -> None:
    ready = reported().given(VIEWS)
    expert = Actor(THIRD_PARTY.id, EXPERTS.organisation, Role.EXPERT_PANEL)
    ready.when(PASSED, by=expert).refused(Code.REVIEWER_IS_FILER)
    official = Actor(THIRD_PARTY.id, REVIEWER.organisation, Role.FINANCE)
    ready.when(ACTS["key-evaluation.finalise"], by=official).refused(Code.REVIEWER_IS_FILER)


def test_an_unknown_policy_is_refused_with_what_to_do_first() -> None:
    refusal = unregistered().when(ACTS["target.file"]).refused(Code.UNKNOWN_SUBJECT)
    assert "policy.add" in refusal.en


@pytest.mark.parametrize(("unit", "taken"), [("201001", True), ("209009", False)])
def test_a_department_attaches_to_its_own_policy_alone(unit: str, taken: bool) -> None:
    department = Actor("d-9", unit, Role.DEPARTMENT)
    tried = unregistered().given(ACTS["policy.add"]).when(ACTS["attach"], by=department)
    if taken:
        assert tried.events
    else:
        tried.refused(Code.WRONG_ORGANISATION)
