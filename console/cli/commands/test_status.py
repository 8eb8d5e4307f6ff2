"""The reading commands on a real log."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from console.cli.commands import calendar, overdue, projections, status
from store import migrate, open_log, sqlite_url
from testkit.builders.bureau import RESULT, UNIT, Bureau, a_half_year
from testkit.command_line import CommandLine

READING = CommandLine.of(status, calendar, overdue, projections)
run, read = READING.run, READING.read


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data directory of a county in June: one result in time, one late, one overdue."""
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(open_log(url)) as log:
        bureau = Bureau(log)
        bureau.open_year()
        a_half_year(bureau)
    return tmp_path


def test_status_shows_phases_waits_and_lateness(data: Path) -> None:
    result = run(data, "status")
    assert result.exit_code == 0, result.output
    for words in ("652825 2023", "5月监控 monitoring-05", "迟报 met late", "逾期 overdue", "P003"):
        assert words in result.stdout
    assert re.search(r"log position \d+", result.stdout)


def test_status_of_one_subject_shows_its_deadlines_and_what_they_rest_on(data: Path) -> None:
    result = run(data, "status", "P002")
    assert result.exit_code == 0, result.output
    for words in ("合成项目", "900000.00", "2023-06-10", "通知 notice 且财绩〔2023〕1号"):
        assert words in result.stdout


def test_status_of_a_project_shows_its_funding_by_source(data: Path) -> None:
    assert "资金来源" not in run(data, "status", "P001").stdout
    assert read(data, "status", "P001")["detail"]["subject"]["funding"] is None
    parts = {"central_funds": "400000", "county_funds": "600000"}
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        stream = next(one for one in log.streams("652825/2023/") if one.endswith("/P001"))
        whole = Decimal(read(data, "status", "P001")["detail"]["subject"]["approved"])
        parts["county_funds"] = str(whole - 400_000)
        Bureau(log).act(stream, "funding.record", date(2023, 6, 10), UNIT, funding=parts)
    shown = " ".join(run(data, "status", "P001").stdout.split())
    assert "资金来源 funding (元 yuan) 中央资金 400,000 元、县级资金 500,000.00 元" in shown
    told = read(data, "status", "P001")["detail"]["subject"]["funding"]
    assert told == {"regional_funds": "0", "prefecture_funds": "0", **parts}


def test_status_as_json_is_the_whole_answer(data: Path) -> None:
    answer = read(data, "status", "P002")
    assert (answer["jurisdiction"], answer["year"], answer["projects"]) == ("652825", 2023, 1)
    assert answer["detail"]["subject"]["approved"] == "900000.00"
    (deadline,) = answer["detail"]["deadlines"]
    assert (deadline["state"], deadline["due"]) == ("met_late", "2023-06-10")
    assert answer["position"] > 0


def test_calendar_shows_the_days_with_their_states(data: Path) -> None:
    result = run(data, "calendar", "--from", "2023-06-10", "--to", "2023-06-10")
    assert result.exit_code == 0, result.output
    assert "监控结果 monitoring result 2023-05-31" in result.stdout
    assert "逾期 overdue 1 · 按时 met 1 · 迟报 met late 1" in result.stdout
    answer = read(data, "calendar")
    assert answer["lines"][0]["states"] == {"met": 1, "met_late": 1, "overdue": 1}


def test_calendar_without_a_deadline_says_so(data: Path) -> None:
    assert "无 none" in run(data, "calendar", "--to", "2023-06-09").stdout


def test_overdue_shows_days_by_unit_on_the_day_of_the_drill(data: Path) -> None:
    result = run(data, "overdue")
    assert result.exit_code == 0, result.output
    assert "2023-06-12 (演练日期 day of the drill)" in result.stdout
    assert "101 合成单位 · 预算单位 unit: 1" in result.stdout
    answer = read(data, "overdue", "--on", "2023-06-30")
    (group,) = answer["groups"]
    assert [(line["code"], line["days"]) for line in group["lines"]] == [("P003", 20)]
    assert answer["clock"] == "given"


def test_a_unit_or_a_phase_narrows_every_board(data: Path) -> None:
    for narrow in (("--unit", "999"), ("--phase", "library")):
        assert read(data, "status", *narrow)["projects"] == 0
        assert read(data, "calendar", *narrow)["lines"] == []
        assert read(data, "overdue", *narrow)["groups"] == []


def test_rebuild_says_how_many_events_it_read(data: Path) -> None:
    before = read(data, "status")
    result = run(data, "projections", "rebuild")
    assert result.exit_code == 0, result.output
    assert result.stdout == f"事件 events {before['position']} → {data / 'projections.db'}\n"
    assert read(data, "status") == before


def test_an_unknown_subject_or_year_is_bad_input(data: Path) -> None:
    result = run(data, "status", "P009")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "subject: 652825 2023 没有 P009 / no P009 in 652825 2023\n"
    result = run(data, "status", "--year", "2031")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("--budget-year: 库中没有 2031，已有 / nothing is known of 2031")


def test_a_calendar_that_ends_before_it_begins_is_bad_input(data: Path) -> None:
    result = run(data, "calendar", "--from", "2023-06-02", "--to", "2023-06-01")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == ("--to: 2023-06-01 早于 2023-06-02 / 2023-06-01 is before 2023-06-02\n")


def test_an_event_that_cannot_be_read_is_one_line_and_a_failure(data: Path) -> None:
    run(data, "status")
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        position = log.last_position()

        bureau = Bureau(log)
        bureau.notice(RESULT, date(2023, 6, 20))
        log._database.write(  # type: ignore[attr-defined]
            "UPDATE stored_events SET topic = ? WHERE rowid = ?", ("nobody@1", position + 1)
        )
    result = run(data, "status")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1
    assert f"nobody@1 at position {position + 1} of the log, stream 652825/2023" in result.stderr


def test_names_are_no_markup(data: Path) -> None:
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        named = {"project_name": "合成[red]项目[/red]", "unit": "103", "unit_name": "[/]单位"}
        Bureau(log).budgeted("652825/2023/P004", **named)
    assert "合成[red]项目[/red]" in run(data, "status", "P004").stdout
    assert run(data, "overdue", "--on", "2023-12-31").exit_code == 0


@pytest.mark.parametrize("command", ["status", "calendar", "overdue"])
@pytest.mark.parametrize("old", [("--year", "2023"), ("--year=2023",)])
def test_the_older_name_of_the_budget_year_still_works(
    data: Path, command: str, old: tuple[str, ...]
) -> None:
    assert read(data, command, *old) == read(data, command, "--budget-year", "2023")
