"""What may be a slip in a table, and may be right: it is noted, and is no fault.

An amount far from all others is mostly yuan where 万元 is meant, or the reverse; a project with the
name of another stands twice, under two codes.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from statistics import median

from console.tables.faults import Note, Place, letters
from console.tables.grid import Sheet, said
from console.tables.table import Table, TableRow
from domain.kernel.columns import Holds
from domain.kernel.look_alikes import read_as, told_apart

FACTOR = 1_000
"""How many times the median of its column an amount is noted from, or what part of it (both
inclusive)."""

_MOST_LISTED = 10

_CODES = ("code", "project", "unit_code", "organisation")
"""The fields that hold codes of one making."""

FEWEST = 5
"""Amounts of a column from which on there is a median to hold others against."""


def outliers(table: Table) -> Iterator[Note]:
    """A note for each amount that is a thousand times the usual one, or a thousandth of it."""
    for column in table.kind.columns if table.kind.is_summed else ():
        if column.holds is not Holds.AMOUNT:
            continue
        found = [(row.row, row.values[column.field]) for row in table.rows]
        amounts = [(row, amount) for row, amount in found if amount]
        if len(amounts) < FEWEST:
            continue
        usual = median(amount for _, amount in amounts)
        for row, amount in amounts:
            if amount >= usual * FACTOR or amount * FACTOR <= usual:
                yield _note(table, column.field, row, amount, usual)


def alike(table: Table) -> Iterator[Note]:
    """A note for each row of a portfolio that looks like an earlier one under another code."""
    first: dict[tuple[object, ...], TableRow] = {}
    for row in table.rows if table.kind.name == "portfolio" else ():
        day = row.values["opened_on"]
        key = (row.values["name"], row.values["unit_code"], day and day.year)
        before = first.setdefault(key, row)
        if before is not row and all(key):
            code = said(before.values["code"])
            yield Note(
                f"名称、单位、年度与第 {before.row} 行{f'（{code}）' if code else ''}相同，"
                "请核对是否重复录入",
                f"has the name, unit and year of line {before.row}: check whether it stands twice",
                table.place(row.row, "code", said(row.values["code"])),
            )


def units(table: Table) -> Iterator[Note]:
    """A note for each unit of a portfolio that has two names, or two codes."""
    names: dict[str, TableRow] = {}
    codes: dict[str, TableRow] = {}
    seen = set[tuple[str, str]]()
    for row in table.rows if table.kind.name == "portfolio" else ():
        code, name = row.values["unit_code"], row.values["unit_name"]
        if not code or not name or (code, name) in seen:
            continue
        seen.add((code, name))
        named, coded = names.setdefault(code, row), codes.setdefault(name, row)
        if named.values["unit_name"] != name:
            yield Note(
                f"同一单位编码 {code} 在第 {named.row} 行名为“{named.values['unit_name']}”，请核对",
                f"unit {code} has another name on line {named.row}: check both",
                table.place(row.row, "unit_name", name),
            )
        if coded.values["unit_code"] != code:
            yield Note(
                f"同一单位名称“{name}”在第 {coded.row} 行的编码为 {coded.values['unit_code']}，"
                "请核对",
                f"the unit {name} has another code on line {coded.row}: check both",
                table.place(row.row, "unit_code", code),
            )


def spellings(table: Table) -> Iterator[Note]:
    """A note for each person whose name differs from an earlier one in case, width or blanks."""
    first: dict[str, TableRow] = {}
    for row in table.rows if table.kind.name == "people" else ():
        person = row.values["person"]
        before = first.setdefault(_spelt(person or ""), row)
        if person and before.values["person"] != person:
            yield Note(
                f"与第 {before.row} 行的 {before.values['person']} 只是大小写、全半角或空格不同，"
                "请核对是否同一人，同一人请写成一样",
                f"differs from {before.values['person']} on line {before.row} in case, width or "
                "blanks alone: write one person in one way",
                table.place(row.row, "person", person),
            )


def _spelt(person: str) -> str:
    return "".join(unicodedata.normalize("NFKC", person).split()).casefold()


def odd_codes(table: Table) -> Iterator[Note]:
    """A note for each code with a letter where most codes have a digit that looks like it.

    `PO10`, with a letter O, stands among `P001` to `P040`.
    """
    fields = {column.field for column in table.columns}
    for name in (one for one in _CODES if one in fields):
        rows = [(row.row, code) for row in table.rows if (code := row.values.get(name))]
        first = {code: row for row, code in reversed(rows)}
        usual = Counter(map(_shape, first))
        for code, row in sorted(first.items(), key=lambda one: one[1]):
            read = _as_most(code, usual)
            if read is not None:
                zh, en = told_apart(code, read)
                yield Note(f"{zh}，请核对", f"{en}: check it", table.place(row, name, code))


def _as_most(code: str, usual: Counter[str]) -> str | None:
    """The code with digits for letters that look like them, if more codes have that shape."""
    mine = _shape(code)
    for shape, count in usual.most_common():
        if len(shape) == len(code) and shape != mine and count > usual[mine]:
            pairs = zip(code, read_as(code), shape, strict=True)
            read = "".join(digit if of == "9" else one for one, digit, of in pairs)
            if _shape(read) == shape:
                return read
    return None


def _shape(code: str) -> str:
    """The code with 9 for each digit and A for each letter."""
    return "".join("9" if one.isdecimal() else "A" if one.isalpha() else one for one in code)


def falling(table: Table) -> Iterator[Note]:
    """A note for each record of a project below one of an earlier day: they are sums so far."""
    highest: dict[str, TableRow] = {}
    rows = [row for row in table.rows if table.kind.name == "execution"]
    known = [row for row in rows if row.values["as_of"] and row.values["executed"] is not None]
    for row in sorted(known, key=lambda one: one.values["as_of"]):
        project, executed = row.values["project"], row.values["executed"]
        before = highest.setdefault(project, row)
        if executed >= before.values["executed"]:
            highest[project] = row
            continue
        yield Note(
            f"累计执行数少于 {before.values['as_of'].isoformat()}（第 {before.row} 行）的 "
            f"{before.values['executed']:,} 元，请核对是否把当期数填成了累计数",
            f"is less than on {before.values['as_of'].isoformat()} (line {before.row}): records "
            "are sums of the year so far",
            table.place(row.row, "executed", said(executed)),
        )


def unseen_rows(table: Table, sheet: Sheet, numbered: Sequence[int]) -> Iterator[Note]:
    """Notes on what a person may not see in a sheet, and on rows with nothing but a number."""
    place = Place(table.sheet)
    rows = [row.row for row in table.rows if row.row in sheet.hidden_rows]
    if rows:
        zh = f"第 {_listed(rows)} 行是隐藏行（或被筛选掉的行），也已读取；不报的请删去"
        yield Note(zh, "hidden rows are read too: delete them if they are not meant", place)
    columns = [one for one in table.columns if one.column in sheet.hidden_columns and one.field]
    if columns:
        named = "、".join(f"{letters(one.column)}“{one.header}”" for one in columns)
        yield Note(f"{named} 是隐藏列，也已读取", "hidden columns are read too", place)
    if numbered:
        zh = f"第 {_listed(numbered)} 行只有序号，按空行处理"
        yield Note(zh, "rows with a number alone are left out", place)


def _listed(rows: Sequence[int]) -> str:
    shown = "、".join(map(str, rows[:_MOST_LISTED]))
    return shown if len(rows) <= _MOST_LISTED else f"{shown} 等 {len(rows)}"


def _note(table: Table, name: str, row: int, amount: Decimal, usual: Decimal) -> Note:
    return Note(
        f"{amount:,} 元，与同列多数金额（中位数 {usual:,} 元）相差千倍以上，"
        "请核对是否把元与万元混用",
        f"{amount:,} yuan is a thousand times more or less than most (the median is {usual:,}): "
        "check yuan against 10,000 yuan",
        table.place(row, name, said(amount)),
    )


CHECKS: tuple[Callable[[Table], Iterator[Note]], ...] = (
    outliers,
    alike,
    units,
    spellings,
    odd_codes,
    falling,
)
"""All that is looked for in a table, in the order of its notes."""
