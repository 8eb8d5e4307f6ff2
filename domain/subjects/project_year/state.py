"""The state of a project's year: what its events add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain.kernel.frozen import replace
from domain.kernel.known import Begun
from domain.kernel.vocabulary import BudgetType, Origin, ReviewResult, Role
from domain.shared.deadlines.due_dates import OwnDay
from domain.shared.filings.attachment import Attached
from domain.shared.filings.delegation import Delegations
from domain.shared.filings.filing import Filing, FilingStatus
from domain.subjects.project_year.evaluation.state import UNTOUCHED, Evaluation
from domain.subjects.project_year.monitoring.state import Round
from domain.subjects.project_year.targets.indicators import Indicator

__all__ = [
    "ExAnte",
    "Filing",
    "FilingStatus",
    "OwnDay",
    "Phase",
    "Project",
    "ProjectYear",
    "Round",
    "Target",
]


class Phase(StrEnum):
    """Where a project stands in its year; the monitoring phase names its node's month."""

    UNREGISTERED = "unregistered"
    EX_ANTE = "ex-ante"
    LIBRARY = "library"
    TARGET = "target"
    APPROVAL = "approval"
    EXECUTION = "execution"
    MONITORING = "monitoring"
    SELF_EVALUATION = "self-evaluation"
    DEPARTMENT_EVALUATION = "department-evaluation"
    FINANCE_REVIEW = "finance-review"
    AUTHENTICITY = "authenticity"
    KEY_EVALUATION = "key-evaluation"
    GRADING = "grading"
    RESULTS = "results"
    DISCLOSED = "disclosed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Project:
    """What the register says of the project; amounts in yuan."""

    code: str
    name: str
    unit: str
    unit_name: str
    budget_type: BudgetType
    origin: Origin
    budget_year: int
    registered_on: date
    is_new: bool
    is_major: bool
    one_off: bool
    key_project: bool
    requested: Decimal
    confidential: bool
    subject_kind: str | None = None


@dataclass(frozen=True, slots=True)
class ExAnte:
    """Ex-ante assessment; `required` is null where the rules say nothing."""

    required: bool | None = None
    report: Filing | None = None
    amount: Decimal | None = None
    reassessment_commissioned: str | None = None
    reassessment: Filing | None = None
    result: ReviewResult | None = None
    score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """The performance target; `approved` is the content that the project is measured against.

    `unreasonable` are the indicators of the filing that each party of the joint review found so.
    """

    filing: Filing | None = None
    indicators: tuple[Indicator, ...] = ()
    amount: Decimal | None = None
    unreasonable: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    approved: tuple[Indicator, ...] = ()
    is_approved: bool = False
    reasonable: bool = True
    adjusted: bool = False
    adjustment: Filing | None = None
    adjusted_indicators: tuple[Indicator, ...] = ()
    adjusted_amount: Decimal | None = None


@dataclass(frozen=True)  # without slots, so that `domain.kernel.frozen` copies it at once
class ProjectYear:
    """A project's year.

    `done` are the system's steps taken (deadline, kind, planned instant); `last_at` is the business
    instant of the newest event, `begun` those at which the open waits began.
    """

    stream: str
    version: int = 0
    project: Project | None = None
    withdrawn: bool = False
    exante: ExAnte = field(default_factory=ExAnte)
    admitted: bool = False
    target: Target = field(default_factory=Target)
    budget: Decimal | None = None
    budgeted_on: date | None = None
    executed: Decimal | None = None
    executed_as_of: date | None = None
    rounds: Mapping[date, Round] = field(default_factory=dict)
    own_days: Mapping[str, OwnDay] = field(default_factory=dict)
    done: frozenset[tuple[str, str, datetime]] = frozenset()
    last_at: datetime | None = None
    begun: Begun = field(default_factory=dict)
    evaluation: Evaluation = UNTOUCHED
    delegations: Delegations = field(default_factory=dict)
    documents: Attached = frozenset()

    def evaluated(self, **parts: Any) -> ProjectYear:
        """The state with parts of its evaluation changed."""
        return replace(self, evaluation=replace(self.evaluation, **parts))

    def found(self, event_id: UUID, **parts: Any) -> ProjectYear:
        """The state with parts changed by what a final grade may be reopened for."""
        changed = replace(self.evaluation, **parts).found(event_id)
        return replace(self, evaluation=changed)

    @property
    def known(self) -> Project:
        """The project; every act but its registration is refused before there is one."""
        if self.project is None:
            raise ValueError(f"{self.stream} is not registered")
        return self.project
