"""Packs are adopted by the sha256 of their text, and the subjects are told once."""

from __future__ import annotations

from domain.decision import Step
from domain.fan_out import REFRESH, RecordRefresh, SubjectsRefreshed
from domain.packs_adopted import decider
from domain.packs_adopted.decider import Adopt, Adopted
from domain.refusal import Code
from domain.testing import FakeRules, Scene

OLD, NEW = "a" * 64, "b" * 64


def nothing_adopted() -> Scene:
    return Scene.of(decider, "652825/packs", FakeRules())


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
