"""The next work year proposed from one in the log: what goes on, what differs, what is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from typer.testing import Result

from activities.command_handler import CommandHandler
from console.cli.commands import table, year_open
from console.cli.errors import InputError
from domain.kernel.decider import CommandContext, Decision
from domain.kernel.request import Request
from domain.kernel.serialization.envelope import seal
from domain.subjects.jurisdiction_year.portfolio import COLUMNS
from domain.subjects.project_year.results.use_of_results import ApplyResults, ResultsApplied
from store.port import EventLog
from testkit.builders.accepted_rows import accepted_row
from testkit.builders.bureau import COUNTY, FINANCE, YEAR, Bureau, morning, project
from testkit.builders.bureau_units import U101, add_unit
from testkit.command_line import CommandLine
from testkit.fixtures import log

__all__ = ["log"]

LINE = CommandLine.of(year_open, table)
NEXT = YEAR + 1
ORGANISATIONS = f"{COUNTY}/organisations"
FROM = ("year-open", "--from", f"{COUNTY}/{YEAR}")
Cells = dict[str, Any]


@pytest.fixture
def bureau(log: EventLog) -> Bureau:
    """A county's year: two projects that go on, one for once, one withdrawn, and a unit."""
    made = Bureau(log)
    made.open_year()
    made.budgeted(project("P001"), project_name="延续项目")
    made.budgeted(project("P002"), project_name="涉密项目", unit="102", confidential="true")
    made.budgeted(project("P003"), project_name="一次项目", one_off="true")
    made.budgeted(project("P004"), project_name="撤出项目")
    add_unit(made, U101)
    given = {"reason": "合并办理", "executed": "0"}
    made.act(project("P004"), "project.withdraw", date(2023, 3, 1), FINANCE, **given)
    return made


@dataclass
class Files:
    """The files of the county below a directory, and the command on its data."""

    data: Path

    @property
    def portfolio(self) -> Path:
        return self.data / "out" / COUNTY / f"portfolio-{NEXT}.xlsx"

    def run(self, *words: str) -> Result:
        return LINE.run(self.data, *FROM, "--folder", str(self.data / "out"), *words)

    def told(self, *words: str) -> Any:
        return LINE.read(self.data, *FROM, "--folder", str(self.data / "out"), *words)

    def rows(self, name: str = "portfolio") -> list[Cells]:
        """The cells of a file by title."""
        path = self.portfolio.with_name(f"{name}-{NEXT}.xlsx")
        titles, *rows = load_workbook(path).worksheets[0].iter_rows(values_only=True)
        filled = [row for row in rows if any(row)]
        return [dict(zip(map(str, titles), row, strict=True)) for row in filled]

    def write(self, row: int, **cells: Any) -> None:
        """Write cells of a row, by title; a row of none deletes it."""
        book = load_workbook(self.portfolio)
        sheet = book.worksheets[0]
        titles = [cell.value for cell in sheet[1]]
        for title, value in cells.items():
            sheet.cell(row, titles.index(title) + 1).value = value
        if not cells:
            sheet.delete_rows(row)
        book.save(self.portfolio)


@pytest.fixture
def files(bureau: Bureau, tmp_path: Path) -> Files:
    assert bureau
    return Files(tmp_path)


def submit(log: EventLog, day: date, subject: str, command: str, **fields: Any) -> None:
    """Take an act of the bureau, as the stack takes it."""
    request = Request(uuid4(), subject, command, FINANCE, fields)
    outcome = CommandHandler(log).submit(request, morning(day)).outcome
    assert outcome["status"] == "accepted", outcome


def refused(told: Result, begins: str) -> None:
    """Expect one line for people that begins so; the console makes exit 2 of it."""
    assert isinstance(told.exception, InputError), told.output
    assert str(told.exception).startswith(begins)
    assert told.exception.others == ()


