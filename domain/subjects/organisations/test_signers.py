"""Who signs what a section of the bureau proposes is registered with days."""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel.refusal import Code
from domain.subjects.organisations.signers import SignerEnded, SignerSet
from testkit.builders.organisations import end_signer, nobody, signer
from testkit.decider_spec import REVIEWER


def test_a_signer_acts_in_the_section_unless_another_organisation_is_named() -> None:
    section = REVIEWER.organisation
    assert nobody().when(signer()).the(SignerSet).organisation == section
    other = nobody().when(signer(organisation="652825-bgs")).the(SignerSet)
    assert (other.section, other.organisation) == (section, "652825-bgs")


@pytest.mark.parametrize(
    ("since", "taken"), [("2023-06-10", False), ("2023-06-11", True), ("2023-06-12", True)]
)
def test_a_person_signs_in_an_office_once_at_a_time(since: str, *, taken: bool) -> None:
    scene = nobody().given(signer(), end_signer())
    again = scene.when(signer(since=since))
    if taken:
        assert again.events
    else:
        assert "h-1" in again.refused(Code.DUPLICATE, "since").zh
    assert scene.when(signer(since="2023-06-01", person="h-2")).events
    assert scene.when(signer(since="2023-06-01", office="leader")).events


def test_a_signer_without_an_end_is_registered_once() -> None:
    nobody().given(signer()).when(signer(since="2023-09-01")).refused(Code.DUPLICATE, "since")


@pytest.mark.parametrize(
    ("last_day", "ends"), [("2023-05-31", False), ("2023-06-01", True), ("2023-06-02", True)]
)
def test_a_signer_ends_on_a_day_on_which_they_sign(last_day: str, *, ends: bool) -> None:
    ended = nobody().given(signer()).when(end_signer(last_day=last_day))
    if ends:
        assert ended.the(SignerEnded).since == date(2023, 6, 1)
        (term,) = ended.state.signers[REVIEWER.organisation]
        assert term.until == date.fromisoformat(last_day)
    else:
        ended.refused(Code.INVALID_FIELD, "person")


def test_a_signer_ends_once_on_a_day_and_earlier_after_that() -> None:
    scene = nobody().given(signer(), end_signer())
    scene.when(end_signer()).refused(Code.DUPLICATE, "last_day")
    assert scene.when(end_signer(last_day="2023-06-05")).events


def test_nobody_ends_for_a_section_without_signers() -> None:
    scene = nobody().given(signer())
    scene.when(end_signer(section="652825-nc")).refused(Code.INVALID_FIELD, "section")
    scene.when(end_signer(person="h-9")).refused(Code.INVALID_FIELD, "person")
    scene.when(end_signer(office="leader")).refused(Code.INVALID_FIELD, "person")
