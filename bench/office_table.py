"""A portfolio as an office has it: a workbook with Chinese titles and amounts in 万元."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

from console.tables.kinds import KINDS

ROWS = 5_000
_CELLS = ("一般公共预算", "年初预算", "2026年1月5日", "是", "否", "否", "否", "项目", "否")


def write_office_table(file: Path, rows: int = ROWS) -> None:
    """Write a portfolio of so many projects."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("项目清单")
    sheet.append(["2026年项目清单（单位：万元）"])
    sheet.append([column.title for column in KINDS["portfolio"].columns])
    for number in range(rows):
        unit = number % 80
        named = (f"P{number:05}", f"合成项目{number:05}", f"U{unit:02}", f"示例单位{unit:02}")
        sheet.append([*named, *_CELLS, float(number + Decimal("89.974"))])
    book.save(file)