def test_projects_and_units_that_go_on_are_proposed_without_an_amount(files: Files) -> None:
    # when
    told = files.told()
    # then
    rows = files.rows()
    assert [row["项目编码"] for row in rows] == ["P001", "P002", "101"]
    first = rows[0]
    assert (first["项目名称"], first["单位编码"], first["类别"]) == ("延续项目", "101", "项目")
    assert (first["是否新增"], first["来源"]) == ("否", "年初预算")
    assert first["登记日期"] == datetime(NEXT, 1, 1)  # noqa: DTZ001 - a cell has no zone
    assert (first["年初预算数"], first["上年预算数（元）"]) == (None, 900_000)
    assert [row["年初预算数"] for row in rows] == [None] * 3
    ended = {one["code"]: one["why"] for one in told["ended"]}
    assert ended == {"P003": "for once", "P004": "withdrawn"}
    assert [one["titles"] for one in told["missing"]] == [["年初预算数"]] * 3


def test_a_confidential_project_is_shown_by_its_code_alone(files: Files) -> None:
    files.run("--last-year-amounts")
    files.write(3, 年初预算数=800_000, 项目名称="另一名称")
    shown = files.run().stdout
    assert "第 3 行 P002：项目名称有变化；金额 900,000" in shown
    assert "涉密项目" not in shown
    assert "另一名称" not in shown
    assert "涉密项目" not in str(files.told())
    assert files.rows()[1]["项目名称"] == "另一名称"


def test_the_differences_are_shown_before_anything_is_taken(files: Files, log: EventLog) -> None:
    # given
    files.run("--last-year-amounts")
    files.write(2, 年初预算数=1_000_000.5, 单位编码="103", 单位名称="另一单位")
    files.write(3)
    new = {**{k: v for k, v in files.rows()[0].items() if k != "说明"}, "项目编码": "P900"}
    files.write(4, **{**new, "项目名称": "新项目", "是否新增": "是", "年初预算数": 5})
    before = log.last_position()
    # when
    told = files.told()
    shown = files.run().stdout
    # then
    (changed, unit) = told["continuing"]
    assert changed["changes"] == {"unit_code": ["101", "103"]}
    assert (changed["amount_before"], changed["amount"]) == ("900000.00", "1000000.5")
    assert (unit["code"], unit["changes"]) == ("101", {})
    assert "单位编码 101 → 103；金额 900,000.00（批复数）→ 1,000,000.5（+100,000.50）" in shown
    assert [(one["shown"], one["amount"]) for one in told["new"]] == [("P900 新项目", "5")]
    assert [one["code"] for one in told["left_out"]] == ["P002"]
    assert (told["total"], told["total_before"]) == ("1000005.5", "900000.00")
    assert shown.splitlines()[-1].startswith("下一步 next: jixiao year-open --from")
    assert "--open-year" in shown.splitlines()[-1]
    assert log.last_position() == before


def test_what_ended_may_be_taken_up_again_and_is_shown(files: Files) -> None:
    files.run("--last-year-amounts")
    again = {k: v for k, v in files.rows()[0].items() if k != "说明"} | {"项目编码": "P003"}
    files.write(5, **again)
    told = files.told()
    assert [one["code"] for one in told["again"]] == ["P003"]
    assert "for once" in files.run().stdout


def test_files_that_are_there_stay_and_the_run_is_repeated(files: Files) -> None:
    # given
    files.run()
    files.write(2, 年初预算数=1)
    before = files.portfolio.read_bytes()
    # when
    again = files.run()
    # then
    assert (again.exit_code, "已生成" in again.stdout) == (0, False)
    assert files.portfolio.read_bytes() == before
    assert "第 3–4 行缺 年初预算数" in again.stdout
    # and last year's amounts fill the empty cells alone, once they are asked for
    files.run("--last-year-amounts")
    assert [row["年初预算数"] for row in files.rows()] == [1, 900_000, 10_000_000]
    assert "已按上年预算数填入" not in files.run("--last-year-amounts").stdout


def test_a_run_that_was_killed_between_two_files_is_made_up_for(files: Files) -> None:
    files.run()
    targets = files.portfolio.with_name(f"targets-{NEXT}.xlsx")
    whole = files.rows("targets")
    files.portfolio.unlink()
    assert f"portfolio-{NEXT}" in files.run().stdout
    files.portfolio.unlink()
    targets.unlink()
    files.run()
    assert files.rows("targets") == whole


