"""A table as it was read: its columns, rows, notes and faults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from console.tables.faults import Fault, Note, Place, letters
from console.tables.headers import Mapped
from console.tables.kinds import TableKind, Values

_ONE = Decimal(1)

MOST_FAULTS = 1_000
"""The most faults, and the most notes, that are listed for a table."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: its number in the file, and its values by field."""

    row: int
    values: Values


@dataclass(slots=True)
class Table:
    """What was read of a file: taken only where `faults` is empty.

    `columns` are those of the file with their fields; `read_as` says how the file was read.
    """

    kind: TableKind
    read_as: str = ""
    sheet: str | None = None
    header_row: int | None = None
    columns: tuple[Mapped, ...] = ()
    rows: list[TableRow] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def place(self, row: int, field: str, value: str | None = None) -> Place:
        """The place of a field in a row, with the value that stands there."""
        one = next((one for one in self.columns if one.field == field), None)
        if one is None:
            return Place(self.sheet, row)
        return Place(self.sheet, row, one.column, one.header, value or None)

    def note(self, zh: str, en: str, place: Place | None = None) -> None:
        """Add a note, up to the most that are listed."""
        if len(self.notes) < MOST_FAULTS:
            self.notes.append(Note(zh, en, place or Place()))

    def fault(self, zh: str, en: str, field: str = "file", place: Place | None = None) -> None:
        """Add a fault; without a place it is one of the whole sheet."""
        self.faults.append(Fault(zh, en, field, place or Place(self.sheet)))

    @property
    def titles(self) -> frozenset[str]:
        """The titles of the columns: by them the source of a file is known again."""
        return frozenset(one.header for one in self.columns)

    @property
    def is_plain(self) -> bool:
        """Whether the columns are called as the model has it, in yuan, and nothing is noted."""
        return not self.notes and all(map(self._is_named_plainly, self.columns))

    def _is_named_plainly(self, one: Mapped) -> bool:
        """Whether a column has the name or the first title of its field."""
        if one.field is None or one.scale != _ONE:
            return False
        return one.header in {one.field, self.kind.column(one.field).title}


def mapping_lines(table: Table) -> Iterator[str]:
    """The columns of a file with their fields, as they are shown before a table is taken."""
    for one in table.columns:
        if one.field is None:
            yield f"{letters(one.column)} {one.header} → （不取 not taken）"
            continue
        column = table.kind.column(one.field)
        unit = "" if one.scale == _ONE else f"，{one.unit} × {one.scale:f} = 元 yuan"
        yield f"{letters(one.column)} {one.header} → {column.title} {one.field}{unit}"
