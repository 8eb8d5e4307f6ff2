"""Portfolios, as CSV and as workbooks."""

from __future__ import annotations

import tracemalloc
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from console.cli.errors import InputError
from console.cli.input.portfolio_file import read_portfolio_file
from domain.subjects.jurisdiction_year.portfolio import COLUMNS
from tests.hostile.command_line import fault_of, one_line, says
from tests.hostile.mutations import examples, mutations
from tests.hostile.sheets import SHEET, with_hidden_sheet, with_part, workbook, zipped_zeros

EXAMPLE = Path(__file__).parents[2] / "examples" / "653129-2025" / "portfolio.csv"
CSV = EXAMPLE.read_bytes()
HEADER, *ROWS = [line.split(",") for line in CSV.decode().splitlines()]
BOOK = workbook(HEADER, *ROWS)
END = len(CSV.splitlines()) + 1
"""The line behind the last one."""


def told(tmp_path: Path, content: bytes, name: str = "portfolio.csv") -> str | None:
    file = tmp_path / name
    file.write_bytes(content)
    line = fault_of(lambda: read_portfolio_file(file))
    assert line is None or line.startswith(f"{file}:"), line
    return line and line.removeprefix(f"{file}:").strip()


def row(**changed: Any) -> list[Any]:
    return list({**dict(zip(HEADER, ROWS[0], strict=True)), **changed}.values())


@examples(200)
@given(content=mutations(CSV))
def test_whatever_becomes_of_a_csv_file_it_is_rows_or_one_line(
    tmp_path: Path, content: bytes
) -> None:
    told(tmp_path, content)


@examples(60)
@given(content=mutations(BOOK))
def test_whatever_becomes_of_a_workbook_it_is_rows_or_one_line(
    tmp_path: Path, content: bytes
) -> None:
    told(tmp_path, content, "portfolio.xlsx")


@examples(60)
@given(part=mutations(workbook(HEADER, *ROWS[:1])[:0] + b"<row><c><v>1</v></c></row>"))
def test_whatever_stands_in_a_sheet_it_is_rows_or_one_line(tmp_path: Path, part: bytes) -> None:
    told(tmp_path, with_part(BOOK, SHEET, b"</sheetData>", part + b"</sheetData>"), "p.xlsx")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (CSV[:-4] + b"\xff\n", f"{END - 1}: file: 不是 UTF-8，有损坏的字节，请另存为 UTF-8"),
        (CSV.decode().encode("gb18030") + b"\xff", f"{END}: file: 不是 UTF-8、UTF-16 或 GB18030"),
        (b"", "1: file: is empty"),
        (CSV + b"\0", f"{END}: name: B{END}（name）：此行只有 1 格，表头有 16 格"),
        (CSV.replace(b"code,", b"code,code,", 1), "1: code: the column stands twice"),
        (CSV + CSV.splitlines()[1], f"{END}: code: "),
        (CSV + b'"' + b"x" * 100, f"{END}: file: is no CSV here: "),
        (CSV + b"x" * 30_000, f"{END}: file: has a line of more than 20000 characters"),
        (CSV + ",".join(row(code="=1+1")).encode(), f"{END}: code: '=1+1' begins like a formula"),
        (CSV + ",".join(row(code="N", name="=HYPERLINK(1)")).encode(), f"{END}: name: "),
        (CSV + ",".join(row(code="N", name="@SUM(1)")).encode(), f"{END}: name: "),
        (CSV + ",".join(row(code="N", name="\x1b[31m")).encode(), f"{END}: name: "),
        (CSV + ",".join(row(code="N", name="\u202e")).encode(), f"{END}: name: "),
        (CSV + ",".join(row(code="../etc")).encode(), f"{END}: code: '../etc' is no code"),
        (CSV + ",".join(row(code="N\u200b")).encode(), f"{END}: code: "),
        (CSV + ",".join(row(code="N", initial="9" * 10_000)).encode(), f"{END}: initial: '9999"),
        (CSV + ",".join(row(code="N", initial="NaN")).encode(), f"{END}: initial: NaN is what"),
        (
            CSV + ",".join(row(code="N", opened_on="44931")).encode(),
            f"{END}: opened_on: 44931 looks",
        ),
        (CSV + ",".join(row(code="N", opened_on="9999-12-31")).encode(), f"{END}: opened_on: "),
    ],
)
def test_a_bad_csv_file_is_one_line_with_its_place(
    tmp_path: Path, content: bytes, line: str
) -> None:
    assert says(told(tmp_path, content) or "", line)


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"name": "=1+1"}, "3: name: 工作表“Sheet”B3（name）：是没有结果的公式，请粘贴为数值"),
        (
            {"name": '=HYPERLINK("https://x.example","x")'},
            "3: name: 工作表“Sheet”B3（name）：是没有结果的公式",
        ),
        ({"initial": "#REF!"}, "3: initial: is an error value: paste its value instead"),
        ({"opened_on": 44931}, "3: opened_on: 44931 looks like"),
        ({"opened_on": datetime(2025, 1, 5, 12)}, "3: opened_on: "),  # noqa: DTZ001 - of a sheet
        ({"initial": 1e300}, "3: initial: "),
        ({"initial": -0.5}, "3: initial: "),
        ({"confidential": "yes"}, "3: confidential: 'yes' is neither true nor false"),
    ],
)
def test_a_bad_cell_of_a_workbook_is_one_line_with_its_place(
    tmp_path: Path, changed: dict[str, Any], line: str
) -> None:
    book = workbook(HEADER, ROWS[0], row(code="N", **changed))
    assert says(told(tmp_path, book, "p.xlsx") or "", line)


def sheet(old: bytes, new: bytes) -> bytes:
    return with_part(BOOK, SHEET, old, new)


