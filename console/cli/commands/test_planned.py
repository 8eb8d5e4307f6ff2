"""A portfolio's row of a later day: from which day on it is there, wherever it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from activities.command_handler import CommandHandler
from console.cli.commands import calendar, history, overdue, problems, selections, status
from domain.shared.fan_out.messages import OPEN_SUBJECTS, Reached
from store import open_log, sqlite_url
from store.port import EventLog
from testkit.command_line import CommandLine
from tests.small_log import COUNTY, act, at, small_log

LINE = CommandLine.of(status, calendar, overdue, selections, history, problems)
THE_YEAR, SOON = f"{COUNTY}/2024", f"{COUNTY}/2024/T2"
PORTFOLIO = (
    "code,name,unit_code,unit_name,budget_type,origin,opened_on,is_new,is_major,one_off,"
    "key_project,subject_kind,confidential,initial,adjusted,executed\n"
    "T1,合成项目一,U1,合成单位,general_public,initial,2024-01-05,"
    "false,false,false,false,project,false,100000,,\n"
    "T2,合成项目二,U1,合成单位,general_public,initial,2024-01-12,"
    "false,false,false,false,project,false,100000,,\n"
    "T3,秘密项目,U2,秘密单位,general_public,initial,2024-01-12,"
    "false,false,false,false,project,true,100000,,\n"
)
OPENINGS = [{"on": "2024-01-05", "projects": 1}, {"on": "2024-01-12", "projects": 2}]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A year with one row for 5 January and two for the 12th; no day of it has come."""
    with small_log(sqlite_url(tmp_path / "log.db")) as log:
        sha256 = log.put_content(PORTFOLIO.encode())
        opening = {"portfolio": sha256, "clock": "simulated", "openings": OPENINGS}
        taken(log, THE_YEAR, "year.open", "2024-01-03", **opening)
    return tmp_path


@pytest.fixture
def log(data: Path) -> Iterator[EventLog]:
    with closing(open_log(sqlite_url(data / "log.db"))) as opened:
        yield opened


def taken(log: EventLog, subject: str, command: str, day: str, **fields: Any) -> dict[str, Any]:
    return CommandHandler(log).submit(act(subject, command, **fields), at(day)).outcome


def opened(log: EventLog, day: str) -> None:
    """Have the year's next opening reach nobody: its rows are registered by nobody here."""
    handler = CommandHandler(log)
    step = handler.view(THE_YEAR).next_step
    assert step is not None
    assert (step.kind, step.deadline) == (OPEN_SUBJECTS, day)
    handler.take_step(THE_YEAR, step, at(day), Reached(0))


def test_an_act_on_what_opens_later_is_refused_with_its_day(log: EventLog) -> None:
    refused = taken(log, SOON, "library.admit", "2024-01-05")
    assert refused["code"] == "unknown-subject"
    assert "自 2024-01-12 起登记" in refused["zh"]
    assert "is registered on 2024-01-12" in refused["en"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2024-01-11", "自 2024-01-12 起登记"),
        ("2024-01-12", "正在登记，请稍后再提交"),
        ("2024-01-13", "正在登记，请稍后再提交"),
    ],
)
def test_an_act_on_what_is_being_registered_says_so(log: EventLog, day: str, words: str) -> None:
    refused = taken(log, SOON, "library.admit", day)
    assert refused["code"] == "unknown-subject"
    assert words in refused["zh"]


def test_an_act_on_what_nobody_plans_is_refused_as_before(log: EventLog) -> None:
    refused = taken(log, f"{COUNTY}/2024/T9", "library.admit", "2024-01-05")
    assert "尚未登记，请先由财政部门登记项目" in refused["zh"]


def test_what_was_due_to_open_is_not_planned_any_more(log: EventLog) -> None:
    opened(log, "2024-01-05")
    opened(log, "2024-01-12")
    assert "尚未登记" in taken(log, SOON, "library.admit", "2024-01-13")["zh"]


def test_status_has_what_is_planned_by_day(data: Path, log: EventLog) -> None:
    planned = LINE.read(data, "status", "--jurisdiction", COUNTY, "--year", "2024")["planned"]
    assert [(one["on"], one["code"], one["name"]) for one in planned] == [
        ("2024-01-05", "T1", "合成项目一"),
        ("2024-01-12", "T2", "合成项目二"),
        ("2024-01-12", "T3", None),
    ]
    shown = LINE.text(data, "status", "--jurisdiction", COUNTY, "--year", "2024")
    assert "待登记 planned to open: 3" in shown
    assert "2024-01-12" in shown
    assert "秘密" not in shown
    narrowed = LINE.read(data, "status", "--year", "2024", "--unit", "U2")["planned"]
    assert [one["code"] for one in narrowed] == ["T3"]
    # and once a day has come
    opened(log, "2024-01-05")
    left = LINE.read(data, "status", "--jurisdiction", COUNTY, "--year", "2024")["planned"]
    assert {date.fromisoformat(one["on"]) for one in left} == {date(2024, 1, 12)}


@pytest.mark.parametrize("words", [("status", "T2", "--year", "2024"), ("history", SOON)])
def test_who_asks_for_it_is_told_the_day(data: Path, words: tuple[str, ...]) -> None:
    done = LINE.run(data, *words)
    assert (done.exit_code, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"subject: {SOON} 已列入 {THE_YEAR} 的项目库，自 2024-01-12 起登记")


# --- years of which nothing is known


@pytest.mark.parametrize("command", ["status", "calendar", "overdue", "selections"])
@pytest.mark.parametrize(
    ("jurisdiction", "year"), [("999999", "2023"), (COUNTY, "1999"), ("999999", None)]
)
def test_a_board_of_an_unknown_year_names_those_that_are_known(
    data: Path, command: str, jurisdiction: str, year: str | None
) -> None:
    needs_one = command == "selections"
    words = ("--year", year or "2023") if year or needs_one else ()
    done = LINE.run(data, command, "--jurisdiction", jurisdiction, *words)
    assert (done.exit_code, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    option = "--jurisdiction" if jurisdiction != COUNTY else "--budget-year"
    assert line.startswith(f"{option}: 库中没有 {jurisdiction}")
    assert line.endswith(f"there are: {COUNTY} 2023, {COUNTY} 2024")


@pytest.mark.parametrize("command", ["status", "calendar", "overdue", "selections"])
def test_a_year_that_is_open_and_has_no_project_yet_is_known(data: Path, command: str) -> None:
    assert LINE.run(data, command, "--jurisdiction", COUNTY, "--year", "2024").exit_code == 0


def test_problems_of_what_is_unknown_name_what_is_known(data: Path) -> None:
    done = LINE.run(data, "problems", "999999/2023")
    assert (done.exit_code, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("subject: 库中没有 999999/2023")
    assert line.endswith(f"there are: {COUNTY} 2023, {COUNTY} 2024")
    assert LINE.run(data, "problems", THE_YEAR).exit_code == 0
