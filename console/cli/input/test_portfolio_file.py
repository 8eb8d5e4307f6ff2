from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from console.cli.errors import InputError
from console.cli.input.portfolio_file import PortfolioFile, read_portfolio_file
from console.tables.table import MOST_FAULTS
from domain.subjects.jurisdiction_year.portfolio import COLUMNS

ROW: dict[str, Any] = {
    "code": "P001",
    "name": "合成项目001（示例）",
    "unit_code": "U01",
    "unit_name": "示例单位01",
    "budget_type": "general_public",
    "origin": "initial",
    "opened_on": datetime(2023, 1, 5),  # noqa: DTZ001 - a sheet knows no time zone
    "is_new": True,
    "is_major": False,
    "one_off": False,
    "key_project": False,
    "subject_kind": None,
    "confidential": False,
    "initial": 5634000.5,
    "adjusted": None,
    "executed": None,
}
LINE = (
    "P001,合成项目001（示例）,U01,示例单位01,general_public,initial,2023-01-05,"
    "true,false,false,false,,false,5634000.5,,"
)
CSV = f"{','.join(COLUMNS)}\n{LINE}\n".encode()


def workbook(path: Path, *rows: list[Any]) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (list(COLUMNS), *rows):
        sheet.append(row)
    book.save(path)
    return path


def row(**changed: Any) -> list[Any]:
    return list({**ROW, **changed}.values())


def refusal(path: Path) -> InputError:
    with pytest.raises(InputError) as refused:
        read_portfolio_file(path)
    return refused.value


def test_a_csv_file_is_kept_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "portfolio.csv"
    path.write_bytes(b"\xef\xbb\xbf" + CSV)
    read = read_portfolio_file(path)
    assert read.content == b"\xef\xbb\xbf" + CSV
    assert read.rows[0].code == "P001"


def test_a_workbook_says_the_same_as_its_csv(tmp_path: Path) -> None:
    read = read_portfolio_file(workbook(tmp_path / "portfolio.xlsx", row()))
    assert read.content == CSV


def test_a_row_of_a_workbook_keeps_its_number(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "portfolio.xlsx", row(name="合成\n项目"), [], row(code="P2", initial=0.125)
    )
    refused = refusal(path)
    assert str(refused).startswith(f"{path}:4: initial: ")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "=1+1"}, "name"),
        ({"initial": "=SUM(A1:A2)"}, "initial"),
        ({"initial": "#REF!"}, "initial"),
        ({"opened_on": 44931}, "opened_on"),
        ({"opened_on": datetime(2023, 1, 5, 12)}, "opened_on"),  # noqa: DTZ001 - as above
    ],
)
def test_a_cell_that_is_no_plain_value_is_refused(
    tmp_path: Path, changed: dict[str, Any], field: str
) -> None:
    refused = refusal(workbook(tmp_path / "portfolio.xlsx", row(**changed)))
    assert (refused.line, refused.field) == (2, field)


def test_all_bad_cells_of_a_workbook_are_named_once_each(tmp_path: Path) -> None:
    bad = row(name="=1+1", initial="#REF!", is_new="yes")
    refused = refusal(workbook(tmp_path / "portfolio.xlsx", bad, row(code="P2", initial=-1)))
    found = [(one.line, one.field) for one in (refused, *refused.others)]
    assert found == [(2, "name"), (2, "is_new"), (2, "initial"), (3, "initial")]


def test_of_very_many_faults_the_first_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "portfolio.csv"
    path.write_bytes(CSV.splitlines()[0] + b"\nP1" * 10_000)
    found = refusal(path).others
    assert len(found) == MOST_FAULTS + 1
    assert "不再逐一列出" in found[-1].message


@pytest.mark.parametrize("name", ["missing.csv", "portfolio.ods", "broken.xlsx"])
def test_a_file_that_cannot_be_read_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name != "missing.csv":
        path.write_bytes(b"PK\x03\x04")
    assert str(refusal(path)).startswith(f"{path}: file: ")


def sample() -> bytes:
    book = BytesIO()
    made = Workbook()
    for cells in (list(COLUMNS), row()):
        made.worksheets[0].append(cells)
    made.save(book)
    return book.getvalue()


SAMPLE = sample()


@given(st.integers(0, len(SAMPLE) - 1), st.binary(min_size=1, max_size=40))
def test_a_damaged_workbook_gives_rows_or_one_error(
    tmp_path_factory: pytest.TempPathFactory, at: int, damage: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.xlsx"
    path.write_bytes(SAMPLE[:at] + damage + SAMPLE[at + len(damage) :])
    assert rows_or_one_error(path)


def rows_or_one_error(path: Path) -> bool:
    try:
        read = read_portfolio_file(path)
    except InputError as refused:
        return str(refused).startswith(str(path))
    return isinstance(read, PortfolioFile)


def test_an_error_is_one_line_whatever_it_names() -> None:
    error = InputError("a\nb.csv", 3, "name", "\x1b[31m“合成”\u2028")
    assert str(error) == r"a\nb.csv:3: name: \x1b[31m“合成”\u2028"
