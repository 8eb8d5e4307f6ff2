"""The board of selections has what stands: what was withdrawn is left out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from domain.kernel.serialization.envelope import unseal
from projections.boards import selections
from projections.boards.selections import Selection
from testkit.builders.jurisdiction_evaluation import DRAW, PLAN, SELECT, framed, planned
from testkit.builders.undoing import mend, undo
from testkit.decider_spec import REVIEWER, DeciderSpec, FakeRules

SELECTION = "key-evaluation.select:P2+P1"


class Log:
    """The events of one work year."""

    def __init__(self, scene: DeciderSpec) -> None:
        self._events = [unseal(one.topic, one.state) for one in scene.stored]

    def read(self, _stream: str) -> Any:
        return iter(self._events)


def board(scene: DeciderSpec) -> tuple[Selection, Selection]:
    """The key evaluations and the draw of a scene."""
    key, draw = selections._of_year(cast(Any, Log(scene)), scene.state.stream)
    return key, draw


def test_a_withdrawn_selection_leaves_the_plan() -> None:
    selected = framed(planned(), SELECT)
    assert (board(selected)[0].state, board(selected)[0].selected) == ("selected", ("P2", "P1"))
    key, _ = board(framed(selected, undo(SELECTION)))
    assert (key.state, key.selected, key.planned) == ("planned", (), 11)


def test_a_corrected_selection_has_the_projects_of_its_replacement() -> None:
    right = {"selected": ["P1", "P3"], "reason": "误选"}
    key, _ = board(framed(framed(planned(), SELECT), mend(SELECTION, right)))
    assert set(key.selected) == {"P1", "P3"}


def test_the_types_of_the_objects_stand_beside_those_that_a_text_names_first() -> None:
    types = [{"project": "P2", "counted_as": "policy", "further": ["subsidy"]}]
    act = SELECT.model_validate(SELECT.model_dump() | {"types": types})
    rules = FakeRules({"key_evaluation.types": ["unit_overall", "policy"]})
    scene = planned()
    key, _ = board(framed(scene.under(replace(scene.in_force, rules=rules)), act))
    assert list(key.types.items()) == [("policy", 1), ("project", 1)]
    assert key.preferred == ("unit_overall", "policy")
    silent, _ = board(framed(scene, SELECT))
    assert (silent.types, silent.preferred) == ({"project": 2}, ())


def test_a_withdrawn_draw_is_no_draw_and_a_corrected_one_is_the_newest() -> None:
    drawn = framed(planned(), DRAW)
    assert board(drawn)[1].selected
    assert board(framed(drawn, undo("authenticity.draw")))[1].state == "none"
    right = DRAW.model_dump(mode="json") | {"ratio": "1"}
    assert board(framed(drawn, mend("authenticity.draw", right)))[1].ratio == "100.00"


def test_a_withdrawn_plan_leaves_the_one_before_it() -> None:
    twice = planned().given(PLAN.model_copy(update={"document": "更正"}))
    once = twice.given(undo("key-evaluation-plan.set"), by=REVIEWER)
    assert board(once)[0].planned == 11
    none = once.given(undo("key-evaluation-plan.set"), by=REVIEWER)
    assert board(none)[0].state == "none"
