"""Portfolio files: `.csv` unchanged, `.xlsx` converted to canonical CSV."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from console.cli.errors import MOST_FAULTS, InputError, together
from console.cli.input.input_file import read_file
from console.cli.input.workbook_parts import check_parts
from domain.kernel.plain_text import shown
from domain.subjects.jurisdiction_year.portfolio import PortfolioError, Row, read_rows

_LARGEST = 64 * 1024 * 1024
_MOST_ROWS = 200_000
_MOST_COLUMNS = 200
_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]*ref="(?P<cells>[A-Z]{1,3}(?P<line>\d{1,9})[^"]*)"'
)


@dataclass(frozen=True, slots=True)
class PortfolioFile:
    """A portfolio: `content` is the CSV stored by sha256, `rows` are its parsed rows."""

    content: bytes
    rows: tuple[Row, ...]


def read_portfolio_file(path: Path) -> PortfolioFile:
    """Read a `.csv` or `.xlsx` file; raises `InputError` with all faults, by line and column.

    A CSV file is stored byte for byte. Of a workbook the first sheet is read; its row numbers are
    the line numbers.
    """
    kind = path.suffix.lower()
    if kind not in {".csv", ".xlsx"}:
        raise InputError(
            str(path), None, "file", "既非 .csv 也非 .xlsx / is neither .csv nor .xlsx"
        )
    content, faults = read_file(path, _LARGEST), list[InputError]()
    if kind == ".xlsx":
        content, faults = _as_csv(content, str(path))
    rows, found = _read_rows(content, str(path))
    known = {(fault.line, fault.field) for fault in faults}  # its cell was left empty
    faults += [fault for fault in found if (fault.line, fault.field) not in known]
    if faults:
        raise together(sorted(faults, key=lambda fault: fault.line or 0))
    return PortfolioFile(content, tuple(rows))


def _read_rows(content: bytes, file: str) -> tuple[list[Row], list[InputError]]:
    """The rows and the faults of a portfolio; of very many faults the first."""
    rows: list[Row] = []
    faults: list[InputError] = []
    for read in read_rows(content):
        if isinstance(read, PortfolioError):
            faults.append(InputError(file, read.line, read.field, read.message))
        else:
            rows.append(read)
        if len(faults) > MOST_FAULTS:
            break
    return rows, faults


def _as_csv(content: bytes, file: str) -> tuple[bytes, list[InputError]]:
    """The CSV of a workbook, and the faults of its cells, which are empty in the CSV."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    faults: list[InputError] = []
    try:
        check_parts(content, file, _LARGEST)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for row in _sheet_rows(content, file, faults):
                writer.writerow(row)
    except InputError:
        raise
    except Exception as error:  # the library lets its parsers' errors through
        raise InputError(file, None, "file", "is no workbook that can be read") from error
    return written.getvalue().encode(), faults


def _sheet_rows(content: bytes, file: str, faults: list[InputError]) -> Iterator[list[str]]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    sheet = book.worksheets[0]
    _require_unmerged(content, sheet, file)
    sheet.reset_dimensions()
    columns: list[str] = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number > _MOST_ROWS:
            raise InputError(file, number, "file", f"has more than {_MOST_ROWS} rows")
        if len(cells) > _MOST_COLUMNS:
            raise InputError(file, number, "file", f"has more than {_MOST_COLUMNS} columns")
        row = [_text_or_fault(cell, file, number, columns, faults) for cell in cells]
        if len(faults) > MOST_FAULTS:
            return
        while row and not row[-1]:
            row.pop()
        columns = columns or row
        yield _filled(row, len(columns))


def _text_or_fault(
    cell: Any, file: str, line: int, columns: Sequence[str], faults: list[InputError]
) -> str:
    try:
        return _text(cell, file, line, columns)
    except InputError as fault:
        faults.append(fault)
        return ""


def _require_unmerged(content: bytes, sheet: Any, file: str) -> None:
    """Refuse merged cells, because only one of them has a value."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part: str = sheet._worksheet_path  # noqa: SLF001 - told nowhere else when only read
        merged = _MERGED.search(archive.read(part))
    if merged:
        cells, line = merged["cells"].decode("ascii", "replace"), int(merged["line"])
        why = f"{cells} 是合并单元格，请取消合并、逐行填写 / are merged: unmerge, and fill each row"
        raise InputError(file, line, "file", why)


def _filled(row: list[str], width: int) -> list[str]:
    """A row as wide as the header: a sheet stores no empty cells at the end of a row."""
    return row + [""] * (width - len(row)) if row else row


def _text(cell: Any, file: str, line: int, columns: Sequence[str]) -> str:
    at = cell.column - 1 if cell.value is not None else 0
    field = columns[at] if at < len(columns) else "header"
    value = shown(str(cell.value))
    if cell.data_type == "f":
        raise InputError(file, line, field, f"{value} is a formula: paste its value instead")
    if cell.data_type == "e":
        raise InputError(file, line, field, f"{value} is an error value: paste its value instead")
    try:
        return _value(cell.value)
    except ValueError as error:
        raise InputError(file, line, field, str(error)) from error


def _value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{Decimal(format(value, '.15g')).normalize():f}"  # a sheet stores 15 digits
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return " ".join(str(value).splitlines())
