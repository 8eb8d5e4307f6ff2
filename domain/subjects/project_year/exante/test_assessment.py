"""Ex-ante assessment and the gates of the library."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.decider import Actor
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Origin, ReviewResult, Role
from domain.subjects.project_year.exante.assessment import ReportFiled, ReportReviewed, ReturnReport
from domain.subjects.project_year.exante.library import Admit, Admitted
from domain.subjects.project_year.exante.reassessment import (
    CommissionReassessment,
    FileReassessment,
    ReassessmentFiled,
)
from domain.subjects.project_year.population import ProjectAdded
from testkit.builders.project_year import DIMENSIONS, add, assessed, report, unregistered
from testkit.decider_spec import NEEDS_RULING, DeciderSpec, FakeRules, packaged_rules

COMMISSION = CommissionReassessment(commissioned="third-1", county_level_investment=Decimal(2))
REASSESSED = FileReassessment(score=Decimal(88), result=ReviewResult.SUPPORT, document="再评估")


def under(**rules: Any) -> DeciderSpec:
    """A registered project; a rule's first underscore stands for its dot."""
    table = {name.replace("_", ".", 1): outcome for name, outcome in rules.items()}
    return unregistered(FakeRules(table)).given(add())


@pytest.mark.parametrize(
    ("is_new", "is_major", "required", "phase"),
    [
        (True, True, True, "ex-ante"),
        (True, False, False, "library"),
        (False, True, False, "library"),
    ],
)
def test_what_is_new_and_major_is_assessed_in_qiemo(
    is_new: bool, is_major: bool, required: bool, phase: str
) -> None:
    added = unregistered().when(add(is_new=is_new, is_major=is_major))
    assert added.the(ProjectAdded).exante_required is required
    assert added.view.phase == phase
    assert added.rules_asked() == ["exante.required"]


@pytest.mark.parametrize(("day", "required"), [("2022-12-31", None), ("2023-01-01", True)])
def test_the_rule_of_the_day_of_registration_counts(day: str, required: bool | None) -> None:
    assert unregistered(on=day).when(add()).the(ProjectAdded).exante_required is required


def test_an_addition_within_the_year_is_asked_for_on_the_adjusted_budget() -> None:
    added = unregistered().when(add(origin=Origin.MID_YEAR)).the(ProjectAdded)
    assert added.requested_basis == "adjusted"
    assert unregistered().when(add()).the(ProjectAdded).requested_basis == "initial"


@pytest.mark.parametrize("absent", DIMENSIONS)
def test_a_report_without_one_of_the_dimensions_lacks_a_field(absent: str) -> None:
    dimensions = {name: "充分" for name in DIMENSIONS if name != absent}
    lacking = unregistered().given(add()).when(report(dimensions=dimensions))
    refusal = lacking.refused(Code.MISSING_FIELD, "dimensions")
    assert absent in refusal.en
    assert lacking.rules_asked() == ["exante.dimensions"]


def test_a_report_is_filed_returned_filed_again_and_supported() -> None:
    filed = unregistered().given(add()).when(report())
    assert filed.the(ReportFiled).amount_basis == "requested"
    returned = filed.given(ReturnReport(reason="请补充"))
    assert returned.view.waiting_for == ("unit:exante.report",)
    supported = returned.given(report(amount=Decimal(5_634_000))).when(assessed())
    assert supported.the(ReportReviewed).amount == Decimal(5_634_000)
    assert supported.view.phase == "library"


def test_a_project_that_is_not_supported_does_not_enter_the_library() -> None:
    reviewed = unregistered().given(add(), report(), assessed(ReviewResult.NOT_SUPPORT))
    assert reviewed.view.phase == "ex-ante"
    refused = reviewed.when(Admit())
    refused.refused(Code.GATE_NOT_MET)
    assert refused.rules_asked() == ["exante.gate"]


def test_nor_does_one_that_is_not_filed_not_reviewed_or_sent_back() -> None:
    registered = unregistered().given(add())
    registered.when(Admit()).refused(Code.GATE_NOT_MET)
    registered.given(report()).when(Admit()).refused(Code.GATE_NOT_MET)
    back = registered.given(report(), ReturnReport(reason="请补充"))
    back.when(Admit()).refused(Code.GATE_NOT_MET)


