"""The classes and relations of performance indicators, for projects and for whole units."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal


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

Relation = Literal[">=", ">", "=", "<", "<=", "qualitative"]
