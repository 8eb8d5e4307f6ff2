"""The bureau's own part in a failed round is waited for: the notice, and then a finding."""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel.vocabulary import start_of
from domain.shared.deadlines.set_day import SetDay
from domain.shared.rectification.rectifying import Notify
from domain.subjects.project_year.deadlines.deadline_acts import Extend
from domain.subjects.project_year.monitoring.test_rectification import ACCEPT, failed
from domain.subjects.project_year.results.test_grade_waits import (
    LAPSE,
    accepted,
    failed_twice,
    unmet,
)
from testkit.builders.project_year import AUGUST, DONE, MAY, RECTIFICATION
from testkit.decider_spec import DeciderSpec

NOTICE = f"rectification.notice:{AUGUST}"
FINDING = f"finance:rectification.finding:{MAY}"
REPORT = f"unit:{RECTIFICATION}"


def without_notice() -> DeciderSpec:
    """The round of August failed by its verdict, and no rule ordered a rectification."""
    return failed_twice(*accepted(MAY), notified=False)


def test_a_failed_round_without_a_notice_waits_for_the_bureau() -> None:
    waiting = without_notice()
    assert f"finance:{NOTICE}" in waiting.view.waiting_for
    for act, on in ((Notify(node=AUGUST, reason="补发"), "2023-10-01"), (LAPSE, "2024-01-10")):
        assert f"finance:{NOTICE}" not in waiting.on(on).given(act).view.waiting_for


@pytest.mark.parametrize(("day", "is_over"), [(30, False), (31, True)])
def test_a_notice_that_is_not_sent_is_overdue_after_its_day(day: int, *, is_over: bool) -> None:
    given = SetDay(deadline=NOTICE, due=date(2023, 10, 30), document="督办单")
    lived = without_notice().given(given).until(start_of(date(2023, 10, day)))
    overdue = {(deadline, step) for deadline, step, _ in lived.state.done}
    assert ((NOTICE, "overdue") in overdue) == is_over


@pytest.mark.parametrize(("on", "waits"), [(date(2023, 6, 30), False), (date(2023, 7, 1), True)])
def test_silence_after_the_day_of_the_notice_waits_for_a_finding(on: date, *, waits: bool) -> None:
    silent = failed().until(start_of(on))
    assert REPORT in silent.view.waiting_for
    assert (FINDING in silent.view.waiting_for) == waits


def test_the_finding_waits_no_more_once_there_is_a_report_a_finding_or_more_time() -> None:
    silent = failed().until(start_of(date(2023, 7, 1)))
    reported = silent.given(DONE)
    assert FINDING not in reported.view.waiting_for
    assert FINDING not in reported.given(ACCEPT).view.waiting_for
    assert FINDING not in silent.given(*unmet(MAY)).view.waiting_for
    until = Extend(deadline=RECTIFICATION, until=date(2023, 7, 10), approver="局长", reason="灾情")
    longer = silent.given(until)
    assert FINDING not in longer.view.waiting_for
    assert FINDING in longer.until(start_of(date(2023, 7, 11))).view.waiting_for
