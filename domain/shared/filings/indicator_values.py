"""The classes and relations of performance indicators, for projects and for whole units."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, Literal
from unicodedata import normalize

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

RELATION_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        ">=": ("≥", "≧", "⩾", "大于等于", "大于或等于", "不低于", "不少于", "不小于", "至少"),
        ">": ("大于", "超过", "高于", "多于"),
        "=": ("等于",),
        "<=": (
            "≤",
            "≦",
            "⩽",
            "小于等于",
            "小于或等于",
            "不高于",
            "不超过",
            "不大于",
            "不多于",
            "至多",
        ),
        "<": ("小于", "低于", "少于"),
        "qualitative": ("定性",),
        "by": ("不晚于", "截止于"),
    }
)
"""The signs and words by which people write each relation, the one that is shown first."""

_READ = {word: relation for relation, words in RELATION_WORDS.items() for word in words}


def _as_typed(value: Any) -> Any:
    """A relation as it is stored, for the signs and words by which people write it."""
    if not isinstance(value, str) or value in RELATION_WORDS:
        return value
    plain = normalize("NFKC", value).strip()
    return _READ.get(plain, plain)


Relation = Annotated[Literal[">=", ">", "=", "<", "<=", "qualitative"], BeforeValidator(_as_typed)]
"""The relation of the reached value to the target."""

RelationOrDay = Annotated[
    Literal[">=", ">", "=", "<", "<=", "qualitative", "by"], BeforeValidator(_as_typed)
]
"""The relation of a project's indicator, whose target may be a day (`by`)."""
