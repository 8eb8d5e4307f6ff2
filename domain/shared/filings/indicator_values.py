"""The classes and relations of performance indicators, for projects and for whole units."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator


class IndicatorClass(StrEnum):
    """The classes of indicators (QM-019 and the contract of `target.indicator_classes`)."""

    OUTPUT = "output"
    COST = "cost"
    ECONOMIC = "economic"
    SOCIAL = "social"
    ECOLOGICAL = "ecological"
    SUSTAINABLE = "sustainable"
    SATISFACTION = "satisfaction"


BENEFIT = frozenset(
    {
        IndicatorClass.ECONOMIC,
        IndicatorClass.SOCIAL,
        IndicatorClass.ECOLOGICAL,
        IndicatorClass.SUSTAINABLE,
    }
)
"""The classes that share the points of `benefit`."""

_SIGNS = {
    "≥": ">=",
    "≧": ">=",
    "⩾": ">=",
    "≤": "<=",
    "≦": "<=",
    "⩽": "<=",
    "＝": "=",
    "＞": ">",
    "＜": "<",
}


def _as_typed(value: Any) -> Any:
    """A relation as it is stored, for the signs by which people write it."""
    return _SIGNS.get(value, value) if isinstance(value, str) else value


Relation = Annotated[Literal[">=", ">", "=", "<", "<=", "qualitative"], BeforeValidator(_as_typed)]
"""The relation of the reached value to the target; `by` means not later than its day."""
