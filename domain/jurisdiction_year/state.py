"""The state of a jurisdiction's work year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.decision import Notice


@dataclass(frozen=True, slots=True)
class JurisdictionYear:
    """The calendar of a work year.

    `openings` are the days on which projects of the portfolio open, with how many; `opened` those
    that were registered. `told` is the version up to which the open subjects were told of notices.
    """

    stream: str
    version: int = 0
    portfolio: str | None = None
    clock: str | None = None
    openings: Mapping[date, int] = field(default_factory=dict)
    opened: Mapping[date, int] = field(default_factory=dict)
    notices: Mapping[str, Notice] = field(default_factory=dict)
    parameters: Mapping[str, tuple[tuple[date, str], ...]] = field(default_factory=dict)
    announced: int = 0
    announced_at: datetime | None = None
    told: int = 0

    @property
    def is_open(self) -> bool:
        """Whether the year was opened."""
        return self.portfolio is not None