def test_approved_indicators_are_a_filled_target_without_an_amount(files: Files) -> None:
    # given
    files.run()
    rows = files.rows("targets")
    assert [(row["项目编码"], row["指标编号"]) for row in rows[:3]] == [
        ("P001", "i-0"),
        ("P001", "i-1"),
        ("P001", "i-2"),
    ]
    assert [row["申请预算数"] for row in rows] == [None] * 6
    assert [row["执行率分值"] for row in rows[:3]] == [10, None, None]
    # when
    targets = str(files.portfolio.with_name(f"targets-{NEXT}.xlsx"))
    of = ("--jurisdiction", COUNTY, "--work-year", str(NEXT))
    by = ("--actor", "u-1", "--organisation", "101", "--role", "unit")
    told = LINE.text(files.data, "table", "acts", "indicators", targets, *of, *by)
    # then
    assert told.count('"command": "target.file"') == 2
    assert f'"subject": "{COUNTY}/{NEXT}/P001"' in told
    assert "amount" not in told


@pytest.mark.parametrize(
    ("since", "unit"), [("2023-12-31", "109"), ("2024-01-01", "109"), ("2024-01-02", "101")]
)
def test_a_unit_is_that_of_the_first_day_of_the_year(
    files: Files, log: EventLog, since: str, unit: str
) -> None:
    # given
    heir = {"successor": "109", "successor_name": "承接单位", "document": "编办1号"}
    submit(log, date(2023, 12, 1), ORGANISATIONS, "unit.merge", unit="101", since=since, **heir)
    # when
    told = files.told()
    # then
    row = files.rows()[0]
    assert (row["项目编码"], row["单位编码"]) == ("P001", unit)
    ended = [one["code"] for one in told["ended"] if one["unit"]]
    assert ended == ([] if unit == "101" else ["101"])
    units = [one["code"] for one in told["continuing"] if one["unit"]]
    assert units == [unit]
    assert files.rows()[-1]["上年预算数（元）"] == 10_000_000
    if unit == "109":
        assert row["单位名称"] == "承接单位"
        assert told["continuing"][0]["changes"] == {"unit_code": ["101", "109"]}
        assert "单位编码 101 → 109（101 自" in files.run().stdout


def test_a_unit_that_took_over_has_a_row_with_a_question(files: Files, log: EventLog) -> None:
    # given a unit that was given another code
    heir = {"successor": "109", "successor_name": "承接单位", "document": "编办1号"}
    since = "2024-01-01"
    submit(log, date(2023, 12, 1), ORGANISATIONS, "unit.merge", unit="101", since=since, **heir)
    # when
    told = files.told()
    # then
    (row,) = [one for one in told["continuing"] if one["unit"]]
    assert "并入或更名为本单位，其上年 10,000,000.00 元是否全部列入？" in row["question_zh"]
    assert "待确认：101 自 2024-01-01 起" in files.rows()[-1]["说明"]
    shown = files.run().stdout
    assert "待确认 to be decided：1 项" in shown
    # and last year's amount is filled in where it is asked for
    files.run("--last-year-amounts")
    assert files.rows()[-1]["年初预算数"] == 10_000_000


def test_the_successors_of_a_split_have_a_row_each_and_no_amount(
    files: Files, log: EventLog
) -> None:
    # given a split that gives P001 to the second successor
    parts = [
        {"unit": "110", "unit_name": "分立一"},
        {"unit": "111", "unit_name": "分立二", "takes": [project("P001"), project("P003")]},
    ]
    given = {"since": "2024-01-01", "document": "编办2号", "successors": parts}
    submit(log, date(2023, 12, 1), ORGANISATIONS, "unit.split", unit="101", **given)
    # when
    told = files.told()
    # then
    units = {one["code"]: one for one in told["continuing"] if one["unit"]}
    assert set(units) == {"110", "111"}
    assert all(
        "其上年 10,000,000.00 元中本单位列多少？" in one["question_zh"] for one in units.values()
    )
    assert [one["code"] for one in told["ended"] if one["unit"]] == ["101"]
    rows = {row["项目编码"]: row for row in files.rows()}
    assert (rows["110"]["单位名称"], rows["110"]["上年预算数（元）"]) == ("分立一", None)
    assert rows["P001"]["单位编码"] == "111"
    # and no amount of the whole is filled in
    assert "金额与上年相同的 2 行由程序填入" in files.run().stdout
    filled = files.run("--last-year-amounts").stdout
    assert "--last-year-amounts" not in filled
    rows = {row["项目编码"]: row for row in files.rows()}
    assert (rows["110"]["年初预算数"], rows["111"]["年初预算数"]) == (None, None)
    assert rows["P001"]["年初预算数"] is not None


