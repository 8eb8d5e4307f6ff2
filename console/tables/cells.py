"""The cells of a table, each read by what its column holds; raises `BadCell` with what to write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from console.tables.choice_words import FLAGS, choice_of, expected
from console.tables.faults import BadCell, EmptyCell, cut
from console.tables.grid import said
from domain.kernel.codes import BadCode, read_code
from domain.kernel.columns import Holds, TableColumn
from domain.kernel.plain_text import clean_name

UNITS: Mapping[str, Decimal] = MappingProxyType(
    {
        "元": Decimal(1),
        "千元": Decimal(1_000),
        "万元": Decimal(10_000),
        "百万元": Decimal(1_000_000),
        "亿元": Decimal(100_000_000),
    }
)
"""The units in which amounts stand in tables, in yuan."""

_BLANKS = " \t\r\n\u3000"
_YEARS = range(1990, 2101)
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_PLAIN = re.compile(r"\d{1,20}(\.\d{1,20})?", re.ASCII)
_WITH_UNIT = re.compile(r"(?P<number>[^元千百万亿]+)(?P<unit>(?:千|百万|万|亿)?元)")
_DAYS = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: 00:00(?::00)?)?", re.ASCII),
    re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?: 0{1,2}:00(?::00)?)?", re.ASCII),
    re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?", re.ASCII),
    re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII),
)
_MOST_DIGITS = 16

_EXACT = 10**15
_LARGE = 10**9
_NOT_TEXT = (
    "是{what}，不是文本，前导零和末位数字可能已丢失，请将该列设为文本后重新录入编码",
    (
        "is {what} and no text, so leading zeros and last digits may be lost: set the column to "
        "text and write the code afresh"
    ),
)


@dataclass(frozen=True, slots=True)
class Read:
    """A value, and what was cleaned of it, in Chinese and English, if anything."""

    value: Any
    cleaned: tuple[str, str] | None = None
    is_rate: bool = False
    """Whether the cell has the sign of percent."""


def read_cell(column: TableColumn, value: Any, scale: Decimal) -> Read:
    """Read a cell; an amount is multiplied by `scale`, exactly. Raises `BadCell`."""
    if not said(value).strip(_BLANKS):
        if column.required:
            raise EmptyCell
        return Read(None)
    if column.holds is Holds.AMOUNT:
        return _amount(value, scale)
    return _READ[column.holds](column, value)


def _code(_column: TableColumn, value: Any) -> Read:
    if not isinstance(value, str):
        zh, en = _what(value)
        raise BadCell(_NOT_TEXT[0].format(what=zh), _NOT_TEXT[1].format(what=en))
    text = value.strip(_BLANKS)
    is_marked = text.startswith(("'", "’", "‘")) and len(text) > 1
    try:
        code = read_code(text[1:] if is_marked else text)
    except BadCode as error:
        raise BadCell(error.zh, error.en) from None
    if code == text:
        return Read(code)
    return Read(code, (f"按 {code} 读取", f"read as {code}"))


def _what(value: Any) -> tuple[str, str]:
    if isinstance(value, bool):
        return "逻辑值", "a truth value"
    if isinstance(value, int | float):
        return "数字", "a number"
    return "日期", "a date"


def _text(_column: TableColumn, value: Any) -> Read:
    try:
        text = clean_name(said(value))
    except ValueError as error:
        zh, _, en = str(error).partition(" / ")
        raise BadCell(zh, en) from None
    if not isinstance(value, str) or text == value.strip(_BLANKS):
        return Read(text)
    return Read(text, (f"按“{cut(text)}”读取", f"read as {cut(text)!r}"))


def _amount(value: Any, scale: Decimal) -> Read:
    if isinstance(value, bool | date | time):
        raise BadCell("不是金额", "is no amount")
    text = unicodedata.normalize("NFKC", said(value)).strip(_BLANKS).lstrip("¥￥").strip()
    if not isinstance(value, str) and abs(value) >= _EXACT:
        raise BadCell("数字过大，已失去精度", "is too large a number to be exact")
    found = _WITH_UNIT.fullmatch(text)
    if found:
        text, scale = found["number"].strip(), UNITS[found["unit"]]
    yuan = _digits(text, value) * scale
    if yuan != yuan.quantize(Decimal("0.01")):
        raise BadCell(*_too_fine(text, scale))
    if len(str(int(yuan))) > _MOST_DIGITS:
        raise BadCell("金额过大", "is too large an amount")
    exact = Decimal(f"{yuan.normalize():f}")
    return Read(exact, _large(exact) if scale > 1 and yuan >= _LARGE else None)


def _large(yuan: Decimal) -> tuple[str, str]:
    return (
        f"折合 {yuan:,} 元，请核对单位是否真是表中所写",
        f"comes to {yuan:,} yuan: check whether the unit is what the table says",
    )


def _digits(text: str, value: Any) -> Decimal:
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    if not _PLAIN.fullmatch(text):
        what = "不得为负" if text.startswith(("-", "(")) else "只写数字"
        raise BadCell(
            f"{cut(said(value))} 不是金额：{what}，如 1000000 或 1,000,000.00",
            f"{cut(said(value))!r} is no amount: digits, never negative, as 1000000 or "
            "1,000,000.00",
        )
    return Decimal(text)


def _too_fine(text: str, scale: Decimal) -> tuple[str, str]:
    if scale == 1:
        return (
            f"{text} 元多于两位小数；如单位是万元，请在表头写明，如“年初预算数（万元）”",
            (
                f"{text} yuan has more than 2 decimals: if 10,000 yuan is meant, let the header "
                "say so, as “年初预算数（万元）”"
            ),
        )
    return "折合为元后多于两位小数", "has more than 2 decimals in yuan"


def _number(_column: TableColumn, value: Any) -> Read:
    """A number; a rate may have its sign, as numbers without a unit are points or percent."""
    text = unicodedata.normalize("NFKC", said(value)).strip(_BLANKS)
    is_rate = text.endswith("%")
    text = text.removesuffix("%").rstrip()
    negative, digits = text.startswith("-"), text.removeprefix("-")
    if _THOUSANDS.fullmatch(digits):
        digits = digits.replace(",", "")
    if isinstance(value, bool | date | time) or not _PLAIN.fullmatch(digits):
        raise BadCell(
            f"{cut(said(value))} 不是数字，请只写数字，如 12.5",
            f"{cut(said(value))!r} is no number: write digits alone, as 12.5",
        )
    number = Decimal(f"{Decimal(digits).normalize():f}") if is_rate else Decimal(digits)
    return Read(-number if negative else number, is_rate=is_rate)


def _day(_column: TableColumn, value: Any) -> Read:
    if isinstance(value, datetime):
        value = value.date() if value.time() == time() else said(value)
    if isinstance(value, date):
        return Read(_within(value, value))
    text = unicodedata.normalize("NFKC", said(value)).strip(_BLANKS)
    for shape in _DAYS:
        if found := shape.fullmatch(text):
            try:
                return Read(_within(date(*map(int, found.groups())), text))
            except ValueError:
                break
    raise _no_day(text)


def _measure(column: TableColumn, value: Any) -> Read:
    """A number, a rate with or without its sign, or a day, by what the cell looks like."""
    text = unicodedata.normalize("NFKC", said(value)).strip(_BLANKS)
    if isinstance(value, date) or any(shape.fullmatch(text) for shape in _DAYS[:-1]):
        return _day(column, value)
    return _number(column, value)


def _within(day: date, value: Any) -> date:
    if day.year not in _YEARS:
        raise _no_day(said(value))
    return day


def _no_day(text: str) -> BadCell:
    return BadCell(
        f"{cut(text)} 不是日期，请写作 2026-03-01 或 2026年3月1日，或将单元格设为日期",
        f"{cut(text)!r} is no date: write 2026-03-01, or let the cell be a date",
    )


def _flag(_column: TableColumn, value: Any) -> Read:
    flag = FLAGS.get(said(value).strip(_BLANKS).lower())
    if flag is None:
        raise BadCell(
            f"{cut(said(value))} 既非“是”也非“否”，请填 是 或 否",
            f"{cut(said(value))!r} is neither true nor false: write 是 or 否",
        )
    return Read(flag)


def _choice(column: TableColumn, value: Any) -> Read:
    text = said(value).strip(_BLANKS)
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    choice = choice_of(column, text) or choice_of(column, plain)
    if choice is None:
        raise BadCell(
            f"{cut(text)} 不在可填内容之中，请填：{expected(column)}",
            f"{cut(text)!r} is none of {', '.join(column.choices)}",
        )
    return Read(choice)


_READ: Mapping[Holds, Callable[[TableColumn, Any], Read]] = MappingProxyType(
    {
        Holds.CODE: _code,
        Holds.TEXT: _text,
        Holds.NUMBER: _number,
        Holds.MEASURE: _measure,
        Holds.DAY: _day,
        Holds.FLAG: _flag,
        Holds.CHOICE: _choice,
    }
)
