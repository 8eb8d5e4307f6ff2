"""The rows of a sheet below its header: each cell read, each fault with its place."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

from console.tables.cells import read_cell
from console.tables.choose_sheet import Chosen
from console.tables.code_check import CodeCheck
from console.tables.faults import BadCell, EmptyCell, Fault, Place, cut
from console.tables.grid import said
from console.tables.header_check import HeaderCheck
from console.tables.headers import Mapped
from console.tables.kinds import Values
from console.tables.other_lines import OtherLines
from console.tables.outliers import CHECKS, unseen_rows
from console.tables.table import MOST_FAULTS, Table, TableRow
from console.tables.totals import Totals, total_word
from domain.kernel.columns import Holds

_ONE = Decimal(1)
_UNIT = "unit_of_measure"


def _is_percent(unit: str) -> bool:
    return "%" in unit or "％" in unit or unit.startswith("百分")


def _at(cells: Sequence[Any], column: int) -> Any:
    return cells[column - 1] if column <= len(cells) else None


class RowReader:
    """Reads the rows of one sheet below its header."""

    def __init__(self, table: Table, chosen: Chosen) -> None:
        """Read the chosen sheet into a table."""
        self.table, self.sheet, self.header = table, chosen.sheet, chosen.header
        formulas = {cell for cell, has_value in chosen.sheet.formulas.items() if not has_value}
        self._totals = Totals(table, frozenset(formulas) | chosen.sheet.errors)
        self.kind = table.kind
        self._said: dict[str, str] = {}
        self._codes = CodeCheck(table, self._place)
        self._has_all = False
        self._others = OtherLines(table, chosen.sheet, chosen.header, self.table.note)
        self._rate: Place | None = None
        table.sheet, table.columns = chosen.sheet.name, chosen.header.columns
        table.header_row = chosen.header.last_row
        table.notes += chosen.notes

    def read(self) -> None:
        """Read the header and all rows."""
        header = HeaderCheck(self.table, self.sheet, self.header)
        self._has_all = header.finds_all()
        if any(one.field == "file" for one in self.table.faults):
            return
        header.check_merged()
        for number, cells in self.sheet.rows:
            if len(self.table.faults) > MOST_FAULTS:
                self._stop(number)
                break
            if number > self.header.last_row and not self._is_left_out(number, cells):
                self._row(number, cells)
        if self.table.rows:
            self._totals.check()
            found = (check(self.table) for check in CHECKS)
            for note in (
                *chain(*found),
                *unseen_rows(self.table, self.sheet, self._others.numbered),
            ):
                self.table.note(note.zh, note.en, note.place)
        if not self.table.rows and not self.table.faults:
            row = Place(self.sheet.name, self.header.last_row)
            words = ("表头之下没有内容，请逐行填写", "has a header but no row: fill in its rows")
            self.table.faults.append(Fault(*words, place=row, is_missing=True))

    def _stop(self, row: int) -> None:
        """List no more faults: a reader has enough to correct."""
        place = Place(self.sheet.name, row)
        zh = f"错误超过 {MOST_FAULTS} 处，自本行起不再逐一列出"
        del self.table.faults[MOST_FAULTS + 1 :]
        self.table.fault(
            zh, f"has more than {MOST_FAULTS} faults: none is named from here on", place=place
        )

    def _is_left_out(self, number: int, cells: Sequence[Any]) -> bool:
        """Whether a row has no data: a total, a line of signatures (with a note), or empty."""
        word = total_word(self.table, cells)
        if word is not None:
            self._totals.add(number, word, cells)
            return True
        return self._others.takes(number, cells)

    def _row(self, number: int, cells: Sequence[Any]) -> None:
        before = len(self.table.faults)
        self._check_width(number, cells)
        if len(self.table.faults) > before and self._is_astray(cells):
            return
        values: Values = {column.field: None for column in self.kind.columns}
        columns = [one for one in self.header.columns if one.field is not None]
        given = {one.field or "": _at(cells, one.column) for one in columns}
        self._said.update((name, said(value)) for name, value in given.items())
        prepared = self.kind.prepared(given)
        for one in columns:
            name = one.field or ""
            values[name] = self._cell(number, one, given[name], prepared[name])
        self._check_within(number, values, prepared)
        self._take_percent(values)
        if len(self.table.faults) == before and self._has_all:
            values = self.kind.cleaned(values)
            for name, zh, en in self.kind.wrong(values):
                self.table.fault(zh or "不符合要求", en, name, self._place(number, name))
        self._codes.check(number, values)
        self.table.rows.append(TableRow(number, values))

    def _check_within(self, number: int, values: Values, prepared: Values) -> None:
        """Take what stands before the values of another column, where it has none of its own."""
        for name, of in self.kind.within.items():
            if name in self.header.fields:
                continue
            found = prepared.get(name)
            values[name] = (
                None if found is None else read_cell(self.kind.column(name), found, _ONE).value
            )
            if found is None and values[of] is not None:
                title = self.kind.column(name).title
                self.table.fault(
                    f"没有“{title}”列，请加上此列，或写在数值之前，如 ≥95",
                    f"has no {name}: add its column, or write it before the value, as >=95",
                    of,
                    self._place(number, of),
                )

    def _is_astray(self, cells: Sequence[Any]) -> bool:
        """Whether to leave the rest of a row with stray cells unread.

        In a text file its other cells may be in wrong columns; in a sheet its own cells are empty.
        """
        columns = [one.column for one in self.header.columns if one.field]
        filled = any(said(cells[at - 1]).strip() for at in columns if at <= len(cells))
        return self.sheet.name is None or not filled

    def _check_width(self, number: int, cells: Sequence[Any]) -> None:
        """Refuse a line of a text file that ends early, and cells beside the columns."""
        last = self.header.columns[-1]
        if self.sheet.name is None and len(cells) < last.column:
            short = next(one for one in self.header.columns if one.column > len(cells))
            zh = f"此行只有 {len(cells)} 格，表头有 {last.column} 格"
            place = Place(None, number, short.column, short.header)
            self.table.fault(zh, "the line ends before this column", short.field or "file", place)
        known = {one.column for one in self.header.columns}
        for at, value in enumerate(cells, start=1):
            if at not in known and said(value).strip():
                place = Place(self.sheet.name, number, at, value=said(value))
                zh = "此处没有表头，请删去；单元格内有逗号的应加引号"
                en = f"the line has {len(cells)} cells, the header {len(known)}"
                self.table.fault(zh, en, place=place)
                return

    def _cell(self, number: int, one: Mapped, value: Any, prepared: Any) -> Any:
        column = self.kind.column(one.field or "")
        place = Place(self.sheet.name, number, one.column, one.header, said(value) or None)
        at = (number, one.column)
        if at in self.sheet.errors:
            self.table.fault(
                "是错误值，请改为数值",
                "is an error value: paste its value instead",
                column.field,
                place,
            )
            return None
        if at in self.sheet.formulas:
            if not self.sheet.formulas[at]:
                self.table.fault(
                    "是没有结果的公式，请粘贴为数值",
                    "is a formula: paste its value instead",
                    column.field,
                    place,
                )
                return None
            self.table.note("是公式，按其结果读取", "is a formula: its value is read", place)
        try:
            found = read_cell(column, prepared, one.scale)
        except BadCell as error:
            is_missing = isinstance(error, EmptyCell)
            fault = Fault(error.zh, error.en, column.field, place, is_missing)
            self.table.faults.append(fault)
            return None
        if found.cleaned:
            self.table.note(*found.cleaned, place)
        if found.is_rate and column.holds is Holds.MEASURE:
            self._rate = place
        return found.value

    def _take_percent(self, values: Values) -> None:
        """If a row gives no unit, a measure with a percent sign has percent as its unit."""
        place, unit = self._rate, values.get(_UNIT)
        self._rate = None
        if place is None or _UNIT not in values or (unit is not None and _is_percent(unit)):
            return
        if unit is None:
            values[_UNIT] = "%"
            self.table.note(
                "度量单位为空，按 % 读取", "has no unit of measure: read as percent", place
            )
        else:
            self.table.note(
                f"写有 %，度量单位却是“{cut(unit)}”，请核对",
                f"has a sign of percent, its unit of measure is {unit!r}: check it",
                place,
            )

    def _place(self, number: int, name: str) -> Place:
        return self.table.place(number, name, self._said.get(name))
