"""Files of `jixiao init` as a bureau fills them in, with spreadsheet software of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

Cells = Sequence[Any]


def fill(path: Path, *rows: Cells, first: int = 2) -> None:
    """Write rows into the first sheet of a workbook, from row `first` on; other rows stay."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for line, row in enumerate(rows, start=first):
        for at, value in enumerate(row, start=1):
            sheet.cell(line, at).value = value
    book.save(path)


def project(code: str, unit: tuple[str, str], opened_on: Any, /, **other: Any) -> list[Any]:
    """A row of the portfolio, as its drop-downs offer it; `other` are cells by their field."""
    cells = {
        "code": code,
        "name": f"合成项目{code}",
        "unit_code": unit[0],
        "unit_name": unit[1],
        "budget_type": "一般公共预算",
        "origin": "年初预算",
        "opened_on": opened_on,
        "is_new": "是",
        "is_major": "否",
        "one_off": "否",
        "key_project": "否",
        "subject_kind": "项目",
        "confidential": "否",
        "initial": 1_000_000,
        "adjusted": None,
        "executed": None,
    }
    return list({**cells, **other}.values())
