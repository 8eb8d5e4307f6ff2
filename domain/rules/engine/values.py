"""Shapes that values of several rules share."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from domain.rules.engine.errors import BadInput
from domain.rules.engine.exact import Mode, literal, rounded

N = TypeVar("N", Decimal, Fraction)

Side = Literal["at_least", "above", "at_most", "below"]
"""The side of a limit that meets the condition; `at_least` and `at_most` include the limit."""

_COMMON_YEAR = 2023
_DIGITS = re.compile(r"[0-9]{1,4}", re.ASCII)


def _exact(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str):
        return literal(value)
    return value


Number = Annotated[Decimal, BeforeValidator(_exact), Field(ge=0, allow_inf_nan=False)]
"""A number in a pack: written plainly, or as a string in a recorded ruling."""


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, str) and _DIGITS.fullmatch(value) else value


Whole = Annotated[int, BeforeValidator(_whole)]
"""A whole number, not negative: written plainly, or as a string in a recorded ruling."""


class RuleValue(BaseModel):
    """The value of a rule: immutable, without unknown fields, without conversion."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Limit(RuleValue):
    """A number with the side of it that meets the condition."""

    limit: Number
    side: Side

    def met_by(self, number: Decimal) -> bool:
        """Whether a number is on the declared side, compared exactly."""
        return stands(self.side, number, self.limit)


def stands(side: Side, left: N, right: N) -> bool:
    """Whether `left` stands on this side of `right`, compared exactly."""
    if side == "at_least":
        return left >= right
    if side == "above":
        return left > right
    if side == "at_most":
        return left <= right
    return left < right


class Rounding(RuleValue):
    """To how many decimals a number is rounded, and how; comparisons are made before it."""

    places: Annotated[Whole, Field(ge=0, le=6)]
    mode: Mode

    def of(self, number: Fraction) -> Decimal:
        """Round a number that is not negative."""
        return rounded(number, self.places, self.mode)


class Words(RuleValue):
    """A list of ids or names, in the order of the document."""

    items: Annotated[tuple[str, ...], Field(min_length=1, strict=False)]


class Word(RuleValue):
    """One id."""

    item: str


class DayOfYear(RuleValue):
    """A day of the work year; `last` is the last day of the month."""

    month: Annotated[Whole, Field(ge=1, le=12)]
    day: Annotated[Whole, Field(ge=1, le=31)] | Literal["last"]

    @model_validator(mode="after")
    def _exists_every_year(self) -> DayOfYear:
        if self.day != "last" and self.day > monthrange(_COMMON_YEAR, self.month)[1]:
            raise ValueError("this day does not exist in every year")
        return self

    def in_year(self, year: int) -> date:
        """Give the day in this calendar year."""
        return month_day(year, self.month, self.day)


class Deadline(RuleValue):
    """A day of the work year by which something is due.

    `included` says whether the named day itself is still in time (AMB-10); nothing rolls over.
    """

    due: DayOfYear
    included: bool
    roll: Literal["none"]


def month_day(year: int, month: int, day: int | Literal["last"]) -> date:
    """Give a day of a month; `last` is its last day."""
    return date(year, month, monthrange(year, month)[1] if day == "last" else day)


def month_after(node: date, day: int | Literal["last"]) -> date:
    """Give a day of the month after the node; raises `BadInput` beyond the calendar's end."""
    year, month = (node.year, node.month + 1) if node.month < 12 else (node.year + 1, 1)  # noqa: PLR2004
    if year > date.max.year:
        raise BadInput("node", "lies at the end of the calendar")
    return month_day(year, month, day)


def due_answer(due: date, filed_on: date | None, *, included: bool) -> dict[str, str | None]:
    """Answer a deadline rule: the day, and whether the filing was in time."""
    if filed_on is None:
        return {"due": due.isoformat(), "status": None}
    in_time = filed_on <= due if included else filed_on < due
    return {"due": due.isoformat(), "status": "on_time" if in_time else "late"}
