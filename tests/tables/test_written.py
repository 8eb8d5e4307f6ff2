"""Tables that are written are read back as they were, by the one reader."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from console.tables.kinds import KINDS, LAST_YEAR
from console.tables.reader import read_table
from console.tables.table import Table
from console.tables.written import Beside, with_cells, written
from domain.shared.filings.funding import PARTS

PORTFOLIO, INDICATORS, PEOPLE = (KINDS[name] for name in ("portfolio", "indicators", "people"))
ROW = {
    "code": "0012345678901234567890",
    "name": "=合成项目",
    "unit_code": "U01",
    "unit_name": "示例单位",
    "budget_type": "government_managed_funds",
    "origin": "initial",
    "opened_on": date(2027, 1, 1),
    "is_new": False,
    "is_major": True,
    "one_off": False,
    "key_project": False,
    "subject_kind": "project",
    "confidential": False,
    "initial": Decimal("1234567890123.45"),
    "adjusted": None,
    "executed": Decimal(0),
}
INDICATOR = {
    "project": "P001",
    "amount": None,
    "execution_points": Decimal(10),
    "amount_confirmed": None,
    "id": "1.1",
    "indicator_class": "output",
    "title": "完成数量",
    "relation": ">=",
    "target": Decimal("95.5"),
    "unit_of_measure": "%",
    "points": Decimal(50),
    "kind": "common",
    "library_code": "G001",
}
ROLE = {
    "person": "zhang-01",
    "organisation": "U01",
    "role": "unit",
    "since": date(2027, 1, 1),
    "until": None,
    "document": "任命1号",
}


@pytest.mark.parametrize("as_text", [False, True])
@pytest.mark.parametrize(
    ("kind", "row"), [(INDICATORS, INDICATOR), (PEOPLE, ROLE)], ids=lambda one: str(one)[:20]
)
def test_a_written_table_is_read_back(kind: Any, row: dict[str, Any], as_text: bool) -> None:
    read = read_table(written(kind, [row], as_text=as_text), kind)
    assert (read.faults, [one.values for one in read.rows]) == ([], [row])


@pytest.mark.parametrize("as_text", [False, True])
def test_a_name_that_begins_like_a_formula_is_a_text_and_refused_as_one(as_text: bool) -> None:
    read = read_table(written(PORTFOLIO, [ROW], as_text=as_text), PORTFOLIO)
    assert [(one.field, one.place.value) for one in read.faults] == [("name", "=合成项目")]
    sound = {**dict.fromkeys(PARTS.values()), **ROW, "name": "合成项目"}
    read = read_table(written(PORTFOLIO, [sound], as_text=as_text), PORTFOLIO)
    assert (read.faults, [one.values for one in read.rows]) == ([], [sound])


def proposed(*, as_text: bool) -> bytes:
    """Two rows without an amount, with last year's amounts and notes beside them."""
    rows = [{**ROW, "code": code, "name": "合成项目", "initial": None} for code in ("P1", "P2")]
    amounts = Beside(f"{LAST_YEAR}（元）", [Decimal("0.1"), Decimal(7)], "initial")
    return written(PORTFOLIO, rows, (amounts, Beside("说明", ["甲", "乙"])), as_text=as_text)


def test_what_stands_beside_a_table_is_not_read() -> None:
    read = read_table(proposed(as_text=True), PORTFOLIO)
    assert [(one.field, one.place.row) for one in read.faults] == [("initial", 2), ("initial", 3)]
    beside = [one.header for one in read.columns if one.field is None]
    assert beside == ["上年预算数（元）", "说明"]


def filled(content: bytes, value: Decimal) -> Table:
    read = read_table(content, PORTFOLIO)
    at = next(one.column for one in read.columns if one.field == "initial")
    return read_table(with_cells(content, PORTFOLIO, read.sheet, {(3, at): value}), PORTFOLIO)


@pytest.mark.parametrize("as_text", [False, True])
def test_cells_are_filled_in_and_all_else_stays(as_text: bool) -> None:
    before = read_table(proposed(as_text=as_text), PORTFOLIO)
    after = filled(proposed(as_text=as_text), Decimal("7.25"))
    assert [(one.field, one.place.row) for one in after.faults] == [("initial", 2)]
    now = {"initial": Decimal("7.25"), "subject_kind": "project"}  # a word while its row has faults
    assert after.rows[1].values == {**before.rows[1].values, **now}
    assert after.rows[0].values == before.rows[0].values
    assert after.titles == before.titles


def test_lines_of_a_text_keep_their_numbers_when_a_cell_is_filled_in() -> None:
    head, *rows = proposed(as_text=True).decode("utf-8-sig").splitlines()
    spaced = "\n".join((head, "", *rows)).encode()
    at = head.split(",").index("年初预算数") + 1
    read = read_table(with_cells(spaced, PORTFOLIO, None, {(4, at): Decimal(9)}), PORTFOLIO)
    assert [(one.row, one.values["initial"]) for one in read.rows] == [(3, None), (4, Decimal(9))]


def test_choices_are_offered_and_codes_are_text() -> None:
    book = load_workbook(BytesIO(proposed(as_text=False)))
    sheet = book.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, titles.index("项目编码") + 1).number_format == "@"
    offered = {one.formula1 for one in sheet.data_validations.dataValidation}
    assert '"年初预算,年中追加"' in offered
    assert '"是,否"' in offered
