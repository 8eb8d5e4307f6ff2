"""A file that came back: its table as the one reader has it, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from console.cli.errors import InputError
from console.cli.input.table_file import read_table_file
from console.tables.faults import Fault
from console.tables.grid import said
from console.tables.headers import Fields, Given, nothing_given
from console.tables.kinds import KINDS
from console.tables.portfolio import read_portfolio
from console.tables.reader import read_table
from console.tables.remembered import RememberedColumns
from console.tables.table import Table, TableRow

_TITLES = {"file": "文件", "header": "表头"}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that came back: `missing` says what is still to be filled in, one line each.

    `read` is the file with its table where it could be read.
    """

    faults: tuple[InputError, ...] = ()
    missing: tuple[str, ...] = ()
    read: FilledFile | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong and nothing missing."""
        return not self.faults and not self.missing


@dataclass(slots=True)
class FilledFile:
    """A file that came back, with its bytes and its table.

    `unread` says why the file can be no table; `content` is the CSV that a portfolio is kept as.
    """

    path: Path
    table: Table
    original: bytes = b""
    content: bytes = b""
    fields: Fields = field(default_factory=dict)
    unread: InputError | None = None

    @classmethod
    def of(cls, path: Path, kind: str, remembered: RememberedColumns | None) -> FilledFile:
        """Read a file of a kind of table; raises nothing for a bad one."""
        of = KINDS[kind]
        given: Given = remembered.given(of, {}) if remembered else nothing_given
        try:
            original = _read(path)
        except InputError as error:
            return cls(path, Table(of), unread=error)
        if kind == "portfolio":
            read = read_portfolio(original, given)
            table, content = read.table, read.content
        else:
            table, content = read_table(original, of, given), b""
        return cls(path, table, original, content, given(table.titles))

    @property
    def rows(self) -> list[TableRow]:
        """All rows; a cell that is wrong or missing is empty."""
        return self.table.rows

    @property
    def whole_rows(self) -> list[TableRow]:
        """The rows in which nothing is wrong and nothing missing."""
        bad = {one.place.row for one in self.table.faults}
        return [row for row in self.rows if row.row not in bad]

    def fault(self, row: TableRow, name: str, zh: str, en: str) -> None:
        """Add what is wrong with a cell, held against other files."""
        place = self.table.place(row.row, name, said(row.values[name]))
        self.table.faults.append(Fault(zh, en, name, place))

    def checked(self) -> Checked:
        """What is wrong and what is missing, by row."""
        if self.unread is not None:
            return Checked((self.unread,))
        faults = sorted(self.table.faults, key=lambda one: one.place.row or 0)
        wrong = tuple(self._error(one) for one in faults if not one.is_missing)
        missing = tuple(self._missing([one for one in faults if one.is_missing]))
        return Checked(wrong, missing, self)

    def _error(self, fault: Fault) -> InputError:
        return InputError(str(self.path), fault.place.row, self._title(fault), fault.message())

    def _title(self, fault: Fault) -> str:
        if fault.field in _TITLES:
            return _TITLES[fault.field]
        return self.table.kind.column(fault.field).title

    def _missing(self, faults: list[Fault]) -> Iterator[str]:
        """One line for each row, with the titles of its empty cells."""
        by_row: dict[int | None, list[str]] = {}
        for fault in faults:
            if fault.field == "file":
                yield f"{self.path} 尚未填写 / nothing is filled in yet"
            else:
                by_row.setdefault(fault.place.row, []).append(self._title(fault))
        for row, titles in by_row.items():
            yield f"{self.path} 第 {row} 行缺 {'、'.join(titles)} / line {row} is not filled in yet"


def _read(path: Path) -> bytes:
    """The bytes of a file; raises `InputError`, also where there are two files in its place."""
    beside = sorted(
        one.name
        for one in path.parent.glob(f"{path.stem}.*")
        if one.suffix in {".xlsx", ".csv", ".txt", ".tsv"}
    )
    if len(beside) > 1:
        why = (
            f"{'、'.join(beside)} 同时存在，不知取哪一个：请只留一个，其余移走或改名 / "
            f"there are {', '.join(beside)}: keep one of them, move or rename the others"
        )
        raise InputError(str(path), None, "文件", why)
    return read_table_file(path)


def texts(row: TableRow) -> Mapping[str, str]:
    """The values of a row as texts; what is empty is left out."""
    return {name: said(value) for name, value in row.values.items() if value is not None}
