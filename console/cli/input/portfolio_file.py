"""Portfolio files: of any kind of table, kept as CSV."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from console.cli.input.table_file import read_table_file, require_sound
from console.tables.headers import Given, nothing_given
from console.tables.portfolio import read_portfolio
from console.tables.table import Table
from domain.subjects.jurisdiction_year.portfolio import Row


@dataclass(frozen=True, slots=True)
class PortfolioFile:
    """A portfolio: `content` is the CSV stored by sha256, `rows` are its parsed rows.

    `original` is the file as it was given, `table` how it was read.
    """

    content: bytes
    rows: tuple[Row, ...]
    original: bytes
    table: Table


def read_portfolio_file(
    path: Path, given: Given = nothing_given, sheet: str | None = None
) -> PortfolioFile:
    """Read a text file or a workbook; raises `InputError` naming file, line and field.

    A CSV file that is as the log keeps it is stored byte for byte. Of a workbook, row numbers are
    the line numbers. All faults are raised together (`together`).
    """
    original = read_table_file(path)
    read = read_portfolio(original, given, sheet)
    require_sound(read.table.faults, str(path))
    return PortfolioFile(read.content, read.rows, original, read.table)