@pytest.mark.parametrize(("gate", "advisory"), [("advisory", True), ("admit", False)])
def test_a_gate_that_only_advises_lets_the_project_in_and_says_so(
    gate: str, advisory: bool
) -> None:
    scene = under(exante_required="required", exante_gate=gate)
    scene.when(Admit()).then(Admitted(advisory=advisory))


def test_a_gate_that_waits_for_a_ruling_lets_nobody_in() -> None:
    scene = under(exante_required="required", exante_gate=NEEDS_RULING)
    assert "AMB-00" in scene.when(Admit()).refused(Code.NEEDS_RULING).en
    under(library_gate=NEEDS_RULING).when(Admit()).refused(Code.NEEDS_RULING)


def test_no_project_is_registered_before_the_ruling_on_who_is_assessed() -> None:
    rules = FakeRules({"exante.required": NEEDS_RULING})
    unregistered(rules).when(add()).refused(Code.NEEDS_RULING)


def test_where_the_rules_say_nothing_nothing_binds() -> None:
    under().when(Admit()).then(Admitted())
    under().when(report(dimensions={})).the(ReportFiled)


@pytest.mark.parametrize("absent", ["factual_basis", "prepared", "target_clear"])
def test_the_gate_of_the_library_asks_for_its_findings_where_it_is_stated(absent: str) -> None:
    findings = {"factual_basis": True, "prepared": True, "target_clear": True}
    scene = under(library_gate=lambda asked: "admit" if all(asked.values()) else "refuse")
    scene.when(Admit(**findings | {absent: None})).refused(Code.MISSING_FIELD, absent)
    scene.when(Admit(**findings | {absent: False})).refused(Code.GATE_NOT_MET)
    scene.when(Admit(**findings)).then(Admitted())


@pytest.mark.parametrize("outcome", ["may_commission", None])
def test_a_reassessment_is_commissioned_where_the_rules_allow_it_or_are_silent(
    outcome: str | None,
) -> None:
    # given
    asked = under(exante_required="required", exante_reassessment=outcome).given(report())
    # when
    commissioned = asked.given(COMMISSION)
    # then: the review waits for it, and it is filed once
    commissioned.when(assessed()).refused(Code.WRONG_PHASE)
    other = Actor("t-2", "third-2", Role.THIRD_PARTY)
    commissioned.when(REASSESSED, other).refused(Code.WRONG_ORGANISATION)
    filed = commissioned.when(REASSESSED)
    filed.then(ReassessmentFiled(**REASSESSED.model_dump()))
    filed.when(REASSESSED).refused(Code.DUPLICATE)
    assert filed.given(assessed()).view.phase == "library"


def test_a_reassessment_is_not_commissioned_below_the_amount_or_before_the_ruling() -> None:
    below = under(exante_reassessment="not_applicable").given(report())
    below.when(COMMISSION).refused(Code.GATE_NOT_MET)
    unruled = under(exante_reassessment=NEEDS_RULING).given(report())
    unruled.when(COMMISSION).refused(Code.NEEDS_RULING)


def test_the_assessment_is_over_once_the_project_is_in_the_library() -> None:
    # given: a report that was not required still waits
    admitted = under().given(report(), COMMISSION, Admit())
    # when, then
    for act in (assessed(), ReturnReport(reason="补充"), COMMISSION, REASSESSED, report()):
        refusal = admitted.when(act).refused(Code.WRONG_PHASE)
        # and the way back from an admission by mistake is named
        assert "library.admit" in refusal.zh
        assert "library.admit" in refusal.en


def test_a_review_cites_the_gate_and_its_pack() -> None:
    reviewed = unregistered().given(add(), report()).when(assessed())
    (decision,) = reviewed.outcome if isinstance(reviewed.outcome, tuple) else ()
    (answer,) = decision.basis
    assert [citation.clause for citation in answer.citations] == ["QM-011", "QM-012", "QM-016"]
    assert answer.pack == packaged_rules().pack
