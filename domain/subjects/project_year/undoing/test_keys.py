"""The keys that are offered for an act to be undone are those of acts that can be."""

from __future__ import annotations

from domain.kernel.keys import Naming, fitting
from domain.shared.filings.undoable import CorrectAct, WithdrawAct
from testkit.builders.project_year import DONE, MAY, budgeted, rectifying
from testkit.builders.undoing import mend, undo
from testkit.decider_spec import REVIEWER, DeciderSpec

REVIEW, NOTICE = f"monitoring.review:{MAY}", f"rectification.notify:{MAY}"


def offered(scene: DeciderSpec, command: WithdrawAct | CorrectAct, field: str) -> list[str]:
    act = scene.act(command, REVIEWER)
    return fitting(scene.decider.KEYS, scene.state, Naming.of(act), field, scene.in_force)


def test_only_acts_on_which_nothing_rests_are_offered_to_be_withdrawn() -> None:
    assert offered(budgeted(), undo("x"), "act") == ["budget.approve"]


def test_an_act_that_something_rests_on_is_offered_to_be_corrected_with_what_rests_on_it() -> None:
    scene = rectifying().given(DONE)
    assert REVIEW not in offered(scene, undo("x"), "act")
    assert REVIEW in offered(scene, mend("x"), "act")
    assert offered(scene, mend(REVIEW), "follows") == [NOTICE]
    assert offered(scene, mend("x"), "follows") == []
