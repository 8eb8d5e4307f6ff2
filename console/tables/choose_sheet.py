"""Of the sheets of a file, the one with the table."""

from __future__ import annotations

from dataclasses import dataclass

from console.tables.faults import Note, UnreadableTable
from console.tables.grid import Book, Sheet
from console.tables.headers import Given, Header, find_header, is_whole
from console.tables.kinds import TableKind


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sheet with the table, its header, and what is said of the other sheets."""

    sheet: Sheet
    header: Header
    notes: tuple[Note, ...] = ()


def choose_sheet(book: Book, kind: TableKind, given: Given, wanted: str | None = None) -> Chosen:
    """The sheet that fits a kind of table, or the one that is wanted; raises `UnreadableTable`."""
    sheets = _visible(book, wanted)
    if not any(one.rows for one in sheets):
        raise UnreadableTable(
            "文件为空，应有表头和各行内容",
            "is empty: a header and one line per row are expected",
            1,
        )
    found = [(one, find_header(one, kind, given)) for one in sheets]
    whole = [(one, header) for one, header in found if header and is_whole(header, kind)]
    filled = [(one, header) for one, header in whole if one.rows[-1][0] > header.last_row]
    whole = filled or whole
    if len(whole) > 1:
        names = "、".join(f"“{one.name}”" for one, _ in whole)
        raise UnreadableTable(
            f"工作表 {names} 都像是{kind.title}，请指定一张（--sheet），或删去其余",
            f"the sheets {names} all fit: name one (--sheet), or delete the others",
        )
    best = max(
        whole or [(one, header) for one, header in found if header],
        key=lambda one: len(set(one[1].fields)),
        default=None,
    )
    if best is None:
        raise _no_header(kind)
    return Chosen(*best, notes=(*_notes(book, best[0]), *_hidden(book, best[0], kind, given)))


def _visible(book: Book, wanted: str | None) -> list[Sheet]:
    if wanted is None:
        return [one for one in book.sheets if not one.is_hidden]
    found = [one for one in book.sheets if one.name == wanted]
    if not found:
        names = "、".join(str(one.name) for one in book.sheets)
        raise UnreadableTable(
            f"没有工作表“{wanted}”，有：{names}", f"has no sheet {wanted!r}: it has {names}"
        )
    return found


def _no_header(kind: TableKind) -> UnreadableTable:
    titles = "、".join(one.title for one in kind.columns if one.required)
    return UnreadableTable(
        f"找不到{kind.title}的表头，应有以下各列：{titles}",
        f"has no header of a table of {kind.name}: its columns are "
        f"{', '.join(one.field for one in kind.columns if one.required)}",
        1,
    )


def _notes(book: Book, taken: Sheet) -> tuple[Note, ...]:
    others = [str(one.name) for one in book.sheets if one is not taken and not one.is_hidden]
    if not others:
        return ()
    zh = f"取工作表“{taken.name}”，未取：{'、'.join(others)}"
    return (Note(zh, f"the sheet {taken.name} is taken, not {', '.join(others)}"),)


def _hidden(book: Book, taken: Sheet, kind: TableKind, given: Given) -> tuple[Note, ...]:
    """A note on the hidden sheets that have such a table too."""
    names = [
        str(one.name)
        for one in book.sheets
        if one.is_hidden and one is not taken and is_whole(find_header(one, kind, given), kind)
    ]
    if not names:
        return ()
    zh = f"隐藏的工作表“{'”“'.join(names)}”未取"
    return (Note(zh, f"the hidden sheets {', '.join(names)} are not taken"),)