def test_a_unit_that_is_gone_by_the_day_of_its_row_is_refused(files: Files, log: EventLog) -> None:
    # given
    files.run("--last-year-amounts")
    heir = {"successor": "109", "successor_name": "承接单位", "document": "编办1号"}
    submit(
        log,
        date(2023, 12, 1),
        ORGANISATIONS,
        "unit.merge",
        unit="101",
        since=f"{NEXT}-03-01",
        **heir,
    )
    assert files.run().exit_code == 0
    files.write(2, 登记日期="2024-03-01")
    # when
    refused = files.run("--open-year", "--actor", "f-1")
    # then
    assert refused.exit_code == 2
    assert f"{files.portfolio}:2: unit_code: " in refused.stderr
    assert "由 109 承接，请改填 109" in refused.stderr
    files.write(2, 登记日期="2024-02-29")
    assert files.run().exit_code == 0


def test_all_faults_of_a_wrong_file_are_said_at_once(files: Files) -> None:
    files.run("--last-year-amounts")
    files.write(2, 登记日期="2023-12-31")
    files.write(3, 年初预算数="很多")
    files.write(4, 是否涉密="也许")
    told = files.run("--open-year", "--actor", "f-1")
    assert told.exit_code == 2
    assert [line.split(":")[1] for line in told.stderr.splitlines()] == ["2", "3", "4"]
    assert "登记日期须在 2024 年内" in told.stderr
    assert "很多 不是金额" in told.stderr
    assert "也许" in told.stderr


@pytest.mark.parametrize(
    ("day", "is_sound"),
    [("2023-12-31", False), ("2024-01-01", True), ("2024-12-31", True), ("2025-01-01", False)],
)
def test_every_row_is_of_the_year(files: Files, day: str, is_sound: bool) -> None:
    files.run("--last-year-amounts")
    files.write(2, 登记日期=day)
    assert (files.run().exit_code == 0) == is_sound


def test_a_file_that_is_no_portfolio_is_refused_in_one_go(files: Files) -> None:
    files.portfolio.parent.mkdir(parents=True)
    files.portfolio.write_bytes(b"PK no workbook")
    refused(files.run(), f"{files.portfolio}: file: ")


def test_a_year_that_is_not_in_the_log_is_refused(files: Files) -> None:
    for wrong in (f"{COUNTY}/{YEAR - 1}", f"653129/{YEAR}", COUNTY, f"{COUNTY}/{YEAR}/P001"):
        told = LINE.run(files.data, "year-open", "--from", wrong)
        refused(told, "jixiao year-open: --from: ")


def opened(files: Files, log: EventLog) -> None:
    """The next year is open with the file, as `submit` opens it."""
    from console.cli.input.scenario_defaults import Filling  # noqa: PLC0415

    filling = Filling(clock="simulated")
    subject = f"{COUNTY}/{NEXT}"
    fields = filling("year.open", {"portfolio_file": str(files.portfolio)}, subject)
    for content in filling.contents():
        log.put_content(content)
    submit(log, date(2023, 12, 20), subject, "year.open", **fields)


def test_a_year_that_is_open_is_not_opened_again(files: Files, log: EventLog) -> None:
    # given
    files.run("--last-year-amounts")
    opened(files, log)
    # when it was this very file, all is done
    done = files.run("--open-year", "--actor", "f-1")
    assert done.exit_code == 0
    assert "已按" in done.stdout.splitlines()[0]
    assert "jixiao table acts indicators" in done.stdout
    # and with another one it is refused in one line
    files.write(2, 年初预算数=5)
    told = files.run("--open-year", "--actor", "f-1")
    refused(told, f"jixiao year-open: --from: {COUNTY}/{NEXT} 已启动")


