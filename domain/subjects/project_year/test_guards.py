"""Whose act it is: the unit's own project, and never a review of what one filed oneself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.kernel.decider import Actor
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.shared.filings.leaving import EndedDuty
from domain.subjects.project_year.population import AddProject, WithdrawProject
from testkit.builders.project_year import (
    ACTS,
    MAY,
    RECTIFICATION,
    STAGES,
    adjustment,
    assessed,
    budgeted,
    correction,
    monitored,
    rectifying,
    report,
    result,
    reviewed,
    unregistered,
)
from testkit.decider_spec import COLLEAGUE, FILER, REVIEWER

STRANGER = Actor("u-9", "209009", Role.UNIT)
FILER_AT_THE_BUREAU = Actor(FILER.id, REVIEWER.organisation, Role.FINANCE)

UNIT_ACTS = [name for name, act in ACTS.items() if Role.UNIT in act.who]

REVIEWS = {
    "exante.return": "assessed",
    "exante.commission-reassessment": "assessed",
    "exante.review": "assessed",
    "target.return": "filed",
    "target.approve": "filed",
    "target.approve-adjustment": "adjusting",
    "monitoring.return": "result",
    "monitoring.review": "result",
    "rectification.accept": "reported",
    "rectification.reject": "reported",
}


@pytest.mark.parametrize("name", UNIT_ACTS)
@pytest.mark.parametrize("stage", ["ex-ante", "result", "rectify"])
def test_a_unit_acts_on_its_own_projects_only(name: str, stage: str) -> None:
    refusal = STAGES[stage]().when(ACTS[name], by=STRANGER).refused(Code.WRONG_ORGANISATION)
    assert FILER.organisation in refusal.en


@pytest.mark.parametrize(("name", "stage"), REVIEWS.items())
def test_who_filed_does_not_review(name: str, stage: str) -> None:
    # given
    scene = STAGES[stage]()
    # when, then
    scene.when(ACTS[name], by=FILER_AT_THE_BUREAU).refused(Code.REVIEWER_IS_FILER)
    scene.given(ACTS[name], by=REVIEWER)


def test_an_adjustment_is_not_returned_by_who_filed_it() -> None:
    filed = budgeted().given(adjustment())
    filed.when(ACTS["target.return"], by=FILER_AT_THE_BUREAU).refused(Code.REVIEWER_IS_FILER)


def test_who_replaced_a_filing_after_its_return_is_its_filer() -> None:
    # given: one person filed, another filed again
    first = monitored().given(result(), by=FILER).given(ACTS["monitoring.return"])
    again = first.given(result(), by=COLLEAGUE)
    # when, then
    colleague = Actor(COLLEAGUE.id, REVIEWER.organisation, Role.FINANCE)
    again.when(reviewed(), by=colleague).refused(Code.REVIEWER_IS_FILER)
    again.given(reviewed(), by=FILER_AT_THE_BUREAU)


def test_an_unknown_project_is_refused_with_what_to_do_first() -> None:
    refusal = unregistered().when(report()).refused(Code.UNKNOWN_SUBJECT)
    assert "registers" in refusal.en


def test_a_round_that_the_project_does_not_have_is_named() -> None:
    for act in (result(), result(node=date(2023, 8, 31))):
        budgeted().when(act).refused(Code.WRONG_PHASE, "node")


def test_a_project_is_registered_once_even_after_its_withdrawal() -> None:
    add = ACTS["project.add"]
    assert isinstance(add, AddProject)
    STAGES["withdrawn"]().when(add).refused(Code.DUPLICATE)


def test_a_withdrawn_project_has_nothing_more_to_come() -> None:
    ended = EndedDuty(of=RECTIFICATION, decision="由承接项目整改")
    leaving = WithdrawProject(reason="取消", executed=Decimal(100_000), duties=(ended,))
    view = rectifying().given(leaving, by=REVIEWER).view
    assert view.closed
    assert view.next_step is None
    assert view.next_due is None
    assert view.waiting_for == ()


def test_a_colleague_of_the_filer_does_not_correct_the_filing() -> None:
    scene = monitored().given(result(node=MAY))
    scene.when(correction(), by=COLLEAGUE).refused(Code.WRONG_ROLE)


def test_the_assessment_is_reviewed_by_a_second_person_of_the_bureau() -> None:
    # given: the bureau's own budget unit files
    own = unregistered().given(ACTS["project.add"]).given(report())
    # when, then
    own.when(assessed(), by=FILER_AT_THE_BUREAU).refused(Code.REVIEWER_IS_FILER)
