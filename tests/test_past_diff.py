"""What differs between two days, with its cause: the day before, the day, the day after each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import structlog
import typer
from typer.testing import CliRunner, Result

from console import differing, reading, stating
from console.errors import InputError
from tests.daily_year import ADOPTED_ON, COUNTY, YEAR, daily_year

app = typer.Typer()
for command in (differing, reading, stating):
    command.register(app)

PLACE = ("--jurisdiction", COUNTY, "--work-year", str(YEAR))
LATE, CORRECTED = f"{COUNTY}/{YEAR}/P08", f"{COUNTY}/{YEAR}/P16"
REOPENED, RULINGS = f"{COUNTY}/{YEAR - 1}/H13", f"{COUNTY}/rulings"
MAY, AUGUST = "monitoring.result:2026-05-31", "monitoring.result:2026-08-31"
FINALISATION = "due:key-evaluation.finalisation"

Json = dict[str, Any]


@pytest.fixture(scope="module", autouse=True)
def _own_store() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("JIXIAO_STORE", raising=False)
        environment.setenv("COLUMNS", "160")
        yield
    structlog.reset_defaults()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a decided year."""
    folder = tmp_path_factory.mktemp("year")
    year = daily_year(folder)
    with closing(year.log):
        year.run(date(YEAR, 12, 31))
    return folder


