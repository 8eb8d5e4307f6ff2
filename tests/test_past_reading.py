"""The reading commands on a past day: what is overdue then, what was recorded late, the figures."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from console.cli.commands import calendar, explain, history, overdue, statement, status
from console.cli.errors import InputError
from domain.kernel.decider import CommandContext
from domain.kernel.subject_ids import SubjectKind
from domain.shared.deadlines.scheduled_commands import step_command
from domain.subjects.registry import DECIDERS
from store import migrate, open_log, sqlite_url
from testkit.builders.bureau import FINANCE, SYSTEM, THREE, Bureau, a_half_year, morning
from testkit.command_line import CommandLine

COMMANDS = CommandLine.of(status, calendar, overdue, history, explain, statement)
run, read = COMMANDS.run, COMMANDS.read

LATE = THREE[2]
PLACE = ("--jurisdiction", "652825", "--work-year", "2023")


@pytest.fixture(params=["real"])
def data(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A county in June: P003's result, due on the 10th, was not filed."""
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(open_log(url)) as log:
        bureau = Bureau(log)
        bureau.open_year(request.param)
        a_half_year(bureau)
    return tmp_path


def overdue(data: Path, *words: str) -> tuple[str, str, dict[str, int]]:
    """On which day by which clock, and how many days each project is behind."""
    told = read(data, "overdue", *words)
    lines = [line for group in told["groups"] for line in group["lines"]]
    return told["on"], told["clock"], {line["code"]: line["days"] for line in lines}


@pytest.mark.parametrize(
    ("day", "behind"),
    [
        ("2023-06-09", {}),
        ("2023-06-10", {}),
        ("2023-06-11", {"P002": 1, "P003": 1}),
        ("2023-06-12", {"P003": 2}),
        ("2023-07-10", {"P003": 30}),
    ],
)
def test_what_was_overdue_on_a_past_day(data: Path, day: str, behind: dict[str, int]) -> None:
    assert overdue(data, "--as-of", day) == (day, "real", behind)


def test_tomorrow_is_not_known_yet(data: Path) -> None:
    assert overdue(data, "--as-of", "9999-12-31") == overdue(data)


@pytest.mark.parametrize("data", ["simulated"], indirect=True)
def test_the_day_of_a_drill_is_the_one_known_then(data: Path) -> None:
    assert overdue(data, "--as-of", "2023-06-11") == (
        "2023-06-11",
        "simulated",
        {"P002": 1, "P003": 1},
    )
    assert overdue(data, "--as-of", "2023-07-10") == ("2023-06-12", "simulated", {"P003": 2})


def test_a_step_taken_late_counts_from_its_planned_day(tmp_path: Path) -> None:
    """Recorded on the 14th behind an act of the 13th, effective on the 11th: there is a gap."""
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(open_log(url)) as log:
        bureau = Bureau(log)
        bureau.open_year("real")
        bureau.budgeted(LATE)
        bureau.notice("monitoring.result:2023-05-31", date(2023, 6, 10))
        bureau.take_steps(LATE, morning(date(2023, 6, 10)))
        paid = {"executed": "450000", "as_of": "2023-06-12", "source": "一体化系统"}
        bureau.act(LATE, "execution.record", date(2023, 6, 13), FINANCE, **paid)
        step = bureau._next_step(LATE)
        assert step is not None
        command = step_command(DECIDERS[SubjectKind.PROJECT_YEAR].STEPS, step)
        at, on = morning(date(2023, 6, 14)), date(2023, 6, 11)
        bureau.store(CommandContext(command, SYSTEM, at, on, uuid4()), LATE)

    def state(*past: str) -> tuple[str, str | None]:
        detail = read(tmp_path, "status", "P003", *past)["detail"]
        return detail["deadlines"][0]["state"], detail["subject"]["executed"]

    assert state("--as-of", "2023-06-13") == ("due", "450000")
    assert state("--as-of", "2023-06-14") == ("overdue", "450000")
    assert state("--on", "2023-06-10")[0] == "due"
    assert state("--on", "2023-06-11") == ("overdue", None)
    assert state("--on", "2023-06-12") == ("overdue", None)
    assert state("--on", "2023-06-13") == ("overdue", "450000")
    assert state("--as-of", "2023-06-13", "--on", "2023-06-11") == ("due", None)


def test_the_figures_count_what_was_known(data: Path) -> None:
    def projects(*past: str) -> tuple[str, int]:
        told = read(data, "statement", *PLACE, *past)
        (found,) = [
            one for one in told["figures"] if (one["id"], one["name"]) == ("F08", "projects")
        ]
        return found["value"], len(found["events"])

    assert projects() == ("3", 3)
    assert projects("--as-of", "2023-01-05") == ("0", 0)


def test_the_figures_as_text_name_both_languages_and_the_events(data: Path) -> None:
    told = run(data, "statement", *PLACE).stdout

    assert "F08" in told
    assert "项目绩效目标 Project targets 2023" in told
    assert "270 万元" in told
    assert "log position" in told


def test_a_year_of_which_nothing_is_recorded_has_no_figures(data: Path) -> None:
    result = run(data, "statement", "--jurisdiction", "652825", "--work-year", "2031")

    assert (result.exit_code, result.stdout) == (2, "")
    zh, en = "库中没有 652825 2031，已有", "nothing is known of 652825 2031, there are: 652825 2023"
    assert result.stderr == f"--work-year: {zh} / {en}\n"


NO_DAY = "'2023-02-30' 不是日期（YYYY-MM-DD） / '2023-02-30' is no date (YYYY-MM-DD)"


@pytest.mark.parametrize("question", [("status",), ("calendar",), ("overdue",), ("history", LATE)])
@pytest.mark.parametrize("option", ["--as-of", "--on"])
def test_a_day_that_is_none_is_one_line(data: Path, question: tuple[str, ...], option: str) -> None:
    result = run(data, *question, option, "2023-02-30")

    assert isinstance(result.exception, InputError)
    assert str(result.exception) == f"options: {option}: {NO_DAY}"


def test_a_day_before_everything_knows_nothing(data: Path) -> None:
    result = run(data, "status", "--as-of", "2022-12-31")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no year is open yet" in result.stderr
    result = run(data, "history", LATE, "--as-of", "2022-12-31")
    assert (result.exit_code, result.stdout) == (2, "")


def test_the_boards_that_are_kept_stay_as_they_are(data: Path) -> None:
    now = read(data, "status")
    before = (data / "projections.db").read_bytes()

    read(data, "status", "--as-of", "2023-06-10")

    assert (data / "projections.db").read_bytes() == before
    assert read(data, "status") == now
