"""Which stream goes where: by the year that registered it, else by the year it is of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from store.port import LogKind
from store.splitting.assignment import BOTH, Dated, Survey, assign

REAL, SIMULATED = LogKind.REAL, LogKind.SIMULATED
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
PROJECT = "652825/2023/P1"
OTHER_COUNTY = ("652822", 2023)


def survey(
    years: Mapping[tuple[str, int], LogKind], stream: str, apart: timedelta = timedelta(0)
) -> Survey:
    """A log with years and one stream, first recorded so far before it was stored."""
    return Survey(years=dict(years), first={stream: Dated(NOON - apart, NOON)})


@pytest.mark.parametrize(
    ("apart", "kind"),
    [
        (timedelta(days=1) - timedelta(seconds=1), REAL),
        (timedelta(days=1), REAL),
        (timedelta(days=1) + timedelta(seconds=1), SIMULATED),
        (-timedelta(days=1), REAL),
        (-timedelta(days=1, seconds=1), SIMULATED),
    ],
)
def test_an_act_is_of_the_machines_clock_within_a_day(apart: timedelta, kind: LogKind) -> None:
    years = {("652825", 2020): REAL, ("652825", 2021): SIMULATED}
    found = assign(survey(years, PROJECT, apart))
    assert found.parts[PROJECT] == {kind}
    assert found.guessed == (PROJECT,)


@pytest.mark.parametrize(
    ("stream", "years", "kind"),
    [
        # the budget year's own work year, before the one in which it is evaluated
        (PROJECT, {2023: SIMULATED, 2024: REAL}, SIMULATED),
        (PROJECT, {2023: REAL, 2024: SIMULATED}, REAL),
        ("652825/2023/unit/U1", {2023: REAL, 2024: SIMULATED}, REAL),
        # the one in which it is evaluated
        (PROJECT, {2022: REAL, 2024: SIMULATED}, SIMULATED),
        # the only kind of the jurisdiction
        (PROJECT, {2022: SIMULATED}, SIMULATED),
        (PROJECT, {2025: REAL}, REAL),
        # a work year is its own, and no other's
        ("652825/2023", {2023: REAL, 2024: SIMULATED}, REAL),
        ("652825/2023", {2024: SIMULATED}, SIMULATED),
    ],
)
def test_a_subject_of_a_year_goes_with_it(
    stream: str, years: Mapping[int, LogKind], kind: LogKind
) -> None:
    of = {("652825", year): found for year, found in years.items()}
    other = REAL if kind is SIMULATED else SIMULATED
    found = assign(survey({**of, OTHER_COUNTY: other}, stream))
    assert found.parts[stream] == {kind}
    assert found.guessed == ()


def test_the_year_that_registered_a_subject_comes_first() -> None:
    given = survey({("652825", 2023): SIMULATED, ("652825", 2024): REAL}, PROJECT)
    given.registered_by[PROJECT] = "cause"
    given.event_streams["cause"] = "652825/2024"
    assert assign(given).parts[PROJECT] == {REAL}


@pytest.mark.parametrize(
    "stream",
    [
        *("652825/packs", "652825/rulings", "652825/work-calendar", "652825/organisations"),
        *("652825/policy/P", "652825/third-party/T"),
    ],
)
def test_what_is_in_no_year_goes_into_both(stream: str) -> None:
    found = assign(survey({("652825", 2023): SIMULATED, ("652822", 2023): REAL}, stream))
    assert found.parts[stream] == BOTH
    assert found.shared == (stream,)
