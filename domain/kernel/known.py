"""The instants at which rulings, parameters and days became known.

(docs/domain/deadlines.md, 1192)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

Begun = Mapping[str, datetime]
"""The open deadlines of a subject, each with the business instant at which its wait began."""


@dataclass(frozen=True, slots=True)
class Known:
    """The business instants at which the values in force were recorded.

    A missing entry means that the value was always known. `parameters` has them by name and first
    day, `rulings` by ambiguity, `years` for the years with published working days. `days` has the
    days that a published calendar made a holiday or a worked day, or changed back. A value that is
    recorded again unchanged keeps its first instant. `adopted` is the instant of the newest
    adoption of a text of rules.
    """

    parameters: Mapping[tuple[str, date], datetime] = field(default_factory=dict)
    rulings: Mapping[str, datetime] = field(default_factory=dict)
    years: Mapping[int, datetime] = field(default_factory=dict)
    days: Mapping[date, datetime] = field(default_factory=dict)
    adopted: datetime | None = None


def latest(*instants: datetime | None) -> datetime | None:
    """The latest of these instants, or `None` if there is none."""
    return max((one for one in instants if one is not None), default=None)
