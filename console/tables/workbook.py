"""Workbooks (.xlsx): the values of their sheets, read by calamine after a look at their parts."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum, load_workbook

from console.tables.faults import UnreadableTable
from console.tables.grid import MOST_COLUMNS, MOST_ROWS, Book, Cell, Range, Sheet, plain
from console.tables.workbook_parts import NO_WORKBOOK, Extent, checked_parts

ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PANIC = "PanicException"
_MOST_MERGED = 10_000


def is_workbook(content: bytes) -> bool:
    """Whether the first bytes are those of a workbook, of today or of former times."""
    return content.startswith((ZIP, _OLD))


def read_workbook(content: bytes) -> Book:
    """The sheets of a workbook; raises `UnreadableTable`, whatever stands in it."""
    if content.startswith(_OLD):
        raise UnreadableTable(
            "是旧格式 .xls 或加密的工作簿，请去掉密码并另存为 .xlsx",
            "is an old .xls or has a password: save it as .xlsx without a password",
        )
    try:
        return _read(content)
    except UnreadableTable:
        raise
    except BaseException as error:  # the library's panic is no Exception
        if isinstance(error, Exception) or type(error).__name__ == _PANIC:
            raise UnreadableTable(*NO_WORKBOOK) from error
        raise


def _read(content: bytes) -> Book:
    parts = checked_parts(content)
    with load_workbook(io.BytesIO(content)) as book:
        hidden = {
            one.name: one.visible is not SheetVisibleEnum.Visible
            for one in book.sheets_metadata
            if one.typ is SheetTypeEnum.WorkSheet
        }
        sheets = tuple(
            _sheet(book, name, parts.sheets[name], is_hidden=is_hidden)
            for name, is_hidden in hidden.items()
        )
    return Book(sheets, "xlsx，有外部链接，只读缓存值" if parts.links else "xlsx")


def _sheet(book: CalamineWorkbook, name: str, extent: Extent, *, is_hidden: bool) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    merged = sheet.merged_cell_ranges or ()
    if len(merged) > _MOST_MERGED:
        raise UnreadableTable(
            f"合并单元格超过 {_MOST_MERGED} 处，请取消合并",
            f"has more than {_MOST_MERGED} merged cells: unmerge them",
        )
    return Sheet(
        name,
        tuple(_rows(sheet, {row for row, _ in extent.formulas}, extent.percents)),
        merged=tuple(map(_range, merged)),
        formulas=extent.formulas,
        errors=frozenset(extent.errors),
        is_hidden=is_hidden,
    )


def _rows(
    sheet: Any, kept: set[int], percents: Collection[Cell]
) -> Iterator[tuple[int, list[Any]]]:
    """The rows that are not blank, or have a formula, from the first column on.

    A rate stands there as it is shown: 98%, not 0.98.
    """
    with_rates = {row for row, _ in percents}
    before = [None] * (sheet.start[1] if sheet.start else 0)
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        row = before + [None if cell == "" else cell for cell in cells]
        while row and row[-1] is None:
            row.pop()
        if number in with_rates:
            row = [_shown(cell, (number, at) in percents) for at, cell in enumerate(row, start=1)]
        if row or number in kept:
            yield number, row


def _shown(cell: Any, is_percent: bool) -> Any:
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return f"{Decimal(plain(cell)) * 100:f}%" if is_percent and is_number else cell


def _range(cells: tuple[tuple[int, int], tuple[int, int]]) -> Range:
    (top, left), (bottom, right) = cells
    return (top + 1, left + 1), (min(bottom, MOST_ROWS) + 1, min(right, MOST_COLUMNS) + 1)
