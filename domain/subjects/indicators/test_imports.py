"""Versions of a library are imported, in parts, checked, and discarded until they are adopted."""

from __future__ import annotations

from typing import Any

import pytest

from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.subjects.indicators.messages import LibraryImported, VersionDiscarded
from testkit.builders.indicators import (
    NEIGHBOUR,
    OWN,
    PREFECTURE,
    REGION,
    adopt,
    discard,
    imports,
    kind,
    nothing,
    row,
)
from testkit.decider_spec import acting


def test_an_imported_version_is_on_record_and_not_in_force() -> None:
    imported = nothing().when(imports())
    imported.then(LibraryImported(**vars(imports())))
    assert (imported.view.phase, imported.view.next_step) == ("imported", None)
    assert not imported.state.library.is_adopted


@pytest.mark.parametrize("library", [OWN, PREFECTURE, REGION, "000000"])
def test_a_library_of_the_chain_is_taken(library: str) -> None:
    nothing().when(imports(library=library)).the(LibraryImported)


@pytest.mark.parametrize("library", [NEIGHBOUR, "653100", "110000"])
def test_a_library_beside_the_chain_is_refused_and_the_chain_named(library: str) -> None:
    refused = nothing().when(imports(library=library)).refused(Code.INVALID_FIELD, "library")
    assert all(code in refused.zh for code in (OWN, PREFECTURE, REGION))


def test_a_large_library_comes_in_parts_of_one_version() -> None:
    both = nothing().given(imports(row("G001")), imports(row("G002", "02")))
    version = both.state.versions[REGION, "2024"]
    assert (set(version.classes), set(version.indicators)) == ({"01", "02"}, {"G001", "G002"})


def test_a_later_part_may_use_a_class_of_an_earlier_one() -> None:
    nothing().given(imports(row("G001"))).when(imports(row("G002"), classes=[])).the(
        LibraryImported
    )


def test_a_code_stands_once_in_a_version() -> None:
    twice = imports(row("G001"), row("G001"))
    assert "G001" in nothing().when(twice).refused(Code.INVALID_FIELD, "indicators").zh
    first = nothing().given(imports())
    assert "G002" in first.when(imports(row("G002", "02"))).refused(Code.INVALID_FIELD).zh
    first.when(imports(edition="2025")).the(LibraryImported)


@pytest.mark.parametrize(
    "classes", [[kind("01"), kind("01", "他类")], [kind("01", "同名"), kind("02", "同名")]]
)
def test_a_class_has_one_title_and_a_title_one_class(classes: list[Any]) -> None:
    nothing().when(imports(row("G001"), classes=classes)).refused(Code.INVALID_FIELD, "classes")


def test_the_titles_of_classes_agree_among_parts() -> None:
    first = nothing().given(imports(row("G001")))
    other = imports(row("G002"), classes=[kind("01", "他类")])
    first.when(other).refused(Code.INVALID_FIELD, "classes")


def test_an_indicator_is_in_a_class_of_the_version() -> None:
    stray = imports(row("G001", "03"), classes=[kind("01")])
    refused = nothing().when(stray).refused(Code.INVALID_FIELD, "indicators")
    assert "G001" in refused.zh
    assert "03" in refused.zh


def test_the_parts_of_a_version_name_one_standard() -> None:
    first = nothing().given(imports(row("G001")))
    other = imports(row("G002"), standard="另一文件")
    first.when(other).refused(Code.INVALID_FIELD, "standard")


def test_a_version_that_was_adopted_stays_as_it_is() -> None:
    # given
    adopted = nothing().given(imports(), adopt())
    replaced = adopted.given(imports(edition="2025"), adopt(edition="2025"))
    for scene in (adopted, replaced):
        # when, then
        scene.when(imports(row("G009"))).refused(Code.INVALID_FIELD, "edition")
        scene.when(discard()).refused(Code.INVALID_FIELD, "edition")


def test_a_version_imported_by_mistake_is_discarded_and_imported_again() -> None:
    imported = nothing().given(imports())
    gone = imported.when(discard())
    gone.then(VersionDiscarded(**vars(discard())))
    assert gone.view.phase == "empty"
    gone.when(adopt()).refused(Code.INVALID_FIELD, "edition")
    imported.given(discard()).when(imports()).the(LibraryImported)


def test_an_unknown_version_is_refused_and_the_known_ones_named() -> None:
    imported = nothing().given(imports())
    assert "2024" in imported.when(discard(edition="2023")).refused(Code.INVALID_FIELD).zh
    assert "2024" in imported.when(adopt(edition="2023")).refused(Code.INVALID_FIELD).zh


@pytest.mark.parametrize("role", Role)
def test_the_bureau_alone_imports(role: Role) -> None:
    tried = nothing().when(imports(), by=acting(role))
    if role is Role.FINANCE:
        tried.the(LibraryImported)
    else:
        tried.refused(Code.WRONG_ROLE)
