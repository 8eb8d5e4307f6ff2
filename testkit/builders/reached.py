"""What the indicators of a target reached, in acts that are written as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any


def reached_of(indicators: Sequence[Mapping[str, Any]], completion: str) -> list[dict[str, str]]:
    """Each of these indicators, which have a number to reach, at a completion in percent."""
    return [
        {"id": one["id"], "actual": f"{Decimal(one['target']) * Decimal(completion) / 100:f}"}
        for one in indicators
    ]
