"""Tables tried by a person: what is shown, what is remembered, and the file with its marks."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from console.cli.commands import table
from console.cli.errors import InputError
from console.tables.kinds import KINDS
from console.tables.marked import LIST
from console.tables.reader import read_table
from testkit.command_line import CommandLine

LINE = CommandLine.of(table)
TITLES = ("项目编码", "批复预算数", "文号")


def run(data: Path, *words: str | Path) -> Any:
    return LINE.run(data, "table", *map(str, words))


def book(path: Path, *rows: tuple[Any, ...]) -> Path:
    made = Workbook()
    for row in rows:
        made.worksheets[0].append(row)
    made.save(path)
    return path


def check(data: Path, file: Path, *words: str) -> Any:
    return run(data, "check", "budgets", file, *words)


def test_the_columns_and_first_rows_are_shown_before_anything_is_taken(tmp_path: Path) -> None:
    file = book(tmp_path / "b.xlsx", ("项目编码", "批复预算数（万元）"), ("P1", 1.5), ("P2", 2))
    shown = check(tmp_path / "d", file, "--rows", "1")
    assert shown.exit_code == 0
    assert "B 批复预算数（万元） → 批复预算数 amount，万元 × 10000 = 元 yuan" in shown.stdout
    assert "第 2 行：项目编码 P1，批复预算数 15,000 元" in shown.stdout
    assert "第 3 行" not in shown.stdout
    assert "共 2 行" in shown.stdout
    assert not (tmp_path / "d").exists()


def test_a_column_is_given_once_and_remembered_for_the_same_titles_alone(tmp_path: Path) -> None:
    titles = ("项目编码", "下达数", "联系人")
    file = book(tmp_path / "b.xlsx", titles, ("P1", 100, "张三"))
    data = tmp_path / "d"
    assert isinstance(check(data, file).exception, Exception)
    assert check(data, file, "--map", "下达数=amount:万元", "--map", "联系人=-").exit_code == 0
    # when: the same source comes again
    again = check(data, file)
    # then: its columns are known, and its unit is not
    assert "批复预算数 100 元\n" in again.stdout
    other = book(tmp_path / "c.xlsx", ("项目编码", "下达数"), ("P1", 100))
    assert check(data, other).exception is not None


@pytest.mark.parametrize("said", ["下达数=money", "amount", "=amount", "下达数=amount:吨"])
def test_a_column_that_is_given_wrongly_is_refused_with_the_fields(
    tmp_path: Path, said: str
) -> None:
    file = book(tmp_path / "b.xlsx", TITLES, ("P1", 100, None))
    refused = check(tmp_path, file, "--map", said).exception
    assert "amount" in str(refused)


def test_a_damaged_memory_remembers_nothing(tmp_path: Path) -> None:
    (tmp_path / "table-columns.json").write_text('{"budgets": [1', "utf-8")
    file = book(tmp_path / "b.xlsx", TITLES, ("P1", 100, None))
    assert check(tmp_path, file).exit_code == 0


def marks(path: Path) -> dict[str, str]:
    sheet = load_workbook(path).worksheets[0]
    return {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}


def test_the_file_comes_back_with_its_faulty_cells_marked_and_listed(tmp_path: Path) -> None:
    file = book(tmp_path / "b.xlsx", TITLES, (1, "x", "=1+1"), ("P2", 2, "文号"))
    out = tmp_path / "有误.xlsx"
    told = check(tmp_path, file, "--faults", str(out))
    assert told.exception is not None
    assert set(marks(out)) == {"A2", "B2", "C2"}
    sheet = load_workbook(out)
    assert sheet.worksheets[0]["A2"].fill.start_color.rgb == "FFFFC7CE"
    rows = list(sheet[LIST].iter_rows(values_only=True))
    assert [row[:4] for row in rows[1:]] == [
        ("Sheet", "2", "A", "项目编码"),
        ("Sheet", "2", "B", "批复预算数"),
        ("Sheet", "2", "C", "文号"),
    ]
    # when: two of the cells are mended, and the file is tried again
    mended = sheet.worksheets[0]
    mended["A2"], mended["C2"] = "P1", None
    sheet.save(file)
    check(tmp_path, file, "--faults", str(out))
    # then: their marks are gone
    assert set(marks(out)) == {"B2"}


def test_a_text_file_comes_back_as_a_workbook_of_text(tmp_path: Path) -> None:
    file = tmp_path / "b.csv"
    file.write_text("项目编码,批复预算数,文号\n\n=1+1,1,\n001,2,\n", "utf-8")
    out = tmp_path / "out.xlsx"
    check(tmp_path, file, "--faults", str(out))
    assert set(marks(out)) == {"A3"}
    sheet = load_workbook(out).worksheets[0]
    assert (sheet["A3"].data_type, sheet["A3"].value) == ("s", "=1+1")
    assert (sheet["A4"].data_type, sheet["A4"].value) == ("s", "001")


def test_a_sound_table_leaves_no_file_of_faults(tmp_path: Path) -> None:
    file = book(tmp_path / "b.xlsx", TITLES, ("P1", 100, None))
    out = tmp_path / "out.xlsx"
    assert check(tmp_path, file, "--faults", str(out)).exit_code == 0
    assert not out.exists()


def acts(tmp_path: Path, kind: str, file: Path) -> Any:
    who = ("--actor", "f-1", "--organisation", "finance", "--role", "finance")
    where = ("--jurisdiction", "653129", "--work-year", "2026")
    return run(tmp_path, "acts", kind, file, *where, *who)


def test_rows_become_acts_to_submit(tmp_path: Path) -> None:
    file = book(tmp_path / "b.xlsx", ("项目编码", "批复预算数（万元）"), ("P1", 89.974))
    (line,) = acts(tmp_path, "budgets", file).stdout.splitlines()
    assert json.loads(line) == {
        "actor": {"id": "f-1", "organisation": "finance", "role": "finance"},
        "command": "budget.approve",
        "subject": "653129/2026/P1",
        "amount": "899740",
    }


def test_the_indicators_of_a_project_become_its_target(tmp_path: Path) -> None:
    titles = ("项目编码", "申请预算数", "执行率分值", "指标编号", "指标类别", "指标名称", "关系",
              "指标值", "分值")  # fmt: skip
    rows = (
        ("P1", 100, 10, "I1", "数量指标", "道路", "≥", 5, 50),
        ("P1", None, None, "I2", "满意度", "满意", "≥", 90, 40),
        ("P2", 100, 10, "I1", "产出", "道路", "定性", None, 90),
    )
    lines = acts(tmp_path, "indicators", book(tmp_path / "i.xlsx", titles, *rows)).stdout
    first, second = map(json.loads, lines.splitlines())
    assert (first["command"], first["amount"], first["execution_points"]) == (
        *("target.file", "100", "10"),
    )
    assert [one["id"] for one in first["indicators"]] == ["I1", "I2"]
    assert second["indicators"][0]["relation"] == "qualitative"


def test_a_target_of_two_amounts_is_a_fault(tmp_path: Path) -> None:
    titles = ("项目编码", "申请预算数", "指标编号", "指标类别", "指标名称", "关系", "分值")
    rows = (
        ("P1", 100, "I1", "产出", "道路", "定性", 50),
        ("P1", 200, "I2", "产出", "道路", "定性", 40),
    )
    told = acts(tmp_path, "indicators", book(tmp_path / "i.xlsx", titles, *rows))
    assert "前后不一：100、200" in str(told.exception)


def test_a_portfolio_is_no_table_of_acts(tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_bytes(io.BytesIO(b"code\n").getvalue())
    assert "portfolio_file" in str(acts(tmp_path, "portfolio", file).exception)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_workbook_of_each_kind_is_read_by_its_own_reader(
    tmp_path: Path, kind: str
) -> None:
    out = tmp_path / f"{kind}.xlsx"
    words = ["table", "template", kind, str(out)]
    assert CliRunner().invoke(LINE.app, words).exit_code == 0
    read = read_table(out.read_bytes(), KINDS[kind])
    assert [(one.is_missing, one.field) for one in read.faults] == [(True, "file")]
    assert [one.field for one in read.columns] == [one.field for one in KINDS[kind].columns]
    # and it is not written over
    assert isinstance(CliRunner().invoke(LINE.app, words).exception, InputError)
