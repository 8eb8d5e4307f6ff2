"""The kept holidays beside what the State Council's notices say of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from console.cli.input.scenario_defaults import Filling
from console.cli.input.state_holidays import NOTICES, state_holidays
from domain.kernel.request import BadRequest
from domain.subjects.work_calendar import decider
from domain.subjects.work_calendar.decider import Publish, Published
from testkit.decider_spec import DeciderSpec, FakeRules

RUNS = {
    2023: "01-01..01-02 01-21..01-27 04-05..04-05 04-29..05-03 06-22..06-24 09-29..10-06",
    2024: "01-01..01-01 02-10..02-17 04-04..04-06 05-01..05-05 06-10..06-10 09-15..09-17 "
    "10-01..10-07",
    2025: "01-01..01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08",
    2026: "01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 "
    "10-01..10-07",
}
"""放假 of each notice, first and last day."""

WORKED = {
    2023: "01-28 01-29 04-23 05-06 06-25 10-07 10-08",
    2024: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    2025: "01-26 02-08 04-27 09-28 10-11",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
}
"""上班 of each notice."""


def days_off(year: int) -> set[str]:
    """The days of the runs, without the Saturdays and Sundays that are off anyway."""
    found = set()
    for run in RUNS[year].split():
        first, last = (date.fromisoformat(f"{year}-{day}") for day in run.split(".."))
        while first <= last:
            if first.weekday() < 5:
                found.add(first.isoformat())
            first += timedelta(days=1)
    return found


def on_weekdays(days: list[str]) -> set[str]:
    return {day for day in days if date.fromisoformat(day).weekday() < 5}


def test_every_kept_year_is_proved_here() -> None:
    assert set(NOTICES) == set(RUNS) == set(WORKED)


@pytest.mark.parametrize("year", NOTICES)
def test_the_kept_days_are_those_of_the_notice(year: int) -> None:
    fields = state_holidays(year)
    assert on_weekdays(fields["holidays"]) == days_off(year)
    assert fields["working_days"] == [f"{year}-{day}" for day in WORKED[year].split()]
    assert NOTICES[year] in fields["document"]


@pytest.mark.parametrize("year", NOTICES)
def test_the_kept_days_are_published_as_they_are(year: int) -> None:
    fields = Filling()("work-calendar.publish", {"year": str(year)})
    nothing = DeciderSpec.of(decider, "652825/work-calendar", FakeRules())
    event = nothing.when(Publish.model_validate(fields)).the(Published)
    assert (event.year, len(event.working_days)) == (year, len(WORKED[year].split()))


def test_an_act_that_gives_its_days_is_left_as_it_is() -> None:
    given = {"year": "2023", "document": "本局通知", "holidays": ["2023-06-01"]}
    assert Filling()("work-calendar.publish", given) == given


def test_the_acts_own_document_wins() -> None:
    filled = Filling()("work-calendar.publish", {"year": "2024", "document": "转发通知"})
    assert (filled["document"], len(filled["working_days"])) == ("转发通知", 8)


@pytest.mark.parametrize("year", ["2022", "2027", "", "二〇二三", "²", None])
def test_a_year_that_is_not_kept_is_refused_by_name(year: str | None) -> None:
    with pytest.raises(BadRequest) as refused:
        Filling()("work-calendar.publish", {"year": year})
    assert refused.value.field == "year"
    assert "holidays" in refused.value.message
