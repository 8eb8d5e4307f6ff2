"""Rectification: reported, refused, accepted, rejected, found unmet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.kernel.message import Command, Event
from domain.kernel.refusal import Code, Refusal
from domain.shared.deadlines.set_day import SetDay
from domain.shared.rectification.rectifying import (
    DAYS,
    Notified,
    Notify,
    Refuse,
    Refused,
    Reported,
)
from domain.shared.rectification.reviewing import (
    Accept,
    Accepted,
    FindRefused,
    FindUnmet,
    RefusalFound,
    Reject,
    UnmetFound,
)
from domain.subjects.project_year.monitoring.state import Finding, Rectification, Reviewed
from testkit.builders.project_year import (
    DONE,
    LOW_RATE,
    MAY,
    NOTIFY_BY,
    monitored,
    rectifying,
    result,
    reviewed,
)
from testkit.decider_spec import REVIEWER, DeciderSpec

UNMET = FindUnmet(node=MAY, reason="逾期未整改")
FOUND = FindRefused(node=MAY, reason="拒不整改")
REFUSE = Refuse(node=MAY, reason="不认可")
REJECT = Reject(node=MAY, reason="未到位")
ACCEPT = Accept(node=MAY)


def standing(scene: DeciderSpec) -> Rectification:
    current = scene.state.rounds[MAY]
    assert isinstance(current, Reviewed)
    assert current.rectification is not None
    return current.rectification


def failed() -> DeciderSpec:
    """The score is too low, and a rectification is notified."""
    return monitored().given(LOW_RATE, reviewed("50", rectify_by=NOTIFY_BY))


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
    reported = rectifying().given(DONE)
    reported.when(DONE).refused(Code.DUPLICATE)
    accepted = reported.when(ACCEPT)
    accepted.then(Accepted(node=MAY))
    accepted.when(REFUSE).refused(Code.ALREADY_REVIEWED)
    assert accepted.view.waiting_for == ()
    assert accepted.view.next_due is None


def test_a_rejected_report_is_filed_again_and_keeps_its_first_day() -> None:
    rejected = rectifying().on("2023-06-30").given(DONE).on("2023-07-05").given(REJECT)
    assert rejected.view.waiting_for == ("unit:rectification.report:2023-05-31",)
    again = rejected.on("2023-07-20").when(DONE)
    assert not again.the(Reported).late
    again.given(ACCEPT)


def test_a_refusal_is_recorded_and_the_bureau_has_to_find_something() -> None:
    refused = failed().when(REFUSE)
    refused.then(Refused(node=MAY, reason="不认可"))
    assert refused.view.waiting_for == ("finance:rectification.finding:2023-05-31",)
    refused.when(REFUSE).refused(Code.ALREADY_REVIEWED)
    # when the unit reports after all, the bureau reviews it
    reported = refused.given(DONE)
    assert not standing(reported).refuses
    assert reported.view.waiting_for == ("finance:rectification.review:2023-05-31",)
    assert standing(reported.given(ACCEPT)).accepted


def test_a_round_that_did_not_fail_waits_for_no_finding() -> None:
    refused = rectifying().given(REFUSE)
    assert refused.view.waiting_for == ()


def test_the_first_version_found_nothing_unmet_after_a_refusal_of_the_unit() -> None:
    past = rectifying().given(REFUSE).on("2023-07-01")
    of_then = replace(past.act(UNMET, REVIEWER), version=1)
    past.take(of_then).refused(Code.ALREADY_REVIEWED)
    assert past.when(UNMET).the(UnmetFound).due == NOTIFY_BY


@pytest.mark.parametrize(("day", "past"), [("06-29", False), ("06-30", False), ("07-01", True)])
@pytest.mark.parametrize(
    ("finding", "event"),
    [
        (UNMET, UnmetFound(node=MAY, reason="逾期未整改", due=NOTIFY_BY)),
        (FOUND, RefusalFound(node=MAY, reason="拒不整改", due=NOTIFY_BY, on_record=False)),
    ],
)
def test_it_is_found_unmet_or_refused_only_when_the_day_is_past(
    day: str, past: bool, finding: Command, event: Event
) -> None:
    found = rectifying().on(f"2023-{day}").when(finding)
    if past:
        found.then(event)
        assert found.view.waiting_for == ()
    else:
        assert "2023-06-30" in found.refused(Code.WRONG_PHASE).zh


@pytest.mark.parametrize("finding", [UNMET, FOUND])
def test_without_a_notice_or_its_day_nothing_is_found(finding: Command) -> None:
    monitored().given(LOW_RATE).when(finding).refused(Code.WRONG_PHASE)
    late = without_a_day().on("2024-05-31")
    assert "deadline.set" in late.when(finding).refused(Code.WRONG_PHASE).zh
    # when the bureau gives the notice a day of its own
    deadline = f"rectification.report:{MAY}"
    day = SetDay(deadline=deadline, due=date(2024, 6, 10), document="通知1号")
    dated = late.given(day)
    dated.on("2024-06-10").when(finding).refused(Code.WRONG_PHASE)
    dated.on("2024-06-11").given(finding)


@pytest.mark.parametrize("on_record", [False, True])
def test_the_refusal_of_the_unit_stands_beside_the_finding(*, on_record: bool) -> None:
    before = rectifying().given(REFUSE) if on_record else rectifying()
    found = before.on("2023-07-01").when(FOUND)
    assert found.the(RefusalFound).on_record is on_record
    assert standing(found).refuses is on_record
    assert standing(found).refused


def test_the_last_finding_counts() -> None:
    unmet = rectifying().on("2023-07-01").given(UNMET)
    unmet.when(UNMET).refused(Code.DUPLICATE)
    refused = unmet.given(FOUND)
    refused.when(FOUND).refused(Code.DUPLICATE)
    assert standing(refused).finding is Finding.REFUSED
    again = refused.given(UNMET)
    assert (standing(again).finding, standing(again).refused) == (Finding.UNMET, False)
    accepted = again.given(DONE, ACCEPT)
    assert (standing(accepted).finding, standing(accepted).refused) == (Finding.ACCEPTED, False)
    for finding in (UNMET, FOUND):
        accepted.when(finding).refused(Code.ALREADY_REVIEWED)


@pytest.mark.parametrize(
    ("since", "days", "due"),
    [("2023-01-01", "20", "06-29"), ("2023-06-09", "20", "06-29"), ("2023-06-10", "20", None)],
)
def test_a_notice_without_a_day_has_that_of_the_parameter(
    since: str, days: str, due: str | None
) -> None:
    scene = monitored().given(LOW_RATE).on("2023-06-09")
    given = ((date.fromisoformat(since), days),)
    scene = scene.under(replace(scene.in_force, parameters={DAYS: given}))
    by = due and date.fromisoformat(f"2023-{due}")
    assert standing(scene.given(reviewed())).due == by
    passed = monitored().given(result("900000", "90")).on("2023-06-09").given(reviewed())
    passed = passed.under(scene.in_force)
    notice = Notify(node=MAY, reason="财政认定")
    assert passed.when(notice).the(Notified).rectify_by == by
    own = notice.model_copy(update={"rectify_by": date(2023, 7, 15)})
    assert passed.when(own).the(Notified).rectify_by == date(2023, 7, 15)


def test_a_report_that_waits_is_reviewed_before_anything_is_found() -> None:
    late = rectifying().on("2023-07-01").given(DONE)
    late.when(UNMET).refused(Code.WRONG_PHASE)
    late.given(REJECT).given(UNMET)


def test_a_report_after_the_finding_is_still_reviewed_and_may_be_accepted() -> None:
    reported = rectifying().on("2023-07-01").given(UNMET).given(DONE)
    assert reported.view.waiting_for == ("finance:rectification.review:2023-05-31",)
    assert standing(reported).finding is Finding.UNMET
    accepted = reported.given(ACCEPT)
    assert standing(accepted).accepted
    assert accepted.view.waiting_for == ()


def test_a_refusal_after_the_finding_leaves_the_finding() -> None:
    reported = rectifying().on("2023-07-01").given(UNMET).given(DONE)
    refused = reported.given(REFUSE)
    assert (standing(refused).refuses, standing(refused).finding) == (True, Finding.UNMET)
    # a new report takes back the refusal alone
    assert standing(refused.given(REJECT)).settled
    again = standing(refused.given(REJECT, DONE))
    assert (again.refuses, again.finding) == (False, Finding.UNMET)


ACTS = (DONE, REFUSE, ACCEPT, REJECT, UNMET, FOUND)
State = tuple[bool, Finding | None]


def reached(scene: DeciderSpec, acts: int) -> set[State]:
    """Every state that some acts, in any order, lead to."""
    here = {(standing(scene).refuses, standing(scene).finding)}
    if not acts or isinstance(scene.outcome, Refusal):
        return here
    return here.union(*(reached(scene.when(act), acts - 1) for act in ACTS))


def test_acts_in_any_order_lead_to_these_states() -> None:
    past = rectifying().on("2023-07-01")
    assert reached(past, 0) == {(False, None)}
    one = reached(past, 1)
    assert one == {(False, None), (True, None), (False, Finding.UNMET), (False, Finding.REFUSED)}
    two = reached(past, 2)
    beside = {(True, Finding.UNMET), (True, Finding.REFUSED)}
    assert two == {*one, *beside, (False, Finding.ACCEPTED)}
    # a refusal while a report waits stands on record when that report is accepted after all
    assert reached(past, 4) == {*two, (True, Finding.ACCEPTED)}


def test_the_due_day_of_the_notice_is_shown() -> None:
    assert rectifying().view.next_due == date(2023, 6, 30)
    assert without_a_day().view.next_due is None
