"""The field's words that every subject uses (the vocabulary of the design)."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from re import ASCII
from re import compile as pattern
from typing import Annotated, Any
from unicodedata import normalize

from pydantic import BeforeValidator, Field

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The business time zone. China has kept UTC+8 without daylight saving since 1991."""

_NUMBER = pattern(r"-?\d{1,60}(\.\d{1,60})?", ASCII)
# one comma alone may be meant as a decimal point: 1,000 has two readings
_THOUSANDS = pattern(r"-?\d{1,3}((,\d{3}){2,20}(\.\d{1,60})?|,\d{3}\.\d{1,60})", ASCII)
_ISO_DAY = pattern(r"\d{4}-\d{2}-\d{2}", ASCII)


def _plain_number(value: Any) -> Any:
    if isinstance(value, str) and not value.isascii():  # full-width digits are digits
        value = normalize("NFKC", value)
    if isinstance(value, str) and _THOUSANDS.fullmatch(value):
        value = value.replace(",", "")
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise ValueError("a plain decimal number is expected, as 12.50")
    return value


def _without_sign(value: Any) -> Any:
    """A percentage without its sign, if it has one."""
    if isinstance(value, str) and value[-1:] in {"%", "％"}:
        return value[:-1]
    return value


def _plain_day(value: Any) -> Any:
    if isinstance(value, str) and not _ISO_DAY.fullmatch(value):
        raise ValueError("a day is expected, as 2023-05-31")
    return value


Day = Annotated[date, BeforeValidator(_plain_day)]
"""A calendar day, written YYYY-MM-DD."""

# The limits are part of the number's own schema: they are checked before the text's pattern.
_PLAIN = BeforeValidator(_plain_number)

Number = Annotated[Decimal, Field(allow_inf_nan=False), _PLAIN]
"""An exact number, written as a plain decimal."""


class _Marker:
    """Marks an alias of a type, for readers of tables and of acts."""


IS_CODE = _Marker()
"""Metadata of a code: read by `domain.kernel.codes` wherever it comes in."""

IS_YUAN = _Marker()
"""Metadata of an amount in yuan."""

Yuan = Annotated[
    Decimal,
    Field(ge=0, max_digits=18, decimal_places=2, allow_inf_nan=False),
    _PLAIN,
    IS_YUAN,
]
"""An amount in yuan, never negative, to the fen."""

Points = Annotated[Decimal, Field(ge=0, le=100, allow_inf_nan=False), _PLAIN]
"""A score in points, 0 to 100."""

_PERCENT = BeforeValidator(_without_sign)

Percent = Annotated[Decimal, Field(ge=0, allow_inf_nan=False), _PLAIN, _PERCENT]
"""A rate in percent, with or without its sign; a completion may exceed 100 by any factor."""

Measured = Annotated[Decimal, Field(allow_inf_nan=False), _PLAIN, _PERCENT]
"""A number that an indicator gives, where `95%` is 95."""

Code = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\s/:]+$"), IS_CODE]
"""A code within a stream id: no white space, slash or colon."""

KnownCode = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\s/:]+$")]
"""A code that names what an earlier act named: it is the same, however that was written."""

Text = Annotated[str, Field(min_length=1, max_length=2000)]


class Role(StrEnum):
    """The role in which a person or the system acts."""

    UNIT = "unit"
    DEPARTMENT = "department"
    FINANCE = "finance"
    THIRD_PARTY = "third_party"
    EXPERT_PANEL = "expert_panel"
    AUDIT = "audit"
    CONGRESS = "congress"
    GOVERNMENT = "government"
    SYSTEM = "system"


class BudgetType(StrEnum):
    """四本预算, the four budgets."""

    GENERAL_PUBLIC = "general_public"
    GOVERNMENT_MANAGED_FUNDS = "government_managed_funds"
    SOCIAL_INSURANCE_FUNDS = "social_insurance_funds"
    STATE_CAPITAL_OPERATIONS = "state_capital_operations"


class Origin(StrEnum):
    """The way in which a project entered the year's budget."""

    INITIAL = "initial"
    MID_YEAR = "mid_year"


class Verdict(StrEnum):
    """The verdict of a monitoring review."""

    PASSED = "合格"
    FAILED = "不合格"


class ReviewResult(StrEnum):
    """The result of reviewing an ex-ante report."""

    SUPPORT = "支持"
    NOT_SUPPORT = "不支持"


def business_date(at: datetime) -> date:
    """The calendar day of an instant in Asia/Shanghai."""
    return (at if at.tzinfo is SHANGHAI else at.astimezone(SHANGHAI)).date()


def start_of(day: date) -> datetime:
    """The first instant of a day in Asia/Shanghai."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def rate(part: Decimal, whole: Decimal) -> Decimal:
    """`part` as percent of `whole` (not 0), to 28 digits, without an exponent."""
    return Decimal(f"{part * 100 / whole:f}")
