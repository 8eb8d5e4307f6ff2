"""The file given back with its faults: each cell filled and annotated, and a sheet that lists them.

What is marked here is unmarked when the mended file is marked again.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from console.tables.faults import Fault
from console.tables.grid import Book
from console.tables.reader import read_book
from console.tables.table import Table
from console.tables.workbook import is_workbook

_AUTHOR = "jixiao 绩效"
_FILL = PatternFill("solid", start_color="FFFFC7CE", end_color="FFFFC7CE")
LIST = "错误清单"
"""The name of the sheet with all faults."""

_TITLES = ("工作表", "行", "列", "列名", "原值", "问题与填法", "in English")
_WIDTHS = (12, 8, 6, 18, 24, 70, 70)


def marked(content: bytes, table: Table) -> bytes | None:
    """The file as a workbook with the faults of its table; `None` where no table was found in it.

    `content` is the file that the table was read from.
    """
    if table.header_row is None:
        return None
    book = _workbook(content) if is_workbook(content) else _of_text(read_book(content, table.kind))
    sheet = book[table.sheet] if table.sheet else book.worksheets[0]
    _unmark(sheet)
    for at, faults in _by_cell(table.faults).items():
        _mark(sheet, at, faults)
    _list(book, table.faults)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _workbook(content: bytes) -> Any:
    book = load_workbook(io.BytesIO(content), keep_links=False)
    if LIST in book.sheetnames and len(book.sheetnames) > 1:
        del book[LIST]
    return book


def _of_text(book: Book) -> Any:
    """A text file as a workbook: each line in the row of its number, each cell as text."""
    made = Workbook()
    sheet = made.worksheets[0]
    for number, cells in book.sheets[0].rows:
        for at, value in enumerate(cells, start=1):
            _write(sheet.cell(number, at), value)
    return made


def _write(cell: Any, value: str) -> None:
    """Write text as text, whatever it begins with."""
    cell.value = value
    cell.data_type = "s"
    cell.number_format = "@"


def _by_cell(faults: Sequence[Fault]) -> Mapping[tuple[int, int], list[Fault]]:
    found: dict[tuple[int, int], list[Fault]] = defaultdict(list)
    for fault in faults:
        found[fault.place.row or 1, fault.place.column or 1].append(fault)
    return found


def _mark(sheet: Any, at: tuple[int, int], faults: Sequence[Fault]) -> None:
    cell = sheet.cell(*at)
    if isinstance(cell, MergedCell):
        cell = next(
            sheet.cell(one.min_row, one.min_col)
            for one in sheet.merged_cells.ranges
            if cell.coordinate in one
        )
    cell.fill = _FILL
    said = "\n".join(f"{one.zh}\n{one.en}" for one in faults)
    cell.comment = Comment(said, _AUTHOR, height=160, width=320)


def _unmark(sheet: Any) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is not None and cell.comment.author == _AUTHOR:
                cell.comment = None
                cell.fill = PatternFill()


def _list(book: Any, faults: Sequence[Fault]) -> None:
    sheet = book.create_sheet(LIST)
    for at, (title, width) in enumerate(zip(_TITLES, _WIDTHS, strict=True), start=1):
        _write(sheet.cell(1, at), title)
        sheet.column_dimensions[sheet.cell(1, at).column_letter].width = width
    for number, fault in enumerate(sorted(faults, key=lambda one: one.place.row or 0), start=2):
        place = fault.place
        column = (place.cell or "").rstrip("0123456789")
        words = (place.sheet or "", str(place.row or ""), column, place.header or "")
        for at, word in enumerate((*words, place.value or "", fault.zh, fault.en), start=1):
            _write(sheet.cell(number, at), word)
