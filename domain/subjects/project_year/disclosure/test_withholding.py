"""What is kept back as sensitive or secret by the text, as a whole or in part."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.kernel.refusal import Code
from domain.shared.filings.disclosure import ApproveException, ExceptionApproved, Published
from testkit.builders.project_evaluation import REVIEWED, filed, imported, published
from testkit.builders.undoing import undo
from testkit.decider_spec import FILER, REVIEWER, DeciderSpec, FakeRules

FORM = "self_evaluation_form"
OPEN = "unit:disclosure.self_evaluation_form"
REQUIRED = {"when": None, "by": ["unit"], "channel": "public"}
APPROVAL = "disclosure.approve-exception:self_evaluation_form"


def rules(*excepted: str) -> FakeRules:
    """Rules that have the unit publish everything but these exceptions of the text."""

    def answer(asked: Any) -> Any:
        secret = asked["confidential"]
        return {**REQUIRED, "required": not secret, "approval_required": secret}

    return FakeRules({"disclosure.required": answer, "disclosure.excepted": [*excepted]})


def reviewed(*excepted: str, confidential: bool = False) -> DeciderSpec:
    """A project whose form is reviewed, under a text with these exceptions."""
    return filed(imported(rules(*excepted), confidential=confidential)).given(REVIEWED)


def kept(ground: str | None, **more: Any) -> ApproveException:
    """The bureau keeps the form back."""
    said = {"artefact": FORM, "approver": "分管副县长", "reason": "涉及第三方信息"}
    return ApproveException.model_validate({**said, "ground": ground, **more})


PART = kept("sensitive", extent="part", withheld="附表2中的个人信息")
PUBLISHED = published()
UNREADABLE = published().model_copy(update={"redacted": True})


@pytest.mark.parametrize(
    ("ground", "excepted"),
    [
        ("sensitive", "sensitive_information"),
        ("secret_unit", "secret_departments"),
        ("secret_unit", "secret_units"),
        ("secret_unit", "approved_secret_units"),
        ("secret_matter", "secret_matters"),
    ],
)
def test_a_ground_that_the_text_names_keeps_the_whole_back(ground: str, excepted: str) -> None:
    done = reviewed("secret_information", excepted).when(kept(ground))
    event = done.the(ExceptionApproved)
    assert (event.ground, event.extent) == (ground, "whole")
    assert done.rules_asked() == ["disclosure.required", "disclosure.excepted"]
    assert OPEN not in done.view.waiting_for
    done.when(PUBLISHED, by=FILER).refused(Code.WRONG_PHASE)


@pytest.mark.parametrize("ground", ["sensitive", "secret_unit", "secret_matter"])
def test_a_ground_that_no_text_names_keeps_nothing_back(ground: str) -> None:
    scene = reviewed("secret_information", "secret_projects")
    scene.when(kept(ground)).refused(Code.GATE_NOT_MET)
    filed(imported(FakeRules())).given(REVIEWED).when(kept(ground)).refused(Code.GATE_NOT_MET)


def test_what_is_registered_as_confidential_is_kept_back_as_secret() -> None:
    secret = reviewed("sensitive_information", confidential=True)
    secret.when(kept("sensitive")).refused(Code.INVALID_FIELD, "ground")
    secret.when(kept("secret", extent="part", withheld="附表")).refused(
        Code.INVALID_FIELD, "extent"
    )
    for ground in (None, "secret"):
        assert secret.when(kept(ground)).the(ExceptionApproved).ground == ground
    reviewed("sensitive_information").when(kept("secret")).refused(Code.GATE_NOT_MET)


def test_a_part_is_published_unreadable() -> None:
    part = reviewed("sensitive_information").when(PART)
    assert part.the(ExceptionApproved).withheld == "附表2中的个人信息"
    assert OPEN in part.view.waiting_for
    part.when(PUBLISHED, by=FILER).refused(Code.INVALID_FIELD, "redacted")
    done = part.when(UNREADABLE, by=FILER)
    assert done.the(Published).redacted
    assert OPEN not in done.view.waiting_for


def test_nothing_is_made_unreadable_without_an_approval() -> None:
    scene = reviewed("sensitive_information")
    scene.when(UNREADABLE, by=FILER).refused(Code.GATE_NOT_MET)
    before = replace(scene.act(PUBLISHED, FILER), version=3)
    assert not scene.take(before).the(Published).redacted


def test_a_part_is_named_and_approved_once() -> None:
    scene = reviewed("sensitive_information", "secret_units")
    scene.when(kept("sensitive", extent="part")).refused(Code.MISSING_FIELD, "withheld")
    unit = kept("secret_unit", extent="part", withheld="附表")
    scene.when(unit).refused(Code.INVALID_FIELD, "extent")
    scene.given(PART).when(PART).refused(Code.DUPLICATE)


def test_what_is_public_is_not_found_sensitive_any_more() -> None:
    public = reviewed("sensitive_information").given(PUBLISHED, by=FILER)
    public.when(kept("sensitive")).refused(Code.WRONG_PHASE)
    public.when(PART).refused(Code.WRONG_PHASE)


def test_the_approval_of_a_part_is_taken_back_until_it_is_published() -> None:
    part = reviewed("sensitive_information").given(PART)
    back = part.given(undo(APPROVAL), by=REVIEWER)
    back.when(PUBLISHED, by=FILER).the(Published)
    done = part.given(UNREADABLE, by=FILER)
    done.when(undo(APPROVAL), by=REVIEWER).refused(Code.WRONG_PHASE)
