"""The days of a policy: that of its key evaluation by rule, and days set for it alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from domain.kernel.decider import InForce
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import SHANGHAI, Role, start_of
from domain.shared.deadlines.deadline_acts import Extend, Passed
from domain.shared.deadlines.set_day import SetDay
from domain.subjects.project_year.evaluation.key_evaluation_review import Finalise, Finalised
from domain.subjects.project_year.exante.assessment import ReportFiled
from testkit.builders.policies import KEY_DAY, add, approved, unregistered
from testkit.builders.project_evaluation import COMMISSION, PASSED, VIEWS, key_report
from testkit.builders.project_year import report, target
from testkit.decider_spec import DeciderSpec, in_force, packaged_rules

RULES = packaged_rules("653000")


def bureau() -> InForce:
    return in_force(
        RULES,
        reminder_lead_days="3",
        escalation_after_days="5",
        escalation_to="分管局长",
    )


def commissioned(on: str = "2024-03-04") -> DeciderSpec:
    scene = approved(unregistered(RULES, on)).under(bureau())
    return scene.given(COMMISSION)


def reported(on: str = "2024-03-04") -> DeciderSpec:
    return commissioned(on).given(key_report(), VIEWS, PASSED)


def set_day(deadline: str, due: str) -> SetDay:
    return SetDay(deadline=deadline, due=date.fromisoformat(due), document="通知〔2024〕8号")


def extend(until: str, deadline: str = KEY_DAY) -> Extend:
    day = date.fromisoformat(until)
    return Extend(deadline=deadline, until=day, approver="局长", reason="灾情")


@pytest.mark.parametrize(
    ("on", "due"),
    [
        ("2024-01-01", "2024-07-31"),
        ("2024-07-30", "2024-07-31"),
        ("2024-07-31", "2024-07-31"),
        ("2024-08-01", "2025-07-31"),
        ("2024-12-31", "2025-07-31"),
    ],
)
def test_the_day_is_that_of_the_work_year_in_which_it_can_be_kept(on: str, due: str) -> None:
    assert commissioned(on).view.next_due == date.fromisoformat(due)


def test_another_institution_does_not_move_the_day() -> None:
    later = COMMISSION.model_copy(update={"institution": "third-9"})
    assert commissioned().on("2024-09-02").given(later).view.next_due == date(2024, 7, 31)


@pytest.mark.parametrize(
    ("on", "late"), [("2024-07-30", False), ("2024-07-31", False), ("2024-08-01", True)]
)
def test_the_result_is_in_time_until_31_july(on: str, *, late: bool) -> None:
    event = reported().on(on).when(Finalise()).the(Finalised)
    assert (event.due, event.late) == (date(2024, 7, 31), late)


def test_the_steps_around_the_day_come_at_their_planned_instants() -> None:
    scene, taken = commissioned(), []
    over = start_of(date(2024, 8, 1))
    while (step := scene.view.next_step) is not None:
        scene = scene.at(step.planned).step(step)
        taken.append((step.kind, step.planned))
    assert taken == [
        ("remind", datetime(2024, 7, 28, 9, tzinfo=SHANGHAI)),
        ("due", datetime(2024, 7, 31, 9, tzinfo=SHANGHAI)),
        ("overdue", over),
        ("escalate", over + timedelta(days=5, hours=9)),
    ]
    assert scene.view.overdue == (KEY_DAY,)
    passed = scene.the(Passed)
    assert (passed.responsible, passed.escalated_to) == (Role.FINANCE, "分管局长")


def test_a_final_result_cancels_what_is_to_come() -> None:
    view = reported().given(Finalise()).view
    assert (view.next_step, view.next_due) == (None, None)


def test_what_a_policy_files_has_no_day_until_a_notice_to_it_gives_one() -> None:
    added = unregistered().given(add())
    assert added.view.next_due is None
    noticed = added.given(set_day("exante.report", "2023-02-10"))
    assert noticed.view.next_due == date(2023, 2, 10)


@pytest.mark.parametrize(("day", "late"), [(9, False), (10, False), (11, True)])
def test_a_report_is_judged_by_the_day_of_the_notice(day: int, *, late: bool) -> None:
    noticed = unregistered().given(add(), set_day("exante.report", "2023-02-10"))
    assert noticed.on(f"2023-02-{day:02}").when(report()).the(ReportFiled).late is late


@pytest.mark.parametrize(("until", "covered"), [("02-10", False), ("02-11", True), ("02-12", True)])
def test_what_was_filed_late_stays_late_whatever_extension_comes_later(
    until: str, *, covered: bool
) -> None:
    noticed = unregistered().given(add(is_major=False), set_day("target.filing", "2023-02-09"))
    filed = noticed.on("2023-02-11").given(target())
    extended = filed.given(extend(f"2023-{until}", "target.filing"))
    assert extended.state.target.filing.late
    assert (extended.state.target.filing.extended is not None) is covered


def test_no_notice_sets_another_day_where_the_rules_give_one() -> None:
    commissioned().when(set_day(KEY_DAY, "2024-09-30")).refused(Code.INVALID_FIELD, "deadline")
    assert commissioned().given(extend("2024-09-30")).view.next_due == date(2024, 9, 30)


@pytest.mark.parametrize("deadline", ["monitoring.result:2024-05-31", "self-evaluation.filing", ""])
def test_a_deadline_that_a_policy_does_not_know_is_refused(deadline: str) -> None:
    given: dict[str, Any] = {"deadline": deadline or "其他", "due": date(2024, 9, 30)}
    unknown = SetDay(**given, document="通知")
    commissioned().when(unknown).refused(Code.INVALID_FIELD, "deadline")


@pytest.mark.parametrize(
    ("until", "fits"), [("2026-12-31", True), ("2027-01-01", False), ("2021-12-31", False)]
)
def test_a_day_lies_within_two_years_of_the_newest_event(until: str, *, fits: bool) -> None:
    given = commissioned().when(set_day("target.review", until))
    if fits:
        assert given.events
    else:
        given.refused(Code.INVALID_FIELD, "due")


@pytest.mark.parametrize(
    ("woken", "kinds"),
    [("2024-07-30", ["remind", "due"]), ("2024-07-31", ["due"]), ("2024-08-01", ["overdue"])],
)
def test_an_act_before_its_step_cancels_no_reminder(woken: str, kinds: list[str]) -> None:
    scene, taken = commissioned().on(woken).given(key_report()), []
    while (step := scene.view.next_step) is not None and step.planned <= start_of(date(2024, 8, 1)):
        scene = scene.at(max(scene.now, step.planned)).step(step)
        taken.append(step.kind)
    assert taken[: len(kinds)] == kinds


@pytest.mark.parametrize(("on", "reminded"), [("2024-07-27", True), ("2024-07-29", False)])
def test_what_is_commissioned_after_the_instant_is_not_reminded_of(
    on: str, *, reminded: bool
) -> None:
    scene = commissioned(on).on("2024-07-29").given(key_report())
    step = scene.view.next_step
    assert step is not None
    assert (step.kind == "remind") is reminded
