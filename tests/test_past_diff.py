"""What differs between two days, with its cause: the day before, the day, the day after each."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.daily_year import ADOPTED_ON, COUNTY, YEAR
from tests.past_diff import LATE, PLACE, Json, diff, run

pytestmark = pytest.mark.usefixtures("own_store")

CORRECTED = f"{COUNTY}/{YEAR}/P16"
REOPENED, RULINGS = f"{COUNTY}/{YEAR - 1}/H13", f"{COUNTY}/rulings"
MAY, AUGUST = "monitoring.result:2026-05-31", "monitoring.result:2026-08-31"
FINALISATION = "due:key-evaluation.finalisation"


def changes(told: Json, subject: str) -> dict[str, tuple[Any, Any, list[Json]]]:
    """Both values and the causes of each change of a subject, by what it is of."""
    return {
        one["what"]: (one["before"], one["after"], [told["events"][id_] for id_ in one["causes"]])
        for found in told["subjects"]
        if found["subject"] == subject
        for one in found["changes"]
    }


def marks(causes: list[Json]) -> list[tuple[str, str | None, str]]:
    return [(one["name"], one["mark"], one["actor"]["id"]) for one in causes]


def test_a_late_filing(daily_data: Path) -> None:
    before, on, after = (
        changes(diff(daily_data, *days, LATE), LATE)
        for days in (("06-06", "06-07"), ("06-07", "06-08"), ("06-08", "06-09"))
    )

    first, second, causes = on["late"]
    assert (first, second) == (None, [MAY])
    assert marks(causes) == [("monitoring.result-filed", "late", "u08-01")]
    assert causes[0]["recorded_at"].startswith("2026-06-08")
    assert before == {}
    assert after == {}


def test_a_correction_shows_what_was_filed_and_what_is_in_its_place(daily_data: Path) -> None:
    before, on, after = (
        changes(diff(daily_data, *days, CORRECTED), CORRECTED)
        for days in (("09-04", "09-05"), ("09-05", "09-06"), ("09-06", "09-07"))
    )

    first, second, causes = on[f"filed:monitoring.result-filed:{AUGUST[-10:]}:executed"]
    assert (first, second) == ("14000", "1050000")
    assert marks(causes) == [
        ("filing.withdrawn", "corrected", "u06-01"),
        ("monitoring.result-filed", None, "u06-01"),
    ]
    assert set(before) == {"waiting_for"}
    assert after == {}


def test_a_reopened_grade(daily_data: Path) -> None:
    before, on, after = (
        changes(diff(daily_data, *days, REOPENED), REOPENED)
        for days in (("08-20", "08-21"), ("08-21", "08-22"), ("08-22", "08-24"))
    )

    assert "grade" not in before
    assert on["grade"][:2] == ("excellent", None)
    assert marks(on["grade"][2]) == [("grade.reopened", "reopened", "fin-05")]
    assert after["grade"][0] is None
    assert marks(after["grade"][2]) == [("grade.finalised", None, "fin-05")]


def test_a_grade_reopened_and_graded_anew_in_between(daily_data: Path) -> None:
    found = changes(diff(daily_data, "08-21", "08-24", REOPENED), REOPENED)

    assert [one[0] for one in marks(found["waiting_for"][2])] == [
        "grade.reopened",
        "grade.finalised",
    ]


def test_an_extension(daily_data: Path) -> None:
    found = changes(diff(daily_data, "06-02", "06-03", CORRECTED), CORRECTED)

    assert found[f"due:{MAY}"][:2] == ("2026-06-07", "2026-06-16")
    assert marks(found[f"due:{MAY}"][2]) == [("deadline.extended", "extended", "fin-02")]


def test_a_later_ruling(daily_data: Path) -> None:
    on = changes(diff(daily_data, "10-08", "10-09", *PLACE), RULINGS)

    first, second, causes = on["ruling:AMB-08"]
    assert first is None
    assert second["value"]["ratio"] == "0.1"
    assert marks(causes) == [("ruling.recorded", "ruling", "fin-09")]
    assert changes(diff(daily_data, "10-09", "10-10", *PLACE), RULINGS) == {}


def test_a_later_pack_moves_the_days_of_others(daily_data: Path) -> None:
    assert date(YEAR, 7, 10) == ADOPTED_ON
    told = diff(daily_data, "07-09", "07-10", *PLACE)

    moved = {
        one["subject"]: changes(told, one["subject"])[FINALISATION]
        for one in told["subjects"]
        if FINALISATION in {change["what"] for change in one["changes"]}
    }
    assert len(moved) == 5
    for before, after, causes in moved.values():
        assert (before, after) == ("2026-07-31", "2026-08-31")
        assert marks(causes) == [("pack.adopted", "pack", "fin-03")]
    for days in (("07-08", "07-09"), ("07-10", "07-11")):
        found = diff(daily_data, *days, *PLACE)
        assert not [
            change
            for one in found["subjects"]
            for change in one["changes"]
            if change["what"].startswith("due:")
        ]


def test_figures_with_the_events_that_are_new_behind_them(daily_data: Path) -> None:
    def figures(day: str) -> dict[tuple[str, str], Json]:
        told = json.loads(run(daily_data, "statement", *PLACE, "--as-of", day, "--json").stdout)
        return {(one["id"], one["name"]): one for one in told["figures"]}

    told = diff(daily_data, "06-07", "06-08", *PLACE)

    (moved,) = told["figures"]
    key = (moved["id"], moved["name"])
    first, second = figures("2026-06-07")[key], figures("2026-06-08")[key]
    assert key == ("F09", "projects:2026-05-31")
    assert (moved["before"], moved["after"]) == (first["value"], second["value"]) == ("12", "13")
    assert set(moved["causes"]) == set(second["events"]) - set(first["events"])


MONTHS = [f"{month:02}-04" for month in range(1, 12)]


@pytest.mark.parametrize(("first", "second"), list(pairwise(MONTHS)))
def test_every_difference_has_a_cause_recorded_in_between(
    daily_data: Path, first: str, second: str
) -> None:
    told = diff(daily_data, first, second, *PLACE)

    found = [*told["figures"], *(one for each in told["subjects"] for one in each["changes"])]
    assert found
    for one in found:
        assert one["before"] != one["after"]
        assert one["causes"], one
        for cause in one["causes"]:
            day = told["events"][cause]["recorded_at"][5:10]
            assert first < day <= second


BOARD = ("phase", "waiting_for", "overdue", "requested", "adjusted", "approved", "executed")


def board(daily_data: Path, day: str) -> dict[tuple[str, str], Any]:
    """What the boards of both budget years say of each subject on a day; nothing is left out."""
    found = {}
    for year in (YEAR - 1, YEAR):
        words = ("--jurisdiction", COUNTY, "--year", str(year), "--each", "--json")
        told = json.loads(run(daily_data, "status", *words, "--as-of", f"{YEAR}-{day}").stdout)
        for row in told["each"]:
            found.update({(row["stream"], what): row[what] for what in BOARD if row[what]})
    return found


@pytest.mark.parametrize(("first", "second"), list(pairwise(MONTHS)))
def test_what_differs_is_what_the_boards_of_both_days_say(
    daily_data: Path, first: str, second: str
) -> None:
    told = diff(daily_data, first, second, *PLACE)

    before, after = board(daily_data, first), board(daily_data, second)
    differ = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    assert {
        (one["subject"], change["what"]): (change["before"], change["after"])
        for one in told["subjects"]
        for change in one["changes"]
        if change["what"] in BOARD
    } == {key: (before.get(key), after.get(key)) for key in differ}
