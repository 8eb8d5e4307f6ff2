"""A table of what was done before a late opening: each row an import, a target of several rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from console.cli.commands import table
from console.tables.acts import acts_of
from console.tables.kinds import KINDS
from console.tables.reader import read_table
from testkit.command_line import CommandLine

LINE = CommandLine.of(table)
DONE = KINDS["done"]
TITLES = (
    *("项目编码", "事项", "办理日期", "办理人", "依据文件", "监控节点", "金额", "执行数"),
    *("目标完成率", "审核得分", "执行率分值", "指标编号", "指标类别", "指标名称", "关系"),
    *("年度指标值", "分值"),
)
OF_TARGET = (
    "T1",
    "绩效目标填报",
    "2026-01-15",
    "张三",
    "依据.pdf",
    "",
    "100万元",
    "",
    "",
    "",
    "10",
)
ROWS = (
    ("T1", "监控审核", "2026-06-18", "李四", "依据.pdf", "2026-05-31", "", "", "", "90"),
    ("T1", "项目入库", "2026-01-12", "李四", "依据.pdf"),
    (*OF_TARGET, "A1", "产出", "数量", "≥", "10", "50"),
    (*OF_TARGET, "B1", "社会效益", "受益", "定性", "", "40"),
    ("T1", "监控填报", "2026-06-08", "张三", "依据.pdf", "2026-05-31", "", "400000", "50"),
)
WHO = ("--actor", "fin-01", "--organisation", "finance", "--role", "finance")


def csv(*rows: tuple[str, ...]) -> bytes:
    wide = (row + ("",) * (len(TITLES) - len(row)) for row in (TITLES, *rows))
    return "\n".join(",".join(row) for row in wide).encode()


def workbook(path: Path) -> None:
    made = Workbook()
    for row in (TITLES, *ROWS):
        made.worksheets[0].append([cell or None for cell in row])
    made.save(path)


def acts(content: bytes) -> list[dict[str, Any]]:
    read = read_table(content, DONE)
    assert [one.message() for one in read.faults] == []
    return [*acts_of(read, "653129", 2026)]


def test_an_indicator_of_a_done_target_has_its_relation_and_unit_with_its_value() -> None:
    # given a row as in a table of indicators, with no unit of its own
    titles = (*TITLES, "度量单位")
    row = (*OF_TARGET, "A1", "产出", "里程", "≥", "≥10公里", "90", "")
    # when
    (made,) = acts("\n".join(map(",".join, (titles, row))).encode())
    # then
    (told,) = made["content"]["indicators"]
    assert (told["relation"], told["target"], told["unit_of_measure"]) == (">=", "10", "公里")


def test_each_row_is_an_import_in_the_order_of_the_days() -> None:
    made = acts(csv(*ROWS))
    assert [(one["act"], one["done_on"]) for one in made] == [
        ("library.admit", "2026-01-12"),
        ("target.file", "2026-01-15"),
        ("monitoring.file-result", "2026-06-08"),
        ("monitoring.review", "2026-06-18"),
    ]
    assert {one["command"] for one in made} == {"history.import-act"}
    assert {one["subject"] for one in made} == {"653129/2026/T1"}
    assert made[2]["content"] == {
        "node": "2026-05-31",
        "executed": "400000",
        "completion_rate": "50",
    }


def test_the_rows_of_a_target_are_one_act_with_its_indicators() -> None:
    content = acts(csv(*ROWS))[1]["content"]
    assert (content["amount"], content["execution_points"]) == ("1000000", "10")
    assert [one["id"] for one in content["indicators"]] == ["A1", "B1"]
    assert content["indicators"][1]["relation"] == "qualitative"


def test_a_workbook_is_read_as_the_text(tmp_path: Path) -> None:
    path = tmp_path / "已办.xlsx"
    workbook(path)
    assert acts(path.read_bytes()) == acts(csv(*ROWS))


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (("T1", "监控填报", "2026-06-08", "张三", "依据.pdf", "", "", "1", "1"), "node"),
        (("T1", "监控填报", "2026-06-08", "张三", "依据.pdf", "2026-05-31"), "executed"),
        (("T1", "项目入库", "2026-01-12", "李四", "依据.pdf", "2026-05-31"), "node"),
        (("T1", "项目入库", "2026-13-12", "李四", "依据.pdf"), "done_on"),
        (("T1", "项目入库", "2026-01-12", "李四", ""), "document"),
        (("T1", "项目入库", "2026-01-12", "", "依据.pdf"), "done_by"),
        (("T1", "评定等次", "2026-01-12", "李四", "依据.pdf"), "act"),
    ],
)
def test_a_row_that_does_not_fit_its_act_names_the_line_and_the_field(
    row: tuple[str, ...], field: str
) -> None:
    faults = read_table(csv(row), DONE).faults
    assert {(one.place.row, one.field) for one in faults} >= {(2, field)}


def printed(folder: Path, content: bytes, *, code: int = 0) -> str:
    (folder / "已办.csv").write_bytes(content)
    words = ("acts", "done", str(folder / "已办.csv"), "--jurisdiction", "653129")
    told = LINE.run(folder, "table", *words, "--work-year", "2026", *WHO)
    assert told.exit_code == code, told.output
    return told.stdout if code == 0 else str(told.exception)


def test_the_document_is_a_file_beside_the_table(tmp_path: Path) -> None:
    (tmp_path / "依据.pdf").write_bytes(b"%PDF-1.4")
    lines = [json.loads(line) for line in printed(tmp_path, csv(*ROWS)).splitlines()]
    assert {line["document_file"] for line in lines} == {str(tmp_path / "依据.pdf")}
    assert {line["actor"]["id"] for line in lines} == {"fin-01"}


def test_a_document_that_is_not_there_is_a_fault_of_its_row(tmp_path: Path) -> None:
    told = printed(tmp_path, csv(*ROWS), code=1)
    assert "已办.csv:2: document:" in told


def test_a_document_may_be_the_digest_of_an_attached_one(tmp_path: Path) -> None:
    row = ("T1", "项目入库", "2026-01-12", "李四", "a" * 64)
    (line,) = map(json.loads, printed(tmp_path, csv(row)).splitlines())
    assert line["document"] == "a" * 64


def test_rows_of_one_target_that_differ_are_a_fault(tmp_path: Path) -> None:
    (tmp_path / "依据.pdf").write_bytes(b"%PDF-1.4")
    other = (*OF_TARGET[:6], "200万元", *OF_TARGET[7:], "C1", "满意度", "满意", "≥", "90", "10")
    told = printed(tmp_path, csv(*ROWS, other), code=1)
    assert "已办.csv:7: amount:" in told
