"""Cells that hold a day, as people and spreadsheets write it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any

from console.tables.faults import BadCell, cut
from console.tables.grid import said

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""The years of days that anybody means (inclusive)."""

_BLANKS = " \t\r\n\u3000"
_DASHES = str.maketrans("—–−", "---")
_AROUND = re.compile(r"\s*([-/.年月日])\s*")
_MIDNIGHT = r"(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?"
_DAYS = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})" + _MIDNIGHT, re.ASCII),
    re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})" + _MIDNIGHT, re.ASCII),
    re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?", re.ASCII),
    re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII),
)
_SHORT_YEAR = re.compile(r"\d{2}([-/.年])\d{1,2}[-/.月]\d{1,2}日?", re.ASCII)
_SERIAL = re.compile(r"\d{5}", re.ASCII)
_BEFORE_SERIALS = date(1899, 12, 30)


def read_day(value: Any) -> date:
    """The day that a cell says; raises `BadCell` with what is wrong and what to write."""
    if isinstance(value, datetime):
        value = value.date() if value.time() == time() else said(value)
    if isinstance(value, date):
        return _within(value)
    text = _plain(said(value))
    for shape in _DAYS:
        if found := shape.fullmatch(text):
            return _within(_made(text, *map(int, found.groups())))
    raise _no_day(text)


def is_like_a_day(value: Any) -> bool:
    """Whether a cell is a day, or a text that is written as one, with signs between its parts."""
    if isinstance(value, date):
        return True
    text = _plain(said(value))
    return any(shape.fullmatch(text) for shape in _DAYS[:-1])


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(_DASHES).strip(_BLANKS)
    return _AROUND.sub(r"\1", text)


def _made(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadCell(
            f"{text} 没有这一天，请核对年、月、日",
            f"there is no day {text}: check year, month and day",
        ) from None


def _within(day: date) -> date:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return day
    raise BadCell(
        f"{day.isoformat()} 的年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间",
        f"the year of {day.isoformat()} is not one of {FIRST_YEAR} to {LAST_YEAR}",
    )


def _no_day(text: str) -> BadCell:
    if _SHORT_YEAR.fullmatch(text):
        return BadCell(
            f"{text} 的年份请写四位，如 2026-03-01", f"write the year of {text} with four digits"
        )
    if _SERIAL.fullmatch(text):
        day = _BEFORE_SERIALS + timedelta(days=int(text))
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            return BadCell(
                f"{text} 像日期的序号，如指 {day.isoformat()}，请照此填写，或将单元格设为日期",
                f"{text} looks like the serial number of a day: write {day.isoformat()} if that is "
                "meant, or let the cell be a date",
            )
    return BadCell(
        f"{cut(text)} 不是日期，请写作 2026-03-01 或 2026年3月1日，或将单元格设为日期",
        f"{cut(text)!r} is no date: write 2026-03-01, or let the cell be a date",
    )
