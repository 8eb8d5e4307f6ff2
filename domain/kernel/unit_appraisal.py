"""The appraisal of units 考核 as the bureau has it: the published rules and the issued results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Ranked:
    """The result of a unit: its points, its rank, and what the bureau found of its work."""

    total: Decimal
    rank: int
    commended: bool = False
    lagging: bool = False


@dataclass(frozen=True, slots=True)
class UnitAppraisal:
    """The items of the newest rules with the most points of each, and the results by unit.

    Both are empty before they are published and issued.
    """

    maxima: Mapping[str, Decimal] = field(default_factory=dict)
    results: Mapping[str, Ranked] = field(default_factory=dict)


NO_APPRAISAL = UnitAppraisal()
"""Nothing is published or issued."""


def follows_rules(points: Mapping[str, Decimal], maxima: Mapping[str, Decimal]) -> bool:
    """Whether points are given on exactly the items of the rules, none above its most."""
    return points.keys() == maxima.keys() and all(
        given <= maxima[item] for item, given in points.items()
    )
