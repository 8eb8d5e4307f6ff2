"""The header of a table: in which rows it stands, and which column is which field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from console.tables.cells import UNITS
from console.tables.grid import Sheet, said
from console.tables.kinds import TableKind
from domain.kernel.columns import Holds
from domain.kernel.plain_text import without_unseen

_LOOKED_AT = 30
_FEWEST = 2
_UNITS = r"(?P<unit>(?:千|百万|万|亿)?元)"
_UNIT = re.compile(
    r"[(\[{【〔《]\s*(?:金额)?(?:单位)?\s*[::]?\s*(?:人民币)?"
    r"(?P<unit>(?:千|百万|万|亿)?元|万|亿)\s*[)\]}】〕》]"
)
_UNIT_BARE = re.compile(
    r"(?:[-/,:_\s]|(?<![\d十百千万亿美港欧日]))(?P<unit>(?:千|百万|万|亿)元)|[-/,:_\s](?P<yuan>元)$"
)
_HINT = re.compile(
    r"[(\[](?:必填项?|选填项?|文本格式?|是[/、或]否|年[-/]?月[-/]?日|YYYY-MM-DD)[)\]]",
    re.IGNORECASE,
)
_UNIT_SAID = re.compile(
    rf"单位\s*[::为是]\s*(?:人民币)?{_UNITS}|[以按](?P<by>(?:千|百万|万|亿)?元)(?:为单位|计)"
)
_SIGNS = re.compile(r"[\s*::_]+|^\d+[.、]")
IGNORED = frozenset({"序号", "备注", "说明"})
"""Titles of columns that no table takes, and everybody has."""

NOT_TAKEN = "-"
"""The field of a column that is left out by wish."""

Fields = Mapping[str, str]
"""Title of a column -> field, field and unit (`initial:万元`), or `NOT_TAKEN`."""

Given = Callable[[frozenset[str]], Fields]
"""What is known of the columns of a file besides their usual titles, by all of its titles."""


def nothing_given(_titles: frozenset[str]) -> Fields:
    """Nothing is known but the usual titles."""
    return {}


def given(fields: Fields) -> Given:
    """These fields, whatever the other titles are."""
    return lambda _titles: fields


def fields_said(said: Mapping[str, str], kind: TableKind) -> Fields:
    """Titles with the fields that somebody says; raises `ValueError` for a field that is none."""
    names = [column.field for column in kind.columns]
    for title, field in said.items():
        name, _, unit = field.partition(":")
        if not title.strip() or name not in {*names, NOT_TAKEN} or (unit and unit not in UNITS):
            raise ValueError(
                f"应写作 列名=字段，字段有 {'、'.join(names)}，- 为不取 / "
                f"write TITLE=FIELD, a field is one of {', '.join(names)}, - for none"
            )
    return {" ".join(title.split()): field for title, field in said.items()}


@dataclass(frozen=True, slots=True)
class Mapped:
    """A column of a file: its title, its field if it has one, and the unit of its amounts."""

    column: int
    header: str
    field: str | None
    scale: Decimal = Decimal(1)
    unit: str = "元"
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet: its last row, its columns, and the number of those with a field."""

    last_row: int
    first_row: int
    columns: tuple[Mapped, ...]

    @property
    def fields(self) -> list[str]:
        """The fields of the columns, as often as they stand there."""
        return [one.field for one in self.columns if one.field]


def find_header(sheet: Sheet, kind: TableKind, given: Given) -> Header | None:
    """The rows of a sheet that fit best as the header of a kind of table; none where none fits.

    The header is one row, or two where a title above spans several columns.
    """
    best: Header | None = None
    rows = list(sheet.rows[:_LOOKED_AT])
    known = frozenset(_by_title(kind))
    for at, (number, _) in enumerate(rows):
        unit = _unit_above(rows[:at]) or _unit_of_line(sheet.name or "")
        for last, titles in _shapes(sheet, rows, at, known):
            found = Header(last, number, tuple(_mapped(kind, titles, given, unit)))
            if _rank(found) > (_rank(best) if best else (_FEWEST - 1, 0)):
                best = found
    return best


def _rank(header: Header) -> tuple[int, int]:
    """The number of fields; of two headers with as many, the one of a single row."""
    return len(set(header.fields)), header.first_row - header.last_row


def _shapes(
    sheet: Sheet, rows: Sequence[tuple[int, Sequence[Any]]], at: int, known: frozenset[str]
) -> Iterator[tuple[int, list[str]]]:
    """The titles that begin on a row: of the row itself, and with those of the row below."""
    number, cells = rows[at]
    filled = _spread(sheet, number, cells)
    yield number, [said(one) for one in filled]
    is_title = len({said(one) for one in cells if said(one).strip()}) < _FEWEST
    if not is_title and at + 1 < len(rows) and rows[at + 1][0] == number + 1:
        yield number + 1, _joined(filled, rows[at + 1][1], known)


