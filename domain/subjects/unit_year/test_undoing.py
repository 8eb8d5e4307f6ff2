"""The bureau's acts on a unit's year are withdrawn while nothing rests on them, later corrected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.kernel.decider import Actor
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.shared.filings.undoable import ActWithdrawn
from domain.shared.rectification.problems import NOTHING_FED_BACK
from domain.subjects.unit_year.monitoring import (
    ReturnOverallMonitoring,
    ReviewOverallMonitoring,
)
from domain.subjects.unit_year.self_evaluation import (
    ReturnOverallSelfEvaluation,
    ReviewOverallSelfEvaluation,
)
from domain.subjects.unit_year.targets import ApproveOverallTarget, ReturnOverallTarget
from testkit.builders.undoing import mend, undo
from testkit.builders.unit_stages import STAGES
from testkit.builders.unit_year import (
    COMMENDED,
    DEDUCTED,
    JUNE,
    REPORT,
    appraised,
    approved,
    evaluated,
    evaluating,
    evaluation,
    in_round,
    publish,
    published,
    report,
    target,
)
from testkit.decider_spec import REVIEWER, DeciderSpec

ANOTHER = Actor("f-2", REVIEWER.organisation, Role.FINANCE)
STRANGER = Actor("f-3", "652800-cz", Role.FINANCE)
REVIEW = f"overall-monitoring.review:{JUNE}"
SELF = "overall-self-evaluation.filing"

EACH: dict[str, tuple[Callable[[], DeciderSpec], Command]] = {
    "overall-target.approve": (STAGES["filed"], ApproveOverallTarget()),
    "overall-target.return": (STAGES["filed"], ReturnOverallTarget(reason="误退")),
    REVIEW: (STAGES["reported"], ReviewOverallMonitoring(node=JUNE)),
    f"overall-monitoring.return:{JUNE}": (
        STAGES["reported"],
        ReturnOverallMonitoring(node=JUNE, reason="误退"),
    ),
    "overall-self-evaluation.review": (STAGES["evaluated"], ReviewOverallSelfEvaluation()),
    "overall-self-evaluation.return": (
        STAGES["evaluated"],
        ReturnOverallSelfEvaluation(reason="误退"),
    ),
    "unit-appraisal.score": (STAGES["appraisal"], appraised()),
    "appraisal.publish": (STAGES["scored"], COMMENDED),
    f"department-deduction.record:{DEDUCTED.document}": (STAGES["evaluated"], DEDUCTED),
}
EVERY = pytest.mark.parametrize("key", EACH)


def content(scene: DeciderSpec) -> Any:
    """The state, apart from where and when it is."""
    return replace(scene.state, version=0, last_at=None, begun={})


@EVERY
def test_a_withdrawn_act_leaves_the_state_that_was_before_it(key: str) -> None:
    given, act = EACH[key]
    withdrawn = given().given(act).given(undo(key), by=ANOTHER)
    assert content(withdrawn) == content(given())
    assert withdrawn.the(ActWithdrawn).by == REVIEWER.id


@EVERY
def test_it_is_taken_again(key: str) -> None:
    given, act = EACH[key]
    once = given().given(act)
    again = once.given(undo(key), by=REVIEWER).given(act)
    assert unasked(again) == unasked(once)


def unasked(scene: DeciderSpec) -> Any:
    """The state, apart from the event that asked for feedback, which is another one each time."""
    return replace(content(scene), fed_back=NOTHING_FED_BACK)


@EVERY
def test_it_is_withdrawn_once_and_by_its_own_organisation(key: str) -> None:
    given, act = EACH[key]
    once = given().given(act)
    once.when(undo(key), by=STRANGER).refused(Code.WRONG_ORGANISATION)
    gone = once.given(undo(key), by=REVIEWER)
    gone.when(undo(key), by=REVIEWER).refused(Code.WRONG_PHASE, "act")


def test_a_bureau_without_a_code_of_its_own_is_named_in_words() -> None:
    bureau = Actor("f-1", "finance", Role.FINANCE)
    given, act = EACH["overall-target.approve"]
    refusal = given().given(act, by=bureau).when(undo("overall-target.approve"), by=STRANGER)
    assert refusal.refused(Code.WRONG_ORGANISATION).zh.startswith("此事由 财政部门 办理，")


def test_a_target_that_was_reported_on_is_corrected_with_what_becomes_of_the_report() -> None:
    reported = in_round().given(report())
    refusal = reported.when(undo("overall-target.approve"), by=REVIEWER)
    assert "act.correct" in refusal.refused(Code.WRONG_PHASE).zh
    open_again = reported.given(
        mend("overall-target.approve", None, **{REPORT: "returned"}), by=REVIEWER
    )
    assert open_again.view.waiting_for == (
        "finance:overall-target.review",
        f"unit:{REPORT}",
    )
    stays = reported.given(mend("overall-target.approve", {}, **{REPORT: "stands"}), by=REVIEWER)
    assert stays.the(ActWithdrawn).replaced
    assert stays.state.approved_target is not None


def test_a_form_that_is_public_or_scored_keeps_its_review() -> None:
    public = evaluated().given(publish("self_evaluation_form", date(2026, 4, 10)))
    public.when(undo("overall-self-evaluation.review"), by=REVIEWER).refused(Code.WRONG_PHASE)
    scored = evaluated().given(appraised())
    scored.when(undo("overall-self-evaluation.review"), by=REVIEWER).refused(Code.WRONG_PHASE)
    scored.when(undo(REVIEW), by=REVIEWER).refused(Code.WRONG_PHASE)
    mended = scored.given(mend("overall-self-evaluation.review", {}), by=REVIEWER)
    assert [one.of for one in mended.the(ActWithdrawn).follows] == ["unit-appraisal.score"]


def test_a_target_sent_back_under_a_reviewed_form_takes_the_form_back_too() -> None:
    back = evaluated().given(
        mend("overall-target.approve", None, **{REPORT: "stands", SELF: "returned"}),
        by=REVIEWER,
    )
    assert f"unit:{SELF}" in back.view.waiting_for


def test_a_score_that_is_published_is_withdrawn_after_its_publication() -> None:
    refusal = published().when(undo("unit-appraisal.score"), by=REVIEWER)
    assert "appraisal.publish" in refusal.refused(Code.WRONG_PHASE).zh
    free = published().given(undo("appraisal.publish"), undo("unit-appraisal.score"), by=REVIEWER)
    assert free.state.appraisal is None


BACK: dict[str, tuple[Callable[[], DeciderSpec], Command, str]] = {
    "target": (approved, ReturnOverallTarget(reason="有误"), "unit:overall-target.filing"),
    "report": (
        STAGES["monitored"],
        ReturnOverallMonitoring(node=JUNE, reason="有误"),
        f"unit:{REPORT}",
    ),
    "form": (evaluated, ReturnOverallSelfEvaluation(reason="有误"), f"unit:{SELF}"),
}


@pytest.mark.parametrize("case", BACK)
def test_a_step_whose_followers_are_not_done_is_sent_back(case: str) -> None:
    given, act, waits = BACK[case]
    back = given().given(act)
    assert len(back.events) == 2
    assert waits in back.view.waiting_for


def test_a_step_whose_followers_are_done_is_not_sent_back() -> None:
    reported = in_round().given(report())
    reported.when(ReturnOverallTarget(reason="有误")).refused(Code.WRONG_PHASE)
    scored = evaluated().given(appraised())
    scored.when(ReturnOverallSelfEvaluation(reason="有误")).refused(Code.WRONG_PHASE)


def test_a_return_is_not_undone_once_the_unit_filed_again() -> None:
    again = STAGES["filed"]().given(ReturnOverallTarget(reason="有误"), target())
    again.when(undo("overall-target.return"), by=REVIEWER).refused(Code.WRONG_PHASE, "act")
    form = evaluating().given(evaluation(), ReturnOverallSelfEvaluation(reason="有误"))
    undone = form.given(undo("overall-self-evaluation.return"), by=REVIEWER)
    assert "finance:overall-self-evaluation.review" in undone.view.waiting_for
