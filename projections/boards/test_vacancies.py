"""A role that nobody holds, or whose last term ends within 30 days, is warned of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from projections.boards.vacancies import vacancies
from testkit.builders.organisations import assign, nobody

TODAY = date(2023, 6, 5)
SOON = TODAY + timedelta(days=30)


def warned(*terms: tuple[str, date | None]) -> list[tuple[str, str, bool]]:
    """The warnings of a day about a role with these terms, each from a day to another."""
    acts = [
        assign(person=f"u-{number}", since=since, until=until and str(until))
        for number, (since, until) in enumerate(terms)
    ]
    found = vacancies(nobody().given(*acts).recorded(), TODAY)
    return [(said["person"], said["last_day"], said["vacant"]) for _, said in found]


@pytest.mark.parametrize(
    ("until", "told"),
    [
        (TODAY - timedelta(days=1), True),
        (TODAY, True),
        (SOON - timedelta(days=1), True),
        (SOON, True),
        (SOON + timedelta(days=1), False),
        (None, False),
    ],
)
def test_a_last_term_that_ends_within_thirty_days_is_warned_of(
    until: date | None, told: bool
) -> None:
    expected = [("u-0", str(until), until < TODAY)] if told and until else []
    assert warned(("2023-01-01", until)) == expected


def test_a_successor_without_a_gap_ends_the_warning_and_one_with_a_gap_does_not() -> None:
    ends = TODAY + timedelta(days=9)
    follows, late = str(ends + timedelta(days=1)), str(ends + timedelta(days=2))
    assert warned(("2023-01-01", ends), (follows, None)) == []
    assert warned(("2023-01-01", ends), (late, None)) == [("u-0", str(ends), False)]


def test_the_last_of_several_terms_counts() -> None:
    first, last = TODAY + timedelta(days=3), TODAY + timedelta(days=7)
    assert warned(("2023-01-01", last), ("2023-02-01", first)) == [("u-0", str(last), False)]


def test_a_role_that_begins_later_is_open_to_all_and_not_warned_of() -> None:
    assert warned((str(TODAY + timedelta(days=1)), TODAY + timedelta(days=9))) == []


def test_people_of_whom_nothing_is_recorded_are_not_warned_of() -> None:
    assert [*vacancies((), TODAY)] == []
