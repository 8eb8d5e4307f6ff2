"""The reading commands beside projects: units, institutions, roles, every subject."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from console.cli.commands import calendar as calendar_command
from console.cli.commands import overdue as overdue_command
from console.cli.commands import selections, statement, status
from domain.kernel.vocabulary import start_of
from store import migrate, open_log, sqlite_url
from testkit.builders.bureau import Bureau, a_half_year, project
from testkit.builders.bureau_units import (
    INSTITUTION,
    TARGET,
    U101,
    U102,
    add_unit,
    entrusted,
    file_target,
)
from testkit.command_line import CommandLine

READING = CommandLine.of(
    status, calendar_command, overdue_command, statement, selections, columns=220
)
run, answer = READING.run, READING.read


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A county in June: unit 101 filed its target late, 102 never; an institution owes a report."""
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(open_log(url)) as log:
        bureau = Bureau(log)
        bureau.open_year()
        bureau.notice(TARGET, date(2023, 2, 28))
        for stream in (U101, U102):
            add_unit(bureau, stream)
            bureau.take_steps(stream, start_of(date(2023, 3, 1)))
        file_target(bureau, date(2023, 3, 2))
        entrusted(bureau)
        a_half_year(bureau)
    return tmp_path


def test_status_shows_units_and_institutions_beside_projects(data: Path) -> None:
    result = run(data, "status")
    assert result.exit_code == 0, result.output
    for words in (
        "项目 projects: 3 · 单位整体支出 unit years: 2",
        "单位整体支出 unit",
        "整体支出目标 overall target",
        "第三方机构 institution",
        "第三方报告 report of the institution HT-1",
        "102 合成单位102",
    ):
        assert words in result.stdout


@pytest.mark.parametrize("command", ["statement", "selections"])
def test_the_only_jurisdiction_and_its_newest_year_need_not_be_named(
    data: Path, command: str
) -> None:
    result = run(data, command)
    assert result.exit_code == 0, result.output
    assert "2023" in result.stdout


def test_status_as_json_has_the_documented_keys(data: Path) -> None:
    found = answer(data, "status", "--each")
    told = status.status.__doc__ or ""
    for line in (found, found["phases"][0], found["waiting"][0], found["late"][0]):
        assert all(key in told for key in line)
    assert all(key in told for key in {**found["each"][0], **found["late"][0]["row"]})
    assert (found["projects"], found["units"], found["institutions"]) == (3, 2, 1)
    assert found["detail"] is None


def test_calendar_and_overdue_as_json_have_the_documented_keys(data: Path) -> None:
    calendar = answer(data, "calendar")
    told = calendar_command.calendar.__doc__ or ""
    assert all(key in told for key in (*calendar, *calendar["lines"][0]))
    overdue = answer(data, "overdue")
    told = overdue_command.overdue.__doc__ or ""
    group = overdue["groups"][0]
    for line in (overdue, overdue["roles"][0], group, group["lines"][0]):
        assert all(key in told for key in line)


def test_each_lists_every_subject_and_nobody_without_it(data: Path) -> None:
    assert answer(data, "status")["each"] == []
    streams = {row["stream"] for row in answer(data, "status", "--each")["each"]}
    assert {U101, U102, INSTITUTION, project("P001")} <= streams
    shown = run(data, "status", "--each", "--kind", "unit-year").stdout
    assert U101 in shown
    assert project("P001") not in shown


def test_one_unit_or_institution_is_shown_by_itself(data: Path) -> None:
    shown = run(data, "status", "unit/101").stdout
    for words in ("合成单位101", "10000000.00", "2023-02-28", "迟报 met late"):
        assert words in shown
    assert answer(data, "status", INSTITUTION)["detail"]["subject"]["name"] == "合成会计师事务所"


@pytest.mark.parametrize("board", ["status", "calendar", "overdue"])
def test_a_kind_or_a_role_narrows_every_board(data: Path, board: str) -> None:
    lists = {"status": "late", "calendar": "lines", "overdue": "groups"}
    assert answer(data, board, "--kind", "third-party")[lists[board]] == []
    assert answer(data, board, "--role", "congress")[lists[board]] == []
    assert answer(data, board, "--role", "unit", "--kind", "unit-year")[lists[board]]


def test_overdue_says_how_much_each_role_has_not_done(data: Path) -> None:
    found = answer(data, "overdue", "--on", "2023-06-30")
    assert found["roles"] == [
        {"responsible": "unit", "deadlines": 2, "units": 2, "longest": 122},
    ]
    assert [(group["unit"], len(group["lines"])) for group in found["groups"]] == [
        ("101", 1),
        ("102", 1),
    ]
    assert "单位整体支出 unit" in run(data, "overdue").stdout


def test_a_code_of_several_subjects_is_bad_input_that_names_them(data: Path) -> None:
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        Bureau(log).budgeted(project("101"))
    result = run(data, "status", "101")
    assert (result.exit_code, result.stdout) == (2, "")
    assert (
        result.stderr == "subject: 101 有多个，请指明 / is the code of several, say which of "
        f"{project('101')}, {U101}\n"
    )
    assert (
        answer(data, "status", "101", "--kind", "unit-year")["detail"]["subject"]["stream"] == U101
    )


@pytest.mark.parametrize("said", ["财政部门", "财政局", "财政"])
@pytest.mark.parametrize("board", ["status", "overdue"])
def test_a_role_is_named_in_chinese(data: Path, board: str, said: str) -> None:
    in_chinese, by_id = (run(data, board, "--role", word) for word in (said, "finance"))
    assert in_chinese.exit_code == 0
    assert in_chinese.stdout == by_id.stdout


def test_an_unknown_kind_or_role_is_bad_input(data: Path) -> None:
    for narrow in (("--kind", "village"), ("--role", "mayor")):
        assert run(data, "status", *narrow).exit_code == 2
