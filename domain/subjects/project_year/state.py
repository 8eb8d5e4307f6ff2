"""The state of a project's year: the sum of its events."""

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
from domain.kernel.vocabulary import BudgetType, Origin
from domain.shared.deadlines.due_dates import OwnDay
from domain.shared.filings.attachment import Attached
from domain.shared.filings.delegation import Delegations
from domain.shared.filings.import_messages import Imported
from domain.subjects.project_year.evaluation.state import UNTOUCHED, Evaluation
from domain.subjects.project_year.exante.state import ExAnte
from domain.subjects.project_year.monitoring.state import Round
from domain.subjects.project_year.targets.state import Budget, Execution, Target


class Phase(StrEnum):
    """The phases of a project's year; the monitoring phase names its node's month."""

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
    """The register's data of the project; amounts in yuan."""

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
class Registered:
    """The project is in the register, before its admission to the library."""

    project: Project


@dataclass(frozen=True, slots=True)
class Admitted:
    """The project is in the library."""

    project: Project


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The project was taken out of the year: nothing more is done with it but to take that back.

    `before` is the entry that it had.
    """

    project: Project
    before: Registered | Admitted | None = None


Entry = Registered | Admitted | Withdrawn
"""The entry of a project in the year's register, as far as it has come."""


@dataclass(frozen=True)  # without slots, so that `domain.kernel.frozen` copies it at once
class ProjectYear:
    """A project's year.

    `entry` is null before the project is registered, `issued` before its budget is approved,
    `execution` before an amount is recorded. `done` are the system's steps taken (deadline, kind,
    planned instant); `last_at` is the business instant of the newest event, `begun` those at which
    the open waits began. `entered_on` is the business day on which it came into the log, `imports`
    are the acts that were done before, by the ids of the commands that imported them, and
    `found_late` the instants at which the duties that these began are found overdue.
    """

    stream: str
    version: int = 0
    entry: Entry | None = None
    exante: ExAnte = field(default_factory=ExAnte)
    target: Target = field(default_factory=Target)
    issued: Budget | None = None
    execution: Execution | None = None
    rounds: Mapping[date, Round] = field(default_factory=dict)
    own_days: Mapping[str, OwnDay] = field(default_factory=dict)
    done: frozenset[tuple[str, str, datetime]] = frozenset()
    last_at: datetime | None = None
    begun: Begun = field(default_factory=dict)
    evaluation: Evaluation = UNTOUCHED
    delegations: Delegations = field(default_factory=dict)
    documents: Attached = frozenset()
    entered_on: date | None = None
    imports: Mapping[UUID, Imported] = field(default_factory=dict)
    found_late: Mapping[str, datetime] = field(default_factory=dict)

    def evaluated(self, **parts: Any) -> ProjectYear:
        """The state with parts of its evaluation changed."""
        return replace(self, evaluation=replace(self.evaluation, **parts))

    def found(self, event_id: UUID, **parts: Any) -> ProjectYear:
        """The state with parts changed by what a final grade may be reopened for."""
        changed = replace(self.evaluation, **parts).found(event_id)
        return replace(self, evaluation=changed)

    def registered_as(self, project: Project) -> ProjectYear:
        """The state with another register entry of its project."""
        if self.entry is None:
            raise ValueError(f"{self.stream} is not registered")
        return replace(self, entry=replace(self.entry, project=project))

    @property
    def known(self) -> Project:
        """The project; every act but its registration is refused before there is one."""
        if self.entry is None:
            raise ValueError(f"{self.stream} is not registered")
        return self.entry.project

    @property
    def project(self) -> Project | None:
        """The project, or none before it is registered."""
        return self.entry.project if self.entry else None

    @property
    def budget(self) -> Decimal | None:
        """The budget in yuan, or none before its approval."""
        return self.issued.amount if self.issued else None

    @property
    def executed(self) -> Decimal | None:
        """The amount executed, in yuan, as far as one is recorded."""
        return self.execution.amount if self.execution else None

    def budgeted_by(self, day: date) -> bool:
        """Whether the budget was approved by a day (inclusive)."""
        return self.issued is not None and self.issued.approved_on <= day
