"""The report on the reading of a table, for a person who decides whether to take it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from console.cli.errors import complain
from console.tables.choice_words import in_words
from console.tables.grid import said
from console.tables.table import Table, mapping_lines

MOST_NOTES = 20


def reading_lines(table: Table, file: str) -> Iterator[str]:
    """The file, its columns with their fields, and what was read otherwise than it stands."""
    sheet = f"，工作表“{table.sheet}”" if table.sheet else ""
    header = f"，表头在第 {table.header_row} 行" if table.header_row else ""
    yield f"{file}：{table.kind.title} {table.kind.name}，{table.read_as}{sheet}{header}"
    for line in mapping_lines(table):
        yield f"  {line}"
    for note in table.notes[:MOST_NOTES]:
        yield f"  注意 note: {note.message()}"
    if (more := len(table.notes) - MOST_NOTES) > 0:
        yield f"  另有 {more} 处 / and {more} more notes"


def show_tables(tables: Iterable[tuple[str, Table]]) -> None:
    """Show how tables were read that are not in the plain form, before anything is taken."""
    for file, table in tables:
        for line in () if table.is_plain else reading_lines(table, file):
            complain(line)


def row_lines(table: Table, most: int) -> Iterator[str]:
    """The first rows, with the values that would be taken."""
    for row in table.rows[:most]:
        told = "，".join(
            f"{table.kind.column(name).title} {in_words(table.kind.column(name), value)}"
            for name, value in row.values.items()
            if value is not None
        )
        yield f"  第 {row.row} 行：{told}"


def as_json(table: Table, file: str) -> dict[str, Any]:
    """A table as JSON values: amounts in yuan, as text."""
    return {
        "file": file,
        "kind": table.kind.name,
        "read_as": table.read_as,
        "sheet": table.sheet,
        "header_row": table.header_row,
        "columns": [
            {
                "column": one.column,
                "title": one.header,
                "field": one.field,
                "unit": one.unit if one.field else None,
            }
            for one in table.columns
        ],
        "rows": [
            {"row": row.row, **{name: _json(value) for name, value in row.values.items()}}
            for row in table.rows
        ],
        "notes": [
            {"row": one.place.row, "cell": one.place.cell, "zh": one.zh, "en": one.en}
            for one in table.notes
        ],
        "faults": [
            {
                "sheet": one.place.sheet,
                "row": one.place.row,
                "cell": one.place.cell,
                "title": one.place.header,
                "field": one.field,
                "value": one.place.value,
                "zh": one.zh,
                "en": one.en,
            }
            for one in table.faults
        ],
    }


def _json(value: Any) -> Any:
    return value if value is None or isinstance(value, bool) else said(value)
