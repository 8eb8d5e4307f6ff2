"""Tables written for people to go on with: titles from the models, drop-downs, and filled rows.

What is written here is read back by the one reader.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from console.tables.choice_words import KINDS, WORDS
from console.tables.grid import said
from console.tables.headers import Given, nothing_given
from console.tables.kinds import TableKind, Values
from console.tables.reader import read_book
from console.tables.workbook import is_workbook
from domain.kernel.columns import Holds, TableColumn

_HEAD, _BESIDE = (PatternFill("solid", fgColor=color) for color in ("DDEBF7", "EDEDED"))
_FORMATS = {Holds.CODE: "@", Holds.TEXT: "@", Holds.DAY: "yyyy-mm-dd", Holds.AMOUNT: "#,##0.00"}
_MADE = datetime(2020, 1, 1)  # noqa: DTZ001 - a workbook's property has no zone; the same each time
_SHAPED_ROWS = 300
"""Rows below the filled ones that have the formats and drop-downs of their columns."""

_WIDTHS = {"name": 32, "unit_name": 22, "title": 32, "document": 26, "说明": 48}
_HOLDS = {
    Holds.CODE: "编码，此列为文本",
    Holds.AMOUNT: "金额，单位：元",
    Holds.DAY: "日期，如 2026-01-05",
    Holds.FLAG: "是 或 否",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """A column that stands beside those of the table and is not read: its title and its cells.

    It stands before the column of the field `before`, or last.
    """

    title: str
    cells: Sequence[Any]
    before: str | None = None


@dataclass(frozen=True, slots=True)
class _Written:
    """A column as it is written: `column` is null beside the table."""

    title: str
    column: TableColumn | None
    cells: Sequence[Any]


def written(
    kind: TableKind, rows: Sequence[Values], beside: Sequence[Beside] = (), *, as_text: bool
) -> bytes:
    """A table of a kind with its rows, as a workbook, or as CSV in UTF-8 with its mark."""
    columns = [*_columns(kind, rows, beside)]
    return _text(columns) if as_text else _workbook(kind, columns)


def _columns(kind: TableKind, rows: Sequence[Values], beside: Sequence[Beside]) -> list[_Written]:
    found = []
    for column in kind.columns:
        found += [
            _Written(one.title, None, one.cells) for one in beside if one.before == column.field
        ]
        cells = [_cell(column, row.get(column.field)) for row in rows]
        found.append(_Written(column.title, column, cells))
    return found + [_Written(one.title, None, one.cells) for one in beside if one.before is None]


def _cell(column: TableColumn, value: Any) -> Any:
    """A value as people write it: 是 and 否, and the first word of a choice."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is not None and column.field == "subject_kind":
        return KINDS.get(str(value), (value,))[0]
    if value is not None and column.holds is Holds.CHOICE:
        return WORDS.get(str(value), (value,))[0]
    return value


def _text(columns: Sequence[_Written]) -> bytes:
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow([one.title for one in columns])
    writer.writerows(zip(*([said(cell) for cell in one.cells] for one in columns), strict=True))
    return made.getvalue().encode("utf-8-sig")


def _workbook(kind: TableKind, columns: Sequence[_Written]) -> bytes:
    book = Workbook()
    book.properties.created = book.properties.modified = _MADE
    sheet = book.worksheets[0]
    sheet.title = kind.title
    for at, one in enumerate(columns, start=1):
        _head(sheet, at, one)
        for row, value in enumerate(one.cells, start=2):
            _put(sheet.cell(row, at), value)
        _shape(sheet, at, one)
    sheet.freeze_panes = "B2"
    return _saved(book)


def _saved(book: Any) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _head(sheet: Any, at: int, one: _Written) -> None:
    cell = sheet.cell(1, at, one.title)
    cell.font, cell.fill = Font(bold=True), _HEAD if one.column else _BESIDE
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    field = one.column.field if one.column else one.title
    sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(field, 14)
    cell.comment = Comment(_hint(one.column), "jixiao", height=80, width=220)


def _hint(column: TableColumn | None) -> str:
    if column is None:
        return "供参考，不读取。"
    need = "必填" if column.required else "选填"
    holds = "、".join(_words(column)) or _HOLDS.get(column.holds, "")
    return f"{need}。{holds}".rstrip("。") + "。"


def _words(column: TableColumn) -> list[str]:
    """What is chosen from in a column."""
    if column.holds is Holds.FLAG:
        return ["是", "否"]
    if column.field == "subject_kind":
        return [words[0] for words in KINDS.values()]
    return [WORDS.get(value, (value,))[0] for value in column.choices]


def _put(cell: Any, value: Any) -> None:
    """Write a value; a text stays a text, whatever it begins with."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _shape(sheet: Any, at: int, one: _Written) -> None:
    if one.column is None:
        return
    last = len(one.cells) + 1 + _SHAPED_ROWS
    shape = _FORMATS.get(one.column.holds)
    for row in range(2, last + 1) if shape else ():
        sheet.cell(row, at).number_format = shape
    words = _words(one.column)
    if words:
        listed = ",".join(words)
        allowed = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
        allowed.error, allowed.errorTitle = "请从列表中选择。", one.title
        sheet.add_data_validation(allowed)
        letter = get_column_letter(at)
        allowed.add(f"{letter}2:{letter}{last}")


Cells = Mapping[tuple[int, int], Any]
"""Values by row and column, from 1."""


def with_cells(
    content: bytes, kind: TableKind, sheet: str | None, cells: Cells, given: Given = nothing_given
) -> bytes:
    """The file with some cells filled in; all else stays. `sheet` is that of its table.

    Text comes back as CSV in UTF-8 with its mark.
    """
    if is_workbook(content):
        book = load_workbook(io.BytesIO(content), keep_links=False)
        target: Any = book[sheet] if sheet else book.worksheets[0]
        for (row, column), value in cells.items():
            target.cell(row, column).value = value
        return _saved(book)
    return _text_with(read_book(content, kind, given).sheets[0].rows, cells)


def _text_with(rows: Sequence[tuple[int, Sequence[Any]]], cells: Cells) -> bytes:
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    of_rows: dict[int, dict[int, Any]] = {}
    for (row, column), value in cells.items():
        of_rows.setdefault(row, {})[column] = value
    line = 0
    for number, values in rows:
        made.write("\r\n" * (number - line - 1))
        wanted = of_rows.get(number, {})
        filled = [*values, *[""] * (max(wanted, default=0) - len(values))]
        for column, value in wanted.items():
            filled[column - 1] = value
        writer.writerow([said(value) for value in filled])
        line = number
    return made.getvalue().encode("utf-8-sig")
