"""The cells of a portfolio file: what each column takes (design, section 6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from domain.kernel.plain_text import UNPRINTABLE, shown
from domain.kernel.vocabulary import BudgetType, Origin
from domain.shared.filings.funding import PARTS

_LONGEST_TEXT = 2_000
_YEARS = range(1990, 2101)
_LINE_ENDS = re.compile("[\t\r\n]")
_CODE = re.compile(r"[^\s/:]{1,64}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_AMOUNT = re.compile(r"\d{1,16}(\.\d{1,2})?", re.ASCII)
_FORMULA = ("=", "+", "@")


def _text(cell: str) -> str:
    if not cell:
        raise ValueError("must not be empty")
    if cell.startswith(_FORMULA):
        begun = f"begins like a formula ({' '.join(_FORMULA)}): leave the sign out"
        raise ValueError(f"{shown(cell)} {begun}")
    if UNPRINTABLE.search(cell) or _LINE_ENDS.search(cell):
        raise ValueError(f"{shown(cell)} has a control character: leave it out")
    if len(cell) > _LONGEST_TEXT:
        raise ValueError(f"{shown(cell[:20])}… is longer than {_LONGEST_TEXT} characters")
    return cell


def _optional_text(cell: str) -> str | None:
    return _text(cell) if cell else None


def _code(cell: str) -> str:
    if not _CODE.fullmatch(_text(cell)) or not cell.isprintable():
        raise ValueError(f"{shown(cell)} is no code: up to 64 characters, no space, slash, colon")
    return cell


def _day(cell: str) -> date:
    try:
        day = date.fromisoformat(cell) if _DAY.fullmatch(cell) else None
    except ValueError:
        day = None
    if day is None or day.year not in _YEARS:
        raise ValueError(f"{shown(cell)} is no date (YYYY-MM-DD) of {_YEARS[0]} to {_YEARS[-1]}")
    return day


def _flag(cell: str) -> bool:
    flag = {"true": True, "false": False}.get(cell.lower())
    if flag is None:
        raise ValueError(f"{shown(cell)} is neither true nor false")
    return flag


def _amount(cell: str) -> Decimal:
    if not _AMOUNT.fullmatch(cell):
        raise ValueError(
            f"{shown(cell)} is no amount in yuan: digits, at most 2 decimals, never negative"
        )
    return Decimal(cell)


def _optional_amount(cell: str) -> Decimal | None:
    return _amount(cell) if cell else None


def _one_of(choices: type[StrEnum]) -> Callable[[str], StrEnum]:
    known = {choice.value: choice for choice in choices}

    def read(cell: str) -> StrEnum:
        if cell not in known:
            raise ValueError(f"{shown(cell)} is none of {', '.join(known)}")
        return known[cell]

    return read


READ: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {
        **dict.fromkeys(("code", "unit_code"), _code),
        **dict.fromkeys(("name", "unit_name"), _text),
        **dict.fromkeys(("is_new", "is_major", "one_off", "key_project", "confidential"), _flag),
        **dict.fromkeys(("adjusted", "executed"), _optional_amount),
        **dict.fromkeys(PARTS.values(), _optional_amount),
        "budget_type": _one_of(BudgetType),
        "origin": _one_of(Origin),
        "opened_on": _day,
        "subject_kind": _optional_text,
        "initial": _amount,
    }
)
"""The reader of each column; it raises `ValueError` with the fault."""