def run(data: Path, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--data", str(data)])


def diff(data: Path, first: str, second: str, *words: str) -> Json:
    days = ("--as-of", f"{YEAR}-{first}", "--as-of", f"{YEAR}-{second}")
    told: Json = json.loads(run(data, "diff", *days, *words, "--json").stdout)
    return told


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


def test_a_late_filing(data: Path) -> None:
    before, on, after = (
        changes(diff(data, *days, LATE), LATE)
        for days in (("06-06", "06-07"), ("06-07", "06-08"), ("06-08", "06-09"))
    )

    first, second, causes = on["late"]
    assert (first, second) == (None, [MAY])
    assert marks(causes) == [("monitoring.result-filed", "late", "u08-01")]
    assert causes[0]["recorded_at"].startswith("2026-06-08")
    assert before == {}
    assert after == {}


def test_a_correction_shows_what_was_filed_and_what_is_in_its_place(data: Path) -> None:
    before, on, after = (
        changes(diff(data, *days, CORRECTED), CORRECTED)
        for days in (("09-04", "09-05"), ("09-05", "09-06"), ("09-06", "09-07"))
    )

    first, second, causes = on[f"filed:monitoring.result-filed:{AUGUST[-10:]}:executed"]
    assert (first, second) == ("1", "1050000")
    assert marks(causes) == [
        ("filing.withdrawn", "corrected", "u06-01"),
        ("monitoring.result-filed", None, "u06-01"),
    ]
    assert set(before) == {"waiting_for"}
    assert after == {}


def test_a_reopened_grade(data: Path) -> None:
    before, on, after = (
        changes(diff(data, *days, REOPENED), REOPENED)
        for days in (("08-20", "08-21"), ("08-21", "08-22"), ("08-22", "08-24"))
    )

    assert "grade" not in before
    assert on["grade"][:2] == ("excellent", None)
    assert marks(on["grade"][2]) == [("grade.reopened", "reopened", "fin-05")]
    assert after["grade"][0] is None
    assert marks(after["grade"][2]) == [("grade.finalised", None, "fin-05")]


def test_a_grade_reopened_and_graded_anew_in_between(data: Path) -> None:
    found = changes(diff(data, "08-21", "08-24", REOPENED), REOPENED)

    assert [one[0] for one in marks(found["waiting_for"][2])] == [
        "grade.reopened",
        "grade.finalised",
    ]


def test_an_extension(data: Path) -> None:
    found = changes(diff(data, "06-02", "06-03", CORRECTED), CORRECTED)

    assert found[f"due:{MAY}"][:2] == ("2026-06-07", "2026-06-16")
    assert marks(found[f"due:{MAY}"][2]) == [("deadline.extended", "extended", "fin-02")]


def test_a_later_ruling(data: Path) -> None:
    on = changes(diff(data, "10-08", "10-09", *PLACE), RULINGS)

    first, second, causes = on["ruling:AMB-08"]
    assert first is None
    assert second["value"]["ratio"] == "0.1"
    assert marks(causes) == [("ruling.recorded", "ruling", "fin-09")]
    assert changes(diff(data, "10-09", "10-10", *PLACE), RULINGS) == {}


def test_a_later_pack_moves_the_days_of_others(data: Path) -> None:
    assert date(YEAR, 7, 10) == ADOPTED_ON
    told = diff(data, "07-09", "07-10", *PLACE)

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
        found = diff(data, *days, *PLACE)
        assert not [
            change
            for one in found["subjects"]
            for change in one["changes"]
            if change["what"].startswith("due:")
        ]


def test_figures_with_the_events_that_are_new_behind_them(data: Path) -> None:
    def figures(day: str) -> dict[tuple[str, str], Json]:
        told = json.loads(run(data, "statement", *PLACE, "--as-of", day, "--json").stdout)
        return {(one["id"], one["name"]): one for one in told["figures"]}

    told = diff(data, "06-07", "06-08", *PLACE)

    (moved,) = told["figures"]
    key = (moved["id"], moved["name"])
    first, second = figures("2026-06-07")[key], figures("2026-06-08")[key]
    assert key == ("F09", "projects:2026-05-31")
    assert (moved["before"], moved["after"]) == (first["value"], second["value"]) == ("12", "13")
    assert set(moved["causes"]) == set(second["events"]) - set(first["events"])


MONTHS = [f"{month:02}-04" for month in range(1, 12)]


@pytest.mark.parametrize(("first", "second"), list(pairwise(MONTHS)))
def test_every_difference_has_a_cause_recorded_in_between(
    data: Path, first: str, second: str
) -> None:
    told = diff(data, first, second, *PLACE)

    found = [*told["figures"], *(one for each in told["subjects"] for one in each["changes"])]
    assert found
    for one in found:
        assert one["before"] != one["after"]
        assert one["causes"], one
        for cause in one["causes"]:
            day = told["events"][cause]["recorded_at"][5:10]
            assert first < day <= second


BOARD = ("phase", "waiting_for", "overdue", "requested", "adjusted", "approved", "executed")


def board(data: Path, day: str) -> dict[tuple[str, str], Any]:
    """What the boards of both budget years say of each subject on a day; nothing is left out."""
    found = {}
    for year in (YEAR - 1, YEAR):
        words = ("--jurisdiction", COUNTY, "--year", str(year), "--each", "--json")
        told = json.loads(run(data, "status", *words, "--as-of", f"{YEAR}-{day}").stdout)
        for row in told["each"]:
            found.update({(row["stream"], what): row[what] for what in BOARD if row[what]})
    return found


@pytest.mark.parametrize(("first", "second"), list(pairwise(MONTHS)))
def test_what_differs_is_what_the_boards_of_both_days_say(
    data: Path, first: str, second: str
) -> None:
    told = diff(data, first, second, *PLACE)

    before, after = board(data, first), board(data, second)
    differ = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    assert {
        (one["subject"], change["what"]): (change["before"], change["after"])
        for one in told["subjects"]
        for change in one["changes"]
        if change["what"] in BOARD
    } == {key: (before.get(key), after.get(key)) for key in differ}


def test_the_same_day_twice_differs_in_nothing(data: Path) -> None:
    told = diff(data, "06-08", "06-08", *PLACE)
    days = ("--as-of", "2026-06-08") * 2

    assert (told["subjects"], told["figures"], told["events"]) == ([], [], {})
    assert "没有差异 nothing differs" in run(data, "diff", *days).stdout


def test_the_text_names_what_when_and_who(data: Path) -> None:
    days = ("--as-of", "2026-06-07", "--as-of", "2026-06-08")

    told = run(data, "diff", *days, *PLACE).stdout

    for words in (LATE, "迟报 late", "2026-06-08", "u08-01 (unit)", "F09", "12", "13"):
        assert words in told
    assert "1 more: --limit, --json" in run(data, "diff", *days, *PLACE, "--limit", "1").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as-of", "2026-06-07"), "twice"),
        (("--as-of", "2026-06-07") * 3, "twice"),
        ((), "twice"),
        (("--as-of", "2026-06-08", "--as-of", "2026-06-07"), "before"),
        (("--as-of", "2026-06-07", "--as-of", "2026-06-08", "P08"), "subject"),
        (("--as-of", "2026-06-07", "--as-of", "2026-06-08", f"{COUNTY}/{YEAR}/Z"), "nothing"),
        (("--as-of", "2026-06-07", "--as-of", "2026-06-08", "--work-year", "2031"), "projects"),
    ],
)
def test_what_cannot_be_compared_is_one_line(data: Path, words: tuple[str, ...], said: str) -> None:
    result = run(data, "diff", *words)

    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("told", [run, lambda data, *words: run(data, *words, "--json")])
def test_a_day_that_is_none_is_one_line(data: Path, told: Callable[..., Result]) -> None:
    result = told(data, "diff", "--as-of", "2026-06-07", "--as-of", "2026-06-31")

    assert isinstance(result.exception, InputError)
    assert "--as-of" in str(result.exception)
