"""Whose act it is: role, the policy's own unit, and never a review of what one filed oneself."""

from __future__ import annotations

import pytest

from domain.decision import Actor
from domain.message import Command
from domain.policies.given import ACTS, STAGES, reported, unregistered
from domain.project_year.given_evaluation import PASSED, VIEWS, key_report
from domain.refusal import Code, Refusal
from domain.testing import EXPERTS, FILER, REVIEWER, THIRD_PARTY, acting
from domain.vocabulary import Role

MAY_TAKE = {
    "policy.add": "finance",
    "policy.withdraw": "finance unit",
    "exante.file-report": "unit",
    "exante.return": "finance",
    "exante.commission-reassessment": "finance",
    "exante.file-reassessment": "third_party",
    "exante.review": "finance",
    "target.file": "unit",
    "target.return": "finance",
    "target.approve": "finance",
    "key-evaluation.commission": "finance",
    "key-evaluation.file-report": "third_party",
    "key-evaluation.exchange-views": "third_party unit",
    "key-evaluation.panel-review": "expert_panel",
    "key-evaluation.finalise": "finance",
    "disclosure.publish": "finance unit",
    "disclosure.approve-exception": "finance",
    "deadline.set": "finance",
    "extend": "finance",
    "deadline.pass": "system",
    "correct": "department third_party unit",
}
REVIEWS = {
    "exante.return": "assessed",
    "exante.commission-reassessment": "assessed",
    "exante.review": "assessed",
    "target.return": "filed",
    "target.approve": "filed",
}
STRANGER = Actor("u-9", "209009", Role.UNIT)
OTHER = Actor("t-9", "third-9", Role.THIRD_PARTY)


def test_no_act_is_left_out() -> None:
    assert set(MAY_TAKE) == set(ACTS)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_refused_to_every_role_but_its_own(name: str, role: Role) -> None:
    tried = unregistered().when(ACTS[name], by=acting(role))
    if role in MAY_TAKE[name].split():
        assert not isinstance(tried.outcome, Refusal) or tried.outcome.code is Code.UNKNOWN_SUBJECT
    else:
        refusal = tried.refused(Code.WRONG_ROLE)
        assert all(allowed in refusal.en for allowed in MAY_TAKE[name].split())


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
