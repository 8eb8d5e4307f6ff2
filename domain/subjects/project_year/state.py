"""The state of a project's year, folded from its events."""

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
from domain.shared.filings.funding import Funding
from domain.shared.filings.import_messages import Imported
from domain.shared.filings.joint_review import Found
from domain.shared.signatures.messages import NO_PROPOSALS, Proposals
from domain.subjects.project_year.evaluation.state import UNTOUCHED, Evaluation
from domain.subjects.project_year.exante.state import ExAnte
from domain.subjects.project_year.monitoring.state import Round, Touched
from domain.subjects.project_year.targets.state import Budget, Execution, Target


class Phase(StrEnum):
    """The phases of a project's year; a view adds the month of the node to `MONITORING`."""

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
    """The data of the project in the register; `requested` in yuan, `funding` by source."""

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
    funding: Funding | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """The project is in the register and not yet in the library."""

    project: Project


@dataclass(frozen=True, slots=True)
class Admitted:
    """The project is in the library."""

    project: Project


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The project was withdrawn from the year; the only act left is to undo the withdrawal.

    `before` is the entry that the project had before the withdrawal.
    """

    project: Project
    before: Registered | Admitted | None = None


Entry = Registered | Admitted | Withdrawn
"""The place of a project: in the register, in the library, or withdrawn from the year."""


@dataclass(frozen=True)  # no slots: `domain.kernel.frozen` then copies `__dict__` at once
class ProjectYear:
    """The state of a project's year.

    - `entry` is null before the registration, `issued` before the approval of the budget,
      `execution` before the first record of an executed amount.
    - `issued_with` is the day on which the department's budget was issued with the project,
      `accounts_issued` that of the department's final accounts; each null before it.
      `issue_told_at` and `accounts_told_at` are the instants at which these were recorded after
      their day, otherwise null.
    - `warned` are the warnings whose cause is not analysed yet, each by its node, or by the day of
      the record between two nodes that led to it.
    - `own_days` are the due days that a notice or an extension set for this project alone.
    - `done` are the steps that the system has taken: deadline, kind of step, planned instant.
    - `last_at` is the business instant of the newest event.
    - `begun` gives for each open wait the business instant at which it began.
    - `entered_on` is the business day of the registration in this log.
    - `imports` are the acts that were done on paper before `entered_on`, each by the id of the
      command that imported it.
    - `found_late` gives for each duty that such an import began, by its deadline, the instant at
      which the system finds it overdue.
    - `correcting` is the key of an import that was withdrawn and is taken again in the same
      outcome.
    - `proposals` are the acts that wait for signatures.
    - `entrance` is what the parties found that reviewed the project before the library.
    - `former_units` are those that handed the project over, the first one first.
    """

    stream: str
    version: int = 0
    entry: Entry | None = None
    exante: ExAnte = field(default_factory=ExAnte)
    target: Target = field(default_factory=Target)
    issued: Budget | None = None
    issued_with: date | None = None
    accounts_issued: date | None = None
    issue_told_at: datetime | None = None
    accounts_told_at: datetime | None = None
    execution: Execution | None = None
    rounds: Mapping[date, Round] = field(default_factory=dict)
    warned: Mapping[date, Touched] = field(default_factory=dict)
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
    correcting: str | None = None
    proposals: Proposals = NO_PROPOSALS
    former_units: tuple[str, ...] = ()
    entrance: Found = field(default_factory=dict)

    def is_excepted(self, rule: str) -> bool:
        """Whether an exception from a rule was granted to the project."""
        return any(name == rule for name, _ in self.evaluation.results.exceptions)

    def evaluated(self, **parts: Any) -> ProjectYear:
        """The state with other values for some parts of its evaluation."""
        return replace(self, evaluation=replace(self.evaluation, **parts))

    def found(self, event_id: UUID, **parts: Any) -> ProjectYear:
        """The state with other values for `parts`, by an event that may reopen a final grade."""
        changed = replace(self.evaluation, **parts).found(event_id)
        return replace(self, evaluation=changed)

    def registered_as(self, project: Project) -> ProjectYear:
        """The state with other data of its project; raises `ValueError` before the registration."""
        if self.entry is None:
            raise ValueError(f"{self.stream} is not registered")
        return replace(self, entry=replace(self.entry, project=project))

    @property
    def known(self) -> Project:
        """The project; raises `ValueError` before the registration, the first act of a project."""
        if self.entry is None:
            raise ValueError(f"{self.stream} is not registered")
        return self.entry.project

    @property
    def project(self) -> Project | None:
        """The project; `None` before the registration."""
        return self.entry.project if self.entry else None

    @property
    def budget(self) -> Decimal | None:
        """The budget in yuan; `None` before its approval."""
        return self.issued.amount if self.issued else None

    @property
    def executed(self) -> Decimal | None:
        """The executed amount in yuan; `None` before the first record."""
        return self.execution.amount if self.execution else None

    def budgeted_by(self, day: date) -> bool:
        """Whether the budget was approved by a day (inclusive)."""
        return self.issued is not None and self.issued.approved_on <= day
