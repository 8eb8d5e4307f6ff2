"""The one reader of tables: bytes of a file in, rows or all faults of it out."""

from __future__ import annotations

from console.tables.choose_sheet import Chosen, choose_sheet
from console.tables.faults import Note, UnreadableTable
from console.tables.grid import Book, Sheet
from console.tables.headers import Given, find_header, is_whole, nothing_given
from console.tables.kinds import KINDS, TableKind
from console.tables.rows import RowReader
from console.tables.table import Table
from console.tables.text_file import read_text_file
from console.tables.workbook import is_workbook, read_workbook

_GUESSED = (
    "不是 UTF-8，按 GB18030 读取，请核对名称",
    "is no UTF-8 and read as GB18030: check the names",
)


def read_table(
    content: bytes,
    kind: TableKind,
    given: Given = nothing_given,
    sheet: str | None = None,
) -> Table:
    """Read a table of a kind, and all that is wrong with it; raises nothing for a bad file.

    `given` has the fields of columns whose titles are not the usual ones; `sheet` names the
    sheet where several fit.
    """
    table = Table(kind)
    try:
        book = read_book(content, kind, given)
        table.read_as = book.read_as
        chosen = _chosen(book, kind, given, sheet)
        if book.is_guessed:
            table.notes.append(Note(*_GUESSED))
    except UnreadableTable as error:
        table.faults.append(error.fault)
        return table
    RowReader(table, chosen).read()
    return table


def _chosen(book: Book, kind: TableKind, given: Given, wanted: str | None) -> Chosen:
    try:
        chosen = choose_sheet(book, kind, given, wanted)
    except UnreadableTable:
        for sheet in book.sheets:
            _require_kind(sheet, kind)
        raise
    if not is_whole(chosen.header, kind):
        _require_kind(chosen.sheet, kind)
    return chosen


def _require_kind(sheet: Sheet, kind: TableKind) -> None:
    """Refuse a table that has all columns of another kind, and more of it: it is a wrong file."""
    own = find_header(sheet, kind, nothing_given)
    known = len(set(own.fields)) if own else 0
    for other in KINDS.values():
        found = find_header(sheet, other, nothing_given)
        if found and is_whole(found, other) and len(set(found.fields)) > known:
            raise UnreadableTable(
                f"这张表是{other.title}，不是{kind.title}，请换成{kind.title}的文件",
                f"is a table of {other.name}, not of {kind.name}: give another file",
                found.last_row,
            )


def read_book(content: bytes, kind: TableKind, given: Given = nothing_given) -> Book:
    """The sheets of a file, of which one may be a table of a kind; raises `UnreadableTable`."""
    if is_workbook(content):
        return read_workbook(content)

    def fitness(sheet: Sheet) -> int:
        found = find_header(sheet, kind, given)
        return len(set(found.fields)) if found else 0

    return read_text_file(content, fitness)