def test_a_half_filled_file_opens_nothing(files: Files, log: EventLog) -> None:
    before = log.last_position()
    files.run()
    told = files.run("--open-year", "--actor", "f-1")
    assert (told.exit_code, "3 行未填" in told.stderr) == (2, True)
    assert log.last_position() == before


def test_who_acts_is_asked_and_a_stack_has_to_run(files: Files) -> None:
    files.run("--last-year-amounts")
    refused(files.run("--open-year"), "jixiao year-open: --actor: ")
    told = files.run("--open-year", "--actor", "f-1")
    assert (told.exit_code, "jixiao up" in told.stderr) == (1, True)


def applied(log: EventLog, stream: str, amount: str) -> None:
    """The use of results is applied to a project: what it arranges for the next year."""
    act: Any = CommandContext(
        ApplyResults(amount=Decimal(amount)),
        FINANCE,
        morning(date(2023, 9, 1)),
        date(2023, 9, 1),
        uuid4(),
    )
    decided = (Decision(ResultsApplied(actions=(), amount=Decimal(amount))),)
    version = log.versions([stream]).get(stream, 0)
    now = datetime.now(UTC)
    events = seal(decided, act, stream, version, now, lambda: "salt")
    log.append(accepted_row(act, stream, events, now), events)


@pytest.mark.parametrize(("amount", "goes_on"), [("0", False), ("0.01", True)])
def test_results_of_the_year_before_decide_what_goes_on(
    files: Files, log: EventLog, amount: str, goes_on: bool
) -> None:
    # given the same project of the year before, evaluated in this year
    applied(log, f"{COUNTY}/{YEAR - 1}/P001", amount)
    # when
    told = files.told()
    # then
    codes = [one["code"] for one in told["continuing"]]
    assert ("P001" in codes) == goes_on
    ended = {one["code"]: one["why"] for one in told["ended"]}
    assert ended.get("P001") == (None if goes_on else "arranged nothing as the use of its results")
    if goes_on:
        assert files.rows()[0]["上年预算数（元）"] == 0.01
        assert "结果应用安排 0.01 元" in files.rows()[0]["说明"]


@pytest.mark.parametrize(
    ("until", "again", "proposed"),
    [
        ("2023-12-30", None, True),
        ("2023-12-31", None, True),
        ("2024-01-01", None, False),
        ("2023-12-31", "2024-01-01", False),
    ],
)
def test_roles_that_end_with_the_year_are_proposed_again(
    files: Files, log: EventLog, until: str, again: str | None, proposed: bool
) -> None:
    # given
    role = {"person": "u-1", "organisation": "101", "role": "unit", "document": "任命1号"}
    submit(
        log, date(2023, 2, 1), ORGANISATIONS, "role.assign", since="2023-01-01", until=until, **role
    )
    if again:
        submit(log, date(2023, 2, 1), ORGANISATIONS, "role.assign", since=again, **role)
    # when
    told = files.told()
    # then
    assert [one["person"] for one in told["roles_that_end"]] == (["u-1"] if proposed else [])
    assert told["vacant_units"] == (["101"] if proposed else [])
    there = files.portfolio.with_name(f"people-{NEXT}.xlsx").exists()
    assert there == proposed
    if proposed:
        (row,) = files.rows("people")
        assert (row["人员"], row["角色"], row["任命文件"]) == ("u-1", "预算单位", None)


def test_a_row_whose_day_has_not_come_is_a_candidate_too(log: EventLog, tmp_path: Path) -> None:
    # given
    late = Bureau(log)
    late.adopt_packs()
    cells = ["P050", "晚登记", "101", "合成单位", "general_public", "initial", "2023-11-01"]
    cells += ["true", "false", "false", "false", "", "false", "5000", "", ""]
    rows = "\n".join((",".join(COLUMNS), ",".join(cells)))
    portfolio = log.put_content(rows.encode())
    submit(
        log,
        date(2023, 1, 2),
        f"{COUNTY}/{YEAR}",
        "year.open",
        portfolio=portfolio,
        clock="simulated",
        openings=[{"on": "2023-11-01", "projects": "1"}],
    )
    # when
    told = Files(tmp_path).told()
    # then
    assert [one["code"] for one in told["continuing"]] == ["P050"]
