"""Packs are adopted by the sha256 of their text, and the subjects are told once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from domain.kernel.decider import InForce, Step
from domain.kernel.refusal import Code
from domain.rules import BadInput, Fault, PackError
from domain.shared.fan_out.messages import REFRESH, RecordRefresh, SubjectsRefreshed
from domain.subjects.packs_adopted import decider
from domain.subjects.packs_adopted.decider import Adopt, Adopted
from testkit.decider_spec import DeciderSpec, FakeRules

OLD, NEW = "a" * 64, "b" * 64


def nothing_adopted() -> DeciderSpec:
    return DeciderSpec.of(decider, "652825/packs", FakeRules())


def adopt(sha256: str = OLD, pack: str = "652825") -> Adopt:
    return Adopt(pack=pack, sha256=sha256, pack_version="1")


def test_a_pack_is_adopted_by_its_text() -> None:
    assert nothing_adopted().view.phase == "empty"
    adopted = nothing_adopted().when(adopt())
    adopted.then(Adopted(pack="652825", sha256=OLD, pack_version="1"))
    assert adopted.view.phase == "adopted"
    assert adopted.given(adopt(NEW, "652800")).state.packs == {"652825": OLD, "652800": NEW}


def test_the_same_text_is_not_adopted_twice_in_a_row_but_may_come_back() -> None:
    adopted = nothing_adopted().given(adopt())
    adopted.when(adopt()).refused(Code.DUPLICATE)
    back = adopted.given(adopt(NEW), adopt())
    assert back.state.packs == {"652825": OLD}


def test_after_each_adoption_the_subjects_are_told_once() -> None:
    # given
    assert nothing_adopted().view.next_step is None
    adopted = nothing_adopted().given(adopt()).on("2023-01-11").given(adopt(NEW, "652800"))
    step = adopted.view.next_step
    assert step == Step("2", REFRESH, adopted.now)
    # when
    told = adopted.when(RecordRefresh(up_to=2, subjects=5))
    # then
    told.then(SubjectsRefreshed(up_to=2, subjects=5))
    assert told.view.next_step is None
    assert told.when(RecordRefresh(up_to=2, subjects=5)).outcome == ()
    again = told.given(adopt(NEW)).view.next_step
    assert again is not None
    assert again.deadline == "4"


class Checked:
    """Texts of which each is found wrong as a test says."""

    def __init__(self, wrong: Exception | None = None) -> None:
        self.wrong = wrong
        self.asked: list[tuple[dict[str, str], str, str]] = []

    def check(self, packs: Mapping[str, str], pack: str, version: str) -> None:
        self.asked.append((dict(packs), pack, version))
        if self.wrong is not None:
            raise self.wrong


def under(texts: Checked) -> DeciderSpec:
    return nothing_adopted().given(adopt()).under(InForce(FakeRules(), texts=texts))


def test_a_text_is_checked_together_with_those_that_stand() -> None:
    texts = Checked()
    under(texts).given(adopt(NEW, "652800"))
    under(texts).given(adopt(NEW))
    assert texts.asked == [
        ({"652825": OLD, "652800": NEW}, "652800", "1"),
        ({"652825": NEW}, "652825", "1"),
    ]


def test_a_text_that_is_not_there_is_refused_and_the_field_named() -> None:
    texts = Checked(BadInput("sha256", f"no text is kept under {NEW}"))
    refusal = under(texts).when(adopt(NEW)).refused(Code.INVALID_FIELD, "sha256")
    assert NEW in refusal.en


@pytest.mark.parametrize(("found", "told", "more"), [(1, 1, None), (20, 20, None), (23, 20, 3)])
def test_a_broken_text_is_refused_with_every_fault_of_a_bounded_list(
    found: int, told: int, more: int | None
) -> None:
    faults = [Fault("652825.yaml", line, "rules", "wrong") for line in range(1, found + 1)]
    refusal = (
        under(Checked(PackError(faults))).when(adopt(NEW)).refused(Code.INVALID_FIELD, "sha256")
    )
    for text in (refusal.zh, refusal.en):
        assert [line for line in text.splitlines() if "652825.yaml" in line] == [
            f"652825.yaml:{line}: rules: wrong" for line in range(1, told + 1)
        ]
    assert (f"and {more} more" in refusal.en) == (more is not None)
    assert (f"另有 {more} 处" in refusal.zh) == (more is not None)


@pytest.mark.parametrize("pack", ["652825", "652800", "650000", "000000"])
def test_a_jurisdiction_adopts_its_own_pack_and_those_above_it(pack: str) -> None:
    nothing_adopted().when(adopt(pack=pack)).then(Adopted(pack=pack, sha256=OLD, pack_version="1"))


@pytest.mark.parametrize("pack", ["652822", "653100", "652900", "540000"])
def test_the_pack_of_a_neighbour_is_refused_with_the_reason(pack: str) -> None:
    # given no pack; when
    refusal = nothing_adopted().when(adopt(pack=pack)).refused(Code.INVALID_FIELD, "pack")
    # then
    assert "652800、650000、000000" in refusal.zh
    assert "jixiao init" in refusal.zh
    assert "would bind nobody here" in refusal.en
