"""The rows of a sheet below its header: each cell read, each fault with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from console.tables.cells import read_cell
from console.tables.choice_words import holds_words
from console.tables.choose_sheet import Chosen
from console.tables.faults import BadCell, EmptyCell, Fault, Note, Place, cut, letters
from console.tables.grid import said
from console.tables.headers import Mapped, plain_title
from console.tables.kinds import Values
from console.tables.outliers import alike, outliers
from console.tables.table import Table, TableRow
from console.tables.totals import Totals, total_word
from domain.kernel.codes import CodesSeen
from domain.kernel.columns import Holds, TableColumn

_SIGNED = ("填表人", "制表人", "审核人", "负责人", "填报人", "填报单位", "注", "说明", "备注")
_FEW = 3
_UNIT = "unit_of_measure"
_SEEN_THROUGH = frozenset({"opened_on", "subject_kind"})
"""Fields of a key that nobody names: the code is what stands twice."""

MOST_FAULTS = 1_000
"""How many faults, and how many notes, are named of a table (inclusive)."""


def _is_percent(unit: str) -> bool:
    return "%" in unit or "％" in unit or unit.startswith("百分")


class RowReader:
    """Reads the rows of one sheet below its header."""

    def __init__(self, table: Table, chosen: Chosen) -> None:
        """Read the chosen sheet into a table."""
        self.table, self.sheet, self.header = table, chosen.sheet, chosen.header
        formulas = {cell for cell, has_value in chosen.sheet.formulas.items() if not has_value}
        self._totals = Totals(table, frozenset(formulas) | chosen.sheet.errors)
        self.kind = table.kind
        self._keys: dict[tuple[Any, ...], int] = {}
        self._seen: CodesSeen[int] = CodesSeen()
        self._said: dict[str, str] = {}
        self._has_all = True
        self._rate: Place | None = None
        table.sheet, table.columns = chosen.sheet.name, chosen.header.columns
        table.header_row = chosen.header.last_row
        table.notes += chosen.notes

    def read(self) -> None:
        """Read the header and all rows."""
        self._check_header()
        if any(one.field == "file" for one in self.table.faults):
            return
        self._check_merged()
        for number, cells in self.sheet.rows:
            if len(self.table.faults) > MOST_FAULTS:
                self._stop(number)
                break
            if number > self.header.last_row and not self._is_left_out(number, cells):
                self._row(number, cells)
        if self.table.rows:
            self._totals.check()
            for note in (*outliers(self.table), *alike(self.table)):
                self._note(note.zh, note.en, note.place)
        if not self.table.rows and not self.table.faults:
            row = Place(self.sheet.name, self.header.last_row)
            words = ("表头之下没有内容，请逐行填写", "has a header but no row: fill in its rows")
            self.table.faults.append(Fault(*words, place=row, is_missing=True))

    def _stop(self, row: int) -> None:
        """Name no more faults: whoever reads them has enough to mend."""
        place = Place(self.sheet.name, row)
        zh = f"错误超过 {MOST_FAULTS} 处，自本行起不再逐一列出"
        del self.table.faults[MOST_FAULTS + 1 :]
        self._fault(
            zh, f"has more than {MOST_FAULTS} faults: none is named from here on", place=place
        )

    def _note(self, zh: str, en: str, place: Place | None = None) -> None:
        if len(self.table.notes) < MOST_FAULTS:
            self.table.notes.append(Note(zh, en, place or Place()))

    def _fault(self, zh: str, en: str, field: str = "file", place: Place | None = None) -> None:
        self.table.faults.append(Fault(zh, en, field, place or Place(self.sheet.name)))

    def _check_header(self) -> None:
        row, seen = self.header.last_row, dict[str, str]()
        for one in self.header.columns:
            place = Place(self.sheet.name, row, one.column, one.header)
            if one.field is None:
                if not one.is_known:
                    self._unknown(one, place)
            elif one.field in seen:
                self._fault(
                    f"与“{seen[one.field]}”是同一列，请只留一列",
                    "the column stands twice",
                    one.field,
                    place,
                )
            else:
                seen[one.field] = one.header
        for column in self.kind.columns:
            if column.field not in seen:
                self._missing(column, row)
        self._has_all = {one.field for one in self.kind.columns if one.required} <= seen.keys()

    def _unknown(self, one: Mapped, place: Place) -> None:
        self._fault(
            "不认识此列，请改用规定的列名、删去此列，或以 --map 列名=字段 指明（--map "
            f"{one.header}=- 为不取）",
            f"{one.header!r} is no column of this table: rename it, delete it, or map it",
            "header",
            place,
        )

    def _missing(self, column: TableColumn, row: int) -> None:
        place = Place(self.sheet.name, row)
        if column.required:
            self._fault(
                f"缺少“{column.title}”列（{column.field}），请在表头加上此列并逐行填写："
                f"{holds_words(column)}",
                f"the column is missing: add it, with {holds_words(column)} in each row",
                column.field,
                place,
            )
        elif column.synonyms or column.title != column.field:
            zh, en = f"没有“{column.title}”列，按空处理", f"has no column {column.field}: empty"
            self._note(zh, en)

    def _check_merged(self) -> None:
        width = max(one.column for one in self.header.columns)
        totals = {number for number, cells in self.sheet.rows if total_word(self.table, cells)}
        for (top, left), (bottom, right) in self.sheet.merged_below(self.header.last_row):
            if left > width or (left, right) == (1, width):
                continue  # beside the table, or a line of text across it
            if top == bottom and top in totals:
                continue
            cells = f"{letters(left)}{top}:{letters(right)}{bottom}"
            self._fault(
                f"{cells} 是合并单元格，请取消合并、逐行填写",
                f"{cells} are merged: unmerge, and fill each row",
                place=Place(self.sheet.name, top),
            )

    def _is_left_out(self, number: int, cells: Sequence[Any]) -> bool:
        """Whether a row is a total or a line of signatures, which is noted."""
        word = total_word(self.table, cells)
        if word is not None:
            self._totals.add(number, word, cells)
            return True
        filled = [plain_title(said(one)) for one in cells if said(one).strip()]
        first = filled[0] if filled else ""
        is_signed = len(filled) <= _FEW and first.startswith(_SIGNED)
        if not is_signed:
            return not filled and not self._has_formula(number)
        place = Place(self.sheet.name, number)
        self._note(f"“{first}”一行未取", f"{first!r} is left out", place)
        return True

    def _has_formula(self, number: int) -> bool:
        return any(row == number for row, _ in self.sheet.formulas)

    def _row(self, number: int, cells: Sequence[Any]) -> None:
        before = len(self.table.faults)
        self._check_width(number, cells)
        if len(self.table.faults) > before and self._is_astray(cells):
            return
        values: Values = {column.field: None for column in self.kind.columns}
        for one in self.header.columns:
            if one.field is not None:
                value = cells[one.column - 1] if one.column <= len(cells) else None
                self._said[one.field] = said(value)
                values[one.field] = self._cell(number, one, value)
        self._take_percent(values)
        if len(self.table.faults) == before and self._has_all:
            values = self.kind.cleaned(values)
            for name, zh, en in self.kind.wrong(values):
                self._fault(zh or "不符合要求", en, name, self._place(number, name))
        self._check_codes(number, values)
        self.table.rows.append(TableRow(number, values))

    def _is_astray(self, cells: Sequence[Any]) -> bool:
        """Whether cells may stand in the columns of others, or none stands in the table's."""
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
            self._fault(zh, "the line ends before this column", short.field or "file", place)
        known = {one.column for one in self.header.columns}
        for at, value in enumerate(cells, start=1):
            if at not in known and said(value).strip():
                place = Place(self.sheet.name, number, at, value=said(value))
                zh = "此处没有表头，请删去；单元格内有逗号的应加引号"
                en = f"the line has {len(cells)} cells, the header {len(known)}"
                self._fault(zh, en, place=place)
                return

    def _cell(self, number: int, one: Mapped, value: Any) -> Any:
        column = self.kind.column(one.field or "")
        place = Place(self.sheet.name, number, one.column, one.header, said(value) or None)
        at = (number, one.column)
        if at in self.sheet.errors:
            self._fault(
                "是错误值，请改为数值",
                "is an error value: paste its value instead",
                column.field,
                place,
            )
            return None
        if at in self.sheet.formulas:
            if not self.sheet.formulas[at]:
                self._fault(
                    "是没有结果的公式，请粘贴为数值",
                    "is a formula: paste its value instead",
                    column.field,
                    place,
                )
                return None
            self._note("是公式，按其结果读取", "is a formula: its value is read", place)
        try:
            found = read_cell(column, value, one.scale)
        except BadCell as error:
            is_missing = isinstance(error, EmptyCell)
            fault = Fault(error.zh, error.en, column.field, place, is_missing)
            self.table.faults.append(fault)
            return None
        if found.cleaned:
            self._note(*found.cleaned, place)
        if found.is_rate and column.holds is Holds.MEASURE:
            self._rate = place
        return found.value

    def _take_percent(self, values: Values) -> None:
        """A measure with the sign of percent has percent as its unit, where the row gives none."""
        place, unit = self._rate, values.get(_UNIT)
        self._rate = None
        if place is None or _UNIT not in values or (unit is not None and _is_percent(unit)):
            return
        if unit is None:
            values[_UNIT] = "%"
            self._note("度量单位为空，按 % 读取", "has no unit of measure: read as percent", place)
        else:
            self._note(
                f"写有 %，度量单位却是“{cut(unit)}”，请核对",
                f"has a sign of percent, its unit of measure is {unit!r}: check it",
                place,
            )

    def _place(self, number: int, name: str) -> Place:
        return self.table.place(number, name, self._said.get(name))

    def _check_codes(self, number: int, values: Values) -> None:
        for code in self.kind.codes:
            if values[code] is not None:
                self._check_case(number, code, values)
        key = tuple(self._key(values))
        if any(values[name] is None for name in self.kind.key if self.kind.column(name).required):
            return
        first = self._keys.setdefault(key, number)
        if first != number:
            names = [one for one in self.kind.key if one not in _SEEN_THROUGH]
            titles = "、".join(self.kind.column(one).title for one in names)
            name = names[0]
            self._fault(
                f"与第 {first} 行重复，同一{titles}只能有一行，请删去一行或改正",
                f"{values[name]!r} stands on line {first} too",
                name,
                self._place(number, name),
            )

    def _key(self, values: Values) -> Iterator[Any]:
        for name in self.kind.key:
            value = values[name]
            yield getattr(value, "year", value) if name == "opened_on" else value

    def _check_case(self, number: int, name: str, values: Values) -> None:
        code = values[name]
        scope = name if name not in {"code", "unit_code"} else "code"
        before = self._seen.earlier(code, number, scope)
        if before is None or before[0] == code:
            return
        self._fault(
            f"{code} 与第 {before[1]} 行的 {before[0]} 仅大小写不同，请写成同一编码",
            f"{code!r} differs from {before[0]!r} on line {before[1]} in case alone",
            name,
            self._place(number, name),
        )
