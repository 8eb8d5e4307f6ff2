"""The ledger of a year's progress as a file: one line for each duty, written as it is read."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from console.cli.errors import InputError
from console.cli.render import board_words as words
from console.cli.render.work_ledger import duty_name, standing_word
from projections.work_ledger.lines import Line

OPTION = "--file"
TITLE = "年度工作推进总台账"
_TITLES = (
    *("地区", "县（市）", "牵头科室", "对象", "编码", "名称", "单位编码", "单位名称", "责任主体"),
    *("事项", "期限", "办理情况", "逾期天数", "办结日期", "期限依据", "佐证文件", "佐证记录"),
)

Write = Callable[[Line], None]
"""Writes a line behind the others."""


@contextmanager
def ledger_file(path: Path | None) -> Iterator[Write]:
    """Write the lines of a ledger into a file, if one is named; raises `InputError`."""
    if path is None:
        yield lambda _line: None
        return
    kinds = {".csv": _as_text, ".xlsx": _as_workbook}
    kind = kinds.get(path.suffix.lower())
    if kind is None:
        raise InputError(str(path), None, OPTION, "须为 .csv 或 .xlsx / name a .csv or .xlsx file")
    try:
        with kind(path) as write:
            yield write
    except OSError as error:
        raise InputError(str(path), None, OPTION, error.strerror or "cannot be written") from error


@contextmanager
def _as_text(path: Path) -> Iterator[Write]:
    """CSV in UTF-8 with its mark, which programs for tables need."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_TITLES)
        yield lambda line: writer.writerow("" if one is None else one for one in _cells(line))


@contextmanager
def _as_workbook(path: Path) -> Iterator[Write]:
    """A workbook that is written row by row; a text stays a text, whatever it begins with."""
    from openpyxl import Workbook  # noqa: PLC0415 - takes long to load, few ask for it
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(TITLE)
    sheet.freeze_panes = "A2"

    def cell(value: Any) -> Any:
        made = WriteOnlyCell(sheet, value)
        if isinstance(value, str):
            made.data_type = "s"
        if isinstance(value, date):
            made.number_format = "yyyy-mm-dd"
        return made

    sheet.append(_TITLES)
    yield lambda line: sheet.append([cell(one) for one in _cells(line)])
    book.save(path)


def _cells(line: Line) -> Sequence[Any]:
    return (
        line.jurisdiction,
        f"{line.county} {line.county_name or ''}".strip() if line.county else None,
        "、".join(line.sections) or None,
        words.kind(line.kind),
        line.code,
        line.name,
        line.unit,
        line.unit_name,
        words.role(line.responsible),
        duty_name(line.deadline),
        line.due,
        standing_word(line.standing),
        line.days or None,
        line.done_on,
        line.reference,
        line.document,
        line.event,
    )
