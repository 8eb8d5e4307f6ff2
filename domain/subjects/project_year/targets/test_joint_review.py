"""The three-party joint review of a target, and what it does to its approval."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.kernel.answer import Rules
from domain.kernel.decider import Actor, InForce
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.shared.filings.joint_review import (
    IndicatorFinding,
    JointReviewed,
    RecordJointReview,
)
from domain.shared.people.exception_grants import GrantException
from domain.subjects.project_year.exante.library import Admit, Admitted
from domain.subjects.project_year.targets.target import ApproveTarget, ReturnTarget, TargetApproved
from testkit.builders.project_year import (
    INDICATORS,
    add,
    admitted,
    joint_review,
    target,
    unregistered,
)
from testkit.builders.undoing import undo
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


LIBRARY = ("factual_basis", "prepared", "target_clear")
ADMIT = Admit(factual_basis=True, prepared=True, target_clear=True)
EXCEPTION = GrantException(
    rule="target.joint_review", reference="例外1号", approver="局长", reason="无第三方机构"
)


def luntai(on: str = "2025-01-10") -> DeciderSpec:
    """A target that was filed before the rules of 轮台 bind."""
    return filed().on(on).under(InForce(packaged_rules("652822")))


def by_all(scene: DeciderSpec, but: Actor | None = None) -> DeciderSpec:
    """All parties review the target, but for one."""
    for party in PARTIES:
        if party != but:
            scene = scene.given(joint_review(), by=party)
    return scene


@pytest.mark.parametrize("party", PARTIES, ids=lambda party: party.role)
def test_all_three_parties_review_before_the_approval(party: Actor) -> None:
    refusal = by_all(luntai(), but=party).when(APPROVE).refused(Code.GATE_NOT_MET)
    assert [answer.rule for answer in refusal.basis] == ["target.joint_review"]
    names = {"unit": "预算单位", "finance": "财政部门", "third_party": "第三方机构"}
    assert f"尚缺{names[party.role]}的会审意见" in refusal.zh
    by_all(luntai()).when(APPROVE).the(TargetApproved)


@pytest.mark.parametrize("party", PARTIES, ids=lambda party: party.role)
def test_an_unreasonable_indicator_bars_the_approval_where_the_rules_ask(party: Actor) -> None:
    doubted = by_all(luntai()).given(joint_review("2.1"), by=party)
    refusal = doubted.when(APPROVE).refused(Code.GATE_NOT_MET)
    assert "2.1" in refusal.zh
    assert [answer.rule for answer in refusal.basis] == ["target.joint_review"]
    agreed = doubted.given(joint_review(), by=party)
    agreed.when(APPROVE).the(TargetApproved)


def test_a_new_filing_needs_a_new_review() -> None:
    again = by_all(luntai()).given(RETURN, target())
    again.when(APPROVE).refused(Code.GATE_NOT_MET)
    by_all(again).when(APPROVE).the(TargetApproved)


@pytest.mark.parametrize(("on", "bars"), [("2023-12-31", False), ("2024-01-01", True)])
def test_the_review_is_asked_for_from_2024(on: str, *, bars: bool) -> None:
    approval = luntai(on).when(APPROVE)
    if bars:
        approval.refused(Code.GATE_NOT_MET)
    else:
        approval.the(TargetApproved)


def test_an_approval_of_an_earlier_version_is_decided_as_it_was() -> None:
    scene = luntai()
    assert scene.take(replace(scene.act(APPROVE, REVIEWER), version=2)).the(TargetApproved)
    imported = scene.take(replace(scene.act(APPROVE, REVIEWER), imported=True))
    assert imported.the(TargetApproved)


def test_the_gate_of_the_second_version_bars_what_a_party_doubted() -> None:
    doubted = luntai().given(joint_review("2.1"), by=REVIEWER)
    of_then = replace(doubted.act(APPROVE, REVIEWER), version=2)
    refusal = doubted.take(of_then).refused(Code.GATE_NOT_MET)
    assert [answer.rule for answer in refusal.basis] == ["target.gate"]
    again = doubted.given(RETURN, target(), joint_review("2.1"))
    first = replace(again.act(APPROVE, REVIEWER), version=1)
    assert again.take(first).the(TargetApproved)


def test_with_an_exception_two_review() -> None:
    two = by_all(luntai(), but=THIRD_PARTY)
    two.when(APPROVE).refused(Code.GATE_NOT_MET)
    excepted = two.given(EXCEPTION)
    approved = excepted.given(APPROVE)
    approved.when(undo("exception.grant:例外1号")).refused(Code.WRONG_PHASE)
    excepted.given(undo("exception.grant:例外1号")).when(APPROVE).refused(Code.GATE_NOT_MET)
    luntai().given(EXCEPTION).when(APPROVE).refused(Code.GATE_NOT_MET)


def test_a_review_names_the_plan_that_it_used() -> None:
    unnamed = joint_review().model_copy(update={"basis": None})
    refusal = luntai().when(unnamed, by=REVIEWER).refused(Code.MISSING_FIELD, "basis")
    assert [answer.rule for answer in refusal.basis] == ["target.joint_review"]
    named = luntai().when(joint_review(), by=REVIEWER)
    assert named.the(JointReviewed).basis == "implementation_plan"
    filed().when(unnamed, by=REVIEWER).the(JointReviewed)
    scene = luntai()
    assert scene.take(replace(scene.act(unnamed, REVIEWER), version=1)).the(JointReviewed)


def of_library(*wanting: str) -> RecordJointReview:
    found = (IndicatorFinding(id=one, reasonable=one not in wanting) for one in LIBRARY)
    return RecordJointReview(findings=tuple(found))


def test_the_library_is_entered_after_a_joint_review() -> None:
    registered = unregistered(packaged_rules("652822"), "2025-01-10").given(add(is_major=False))
    registered.when(ADMIT).refused(Code.GATE_NOT_MET)
    registered.when(joint_review()).refused(Code.INVALID_FIELD, "findings")
    reviewed = registered
    for party in PARTIES:
        reviewed.when(ADMIT).refused(Code.GATE_NOT_MET)
        reviewed = reviewed.given(of_library(), by=party)
    assert reviewed.the(JointReviewed).of == "library"
    reviewed.when(ADMIT).the(Admitted)
    wanting = reviewed.given(of_library("prepared"), by=THIRD_PARTY)
    assert "前期准备" in wanting.when(ADMIT).refused(Code.GATE_NOT_MET).zh
    of_then = replace(registered.act(ADMIT, REVIEWER), version=2)
    assert registered.take(of_then).the(Admitted)


def test_elsewhere_the_library_asks_for_no_joint_review() -> None:
    unregistered().given(add(is_major=False)).when(ADMIT).the(Admitted)


def test_where_the_gate_advises_the_approval_shows_it() -> None:
    doubted = filed().given(joint_review("2.1"), by=REVIEWER)
    approved = doubted.when(APPROVE)
    approved.the(TargetApproved)
    assert isinstance(approved.outcome, tuple)
    assert approved.outcome[0].basis[0].outcome == "advisory"
