"""What may be a slip in a table, and may be right: it is noted, and is no fault.

An amount far from all others is mostly yuan where 万元 is meant, or the reverse; a project with the
name of another stands twice, under two codes.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from console.tables.faults import Note
from console.tables.grid import said
from console.tables.table import Table, TableRow
from domain.kernel.columns import Holds

FACTOR = 1_000
"""How many times the median of its column an amount is noted from, or what part of it (both
inclusive)."""

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
            yield Note(
                f"名称、单位、年度与第 {before.row} 行（{before.values['code']}）相同，"
                "请核对是否重复录入",
                f"has the name, unit and year of line {before.row}: check whether it stands twice",
                table.place(row.row, "code", said(row.values["code"])),
            )


def _note(table: Table, name: str, row: int, amount: Decimal, usual: Decimal) -> Note:
    return Note(
        f"{amount:,} 元，与同列多数金额（中位数 {usual:,} 元）相差千倍以上，"
        "请核对是否把元与万元混用",
        f"{amount:,} yuan is a thousand times more or less than most (the median is {usual:,}): "
        "check yuan against 10,000 yuan",
        table.place(row, name, said(amount)),
    )
