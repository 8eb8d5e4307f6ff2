"""Numbers with many digits, rounded for people; the exact value stays in --json."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

_LONG = re.compile(r"-?\d+\.\d{5,}", re.ASCII)
_PLACES = Decimal("0.0001")


def rounded(text: str) -> str:
    """A number of five decimals or more as 约 and four decimals; any other text as it is."""
    if not _LONG.fullmatch(text):
        return text
    exact = Decimal(text)
    near = exact.quantize(_PLACES, ROUND_HALF_UP)
    return f"{near.normalize():f}" if near == exact else f"约 {near:f}"
