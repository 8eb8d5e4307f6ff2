"""The joint review of an overall target, and the exception by which two parties review."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.kernel.decider import InForce
from domain.kernel.refusal import Code
from domain.shared.filings.joint_review import JointReviewed
from domain.subjects.unit_year.targets import (
    ApproveOverallTarget,
    OverallTargetApproved,
    ReturnOverallTarget,
)
from testkit.builders.undoing import undo
from testkit.builders.unit_year import GRANTED, joint_review, registered, target
from testkit.decider_spec import FILER, REVIEWER, THIRD_PARTY, DeciderSpec, packaged_rules

PARTIES = (FILER, REVIEWER, THIRD_PARTY)
APPROVE = ApproveOverallTarget()


def luntai(on: str = "2025-02-10") -> DeciderSpec:
    """An overall target that was filed before the rules of 轮台 bind."""
    return registered().given(target()).on(on).under(InForce(packaged_rules("652822")))


def by_all(scene: DeciderSpec) -> DeciderSpec:
    """All parties review the target."""
    for party in PARTIES:
        scene = scene.given(joint_review(), by=party)
    return scene


def test_all_three_parties_review_before_the_approval() -> None:
    scene = luntai()
    for party in PARTIES:
        refusal = scene.when(APPROVE).refused(Code.GATE_NOT_MET)
        assert [answer.rule for answer in refusal.basis] == ["target.joint_review"]
        scene = scene.given(joint_review(), by=party)
    assert scene.the(JointReviewed).complete
    scene.when(APPROVE).the(OverallTargetApproved)
    doubted = scene.given(joint_review("satisfaction"), by=REVIEWER)
    assert "satisfaction" in doubted.when(APPROVE).refused(Code.GATE_NOT_MET).zh


def test_a_new_filing_needs_a_new_review() -> None:
    again = by_all(luntai()).given(ReturnOverallTarget(reason="偏低"), target())
    again.when(APPROVE).refused(Code.GATE_NOT_MET)
    by_all(again).when(APPROVE).the(OverallTargetApproved)


@pytest.mark.parametrize(("on", "bars"), [("2023-12-31", False), ("2024-01-01", True)])
def test_the_review_is_asked_for_from_2024(on: str, *, bars: bool) -> None:
    approval = luntai(on).when(APPROVE)
    if bars:
        approval.refused(Code.GATE_NOT_MET)
    else:
        approval.the(OverallTargetApproved)


def test_elsewhere_it_is_offered_and_bars_nothing() -> None:
    doubted = registered().given(target(), joint_review("satisfaction"))
    doubted.when(APPROVE).the(OverallTargetApproved)


def test_an_approval_of_the_first_version_is_decided_as_it_was() -> None:
    scene = luntai()
    taken = scene.take(replace(scene.act(APPROVE, REVIEWER), version=1))
    assert taken.the(OverallTargetApproved)


def test_with_an_exception_two_review() -> None:
    two = luntai().given(joint_review(), by=FILER).given(joint_review(), by=REVIEWER)
    two.when(APPROVE).refused(Code.GATE_NOT_MET)
    excepted = two.given(GRANTED)
    key = f"exception.grant:{GRANTED.reference}"
    excepted.given(APPROVE).when(undo(key)).refused(Code.WRONG_PHASE)
    excepted.given(undo(key)).when(APPROVE).refused(Code.GATE_NOT_MET)
    excepted.when(GRANTED).refused(Code.DUPLICATE)
    other = GRANTED.model_copy(update={"rule": "results.use"})
    two.when(other).refused(Code.INVALID_FIELD, "rule")


def test_a_review_goes_item_by_item_while_the_target_waits() -> None:
    few = joint_review().model_copy(update={"findings": joint_review().findings[:2]})
    luntai().when(few).refused(Code.INVALID_FIELD, "findings")
    registered().when(joint_review()).refused(Code.WRONG_PHASE)
