"""The three-party joint review of a target, and what it does to its approval."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.kernel.answer import Rules
from domain.kernel.decider import Actor
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.subjects.project_year.exante.library import Admit
from domain.subjects.project_year.targets.joint_review import (
    IndicatorFinding,
    JointReviewed,
    RecordJointReview,
)
from domain.subjects.project_year.targets.target import ApproveTarget, ReturnTarget, TargetApproved
from testkit.builders.project_year import (
    INDICATORS,
    add,
    admitted,
    joint_review,
    target,
    unregistered,
)
from testkit.decider_spec import FILER, REVIEWER, THIRD_PARTY, DeciderSpec, packaged_rules

PARTIES = (FILER, REVIEWER, THIRD_PARTY)
APPROVE, RETURN = ApproveTarget(), ReturnTarget(reason="指标不合理")


def filed(rules: Rules | None = None, on: str = "2023-01-10") -> DeciderSpec:
    prepared = Admit(factual_basis=True, prepared=True, target_clear=True)
    return unregistered(rules, on).given(add(is_major=False), prepared, target())


def finding(code: str) -> IndicatorFinding:
    return IndicatorFinding(id=code, reasonable=True)


def test_each_party_reviews_every_indicator_and_the_third_completes_it() -> None:
    scene, told = filed(), []
    for party in PARTIES:
        scene = scene.when(joint_review(), by=party)
        event = scene.the(JointReviewed)
        told.append((event.party, event.complete, len(event.findings)))
    assert told == [
        (Role.UNIT, False, 3),
        (Role.FINANCE, False, 3),
        (Role.THIRD_PARTY, True, 3),
    ]


@pytest.mark.parametrize(
    "ids", [("1.1", "2.1"), ("1.1", "2.1", "3.1", "4.1"), ("1.1", "2.1", "3.1", "3.1")]
)
def test_a_review_goes_indicator_by_indicator(ids: tuple[str, ...]) -> None:
    act = RecordJointReview(findings=tuple(finding(code) for code in ids))
    refusal = filed().when(act, by=REVIEWER).refused(Code.INVALID_FIELD, "findings")
    assert all(one.id in refusal.zh for one in INDICATORS)


def test_another_unit_is_no_party() -> None:
    stranger = Actor("u-9", "999999", Role.UNIT)
    filed().when(joint_review(), by=stranger).refused(Code.WRONG_ORGANISATION)


def test_a_target_is_reviewed_between_its_filing_and_its_approval() -> None:
    admitted().when(joint_review()).refused(Code.WRONG_PHASE)
    filed().given(RETURN).when(joint_review()).refused(Code.WRONG_PHASE)
    filed().given(APPROVE).when(joint_review()).refused(Code.WRONG_PHASE)


@pytest.mark.parametrize("party", PARTIES, ids=lambda party: party.role)
def test_an_unreasonable_indicator_bars_the_approval_where_the_gate_refuses(party: Actor) -> None:
    luntai = filed(packaged_rules("652822"), "2025-01-10")
    doubted = luntai.given(joint_review("2.1"), by=party)
    refusal = doubted.when(APPROVE).refused(Code.GATE_NOT_MET)
    assert "2.1" in refusal.zh
    assert [answer.rule for answer in refusal.basis] == ["target.gate"]
    agreed = doubted.given(joint_review(), by=party)
    agreed.when(APPROVE).the(TargetApproved)
    adjusted = doubted.given(RETURN, target())
    adjusted.when(APPROVE).the(TargetApproved)
    again = adjusted.given(joint_review("2.1"), by=party)
    again.when(APPROVE).refused(Code.GATE_NOT_MET)
    of_then = replace(again.act(APPROVE, REVIEWER), version=1)
    assert again.take(of_then).the(TargetApproved)


def test_where_the_gate_advises_the_approval_shows_it() -> None:
    doubted = filed().given(joint_review("2.1"), by=REVIEWER)
    approved = doubted.when(APPROVE)
    approved.the(TargetApproved)
    assert isinstance(approved.outcome, tuple)
    assert approved.outcome[0].basis[0].outcome == "advisory"


def test_a_joint_review_is_not_asked_for_where_nobody_made_one() -> None:
    filed(packaged_rules("652822"), "2025-01-10").when(APPROVE).the(TargetApproved)
