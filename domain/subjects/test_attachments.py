"""Attaching: by those of the subject, once under a plain name that fits what the file is."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from domain.kernel.decider import Actor
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.shared.filings.attachment import LARGEST, Attach, DocumentAttached
from domain.subjects.jurisdiction_year import decider as jurisdiction_year
from domain.subjects.jurisdiction_year.opening import OpenYear
from testkit.builders import unit_year as units
from testkit.builders.project_year import ATTACHED, DELEGATED, monitored
from testkit.decider_spec import (
    DEPARTMENT,
    FILER,
    REVIEWER,
    THIRD_PARTY,
    DeciderSpec,
    FakeRules,
    acting,
)


def document(**changes: Any) -> Attach:
    return Attach.model_validate(ATTACHED.model_dump() | changes)


def on_a_year() -> DeciderSpec:
    scene = DeciderSpec.of(jurisdiction_year, "652825/2023", FakeRules()).on("2023-01-03")
    return scene.given(OpenYear(portfolio="0" * 64, clock="real"))


@pytest.mark.parametrize(
    ("scene", "by"),
    [
        *((monitored(), actor) for actor in (FILER, DEPARTMENT, REVIEWER, THIRD_PARTY)),
        (units.in_round(), FILER),
        (on_a_year(), REVIEWER),
    ],
)
def test_those_of_a_subject_attach_to_it(scene: DeciderSpec, by: Actor) -> None:
    scene.when(ATTACHED, by).then(DocumentAttached(**dict(ATTACHED)))


@pytest.mark.parametrize("role", [Role.UNIT, Role.DEPARTMENT])
def test_another_unit_attaches_only_under_a_delegation(role: Role) -> None:
    other = Actor("o-1", DELEGATED.organisation, role)
    scene = monitored().on("2023-06-01")
    scene.when(ATTACHED, other).refused(Code.WRONG_ORGANISATION)
    scene.given(DELEGATED).when(ATTACHED, other).then(DocumentAttached(**dict(ATTACHED)))


@pytest.mark.parametrize("role", [Role.UNIT, Role.DEPARTMENT, Role.THIRD_PARTY])
def test_papers_of_a_work_year_are_the_bureaus(role: Role) -> None:
    on_a_year().when(ATTACHED, acting(role)).refused(Code.WRONG_ROLE)


def test_the_same_document_is_attached_once_under_a_name() -> None:
    scene = monitored().given(ATTACHED)
    scene.when(ATTACHED).refused(Code.DUPLICATE)
    assert scene.when(document(file_name="另一名称.pdf")).events
    assert scene.when(document(sha256="b" * 64)).events


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("a.pdf", "image/png"), ("a", "application/pdf"), ("a.exe", "application/x-dosexec")],
)
def test_a_name_that_does_not_fit_its_kind_is_refused(name: str, media_type: str) -> None:
    act = document(file_name=name, media_type=media_type)
    monitored().when(act).refused(Code.INVALID_FIELD, "media_type")


@pytest.mark.parametrize(
    "name",
    [
        *("", "../a.pdf", "/etc/a.pdf", "..\\a.pdf", "C:a.pdf", "a/b.pdf", ".a.pdf", "..", "."),
        *(" a.pdf", "a.pdf ", "a.pdf.", "a\n.pdf", "a\x00.pdf", "a\u202efdp.pdf", "a?.pdf"),
        "文" * 84 + ".pdf",
    ],
)
def test_a_name_with_a_path_or_a_trick_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="file_name"):
        document(file_name=name)


def test_a_name_may_be_as_long_as_a_file_system_takes() -> None:
    assert document(file_name="文" * 83 + "ab.pdf").file_name.endswith("ab.pdf")


@pytest.mark.parametrize("size", [0, -1, LARGEST + 1])
def test_a_document_is_neither_empty_nor_too_large(size: int) -> None:
    with pytest.raises(ValidationError, match="size"):
        document(size=size)


@pytest.mark.parametrize("size", [1, LARGEST])
def test_a_document_may_have_a_byte_or_the_most(size: int) -> None:
    assert document(size=size).size == size


@pytest.mark.parametrize("sha256", ["a" * 63, "a" * 65, "A" * 64, "g" * 64])
def test_a_sha256_is_64_small_hexadecimal_digits(sha256: str) -> None:
    with pytest.raises(ValidationError, match="sha256"):
        document(sha256=sha256)
