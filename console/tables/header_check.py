"""The check of a table's header and of merged cells below it."""

from __future__ import annotations

from dataclasses import dataclass

from console.tables.choice_words import holds_words
from console.tables.faults import Place, letters
from console.tables.grid import Sheet
from console.tables.headers import Header, Mapped
from console.tables.table import Table
from console.tables.totals import total_word
from domain.kernel.columns import TableColumn


@dataclass(frozen=True, slots=True)
class HeaderCheck:
    """Checks the header of a sheet against the columns of a kind."""

    table: Table
    sheet: Sheet
    header: Header

    def finds_all(self) -> bool:
        """Whether every needed column is there; faults and notes go to the table."""
        row, seen = self.header.last_row, dict[str, str]()
        for one in self.header.columns:
            place = Place(self.sheet.name, row, one.column, one.header)
            if one.field is None:
                if not one.is_known:
                    self._unknown(one, place)
            elif one.field in seen:
                self.table.fault(
                    f"与“{seen[one.field]}”是同一列，请只留一列",
                    "the column stands twice",
                    one.field,
                    place,
                )
            else:
                seen[one.field] = one.header
        for column in self.table.kind.columns:
            if column.field not in seen:
                self._missing(column, row)
        return self.table.kind.needed <= seen.keys()

    def _unknown(self, one: Mapped, place: Place) -> None:
        self.table.fault(
            "不认识此列，请改用规定的列名、删去此列，或以 --map 列名=字段 指明（--map "
            f"{one.header}=- 为不取）",
            f"{one.header!r} is no column of this table: rename it, delete it, or map it",
            "header",
            place,
        )

    def _missing(self, column: TableColumn, row: int) -> None:
        place = Place(self.sheet.name, row)
        if column.required and column.field not in self.table.kind.within:
            self.table.fault(
                f"缺少“{column.title}”列（{column.field}），请在表头加上此列并逐行填写："
                f"{holds_words(column)}",
                f"the column is missing: add it, with {holds_words(column)} in each row",
                column.field,
                place,
            )
        elif column.field in self.table.kind.within:
            of = self.table.kind.column(self.table.kind.within[column.field]).title
            zh = f"没有“{column.title}”列，从“{of}”之前的符号或文字读取"
            self.table.note(zh, f"has no column {column.field}: it is read before each value")
        elif column.field in self.table.kind.spare:
            return
        elif column.synonyms or column.title != column.field:
            zh, en = f"没有“{column.title}”列，按空处理", f"has no column {column.field}: empty"
            self.table.note(zh, en)

    def check_merged(self) -> None:
        """Refuse merged cells among the rows; a line of text across the table may be merged."""
        width = max(one.column for one in self.header.columns)
        totals = {number for number, cells in self.sheet.rows if total_word(self.table, cells)}
        for (top, left), (bottom, right) in self.sheet.merged_below(self.header.last_row):
            if left > width or (left, right) == (1, width):
                continue  # beside the table, or a line of text across it
            if top == bottom and top in totals:
                continue
            cells = f"{letters(left)}{top}:{letters(right)}{bottom}"
            self.table.fault(
                f"{cells} 是合并单元格，请取消合并、逐行填写",
                f"{cells} are merged: unmerge, and fill each row",
                place=Place(self.sheet.name, top),
            )
