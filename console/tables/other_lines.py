"""Lines below a header that are no rows of the table: signatures, remarks, the header once more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from console.tables.faults import Fault, Place
from console.tables.grid import Sheet, said
from console.tables.headers import Header, Mapped, plain_title, unit_said
from console.tables.table import Table
from domain.kernel.columns import Holds

_SIGNED = ("填表人", "制表人", "审核人", "负责人", "填报人", "填报单位", "注", "说明", "备注")
_FEW = 3
_COUNTER = "序号"


Noted = Callable[[str, str, Place], None]
"""Takes a note: Chinese, English, place."""


class OtherLines:
    """Tells the lines that are no rows; `numbered` are those with a running number alone."""

    def __init__(self, table: Table, sheet: Sheet, header: Header, note: Noted) -> None:
        """Read for a table: faults go there, and notes to `note`."""
        self._table, self._sheet, self._header, self._note = table, sheet, header, note
        self.numbered: list[int] = []

    def takes(self, number: int, cells: Sequence[Any]) -> bool:
        """Whether a line is no row of the table: what it says is noted."""
        filled = {at: said(one) for at, one in enumerate(cells, start=1) if said(one).strip()}
        place = Place(self._sheet.name, number)
        if self._is_header(filled):
            self._note("与表头相同的一行未取", "a line that repeats the header is left out", place)
            return True
        numbers = all(map(_is_number, filled.values()))
        if filled.keys() <= self._counters and numbers and not self._has_formula(number):
            self.numbered += [number] if filled else []
            return True
        first = plain_title(next(iter(filled.values()), ""))
        unit = unit_said(" ".join(filled.values()))
        if len(filled) > _FEW or not (first.startswith(_SIGNED) or unit):
            return False
        self._note(f"“{first}”一行未取", f"{first!r} is left out", place)
        self._check_unit(unit, place)
        return True

    @cached_property
    def _counters(self) -> frozenset[int]:
        """The columns of running numbers."""
        columns = self._header.columns
        return frozenset(one.column for one in columns if plain_title(one.header) == _COUNTER)

    def _has_formula(self, number: int) -> bool:
        cells = self._sheet.formulas
        return any(row == number and column not in self._counters for row, column in cells)

    def _is_header(self, filled: dict[int, str]) -> bool:
        titles = {one.column: plain_title(one.header) for one in self._header.columns}
        return len(filled) > 1 and all(
            plain_title(text) == titles.get(at) for at, text in filled.items()
        )

    def _check_unit(self, unit: str | None, place: Place) -> None:
        """Refuse a unit that a line gives for amounts that were read in another one."""
        others = [
            one for one in self._header.columns if self._has_amounts(one) and one.unit != unit
        ]
        if unit is None or not others:
            return
        first = others[0]
        titles = "、".join(one.header for one in others)
        fault = Fault(
            f"此处写明单位为{unit}，而“{titles}”按{first.unit}读取，请在表头写明单位，如"
            f"“{plain_title(first.header)}（{unit}）”，或改正此行",
            f"this line says {unit}, and the header does not: let the header say the unit",
            first.field or "file",
            place,
        )
        self._table.faults.append(fault)

    def _has_amounts(self, one: Mapped) -> bool:
        if one.field is None or self._table.kind.column(one.field).holds is not Holds.AMOUNT:
            return False
        return any(row.values[one.field] is not None for row in self._table.rows)


def _is_number(text: str) -> bool:
    return text.strip().removesuffix(".").isdecimal()
