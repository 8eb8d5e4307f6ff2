"""The files that come back: their rows as texts, what is still missing, and what is wrong."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from console.cli.errors import InputError
from console.cli.input.input_file import read_file
from console.starting.answers import tidy
from console.starting.columns import Column, Holds
from console.tables.faults import UnreadableTable
from console.tables.workbook_parts import checked_parts

_LARGEST = 64 * 1024 * 1024
_MOST_ROWS = 20_000
_SEARCHED = 10
"""Rows in which the titles are looked for; a name of the table may stand above them."""


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row with the texts of its cells by field; `missing` are the titles of needed empty ones.

    The text of a cell that is wrong is empty; `is_sound` is false then.
    """

    line: int
    texts: dict[str, str]
    missing: tuple[str, ...]
    is_sound: bool


@dataclass(slots=True)
class Filled:
    """A file that came back: its rows, and everything that is wrong with its cells."""

    file: str
    rows: list[FilledRow] = field(default_factory=list)
    faults: list[InputError] = field(default_factory=list)

    @property
    def unfinished(self) -> list[FilledRow]:
        """The rows in which a needed cell is empty."""
        return [row for row in self.rows if row.missing]

    def fault(self, line: int | None, name: str, why: str) -> None:
        """Note what is wrong in a row, by the title of the column."""
        self.faults.append(InputError(self.file, line, name, why))


def read_filled(path: Path, columns: Sequence[Column]) -> Filled:
    """Read a file that was made by `template`; one that cannot be read is a fault."""
    filled = Filled(str(path))
    try:
        _read(filled, _cells(read_file(path, _LARGEST), str(path)), columns)
    except InputError as error:
        filled.faults.append(error)
    return filled


def _read(
    filled: Filled, cells: Iterator[tuple[int, Sequence[Any]]], columns: Sequence[Column]
) -> None:
    places: dict[int, Column] = {}
    for line, row in cells:
        if line > _MOST_ROWS:
            filled.fault(line, "file", f"has more than {_MOST_ROWS} rows")
        elif places:
            _add(filled, line, row, places, columns)
        else:
            places = _places(row, columns)
        if not places and line > _SEARCHED:
            break
    _check_titles(filled, places, columns)


def _cells(content: bytes, file: str) -> Iterator[tuple[int, Sequence[Any]]]:
    try:
        checked_parts(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            yield from enumerate(sheet.iter_rows(max_row=_MOST_ROWS + 1), start=1)
    except UnreadableTable as error:
        raise InputError(file, None, "file", str(error)) from error
    except Exception as error:  # the library lets its parsers' errors through
        raise InputError(file, None, "file", "is no workbook that can be read") from error


def _places(row: Sequence[Any], columns: Sequence[Column]) -> dict[int, Column]:
    """The columns by their place, if this is the row of the titles."""
    titles = {column.title: column for column in columns}
    found = {
        at: titles[title]
        for at, cell in enumerate(row)
        if isinstance(cell.value, str) and (title := tidy(cell.value)) in titles
    }
    needed = sum(column.is_needed for column in columns)
    return found if 2 * len(found) >= needed else {}


def _check_titles(filled: Filled, places: dict[int, Column], columns: Sequence[Column]) -> None:
    if not places:
        titles = "、".join(column.title for column in columns)
        why = f"没有找到表头，应有 {titles} / the row of titles is not found"
        filled.fault(1, "表头", why)
        return
    there = [column.field for column in places.values()]
    for column in columns:
        if column.is_needed and column.field not in there:
            filled.fault(1, column.title, "缺少此列，请从模板复制 / the column is missing")
        if there.count(column.field) > 1:
            filled.fault(1, column.title, "此列重复，请删去一列 / the column stands twice")


def _add(
    filled: Filled,
    line: int,
    row: Sequence[Any],
    places: dict[int, Column],
    columns: Sequence[Column],
) -> None:
    texts = dict.fromkeys((column.field for column in columns), "")
    wrong = set()
    for at, column in places.items():
        cell = row[at] if at < len(row) else None
        if cell is None or cell.value is None:
            continue
        try:
            texts[column.field] = _text(cell, column)
        except ValueError as error:
            wrong.add(column.field)
            filled.fault(line, column.title, str(error))
    if any(texts.values()) or wrong:
        empty = (one for one in columns if one.is_needed and not texts[one.field])
        missing = tuple(one.title for one in empty if one.field not in wrong)
        filled.rows.append(FilledRow(line, texts, missing, not wrong))


def _text(cell: Any, column: Column) -> str:
    """The text of a cell as the field takes it; raises `ValueError` with what to write instead."""
    if cell.data_type in {"f", "e"}:
        raise ValueError(
            f"{cell.value} 是公式或错误值，请粘贴为数值 / is a formula or an error value: paste "
            "its value instead"
        )
    value = cell.value
    if column.holds is Holds.CODE and not isinstance(value, str):
        raise ValueError(
            f"{value} 是数字，编码可能已走样（前面的 0、15 位以后的数字）：请把此列设为文本，"
            f"重新键入编码 / {value} is a number: set the column to text and type the code again"
        )
    text = _written(value)
    if column.holds is Holds.TEXT:
        return text.strip()
    return _chosen(tidy(text), column) if column.choices and text else tidy(text)


def _chosen(text: str, column: Column) -> str:
    found = column.choices.get(text)
    if found is None and text.lower() in column.choices.values():
        found = text.lower()
    if found is None:
        words = "、".join(column.choices)
        raise ValueError(
            f"{text} 应为 {words} 之一 / is none of {', '.join(column.choices.values())}"
        )
    return found


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{Decimal(format(value, '.15g')).normalize():f}"  # a sheet stores 15 digits
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return " ".join(str(value).splitlines())
