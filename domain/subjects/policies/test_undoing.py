"""The bureau's acts on a policy are withdrawn while nothing rests on them, later corrected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.shared.filings.undoable import ActWithdrawn
from domain.subjects.project_year.evaluation.key_evaluation_review import Finalise
from domain.subjects.project_year.exante.assessment import ReturnReport
from domain.subjects.project_year.targets.target import ApproveTarget, ReturnTarget
from testkit.builders.policies import ACTS, STAGES, approved, finalised, publish, reported
from testkit.builders.project_evaluation import COMMISSION, PASSED, VIEWS
from testkit.builders.project_year import assessed, target
from testkit.builders.undoing import mend, undo
from testkit.decider_spec import REVIEWER, DeciderSpec

EACH: dict[str, tuple[Callable[[], DeciderSpec], Command]] = {
    "exante.review": (STAGES["assessed"], assessed()),
    "exante.return": (STAGES["assessed"], ReturnReport(reason="误退")),
    "target.approve": (STAGES["filed"], ApproveTarget()),
    "target.return": (STAGES["filed"], ReturnTarget(reason="误退")),
    "key-evaluation.commission": (approved, COMMISSION),
    "exante.commission-reassessment": (STAGES["assessed"], ACTS["exante.commission-reassessment"]),
    "key-evaluation.finalise": (lambda: reported().given(VIEWS, PASSED), Finalise()),
}
EVERY = pytest.mark.parametrize("key", EACH)


def content(scene: DeciderSpec) -> Any:
    """The state, apart from where and when it is."""
    return replace(scene.state, version=0, last_at=None, begun={})


@EVERY
def test_a_withdrawn_act_leaves_the_state_that_was_before_it(key: str) -> None:
    given, act = EACH[key]
    withdrawn = given().given(act).given(undo(key), by=REVIEWER)
    assert content(withdrawn) == content(given())
    withdrawn.when(undo(key), by=REVIEWER).refused(Code.WRONG_PHASE, "act")


@EVERY
def test_it_is_taken_again(key: str) -> None:
    given, act = EACH[key]
    once = given().given(act)
    assert content(once.given(undo(key), by=REVIEWER).given(act)) == content(once)


def test_a_report_that_a_target_rests_on_keeps_its_review() -> None:
    filed = STAGES["filed"]()
    filed.when(undo("exante.review"), by=REVIEWER).refused(Code.WRONG_PHASE)
    filed.when(ReturnReport(reason="有误")).refused(Code.WRONG_PHASE)


def test_a_reviewed_report_and_an_approved_target_are_sent_back() -> None:
    report = STAGES["target"]().given(ReturnReport(reason="有误"))
    assert report.view.waiting_for == ("unit:exante.report",)
    approved = STAGES["execution"]().given(ReturnTarget(reason="有误"))
    assert approved.view.waiting_for == ("unit:target.filing",)
    assert approved.given(target(), ApproveTarget()).state.target.is_approved


def test_an_approval_is_corrected_while_the_key_evaluation_goes_on() -> None:
    evaluating = STAGES["evaluating"]()
    evaluating.when(undo("target.approve"), by=REVIEWER).refused(Code.WRONG_PHASE)
    mended = evaluating.given(mend("target.approve", {}), by=REVIEWER)
    (follows,) = mended.the(ActWithdrawn).follows
    assert (follows.of, follows.becomes) == ("key-evaluation.commission", "stands")


def test_a_result_that_is_public_keeps_until_it_is_corrected() -> None:
    public = finalised().given(publish(), by=REVIEWER)
    public.when(undo("key-evaluation.finalise"), by=REVIEWER).refused(Code.WRONG_PHASE)
    mended = public.given(mend("key-evaluation.finalise", {}), by=REVIEWER)
    assert mended.state.evaluation.key.finalised


def test_a_report_is_cancelled_with_its_commission() -> None:
    mended = reported().given(
        mend("key-evaluation.commission", None, **{"key-evaluation.file-report": "cancelled"}),
        by=REVIEWER,
    )
    assert mended.state.evaluation.key.report is None
    finalised().when(mend("key-evaluation.commission"), by=REVIEWER).refused(Code.WRONG_PHASE)
