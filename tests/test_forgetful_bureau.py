"""A bureau that does nothing after March: what the system does, what is seen, how the year ends."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from console.cli.command_list import whole
from domain.kernel.vocabulary import Role
from domain.subjects.jurisdiction_year.bureau_duties import DUTIES
from testkit.command_line import CommandLine
from tests.bad_year import recorded
from tests.decided_year import DecidedYear
from tests.forgetful_bureau import EXPECTED, FOLDER, decide, told

LINE = CommandLine(whole())
WORK = ("--jurisdiction", "653129", "--work-year", "2027")
DATED = {
    "score-sheet.issuing": 214,
    "authenticity.drawing": 184,
    "key-evaluation-plan.setting": 153,
    "key-evaluation.selecting": 153,
}
"""The duties with a day, and by how many days each was too late when it was dropped."""

UNDATED = {"results-checklist.issuing", "congress.reporting", "training.holding"}


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forgetful-bureau")


@pytest.fixture(scope="module")
def year(directory: Path) -> Iterator[DecidedYear]:
    decided = decide(directory)
    with closing(decided.log):
        yield decided


def test_the_files_are_what_the_generator_writes() -> None:
    generator = [sys.executable, "-B", str(FOLDER / "generate.py"), "--check"]
    checked = subprocess.run(generator, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_the_year_comes_to_what_is_expected(year: DecidedYear) -> None:
    assert told(year) == json.loads(EXPECTED.read_text("utf-8"))


def test_nobody_at_the_bureau_acts_after_march(year: DecidedYear) -> None:
    by_finance = [
        one.effective_on.isoformat() for one in recorded(year.log) if one.actor.role is Role.FINANCE
    ]
    assert {day for day in by_finance if day > "2027-03-31"} == {"2027-12-31"}
    assert max(day for day in by_finance if day <= "2027-03-31") == "2027-03-30"


@pytest.mark.parametrize(
    ("on", "state", "days"),
    [
        ("2027-05-27", "open", 0),
        ("2027-05-28", "reminded", 0),
        ("2027-05-30", "reminded", 0),
        ("2027-05-31", "due", 0),
        ("2027-06-01", "overdue", 1),
        ("2027-06-03", "overdue", 3),
        ("2027-06-04", "escalated", 4),
        ("2027-12-30", "escalated", 213),
    ],
)
def test_the_score_sheet_is_asked_for_until_it_is_dropped(
    directory: Path, year: DecidedYear, on: str, state: str, days: int
) -> None:
    # when
    duties = LINE.read(directory, "todo", "--role", "finance", *WORK, "--on", on)["duties"]
    # then
    (sheet,) = [one for one in duties if one["deadline"] == "score-sheet.issuing"]
    assert (sheet["due"], sheet["state"], sheet["overdue"]) == ("2027-05-31", state, days)


def test_the_boards_show_what_is_overdue_and_what_has_no_day(
    directory: Path, year: DecidedYear
) -> None:
    on = ("--on", "2027-12-30")
    place = ("--jurisdiction", "653129", "--budget-year", "2027")
    overdue = LINE.read(directory, "overdue", *place, *on)
    (finance,) = [one for one in overdue["groups"] if one["responsible"] == "finance"]
    assert {one["row"]["deadline"] for one in finance["lines"]} == set(DATED)
    waiting = LINE.read(directory, "todo", "--role", "finance", *WORK, *on)["duties"]
    assert {one["deadline"] for one in waiting if one["due"] is None} >= UNDATED


def test_the_ledger_shows_each_duty_before_and_after_it_is_dropped(
    directory: Path, year: DecidedYear
) -> None:
    before, after = (_own(directory, on) for on in ("2027-12-30", "2027-12-31"))
    for duty, days in DATED.items():
        assert (before[duty]["counts"], before[duty]["longest"]) == ({"escalated": 1}, days - 1)
        assert (after[duty]["counts"], after[duty]["longest"]) == ({"dropped": 1}, days)
    for duty in UNDATED:
        assert (before[duty]["counts"], before[duty]["longest"]) == ({"open": 1}, 0)
        assert (after[duty]["counts"], after[duty]["longest"]) == ({"dropped": 1}, 0)


def _own(directory: Path, on: str) -> dict[str, Any]:
    groups = LINE.read(directory, "work-ledger", *WORK, "--on", on)["groups"]
    return {one["duty"]: one for one in groups if one["duty"] in DUTIES}


def test_the_close_is_refused_and_names_what_is_open_until_one_exception_drops_it(
    directory: Path, year: DecidedYear
) -> None:
    # when
    history = LINE.read(directory, "history", "653129/2027")
    (refused,) = [one for one in history if one["name"] == "year.close"]
    last = [one["name"] for one in history if one["kind"] == "event"][-2:]
    # then
    assert refused["outcome"]["code"] == "gate-not-met"
    for duty in (*DATED, *UNDATED):
        assert f"（{duty}）" in refused["outcome"]["zh"]
        assert duty in refused["outcome"]["en"]
    assert last == ["exception.granted", "year.closed"]


def test_problems_tell_each_reminder_and_escalation_with_its_clause(
    directory: Path, year: DecidedYear
) -> None:
    found = LINE.read(directory, "problems", "653129/2027")
    steps = [one for one in found if one["name"] == "deadline.passed"]
    of_sheet = [one for one in steps if one["data"]["deadline"] == "score-sheet.issuing"]
    assert [one["kind"] for one in of_sheet] == ["reminder", "reminder", "overdue", "escalation"]
    assert {clause for one in of_sheet for clause in one["clauses"]} == {"JS-062", "JS-063"}
    assert {one["data"]["deadline"] for one in steps if one["kind"] == "escalation"} == set(DATED)
