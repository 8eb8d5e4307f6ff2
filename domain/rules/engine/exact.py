"""Exact decimal numbers: read as the literal written, compared and printed without rounding."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Context, Decimal, Inexact, InvalidOperation
from fractions import Fraction
from functools import reduce
from math import ceil, floor
from typing import Literal

MAX_LITERAL = 200
"""Longest number accepted, in characters; a longer literal is refused, never rounded."""

MAX_EXPONENT = 200
"""Largest power of ten accepted either way."""

BEYOND_REACH = 10**MAX_LITERAL
"""The smallest integer that is too long."""

HUNDRED = Decimal(100)

# Wide enough for any sum, difference or product of two accepted literals; Inexact is trapped, so
# that a result is exact or an error, never rounded.
_EXACT = Context(prec=2000, traps=[Inexact, InvalidOperation])
_LITERAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?", re.ASCII)

Mode = Literal["half_up", "up", "down"]
"""The rounding of the last digit; `half_up` rounds a half up, as 四舍五入."""

_MODES = {"half_up": lambda number: floor(number + Fraction(1, 2)), "up": ceil, "down": floor}

subtract = _EXACT.subtract
multiply = _EXACT.multiply


def total(numbers: Iterable[Decimal]) -> Decimal:
    """Add without rounding."""
    return reduce(_EXACT.add, numbers, Decimal(0))


def literal(text: str) -> Decimal | None:
    """Read a JSON number literal; None where it is none, or too long to be meant."""
    if len(text) > MAX_LITERAL or _LITERAL.fullmatch(text) is None:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if within_reach(number) else None


def within_reach(number: Decimal) -> bool:
    """Whether a number is finite and of a size that exact arithmetic is meant for."""
    if not number.is_finite():
        return False
    _, digits, exponent = number.as_tuple()
    return len(digits) <= MAX_LITERAL and abs(int(exponent)) <= MAX_EXPONENT


def canonical(number: Decimal) -> str:
    """Print a number in full: no exponent, no trailing zeros, no minus zero."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def rounded(number: Fraction, places: int, mode: Mode) -> Decimal:
    """Round a number that is not negative, from its exact value."""
    return Decimal(_MODES[mode](number * 10**places)).scaleb(-places, _EXACT)


def with_places(number: Decimal, places: int) -> str:
    """Print a number in full with at least so many decimals."""
    whole, _, decimals = canonical(number).partition(".")
    return f"{whole}.{decimals.ljust(places, '0')}" if places else canonical(number)
