"""A sheet as it was read, before anything is known of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

MOST_ROWS = 200_000
"""Rows of a sheet (inclusive)."""

MOST_COLUMNS = 200
"""Columns of a sheet (inclusive)."""

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest file, and of what a workbook unpacks to (inclusive)."""

Cell = tuple[int, int]
"""Row and column, from 1."""

Range = tuple[Cell, Cell]
"""First and last cell of merged cells."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a sheet.

    `rows` are the rows that are not blank: number from 1, values from the first column on. A
    formula stands there with its cached value; `formulas` says whether it has one. `errors` are the
    cells with an error value. A number that is shown in per cent stands there as shown: 98%.
    """

    name: str | None
    rows: Sequence[tuple[int, Sequence[Any]]]
    merged: tuple[Range, ...] = ()
    formulas: Mapping[Cell, bool] = field(default_factory=dict)
    errors: frozenset[Cell] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False

    def merged_below(self, row: int) -> Iterator[Range]:
        """The merged cells that reach below a row."""
        return (one for one in self.merged if one[1][0] > row)


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a file, and in words how it was read; `is_guessed` of an encoding."""

    sheets: tuple[Sheet, ...]
    read_as: str
    is_guessed: bool = False


def said(value: Any) -> str:
    """A value of a cell as text; nothing is an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return plain(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | datetime | time):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return str(value)


def plain(value: float) -> str:
    """A number of a cell, without an exponent: a sheet stores 15 digits."""
    return f"{Decimal(format(value, '.15g')).normalize():f}"