def is_whole(header: Header | None, kind: TableKind) -> bool:
    """Whether a header has every column that the kind of table must have."""
    if header is None:
        return False
    return kind.needed <= set(header.fields)


def plain_title(text: str) -> str:
    """A title without blanks, signs, usual hints, and the unit of its amounts."""
    text = unicodedata.normalize("NFKC", without_unseen(text))
    return _SIGNS.sub("", _HINT.sub("", _UNIT_BARE.sub("", _UNIT.sub("", text)))).lower()


def unit_of(text: str) -> str | None:
    """The unit of amounts that a title names."""
    text = unicodedata.normalize("NFKC", text).strip()
    if found := _UNIT.search(text):
        unit = found["unit"]
        return unit if unit.endswith("元") else f"{unit}元"
    found = _UNIT_BARE.search(text)
    return (found["unit"] or found["yuan"]) if found else None


def unit_said(text: str) -> str | None:
    """The unit of amounts that a line of text gives for a whole table, as 单位：万元."""
    found = _UNIT_SAID.search(unicodedata.normalize("NFKC", text))
    return (found["unit"] or found["by"]) if found else None


def _mapped(
    kind: TableKind, titles: Sequence[str], given: Given, unit_above: str | None
) -> Iterator[Mapped]:
    named = _by_title(kind)
    known_fields = {*(one.field for one in kind.columns), NOT_TAKEN}
    wanted = given(frozenset(filter(None, map(_shown, titles))))
    amounts = {one.field for one in kind.columns if one.holds is Holds.AMOUNT}
    for at, title in enumerate(titles, start=1):
        shown = _shown(title)
        if not shown:
            continue
        plain = plain_title(title)
        field, _, unit_given = wanted.get(shown, "").partition(":")
        if field not in known_fields:
            field, unit_given = named.get(plain, ""), ""
        if field in {"", NOT_TAKEN}:
            known = field == NOT_TAKEN or plain in IGNORED | kind.beside
            yield Mapped(at, shown, None, is_known=known)
            continue
        unit_said = unit_given or unit_of(title) or unit_above or "元"
        unit = unit_said if field in amounts and unit_said in UNITS else "元"
        yield Mapped(at, shown, field, UNITS[unit], unit)


def _shown(title: str) -> str:
    return " ".join(without_unseen(title).split())


def _by_title(kind: TableKind) -> dict[str, str]:
    found: dict[str, str] = {}
    for column in kind.columns:
        for title in (column.title, column.field, *column.synonyms):
            found.setdefault(plain_title(title), column.field)
    return found


def _spread(sheet: Sheet, row: int, cells: Sequence[Any]) -> list[Any]:
    """The cells of a row, with the value of merged cells in each column that they span."""
    filled = list(cells)
    for (top, left), (bottom, right) in sheet.merged:
        if top == row and right > left and left <= len(cells):
            filled += [None] * (right - len(filled))
            filled[left - 1 : right] = [cells[left - 1]] * (right - left + 1)
        if top < row <= bottom:
            above = next((one for number, one in sheet.rows if number == top), ())
            filled += [None] * (right - len(filled))
            filled[left - 1] = above[left - 1] if left <= len(above) else None
    return filled


def _joined(above: Sequence[Any], below: Sequence[Any], known: frozenset[str]) -> list[str]:
    """Titles of two rows: both together if that is a known title, as 项目 above 编码.

    Otherwise the lower one, with the unit that the upper one names.
    """
    width = max(len(above), len(below))
    titles = []
    for at in range(width):
        upper = said(above[at]) if at < len(above) else ""
        lower = said(below[at]) if at < len(below) else ""
        unit = unit_of(upper) if lower and not unit_of(lower) else None
        both = plain_title(upper) + lower
        title = both if upper and lower and plain_title(both) in known else lower or upper
        titles.append(title + (f"（{unit}）" if unit else ""))
    return titles


def _unit_above(rows: Sequence[tuple[int, Sequence[Any]]]) -> str | None:
    """The unit of amounts that a row of a title names."""
    for _, cells in reversed(rows):
        for cell in cells:
            unit = _unit_of_line(said(cell))
            if unit:
                return unit
    return None


def _unit_of_line(text: str) -> str | None:
    """The unit that a title, or the name of a sheet, gives for a whole table."""
    if unit := unit_said(text):
        return unit
    found = _UNIT.search(unicodedata.normalize("NFKC", text))
    return unit_of(found[0]) if found else None