FAR = b'<row r="%d"><c r="A%d"><v>1</v></c></row></sheetData>'


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (workbook(HEADER, *ROWS, merged="B3:B5"), "3: file: 工作表“Sheet”：B3:B5 是合并单元格"),
        (sheet(b"</sheetData>", FAR % (2_000_000_000, 2_000_000_000)), "200001: file: has more"),
        (sheet(b'r="N2"', b'r="XFD2"'), "2: file: has more than 200 columns"),
        (sheet(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet'),
         f"file: {SHEET} 有实体声明，请另存 / declares entities: save it anew"),
        (sheet(b"<sheetData>", b"<sheetData>&a;"), "file: is no workbook that can be read"),
        (b"PK\x03\x04", "file: is no workbook that can be read"),
        (BOOK[: len(BOOK) // 2], "file: is no workbook that can be read"),
        (CSV, "file: is no workbook that can be read"),
    ],
)  # fmt: skip
def test_a_workbook_that_plays_tricks_is_one_line(
    tmp_path: Path, content: bytes, line: str
) -> None:
    assert says(told(tmp_path, content, "p.xlsx") or "", line)


@pytest.mark.parametrize("begun", ["", '<?xml version="1.0" encoding="UTF-8"?>\n<!-- 合成 -->\n'])
def test_an_entity_brings_no_file_into_a_portfolio(tmp_path: Path, begun: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("P999", "utf-8")
    declared = f'{begun}<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]><worksheet'
    content = with_part(
        sheet(b"<t>P01</t>", b"<t>P01&a;</t>"), SHEET, b"<worksheet", declared.encode()
    )
    assert "有实体声明" in (told(tmp_path, content, "p.xlsx") or "")


def test_entities_that_grow_without_end_are_not_followed(tmp_path: Path) -> None:
    grown = b"".join(b'<!ENTITY e%d "%s">' % (at, b"&e%d;" % (at - 1) * 10) for at in range(1, 12))
    bomb = b'<!DOCTYPE x [<!ENTITY e0 "laugh">' + grown + b"]><worksheet"
    content = with_part(sheet(b"<t>P01</t>", b"<t>&e11;</t>"), SHEET, b"<worksheet", bomb)
    assert "有实体声明" in (told(tmp_path, content, "p.xlsx") or "")


def test_entities_of_a_part_that_is_called_otherwise_are_not_followed(tmp_path: Path) -> None:
    declared = b'<!DOCTYPE x [<!ENTITY a "P01">]><worksheet'
    content = with_part(sheet(b"<t>P01</t>", b"<t>&a;</t>"), SHEET, b"<worksheet", declared)
    # given: a sheet that is read whatever its part is called
    assert told(tmp_path, with_hidden_sheet(BOOK), "p.xlsx") is None
    # when, then
    said = told(tmp_path, with_hidden_sheet(content), "p.xlsx") or ""
    assert said.startswith("file: xl/worksheets/sheet1.dat 有实体声明")


def test_a_dimension_that_is_declared_too_large_counts_for_nothing(tmp_path: Path) -> None:
    content = sheet(b'<dimension ref="A1:P18"', b'<dimension ref="A1:XFD1048576"')
    assert told(tmp_path, content, "p.xlsx") is None


def test_a_workbook_that_unpacks_beyond_all_measure_is_not_unpacked(tmp_path: Path) -> None:
    content = sheet(b"</worksheet>", b"</worksheet>" + b" " * (64 * 1024 * 1024))
    assert len(content) < 1_000_000
    assert says(told(tmp_path, content, "p.xlsx") or "", "file: unpacks to more than ")


GIGABYTE = 256
"""Blocks of `zipped_zeros`."""


@pytest.mark.parametrize(
    ("blocks", "says", "line"),
    [
        (
            4 * GIGABYTE - 1,
            None,
            "file: 解压后超过 67108864 字节 / unpacks to more than 67108864 bytes",
        ),
        (4 * GIGABYTE - 1, 100, "file: 不是可读的工作簿 / is no workbook that can be read"),
        (
            4 * GIGABYTE - 1,
            64 * 1024 * 1024,
            "file: 不是可读的工作簿 / is no workbook that can be read",
        ),
        (16, None, "file: 不是可读的工作簿 / is no workbook that can be read"),
        (17, None, "file: 解压后超过 67108864 字节 / unpacks to more than 67108864 bytes"),
    ],
)
def test_zeros_of_four_gigabytes_are_one_line_and_take_no_memory(
    tmp_path: Path, blocks: int, says: int | None, line: str
) -> None:
    # given: a file that says so, or that says it were small
    content = zipped_zeros(blocks, says=says)
    tracemalloc.start()
    try:
        # when
        said = told(tmp_path, content, "p.xlsx")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # then
    assert said == line
    assert most < 20_000_000


def test_zeros_where_a_part_is_expected_are_no_workbook(tmp_path: Path) -> None:
    assert told(tmp_path, zipped_zeros(4, "xl/workbook.xml"), "p.xlsx") == (
        "file: 不是可读的工作簿 / is no workbook that can be read"
    )


def test_a_cell_that_is_far_away_takes_no_memory(tmp_path: Path) -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    said = told(tmp_path, sheet(b"</sheetData>", far), "p.xlsx")
    assert said == "200001: file: 超过 200000 行 / has more than 200000 rows"


def test_a_file_of_100_mb_on_one_line_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "portfolio.csv"
    with file.open("wb") as opened:
        opened.truncate(100_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(InputError) as caught:
            read_portfolio_file(file)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "file: 超过 67108864 字节" in one_line(str(caught.value))
    assert most < 1_000_000


def test_every_column_is_in_the_example() -> None:
    assert set(HEADER) == set(COLUMNS)
