"""Codes of jurisdictions (GB/T 2260): six digits, two for each level, 0 where a level is left out.

653130 is a county of the prefecture 653100 in the region 650000. `COUNTRY` stands above all.
"""

from __future__ import annotations

import re

COUNTRY = "000000"
"""The code of the country, which has a pack of rules as each level has."""

_CODE = re.compile(r"\d{6}", re.ASCII)
_DIRECT = "90"
"""Third and fourth digit of counties that stand under the region without a prefecture."""


def is_code(text: str) -> bool:
    """Whether a text has the shape of a code."""
    return _CODE.fullmatch(text) is not None


def is_province(code: str) -> bool:
    """Whether a code is that of a province or region, as 650000."""
    return code != COUNTRY and code.endswith("0000")


def is_prefecture(code: str) -> bool:
    """Whether a code is that of a prefecture, as 653100."""
    return code.endswith("00") and not code.endswith("0000")


def province_of(code: str) -> str:
    """The code of the province or region that a code lies in, which may be the code itself."""
    return f"{code[:2]}0000"


def parent_of(code: str) -> str | None:
    """The code one level above by its digits; none above the country.

    A county directly under the region (6590xx) has the region above it.
    """
    if code == COUNTRY:
        return None
    if is_province(code):
        return COUNTRY
    if is_prefecture(code) or code[2:4] == _DIRECT:
        return province_of(code)
    return f"{code[:4]}00"


def levels_above(code: str) -> tuple[str, ...]:
    """The codes above a code, the nearest first and the country last."""
    parent = parent_of(code)
    return () if parent is None else (parent, *levels_above(parent))
