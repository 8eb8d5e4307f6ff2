"""What a unit discloses, who does it, and what stands in its place where it is confidential."""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.shared.filings.disclosure import ApproveException, Published
from domain.subjects.unit_year.targets import ApproveOverallTarget
from testkit.builders.unit_year import (
    approved,
    evaluated,
    history,
    publish,
    registered,
    target,
    unregistered,
)
from testkit.decider_spec import FILER, REVIEWER, DeciderSpec, FakeRules, packaged_rules

EXCEPTION = ApproveException(artefact="overall_target", approver="局长", reason="涉密单位")


def of_qiemo() -> DeciderSpec:
    """A unit of 且末 with its approved target, which finance discloses."""
    begun = registered(unregistered(packaged_rules("652825"))).on("2025-02-10")
    return begun.given(target(), ApproveOverallTarget())


def test_the_unit_publishes_its_target_once() -> None:
    published = approved().when(publish(), by=FILER)
    published.then(
        Published(
            artefact="overall_target",
            channel="县政府网站",
            medium="government_portal",
            address="合成网址",
            published_on=date(2025, 2, 10),
            by=Role.UNIT,
            fulfils=True,
        )
    )
    assert published.rules_asked() == ["disclosure.required"]
    assert published.view.waiting_for == ()
    published.when(publish(), by=FILER).refused(Code.DUPLICATE)


def test_those_whom_the_rules_name_have_to_publish_whoever_else_did() -> None:
    unit = ("unit:disclosure.overall_target",)
    assert approved().given(publish(), by=REVIEWER).view.waiting_for == unit
    assert of_qiemo().view.waiting_for == ("finance:disclosure.overall_target",)
    assert of_qiemo().given(publish(), by=REVIEWER).view.waiting_for == ()


@pytest.mark.parametrize("artefact", ["overall_target", "self_evaluation_form", "project_target"])
def test_nothing_is_published_before_its_review(artefact: str) -> None:
    filed = registered().given(target())
    filed.when(publish(artefact), by=FILER).refused(Code.WRONG_PHASE)


@pytest.mark.parametrize(("day", "accepted"), [(9, 1), (10, 1), (11, 0)])
def test_it_was_published_today_or_before(day: int, accepted: int) -> None:
    published = approved().when(publish(day=date(2025, 2, day)), by=FILER)
    if accepted:
        published.the(Published)
    else:
        published.refused(Code.INVALID_FIELD, "published_on")


def test_a_confidential_unit_publishes_nothing_and_has_the_exception_approved() -> None:
    secret = approved(registered(confidential=True))
    secret.when(publish(), by=FILER).refused(Code.GATE_NOT_MET)
    assert secret.view.waiting_for == ("finance:disclosure.exception.overall_target",)
    excepted = secret.given(EXCEPTION)
    assert excepted.view.waiting_for == ()
    excepted.when(publish(), by=FILER).refused(Code.WRONG_PHASE)


def test_what_is_not_confidential_has_no_exception() -> None:
    approved().when(EXCEPTION).refused(Code.GATE_NOT_MET)


def test_a_reviewed_self_evaluation_is_disclosed_too() -> None:
    waiting = evaluated(history()).view.waiting_for
    assert "unit:disclosure.self_evaluation_form" in waiting
    assert "unit:disclosure.overall_target" not in waiting


def test_where_nothing_is_stated_nothing_has_to_be_disclosed() -> None:
    silent = evaluated(history(unregistered(FakeRules(), "2026-01-10")))
    assert silent.view.waiting_for == ()
    silent.given(publish("self_evaluation_form"), by=FILER)
