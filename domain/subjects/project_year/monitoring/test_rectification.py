"""Rectification: reported, refused, accepted, rejected, found unmet."""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel.refusal import Code, Refusal
from domain.subjects.project_year.monitoring.rectification import Refuse, Refused, Reported
from domain.subjects.project_year.monitoring.rectification_review import (
    Accept,
    Accepted,
    FindUnmet,
    Reject,
    UnmetFound,
)
from domain.subjects.project_year.monitoring.state import Course, Rectification, Reviewed
from testkit.builders.project_year import (
    DONE,
    LOW_RATE,
    MAY,
    NOTIFY_BY,
    monitored,
    rectifying,
    reviewed,
)
from testkit.decider_spec import DeciderSpec

UNMET = FindUnmet(node=MAY, reason="逾期未整改")
REFUSE = Refuse(node=MAY, reason="不认可")
REJECT = Reject(node=MAY, reason="未到位")
ACCEPT = Accept(node=MAY)


def standing(scene: DeciderSpec) -> Rectification:
    current = scene.state.rounds[MAY]
    assert isinstance(current, Reviewed)
    assert current.rectification is not None
    return current.rectification


def without_a_day() -> DeciderSpec:
    return monitored().given(LOW_RATE, reviewed())


@pytest.mark.parametrize(("day", "late"), [("06-29", False), ("06-30", False), ("07-01", True)])
def test_the_day_of_the_notice_itself_is_in_time(day: str, late: bool) -> None:
    reported = rectifying().on(f"2023-{day}").when(DONE).the(Reported)
    assert (reported.due, reported.late) == (NOTIFY_BY, late)


def test_a_notice_without_a_day_makes_nothing_late() -> None:
    reported = without_a_day().on("2023-12-31").when(DONE).the(Reported)
    assert (reported.due, reported.late) == (None, False)


def test_an_accepted_report_settles_the_round() -> None:
    accepted = rectifying().given(DONE).when(ACCEPT)
    accepted.then(Accepted(node=MAY))
    assert accepted.view.waiting_for == ()
    assert accepted.view.next_due is None


def test_a_rejected_report_is_filed_again_and_keeps_its_first_day() -> None:
    rejected = rectifying().on("2023-06-30").given(DONE).on("2023-07-05").given(REJECT)
    assert rejected.view.waiting_for == ("unit:rectification.report:2023-05-31",)
    again = rejected.on("2023-07-20").when(DONE)
    assert not again.the(Reported).late
    again.given(ACCEPT)


def test_a_refusal_is_recorded_and_settles_the_round_until_a_report_comes() -> None:
    refused = rectifying().when(REFUSE)
    refused.then(Refused(node=MAY, reason="不认可"))
    assert refused.view.waiting_for == ()
    refused.when(REFUSE).refused(Code.ALREADY_REVIEWED)
    refused.when(UNMET).refused(Code.ALREADY_REVIEWED)
    # when the unit reports after all, the bureau reviews it
    reported = refused.given(DONE)
    assert standing(reported).course is Course.ORDERED
    assert reported.view.waiting_for == ("finance:rectification.review:2023-05-31",)
    assert standing(reported.given(ACCEPT)).course is Course.ACCEPTED


@pytest.mark.parametrize(("day", "past"), [("06-29", False), ("06-30", False), ("07-01", True)])
def test_it_is_found_unmet_only_when_the_day_is_past(day: str, past: bool) -> None:
    found = rectifying().on(f"2023-{day}").when(UNMET)
    if past:
        found.then(UnmetFound(node=MAY, reason="逾期未整改"))
        assert found.view.waiting_for == ()
    else:
        found.refused(Code.WRONG_PHASE)


def test_without_a_day_nothing_is_found_unmet() -> None:
    without_a_day().on("2024-05-31").when(UNMET).refused(Code.WRONG_PHASE)


def test_a_report_that_waits_is_reviewed_before_anything_is_found() -> None:
    late = rectifying().on("2023-07-01").given(DONE)
    late.when(UNMET).refused(Code.WRONG_PHASE)
    late.given(REJECT).given(UNMET)


def test_a_report_after_the_finding_is_still_reviewed_and_may_be_accepted() -> None:
    reported = rectifying().on("2023-07-01").given(UNMET).given(DONE)
    assert reported.view.waiting_for == ("finance:rectification.review:2023-05-31",)
    assert standing(reported).course is Course.UNMET
    accepted = reported.given(ACCEPT)
    assert standing(accepted).course is Course.ACCEPTED
    assert accepted.view.waiting_for == ()


def test_a_refusal_after_the_finding_leaves_the_finding() -> None:
    reported = rectifying().on("2023-07-01").given(UNMET).given(DONE)
    refused = reported.given(REFUSE)
    assert standing(refused).course is Course.UNMET_THEN_REFUSED
    # a new report takes back the refusal alone
    assert standing(refused.given(REJECT)).settled
    assert standing(refused.given(REJECT, DONE)).course is Course.UNMET


ACTS = (DONE, REFUSE, ACCEPT, REJECT, UNMET)


def courses(scene: DeciderSpec, acts: int) -> set[Course]:
    """Every course that some acts, in any order, lead to."""
    if not acts or isinstance(scene.outcome, Refusal):
        return {standing(scene).course}
    after = (courses(scene.when(act), acts - 1) for act in ACTS)
    return {standing(scene).course}.union(*after)


def test_acts_in_any_order_lead_to_these_courses() -> None:
    past = rectifying().on("2023-07-01")
    assert courses(past, 0) == {Course.ORDERED}
    assert courses(past, 1) == {Course.ORDERED, Course.REFUSED, Course.UNMET}
    assert courses(past, 2) == {*courses(past, 1), Course.ACCEPTED}
    assert courses(past, 3) == set(Course)
    assert courses(past, 5) == set(Course)


@pytest.mark.parametrize("course", Course)
def test_what_is_accepted_stays_so_and_a_refusal_stands_until_a_report(course: Course) -> None:
    assert not course.after_report().refused
    if course is Course.ACCEPTED:
        after = {course.after_report(), course.after_refusal(), course.after_finding()}
        assert after == {Course.ACCEPTED}
    else:
        assert course.after_refusal().refused


def test_the_due_day_of_the_notice_is_shown() -> None:
    assert rectifying().view.next_due == date(2023, 6, 30)
    assert without_a_day().view.next_due is None
