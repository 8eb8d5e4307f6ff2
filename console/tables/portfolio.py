"""A portfolio: read as any table, and kept as the CSV that every program of the product reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from console.tables.faults import Fault, Place
from console.tables.grid import said
from console.tables.headers import Given, nothing_given
from console.tables.kinds import KINDS
from console.tables.reader import read_table
from console.tables.table import Table, TableRow
from domain.shared.filings.funding import PARTS
from domain.subjects.jurisdiction_year.portfolio import (
    COLUMNS,
    PortfolioError,
    Row,
    parse_portfolio,
    read_rows,
)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A portfolio as it was read; `content` is the CSV that is kept, `rows` are its rows.

    Both are empty where the table has faults.
    """

    table: Table
    content: bytes = b""
    rows: tuple[Row, ...] = ()


def read_portfolio(
    content: bytes, given: Given = nothing_given, sheet: str | None = None
) -> Portfolio:
    """Read a portfolio of any kind of file; a file that is such a CSV is kept byte for byte."""
    table = read_table(content, KINDS["portfolio"], given, sheet)
    if table.faults:
        return Portfolio(table)
    if (rows := _as_kept(content, table.rows)) is not None:
        return Portfolio(table, content, rows)
    kept, made = _as_csv(table.rows), list[Row]()
    for one in read_rows(kept):
        if isinstance(one, PortfolioError):
            place = Place(table.sheet, row=one.line)
            table.faults.append(Fault("不符合要求", one.message, one.field, place))
        else:
            made.append(one)
    return Portfolio(table) if table.faults else Portfolio(table, kept, tuple(made))


def _as_kept(content: bytes, read: Sequence[TableRow]) -> tuple[Row, ...] | None:
    """The rows of a file that says the same to whoever reads it from the log, or `None`."""
    try:
        rows = parse_portfolio(content)
    except PortfolioError:
        return None
    names = (*COLUMNS, *PARTS.values())
    same = [{name: getattr(row, name) for name in names} for row in rows]
    return rows if same == [{name: row.values[name] for name in names} for row in read] else None


def _as_csv(rows: Sequence[TableRow]) -> bytes:
    """The CSV of a table: each row on the line of its number in the file, blank lines between."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    columns = (*COLUMNS, *_filled(rows))
    writer.writerow(columns)
    line = 1
    for row in rows:
        written.write("\n" * (row.row - line - 1))
        writer.writerow([said(row.values[name]) for name in columns])
        line = row.row
    return written.getvalue().encode()


def _filled(rows: Sequence[TableRow]) -> tuple[str, ...]:
    """The columns of the funding by source, if any row has a word on it."""
    names = tuple(PARTS.values())
    given = any(row.values[name] is not None for row in rows for name in names)
    return names if given else ()
