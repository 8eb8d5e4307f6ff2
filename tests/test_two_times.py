"""Every board of a year on each of thirty days, got again later from the log alone, to the byte."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from console.cli.commands import calendar, explain, history, overdue, statement
from console.cli.commands import status as reading
from domain.rules.engine import pack_set as policy_packs
from testkit.command_line import CommandLine
from tests.daily_year import ADOPTED_ON, COUNTY, YEAR, daily_year

COMMANDS = CommandLine.of(reading, calendar, overdue, history, explain, statement)

DAYS = tuple(date(2026, 1, 9) + timedelta(days=12 * number) for number in range(30))
PLACE = ("--jurisdiction", COUNTY)
BEFORE, THIS = ("--year", str(YEAR - 1)), ("--year", str(YEAR))
QUESTIONS: tuple[tuple[str, ...], ...] = (
    ("status", *PLACE, *BEFORE, "--each"),
    ("status", *PLACE, *THIS, "--each"),
    ("calendar", *PLACE, *BEFORE, "--from", "2025-01-01", "--to", "2027-12-31"),
    ("calendar", *PLACE, *THIS),
    ("overdue", *PLACE, *BEFORE),
    ("overdue", *PLACE, *THIS),
    ("history", f"{COUNTY}/{YEAR}"),
    ("history", f"{COUNTY}/{YEAR}/P16"),
    ("history", f"{COUNTY}/{YEAR - 1}/unit/U02"),
    ("explain", f"{COUNTY}/{YEAR - 1}/H01"),
    ("statement", *PLACE, "--work-year", str(YEAR)),
)
FINALISATION = "key-evaluation.finalisation"

Answer = tuple[int, bytes, bytes]


@dataclass(frozen=True)
class Recorded:
    """What was answered on each day, and a directory with nothing but the log of the year."""

    answers: dict[date, dict[tuple[str, ...], Answer]]
    log_alone: Path

    def json(self, day: date, *question: str) -> Any:
        return json.loads(self.answers[day][question][1])


def ask(data: Path, *question: str) -> Answer:
    told = COMMANDS.run(data, *question, "--json")
    return told.exit_code, told.stdout_bytes, told.stderr_bytes


@pytest.fixture(scope="module", autouse=True)
def _texts_parsed_once() -> Iterator[None]:
    """Of 600 questions each text is parsed once."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setattr(policy_packs, "_load", cache(policy_packs._load))
        yield


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """The year run day by day, every board asked at the end of each of the thirty days."""
    running, alone = tmp_path_factory.mktemp("running"), tmp_path_factory.mktemp("alone")
    year = daily_year(running)
    with closing(year.log):
        answers = {
            day: {question: ask(running, *question) for question in QUESTIONS}
            for day in year.days(date(YEAR, 12, 31))
            if day in DAYS
        }
    shutil.copy(running / "log.db", alone / "log.db")
    return Recorded(answers, alone)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_board_is_got_again_to_the_byte(recorded: Recorded, day: date) -> None:
    for question, answered in recorded.answers[day].items():
        assert ask(recorded.log_alone, *question, "--as-of", str(day)) == answered, question


def test_the_days_differ(recorded: Recorded) -> None:
    """Nothing above holds of a year that stands still, nor of commands that only fail."""
    for question in QUESTIONS:
        told = [answers[question] for answers in recorded.answers.values()]
        assert sum(code == 0 for code, _, _ in told) >= 25
        assert len({out for _, out, _ in told}) >= 5, question
    status = {recorded.answers[day][QUESTIONS[0]][1] for day in DAYS}
    assert len(status) >= 20


def test_rules_are_those_in_force_then(recorded: Recorded) -> None:
    before = max(day for day in DAYS if day < ADOPTED_ON)
    after = min(day for day in DAYS if day > ADOPTED_ON)

    def due(day: date) -> set[str]:
        lines = recorded.json(day, *QUESTIONS[2])["lines"]
        return {line["due"] for line in lines if line["deadline"] == FINALISATION}

    assert (due(before), due(after)) == ({"2026-07-31"}, {"2026-08-31"})


@pytest.mark.parametrize(
    "question", [one for one in QUESTIONS if one[0] != "overdue"], ids=lambda one: " ".join(one[:2])
)
def test_what_took_effect_by_the_last_day_is_all_there_is(
    recorded: Recorded, question: tuple[str, ...]
) -> None:
    """Here all is recorded when it takes effect; what is overdue says that its day is given."""
    for day in (DAYS[4], DAYS[20]):
        assert (
            ask(recorded.log_alone, *question, "--on", str(day)) == recorded.answers[day][question]
        )
