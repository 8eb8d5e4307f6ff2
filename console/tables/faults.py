"""What is wrong with a table, or was read otherwise than it stands there: each with its place."""

from __future__ import annotations

from dataclasses import dataclass

_LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a table: `row` and `column` count from 1; of a text file, `row` is the line."""

    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    header: str | None = None
    value: str | None = None

    @property
    def cell(self) -> str | None:
        """The cell as a spreadsheet calls it, as B3."""
        if self.column is None:
            return None
        return f"{letters(self.column)}{self.row or ''}"

    def __str__(self) -> str:
        """Sheet, cell, title of the column and value, without the row of a whole line."""
        words = [f"工作表“{self.sheet}”" if self.sheet else "", self.cell or ""]
        words += [f"（{self.header}）" if self.header else ""]
        words += [f"“{cut(self.value)}”" if self.value else ""]
        return "".join(words)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a table is not taken, and what to write; `field` is the column's field, or `file`."""

    zh: str
    en: str
    field: str = "file"
    place: Place = Place()
    is_missing: bool = False
    """Whether nothing is wrong but that something is still to be filled in."""

    def message(self) -> str:
        """The fault with the place of its cell, Chinese before the English."""
        where = str(self.place)
        return f"{where}：{self.zh} / {self.en}" if where else f"{self.zh} / {self.en}"


@dataclass(frozen=True, slots=True)
class Note:
    """What was read otherwise than it stands in the table: cleaned, converted, left out."""

    zh: str
    en: str
    place: Place = Place()

    def message(self) -> str:
        """The note with its place, Chinese before the English."""
        has_row = self.place.row and not self.place.cell
        row = f"第 {self.place.row} 行" if has_row else ""
        where = f"{row}{self.place}"
        return f"{where}：{self.zh} / {self.en}" if where else f"{self.zh} / {self.en}"


class UnreadableTable(Exception):  # noqa: N818 - what it is
    """A file of which no table can be read at all."""

    def __init__(self, zh: str, en: str, row: int | None = None) -> None:
        super().__init__(f"{zh} / {en}")
        self.fault = Fault(zh, en, place=Place(row=row))


class BadCell(ValueError):  # noqa: N818 - what it is
    """A cell that its column does not take: why, and what to write."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh, self.en = zh, en


class EmptyCell(BadCell):
    """A cell that must be filled and is empty."""

    def __init__(self) -> None:
        super().__init__("为空，必填", "is empty and must be filled")


def letters(column: int) -> str:
    """The letters of a column that counts from 1, as a spreadsheet has them."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def cut(value: str) -> str:
    """A value as shown, cut if it is long."""
    return value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}…"
