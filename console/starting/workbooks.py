"""Empty files to fill in: Chinese titles, a hint on each title, and drop-downs."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from console.starting.columns import HINTS
from console.tables.choice_words import offered
from console.tables.kinds import TableKind
from domain.kernel.columns import Holds, TableColumn

LAST_ROW = 5001
"""The last row with formats and drop-downs."""

_LISTS = "选项"
_HEAD = PatternFill("solid", fgColor="DDEBF7")
_WIDE = {"name": 36, "unit_name": 24, "document": 30, "person": 16}
_FORMATS = {Holds.CODE: "@", Holds.DAY: "yyyy-mm-dd", Holds.AMOUNT: "#,##0.00"}
_MADE = datetime(2020, 1, 1)  # noqa: DTZ001 - a workbook's property has no zone; the same each time
_WARNED = {Holds.CODE: "warning"}
"""A drop-down of codes takes other codes too: the list may have grown since the file was made."""


def template(
    kind: TableKind,
    rows: Sequence[Sequence[str]] = (),
    lists: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """A workbook for a kind of table, the `rows` filled in already.

    `lists` are the codes to choose from in further columns, by field.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = kind.title
    book.properties.created = book.properties.modified = _MADE
    words = {one.field: offered(one) for one in kind.columns}
    choices = {**{name: of for name, of in words.items() if of}, **(lists or {})}
    _add_lists(book, choices)
    for at, column in enumerate(kind.columns, start=1):
        _add_column(sheet, at, column, _hint(kind, column.field))
    for row in rows:
        sheet.append([text or None for text in row])
    _format(sheet, kind.columns)
    _add_drop_downs(sheet, kind, choices)
    sheet.freeze_panes = "B2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _hint(kind: TableKind, field: str) -> str:
    """The hint on a title; where there is none, the other titles that the column may have."""
    others = kind.column(field).synonyms
    return HINTS.get(kind.name, {}).get(field) or (
        f"也可写作：{'、'.join(others)}。" * bool(others)
    )


def _add_column(sheet: Any, at: int, column: TableColumn, hint: str) -> None:
    cell = sheet.cell(1, at, column.title)
    cell.font, cell.fill = Font(bold=True), _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    needed = "" if column.required else "（可不填）"
    cell.comment = Comment(f"{hint}{needed}", "jixiao", height=110, width=260)
    sheet.column_dimensions[get_column_letter(at)].width = _WIDE.get(column.field, 14)


def _format(sheet: Any, columns: Sequence[TableColumn]) -> None:
    for at, column in enumerate(columns, start=1):
        shape = _FORMATS.get(column.holds)
        if shape is None:
            continue
        sheet.column_dimensions[get_column_letter(at)].number_format = shape
        shaped = _SHAPED_ROWS if column.holds is Holds.CODE else 0
        for row in range(2, max(sheet.max_row, shaped) + 1):
            sheet.cell(row, at).number_format = shape


_SHAPED_ROWS = 300
"""Rows whose codes are text cell by cell: not every program follows the format of a column."""


def _add_lists(book: Workbook, lists: Mapping[str, Sequence[str]]) -> None:
    """The words of the drop-downs on a sheet of their own, one column for each field."""
    sheet = book.create_sheet(_LISTS)
    sheet.sheet_state = "hidden"
    for at, words in enumerate(lists.values(), start=1):
        for row, text in enumerate(words, start=1):
            cell = sheet.cell(row, at, text)
            cell.number_format = "@"


def _add_drop_downs(sheet: Any, kind: TableKind, lists: Mapping[str, Sequence[str]]) -> None:
    places = {one.field: get_column_letter(at) for at, one in enumerate(kind.columns, start=1)}
    for at, (name, words) in enumerate(lists.items(), start=1):
        if not words:
            continue
        source, column = get_column_letter(at), kind.column(name)
        hint = _hint(kind, name)
        allowed = DataValidation(
            type="list",
            formula1=f"={_LISTS}!${source}$1:${source}${len(words)}",
            allow_blank=True,
            showErrorMessage=True,
            errorStyle=_WARNED.get(column.holds, "stop"),
            errorTitle=column.title,
            error=f"请从列表中选择。{hint}"[:250],
            showInputMessage=True,
            promptTitle=column.title,
            prompt=hint[:250],
        )
        sheet.add_data_validation(allowed)
        allowed.add(f"{places[name]}2:{places[name]}{LAST_ROW}")
