"""Reminders go out on working days; the days themselves are never moved."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from domain.kernel.decider import InForce
from domain.kernel.in_force import UNPUBLISHED, WorkCalendar
from domain.kernel.vocabulary import SHANGHAI, Role
from domain.shared.deadlines.missed import Lived
from domain.shared.deadlines.pending import Wait
from domain.shared.deadlines.timers import steps_around, steps_to_come
from domain.shared.deadlines.working_days import is_working, reminds_on
from testkit.decider_spec import FakeRules


def days(*texts: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(text) for text in texts)


NATIONAL_DAY = days(*(f"2024-10-0{day}" for day in range(1, 8)))
YEAR = WorkCalendar(
    frozenset({2024}),
    NATIONAL_DAY | days("2024-01-01"),
    days("2024-09-29", "2024-10-12"),
)
"""国庆节 1 to 7 October 2024, with Sunday 29 September and Saturday 12 October worked."""


@pytest.mark.parametrize(
    ("planned", "reminded"),
    [
        ("2024-06-07", "2024-06-07"),  # a Friday
        ("2024-06-08", "2024-06-07"),  # Saturday
        ("2024-06-09", "2024-06-07"),  # Sunday
        ("2024-06-10", "2024-06-10"),  # Monday
        ("2024-09-28", "2024-09-27"),  # a Saturday off
        ("2024-09-29", "2024-09-29"),  # a Sunday that is worked
        ("2024-09-30", "2024-09-30"),  # the last day before the run
        ("2024-10-01", "2024-09-30"),  # the first of the run
        ("2024-10-07", "2024-09-30"),  # the last of the run
        ("2024-10-08", "2024-10-08"),  # the first day after the run
        ("2024-10-11", "2024-10-11"),
        ("2024-10-12", "2024-10-12"),  # a Saturday that is worked
        ("2024-10-13", "2024-10-12"),  # the Sunday after it
        ("2024-01-01", "2023-12-29"),  # over the new year: Monday to Friday where nothing is known
    ],
)
def test_a_reminder_goes_out_on_the_last_working_day(planned: str, reminded: str) -> None:
    assert reminds_on(YEAR, date.fromisoformat(planned)) == date.fromisoformat(reminded)


@pytest.mark.parametrize("planned", ["2023-12-30", "2023-12-31", "2025-01-04", "2025-10-01"])
def test_in_a_year_not_published_nothing_is_moved(planned: str) -> None:
    assert reminds_on(YEAR, date.fromisoformat(planned)) == date.fromisoformat(planned)
    assert reminds_on(UNPUBLISHED, date.fromisoformat(planned)) == date.fromisoformat(planned)


def test_only_the_reminder_is_moved() -> None:
    due = date(2024, 10, 5)  # a Saturday in the run
    moved = dict(steps_around(due, "3", "1", YEAR))
    plain = dict(steps_around(due, "3", "1"))
    assert moved["remind"] == datetime(2024, 9, 30, 9, tzinfo=SHANGHAI)
    assert plain["remind"] == datetime(2024, 10, 2, 9, tzinfo=SHANGHAI)
    for kind in ("due", "overdue", "escalate"):
        assert moved[kind] == plain[kind]


def test_the_calendar_in_force_is_the_one_that_is_asked() -> None:
    def remind(working: WorkCalendar) -> Any:
        lead = {"reminder.lead_days": ((date.min, "3"),)}
        in_force = InForce(FakeRules(), {}, lead, working=working)
        wait = Wait("target.filing", Role.UNIT)
        steps = steps_to_come(
            [(wait, date(2024, 10, 9))], (), Lived(None, lambda _: None), in_force
        )
        return next(step.planned for step in steps if step.kind == "remind")

    assert remind(UNPUBLISHED).date() == date(2024, 10, 6)
    assert remind(YEAR).date() == date(2024, 9, 30)


def test_a_whole_year_of_reminders_lies_on_working_days() -> None:
    day = date(2024, 1, 2)
    while day.year == 2024:
        reminded = reminds_on(YEAR, day)
        assert is_working(YEAR, reminded)
        assert reminded <= day
        assert not any(
            is_working(YEAR, reminded + timedelta(days=later + 1))
            for later in range((day - reminded).days)
        )
        day += timedelta(days=1)
