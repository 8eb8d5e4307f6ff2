"""Rows of totals (合计, 总计, 小计): no rows of the table, and held against those that they sum up.

A total stands below its rows, or above them where the first total has none above it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from console.tables.cells import read_cell
from console.tables.faults import BadCell, Fault, Note, Place
from console.tables.grid import said
from console.tables.headers import Mapped, plain_title
from console.tables.kinds import TableKind
from console.tables.table import Table, TableRow
from domain.kernel.columns import Holds

_GRAND = ("合计", "总计", "合计数", "总计数", "共计")
_PART = "小计"
_ENDS = ("合计", "总计", "共计", _PART)


@dataclass(frozen=True, slots=True)
class Total:
    """A row of totals: its number, its word, the rows above it, and its figures in yuan."""

    row: int
    word: str
    above: int
    figures: Mapping[str, Decimal] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    """The figures as they stand in the file, in its own unit."""

    @property
    def is_part(self) -> bool:
        """Whether it sums up a part of the rows alone."""
        return self.word.endswith(_PART)


def total_word(table: Table, cells: Sequence[Any]) -> str | None:
    """The word of a row of totals, as 合计 or 教育局小计; `None` for any other row.

    Such a row has no code, or the word in its place: a project may be called 某某合计.
    """
    fields = {one.column: one.field for one in table.columns}
    key = next((one for one in table.kind.codes if one in table.kind.key), None)
    words = list[str]()
    for at, cell in enumerate(cells, start=1):
        text = plain_title(said(cell))
        if text.endswith(_ENDS) and _may_name(table.kind, fields.get(at)):
            words.append(text)
        elif text and key is not None and fields.get(at) == key:
            return None
    if key is None:
        return next((one for one in words if one in {*_GRAND, _PART}), None)
    return words[0] if words else None


def _may_name(kind: TableKind, name: str | None) -> bool:
    """Whether the word of a total may stand in a column: in any but amounts, days and numbers."""
    return name is None or kind.column(name).holds in {Holds.CODE, Holds.TEXT}


class Totals:
    """The rows of totals of a table."""

    def __init__(self, table: Table, without_value: frozenset[tuple[int, int]]) -> None:
        """Collect for a table; `without_value` are the formulas and errors without a value."""
        self._table, self._without_value = table, without_value
        self._found: list[Total] = []

    def add(self, row: int, word: str, cells: Sequence[Any]) -> None:
        """Keep a row of totals, with what its amounts say."""
        figures, written = dict[str, Decimal](), dict[str, str]()
        for one in self._table.columns if self._table.kind.is_summed else ():
            value = cells[one.column - 1] if one.column <= len(cells) else None
            amount = self._amount(row, one, value)
            if amount is not None and one.field:
                figures[one.field], written[one.field] = amount, said(value)
        self._found.append(Total(row, word, len(self._table.rows), figures, written))

    def _amount(self, row: int, one: Mapped, value: Any) -> Decimal | None:
        if one.field is None or (row, one.column) in self._without_value:
            return None
        column = self._table.kind.column(one.field)
        if column.holds is not Holds.AMOUNT:
            return None
        try:
            read: Decimal | None = read_cell(
                replace(column, required=False), value, one.scale
            ).value
        except BadCell as error:
            place = self._table.place(row, one.field, said(value))
            self._table.faults.append(Fault(error.zh, error.en, one.field, place))
            return None
        return read

    def check(self) -> None:
        """Hold each total against the rows that it may sum up, once all rows are read."""
        faulty = {one.field for one in self._table.faults}
        for at, total in enumerate(self._found if "file" not in faulty else ()):
            spans = list(self._spans(at))
            checked = [
                self._check(total, name, figure, spans)
                for name, figure in total.figures.items()
                if name not in faulty  # its sum would say nothing
            ]
            same = f"，与{self._side}各行之和一致" if checked and all(checked) else ""
            also = ", and is the sum of its rows" if same else ""
            self._table.notes.append(
                Note(
                    f"“{total.word}”一行未取{same}",
                    f"{total.word!r} is left out{also}",
                    Place(self._table.sheet, total.row),
                )
            )

    @property
    def _is_above(self) -> bool:
        """Whether totals stand above their rows."""
        return self._found[0].above == 0

    @property
    def _side(self) -> str:
        return "下列" if self._is_above else "上列"

    def _spans(self, at: int) -> Iterator[Sequence[TableRow]]:
        """The rows that a total may sum up; those that it is told to sum up come first."""
        rows, total = self._table.rows, self._found[at]
        if self._is_above and total.above < len(rows):
            rest = self._found[at + 1 :]
            after = (one.above for one in rest if one.is_part or not total.is_part)
            grand = (one.above for one in rest if not one.is_part)
            if not total.is_part:
                yield rows[total.above :]
                yield rows[total.above : next(grand, len(rows))]
            else:
                yield rows[total.above : next(iter(after), len(rows))]
            return
        before = self._found[:at]
        if not total.is_part:
            yield rows[: total.above]
            yield rows[_last(one.above for one in before if not one.is_part) : total.above]
        yield rows[_last(one.above for one in before) : total.above]

    def _check(
        self, total: Total, name: str, figure: Decimal, spans: Sequence[Sequence[TableRow]]
    ) -> bool:
        sums = [(_sum(rows, name), len(rows)) for span in spans for rows in _with_and_without(span)]
        if figure in {amount for amount, _ in sums}:
            return True
        amount, count = sums[0]
        self._table.faults.append(
            Fault(
                f"“{total.word}”为 {figure:,} 元，{self._side} {count} 行之和为 {amount:,} 元，"
                f"相差 {abs(figure - amount):,} 元，请核对各行后改正，或改正此数",
                f"the total says {figure:,} yuan, its {count} rows come to {amount:,}: correct the "
                "rows or the total",
                name,
                self._table.place(total.row, name, total.written[name]),
            )
        )
        return False


def _last(positions: Iterator[int]) -> int:
    return max(positions, default=0)


def _sum(rows: Sequence[TableRow], name: str) -> Decimal:
    found = sum((row.values[name] for row in rows if row.values[name] is not None), Decimal(0))
    return Decimal(f"{found.normalize():f}")


def _with_and_without(rows: Sequence[TableRow]) -> Iterator[Sequence[TableRow]]:
    """The rows, and those without units: a unit's expenditure has its projects in it."""
    yield rows
    projects = [row for row in rows if row.values.get("subject_kind") != "unit"]
    if len(projects) < len(rows):
        yield projects
