"""Selections and draws are taken back from their projects, and what rested on them is decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.kernel.decider import Frame
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.shared.filings.undoable import ActWithdrawn
from domain.subjects.jurisdiction_year.authenticity_draw import Drawn, DrawTakenBack
from domain.subjects.jurisdiction_year.key_selection import (
    KeyEvaluationSelected,
    SelectForKeyEvaluation,
    SelectionTakenBack,
    key_of,
)
from testkit.builders.jurisdiction_evaluation import (
    DRAW,
    FRAME,
    SELECT,
    framed,
    member,
    planned,
)
from testkit.builders.undoing import mend, undo
from testkit.decider_spec import FILER, DeciderSpec

STREAM = "653000/2023"
SELECTION, DREW = "key-evaluation.select:P2+P1", "authenticity.draw"
COMMISSIONED, FOUND = "key-evaluation.commission:P1", "authenticity.record-finding:P1"
COMMISSION, FINDING = "key-evaluation.commission", "authenticity.record-finding"


def seen(**facts: dict[str, Any]) -> Frame:
    """The projects of the budget year before, with other facts of some of them."""
    codes = ("P1", "P2", "P3")
    return replace(FRAME, members=tuple(member(code, **facts.get(code, {})) for code in codes))


UNDER_WAY = seen(P1={"key_evaluation": COMMISSION})
CHECKED = seen(P1={"checked": True}, P2={"checked": True}, P3={"checked": True})


def selected() -> DeciderSpec:
    return framed(planned(), SELECT)


def drawn() -> DeciderSpec:
    return framed(planned(), DRAW)


def content(scene: DeciderSpec) -> Any:
    """The state, apart from its age and from what is still to reach its projects."""
    return replace(scene.state, version=0, last_at=None, reaching={})


def reached(event: Any) -> dict[str, Any]:
    """Who is reached, and whether the work there is ended."""
    return {one.subject: one.fields["cancel"] for one in event.reaches(STREAM)}


@pytest.mark.parametrize(
    ("given", "key", "event"),
    [(selected, SELECTION, SelectionTakenBack), (drawn, DREW, DrawTakenBack)],
)
def test_what_nothing_rests_on_is_withdrawn_and_taken_back_from_its_projects(
    given: Any, key: str, event: type[Any]
) -> None:
    before = given()
    gone = framed(before, undo(key))
    assert content(gone) == content(planned())
    back = gone.the(event)
    assert gone.the(ActWithdrawn).act == key
    assert set(reached(back).values()) == {False}
    assert set(gone.state.reaching) == {gone.state.version}
    assert {one.command for one in back.reaches(STREAM)} <= {
        "key-evaluation.unmark-selected",
        "authenticity.unmark-drawn",
    }


@pytest.mark.parametrize(("key", "act"), [(SELECTION, SELECT), (DREW, DRAW)])
def test_it_is_withdrawn_once_and_taken_again(key: str, act: Command) -> None:
    gone = framed(framed(planned(), act), undo(key))
    framed_refused(gone, undo(key), Code.WRONG_PHASE, "act")
    framed(framed(gone, act), undo(key))


def framed_refused(
    scene: DeciderSpec, act: Command, code: Code, field: str | None = None, frame: Frame = FRAME
) -> str:
    """Take an act that sees the projects and is refused; what is said of it."""
    return framed(scene, act, frame).refused(code, field).zh


def test_a_selection_whose_evaluation_is_under_way_is_corrected() -> None:
    zh = framed_refused(selected(), undo(SELECTION), Code.WRONG_PHASE, None, UNDER_WAY)
    assert "项目 P1 的委托第三方机构评价" in zh
    assert "act.correct" in zh
    framed_refused(selected(), mend(SELECTION), Code.MISSING_FIELD, "follows", UNDER_WAY)
    stands = mend(SELECTION, None, **{COMMISSIONED: "stands"})
    framed_refused(selected(), stands, Code.INVALID_FIELD, "follows", UNDER_WAY)
    mended = framed(selected(), mend(SELECTION, None, **{COMMISSIONED: "cancelled"}), UNDER_WAY)
    assert mended.the(SelectionTakenBack).cancelled == ("P1",)
    assert reached(mended.the(SelectionTakenBack)) == {
        "653000/2022/P2": False,
        "653000/2022/P1": True,
    }


def test_a_project_that_stays_selected_keeps_its_evaluation() -> None:
    right = {"selected": ["P1", "P3"], "reason": "P2 误选"}
    mended = framed(selected(), mend(SELECTION, right), UNDER_WAY)
    withdrawn, back, again = mended.events
    assert isinstance(withdrawn, ActWithdrawn)
    assert isinstance(back, SelectionTakenBack)
    assert (withdrawn.replaced, withdrawn.follows) == (True, ())
    assert (back.projects, back.cancelled) == (("P2",), ())
    assert isinstance(again, KeyEvaluationSelected)
    assert mended.state.key_selected == {"P1", "P3"}
    assert set(mended.state.reaching) == {mended.state.version - 1, mended.state.version}


def test_a_selection_that_only_gains_projects_is_taken_back_from_none() -> None:
    right = {"selected": ["P1", "P2", "P3"], "reason": "补选 P3"}
    mended = framed(selected(), mend(SELECTION, right), UNDER_WAY)
    assert [type(event) for event in mended.events] == [ActWithdrawn, KeyEvaluationSelected]


@pytest.mark.parametrize(("source", "taken"), [("finance", False), ("self", True), (None, True)])
def test_a_grade_that_rests_on_the_evaluation_is_withdrawn_first(
    source: str | None, *, taken: bool
) -> None:
    final = seen(P1={"key_evaluation": "key-evaluation.finalise", "grade_source": source})
    cancel = mend(SELECTION, None, **{"key-evaluation.finalise:P1": "cancelled"})
    if taken:
        framed(selected(), cancel, final).the(SelectionTakenBack)
        return
    zh = framed_refused(selected(), mend(SELECTION), Code.WRONG_PHASE, None, final)
    assert "项目 P1 的评定最终等次（grade.finalise:P1）" in zh


def test_a_finding_on_a_drawn_project_is_decided_on() -> None:
    before = drawn()
    took = before.the(Drawn).drawn
    zh = framed_refused(before, undo(DREW), Code.WRONG_PHASE, None, CHECKED)
    assert f"项目 {took[0]} 的登记核查结论" in zh
    fates = {f"{FINDING}:{code}": "cancelled" for code in took}
    mended = framed(before, mend(DREW, None, **fates), CHECKED)
    assert mended.the(DrawTakenBack).cancelled == tuple(sorted(took))
    assert mended.state.drawn is None


@pytest.mark.parametrize(
    ("graded", "code"), [("good", Code.WRONG_PHASE), (None, Code.MISSING_FIELD)]
)
def test_a_grade_after_the_finding_is_withdrawn_first(graded: str | None, code: Code) -> None:
    codes = drawn().the(Drawn).drawn
    facts: Any = {one: {"checked": True, "grade": graded} for one in codes}
    framed_refused(drawn(), mend(DREW), code, None if graded else "follows", seen(**facts))


def test_a_draw_is_made_again_with_its_seed_and_who_is_drawn_again_keeps_the_finding() -> None:
    before = drawn()
    whole = DRAW.model_dump(mode="json") | {"ratio": "1"}
    mended = framed(before, mend(DREW, whole), CHECKED)
    assert [type(event) for event in mended.events] == [ActWithdrawn, Drawn]
    assert mended.the(Drawn).drawn == ("P1", "P2", "P3")


@pytest.mark.parametrize(("published", "taken"), [(17, True), (18, True), (19, False), (20, False)])
def test_the_seed_of_the_corrected_draw_was_published_before_its_day(
    published: int, *, taken: bool
) -> None:
    right = DRAW.model_dump(mode="json") | {
        "seed_published_on": date(2023, 6, published).isoformat()
    }
    act = mend(DREW, right)
    if taken:
        framed(drawn(), act).the(Drawn)
    else:
        framed_refused(drawn(), act, Code.INVALID_FIELD, "seed_published_on")


def test_a_fan_out_that_was_not_sent_yet_is_not_sent_any_more() -> None:
    before = selected()
    (version,) = before.state.reaching
    assert version not in framed(before, undo(SELECTION)).state.reaching


def test_of_two_selections_each_is_withdrawn_by_its_own_key() -> None:
    both = framed(selected(), SelectForKeyEvaluation(selected=("P3",), reason="补选"))
    gone = framed(both, undo(SELECTION))
    assert gone.state.key_selected == {"P3"}
    framed(gone, undo("key-evaluation.select:P3"))


@pytest.mark.parametrize(
    ("count", "key"), [(1, "P1"), (3, "P1+P2+P3"), (4, "P1+P2+P3+1"), (12, "P1+P2+P3+9")]
)
def test_the_key_of_a_selection_names_at_most_three_projects(count: int, key: str) -> None:
    codes = tuple(f"P{number}" for number in range(1, count + 1))
    event = selected().the(KeyEvaluationSelected).model_copy(update={"selected": codes})
    assert key_of(event) == key


def test_a_unit_undoes_no_selection() -> None:
    selected().when(undo(SELECTION), by=FILER).refused(Code.WRONG_ROLE)
