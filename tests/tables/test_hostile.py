"""Workbooks and text files that mean harm, or come from a broken program."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from console.tables.kinds import KINDS
from console.tables.portfolio import Portfolio, read_portfolio
from console.tables.reader import read_table
from console.tables.workbook import read_workbook
from domain.subjects.jurisdiction_year.portfolio import COLUMNS
from tests.hostile.sheets import SHEET, with_part, workbook

ROW = [
    *("P001", "道路维护", "201001", "建设局", "一般公共预算", "年初预算", "2026-01-05"),
    *("是", "否", "否", "否", "项目", "否", "1000000", None, None),
]
BOOK = workbook(COLUMNS, ROW)
END = b"</sheetData>"


def told(content: bytes) -> list[str]:
    return [fault.zh for fault in read_portfolio(content).table.faults]


def sheet(old: bytes, new: bytes, content: bytes = BOOK) -> bytes:
    return with_part(content, SHEET, old, new)


def renamed(content: bytes, old: str, new: str) -> bytes:
    """A workbook of which a part has another name, wherever it is spoken of."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(written, "w") as made:
        for entry in book.infolist():
            part = book.read(entry).replace(old.encode(), new.encode())
            made.writestr(entry.filename.replace(old, new), part, zipfile.ZIP_DEFLATED)
    return written.getvalue()


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="XFD1048576"/>',
        b'<c r="XFD1048576"><v/></c>',
        b'<c r="XFD1048576"><v></v></c>',
        b'<c r="XFD1048576" t="str"><v></v></c>',
        b'<c r="XFD1048576" t="s"/>',
        b'<c r="XFD1048576" t="inlineStr"/>',
        b'<c r="XFD1048576" t="inlineStr"><is/></c>',
        b'<c r="XFD1048576" t="inlineStr"><is><t/></is></c>',
        b'<c r="XFD1048576" t="b"><v></v></c>',
        b'<c r="XFD1048576" t="e"><v></v></c>',
        b'<c r="XFD1048576"><f></f></c>',
        b'<c r="XFD1048576"><f>1</f></c>',
        b'<c r="XFD1048576"><v>1</v></c>',
        b'<c r="xfd1048576"><v>1</v></c>',
        b'<c r="$XFD$1048576"><v>1</v></c>',
        b'<c r="1048576"><v>1</v></c>',
        b'<c r="A1:XFD1048576"><v>1</v></c>',
        b'<c r=""><v>1</v></c>',
        b'<c r="A-1"><v>1</v></c>',
    ],
)
def test_a_cell_that_is_far_away_takes_no_memory_whatever_stands_in_it(cell: bytes) -> None:
    row = b'<row r="1048576">' + cell + b"</row>"
    read = read_portfolio(sheet(END, row + END))
    assert read.rows or read.table.faults


def test_a_sheet_within_its_area_is_read_and_one_beyond_is_not() -> None:
    def far(row: int) -> list[str]:
        return told(sheet(END, b'<row r="%d"><c r="GR%d"><v>1</v></c></row>' % (row, row) + END))

    assert far(20_000) == ["此处没有表头，请删去；单元格内有逗号的应加引号"]
    assert far(20_001) == [
        "表格过大，超过 4000000 个单元格，请删去空白区域中的零散内容",
    ]


def test_sheets_that_are_small_alone_are_counted_together() -> None:
    book = Workbook()
    for number in range(3):
        book.create_sheet(f"第{number}张").cell(10_000, 200, "x")
    written = io.BytesIO()
    book.save(written)
    assert told(written.getvalue()) == [
        "表格过大，超过 4000000 个单元格，请删去空白区域中的零散内容",
    ]


@pytest.mark.parametrize("name", ["sheet1.dat", "SHEET1.XML", "sheet1.png", "sheet1.bin"])
def test_a_sheet_is_measured_whatever_its_part_is_called(name: str) -> None:
    far = sheet(END, b'<row r="2"><c r="XFD2"><v>1</v></c></row>' + END)
    assert told(renamed(far, "sheet1.xml", name)) == ["超过 200 列"]


@pytest.mark.parametrize("name", ["sheet1.xml", "sheet1.png", "sheet1.bin"])
def test_a_sheet_that_is_no_xml_to_a_strict_reader_is_no_sheet(name: str) -> None:
    far = sheet(b"<worksheet", b"junk<worksheet")
    assert told(renamed(far, "sheet1.xml", name)) == ["不是可读的工作簿"]


def test_macros_are_refused() -> None:
    written = io.BytesIO(BOOK)
    with zipfile.ZipFile(written, "a") as made:
        made.writestr("xl/vbaProject.bin", b"\xd0\xcf")
    assert told(written.getvalue()) == ["含宏，请另存为不含宏的 .xlsx"]


def test_an_old_or_locked_workbook_is_refused_with_what_to_do() -> None:
    assert told(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600) == [
        "是旧格式 .xls 或加密的工作簿，请去掉密码并另存为 .xlsx"
    ]


def test_links_to_other_files_are_said_and_not_followed() -> None:
    written = io.BytesIO(BOOK)
    with zipfile.ZipFile(written, "a") as made:
        made.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    read = read_portfolio(written.getvalue())
    assert read.rows
    assert "外部链接" in read.table.read_as


def test_a_formula_is_read_by_its_value_and_one_without_is_a_fault() -> None:
    cell = b'<c r="N2" t="inlineStr"><is><t>1000000</t></is></c>'
    known = sheet(cell, b'<c r="N2"><f>500000*2</f><v>1000000</v></c>', BOOK)
    read = read_portfolio(known)
    assert read.rows[0].initial == 1_000_000
    assert [note.zh for note in read.table.notes] == ["是公式，按其结果读取"]
    unknown = sheet(cell, b'<c r="N2"><f>500000*2</f></c>', BOOK)
    assert told(unknown) == ["是没有结果的公式，请粘贴为数值"]


def test_merged_cells_beyond_number_are_refused() -> None:
    merges = b"".join(b'<mergeCell ref="A%d:B%d"/>' % (at, at) for at in range(10, 10_012))
    content = sheet(END, END + b"<mergeCells>" + merges + b"</mergeCells>")
    assert told(content) == ["合并单元格超过 10000 处，请取消合并"]


def test_merged_cells_without_end_take_no_memory() -> None:
    merged = b'<mergeCells><mergeCell ref="A1:ZZZZZ1"/></mergeCells>'
    read = read_portfolio(sheet(END, END + merged))
    assert read.rows or read.table.faults


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_faults_for_every_kind(content: bytes) -> None:
    for kind in KINDS.values():
        table = read_table(content, kind)
        assert table.rows or table.faults


@given(st.text(alphabet="项目编码名称,;\t\n\"'单位：万元（）=+-@12ａ\u200b\u00a0", max_size=200))
def test_any_text_is_rows_or_faults(text: str) -> None:
    read = read_portfolio(text.encode())
    assert isinstance(read, Portfolio)
    assert read.rows or read.table.faults


def test_a_workbook_that_is_read_has_no_value_in_a_cell_nobody_wrote() -> None:
    (found,) = read_workbook(BOOK).sheets
    assert found.rows[1] == (2, ROW[:14])
