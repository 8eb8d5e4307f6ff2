"""The state of a jurisdiction's work year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from domain.decision import Notice


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of key evaluations that counts; `funds` in yuan."""

    event_id: UUID
    count: int
    funds: Decimal


@dataclass(frozen=True, slots=True)
class JurisdictionYear:
    """The calendar of a work year.

    `openings` are the days on which projects and units are registered, with how many; `opened`
    those that were. `told` is the version up to which the open subjects were told of notices.
    `key_selected` are project codes, `exceptions` pairs of rule and reference; `reaching` the
    versions of selections and draws that have not reached their projects yet.
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
    plan: Plan | None = None
    key_selected: frozenset[str] = frozenset()
    drawn: bool = False
    reaching: Mapping[int, datetime] = field(default_factory=dict)
    exceptions: frozenset[tuple[str, str]] = frozenset()
    statement: UUID | None = None
    closed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the year was opened."""
        return self.portfolio is not None
