"""Where a due day comes from: the rules, an extension, the bureau's notices, or nowhere."""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel.decider import InForce
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.shared.deadlines.set_day import DaySet, SetDay
from domain.shared.rectification.rectifying import Reported
from domain.shared.rectification.reviewing import FindUnmet
from domain.subjects.project_year.deadlines.deadline_acts import Extend
from domain.subjects.project_year.deadlines.due_dates import within_life
from domain.subjects.project_year.monitoring.rounds import OpenRound, ResultFiled
from testkit.builders.project_year import (
    AUGUST,
    AUGUST_RESULT,
    DONE,
    LOW_RATE,
    MAY,
    NOTIFY_BY,
    RECTIFICATION,
    RESULT,
    admitted,
    monitored,
    rectifying,
    result,
    reviewed,
    unregistered,
)
from testkit.decider_spec import DeciderSpec, FakeRules, in_force, packaged_rules

AUGUST_RECTIFICATION = "rectification.report:2023-08-31"


def notice(due: str, deadline: str = RESULT) -> InForce:
    return in_force(packaged_rules(), {deadline: due})


def extend(until: str, deadline: str = RESULT) -> Extend:
    return Extend(
        deadline=deadline, until=date.fromisoformat(until), approver="局长", reason="灾情"
    )


def set_day(due: str, deadline: str = RESULT) -> SetDay:
    return SetDay(deadline=deadline, due=date.fromisoformat(due), document="通知〔2023〕8号")


@pytest.mark.parametrize(
    "deadline", ["result", "monitoring.result", "monitoring.result:2023-02-30", "exante.report:"]
)
def test_a_deadline_that_nobody_knows_is_refused(deadline: str) -> None:
    acts: tuple[Command, ...] = (extend("2023-06-15", deadline), set_day("2023-06-15", deadline))
    for act in acts:
        monitored().when(act).refused(Code.INVALID_FIELD, "deadline")


@pytest.mark.parametrize("day", ["0001-01-01", "2020-12-31", "2026-01-01", "9999-12-31"])
def test_a_day_outside_the_life_of_the_year_is_refused(day: str) -> None:
    monitored().when(set_day(day)).refused(Code.INVALID_FIELD, "due")
    monitored().when(extend(day)).refused(Code.INVALID_FIELD, "until")


def test_an_own_day_goes_before_the_notice_to_all() -> None:
    own = monitored().when(set_day("2023-06-20"))
    own.then(DaySet(deadline=RESULT, due=date(2023, 6, 20), document="通知〔2023〕8号"))
    assert own.view.next_due == date(2023, 6, 20)
    assert own.under(notice("2023-06-05")).view.next_due == date(2023, 6, 20)


def ruled(notice: str | None = None) -> DeciderSpec:
    """A round whose result is due on 7 June by the rules."""
    due = {"due": "2023-06-07", "status": None}
    rules = FakeRules({"monitoring.nodes": ["2023-05-31"], "monitoring.due": due})
    return monitored().under(in_force(rules, {RESULT: notice} if notice else {}))


def test_no_notice_sets_another_day_where_the_rules_give_one() -> None:
    refused = ruled().when(set_day("2023-06-20"))
    refused.refused(Code.INVALID_FIELD, "deadline")
    assert refused.rules_asked() == ["monitoring.due"]
    assert ruled("2023-06-20").view.next_due == date(2023, 6, 7)
    assert ruled().given(extend("2023-06-20")).view.next_due == date(2023, 6, 20)


def test_a_filing_cites_the_rule_that_gives_its_day() -> None:
    filed = ruled().on("2023-06-08").when(result())
    assert filed.rules_asked() == ["monitoring.completion_rate", "monitoring.due"]
    assert filed.the(ResultFiled).late
    assert filed.the(ResultFiled).notice is None


@pytest.mark.parametrize("deadline", [RECTIFICATION, AUGUST_RECTIFICATION, "target.filing"])
def test_what_has_no_day_is_not_extended(deadline: str) -> None:
    monitored().when(extend("2023-07-15", deadline)).refused(Code.INVALID_FIELD, "deadline")


def test_the_next_day_due_is_the_earliest() -> None:
    may = rectifying().under(notice("2023-09-10", AUGUST_RESULT))
    both = may.on("2023-08-31").given(OpenRound(node=AUGUST))
    assert both.view.next_due == NOTIFY_BY


def test_the_rule_on_results_gives_no_day_for_rectification() -> None:
    undated = ruled().given(LOW_RATE).under(notice("2023-06-10"))
    reviewed_there = undated.given(reviewed()).under(ruled().in_force)
    assert reviewed_there.view.next_due is None


@pytest.mark.parametrize(
    ("day", "year", "within"),
    [
        (date(2020, 12, 31), 2023, False),
        (date(2021, 1, 1), 2023, True),
        (date(2025, 12, 31), 2023, True),
        (date(2026, 1, 1), 2023, False),
        (date(9998, 12, 31), 9998, True),
        (date(9999, 1, 1), 9998, False),
    ],
)
def test_the_life_of_a_year_ends_before_the_calendar_does(
    day: date, year: int, *, within: bool
) -> None:
    assert within_life(day, year) is within


def test_the_notice_of_rectification_goes_before_the_notice_to_all() -> None:
    everyone = notice("2023-06-25", RECTIFICATION)
    assert rectifying().under(everyone).view.next_due == NOTIFY_BY
    undated = monitored().given(LOW_RATE, reviewed()).under(everyone)
    assert undated.view.next_due == date(2023, 6, 25)
    assert undated.on("2023-06-26").when(DONE).the(Reported).late
    undated.on("2023-06-26").given(FindUnmet(node=MAY, reason="未整改"))


def test_the_days_of_assessment_and_target_come_by_notice_too() -> None:
    late = admitted().under(notice("2023-01-09", "target.filing"))
    assert late.view.next_due == date(2023, 1, 9)
    overdue = late.until(late.now)
    assert overdue.view.overdue == ("target.filing",)
    assert unregistered().under(notice("2023-01-09", "exante.report")).view.next_due is None
