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
from domain.shared.filings.import_messages import Imported
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


@dataclass(frozen=True, slots=True)
class Reassessment:
    """A re-assessment by the organisation `commissioned`, and its report.

    `before` is the one whose place it took.
    """

    commissioned: str
    report: Filing | None = None
    before: Reassessment | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """The bureau's review of an ex-ante report; `score` of 100 points."""

    result: ReviewResult
    score: Decimal


@dataclass(frozen=True, slots=True)
class Report:
    """An ex-ante report as it was filed; `amount` in yuan."""

    filing: Filing
    amount: Decimal
    review: Review | None = None

    def marked(self, status: FilingStatus) -> Report:
        """The same report, its filing with another status."""
        return replace(self, filing=self.filing.marked(status))


@dataclass(frozen=True, slots=True)
class ExAnte:
    """Ex-ante assessment; `required` is null where the rules say nothing."""

    required: bool | None = None
    report: Report | None = None
    reassessment: Reassessment | None = None

    @property
    def filing(self) -> Filing | None:
        """The filing of the report."""
        return self.report.filing if self.report else None

    @property
    def result(self) -> ReviewResult | None:
        """The result of the bureau's review; `None` before the review."""
        return self.report.review.result if self.report and self.report.review else None

    @property
    def filed(self) -> Report:
        """The report that was filed; raises `ValueError` where none was."""
        if self.report is None:
            raise ValueError("no ex-ante report was filed")
        return self.report


@dataclass(frozen=True, slots=True)
class Unadjusted:
    """What a project was measured by `until` the day on which an adjustment was approved."""

    indicators: tuple[Indicator, ...]
    budget: Budget | None
    adjusted: bool
    until: date


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An adjusted target as it was filed; `amount` is the adjusted budget, in yuan.

    `before` is what it took the place of, once it is approved.
    """

    filing: Filing
    indicators: tuple[Indicator, ...]
    amount: Decimal
    before: Unadjusted | None = None

    @property
    def approved_on(self) -> date | None:
        """The day of its approval, if it is approved."""
        return self.before.until if self.before else None

    def marked(self, status: FilingStatus) -> Adjustment:
        """The same adjustment, its filing with another status."""
        return replace(self, filing=self.filing.marked(status))


@dataclass(frozen=True, slots=True)
class FiledTarget:
    """A target as it was filed; `amount` in yuan.

    `unreasonable` are the indicators that each party of the joint review found so.
    """

    filing: Filing
    indicators: tuple[Indicator, ...]
    amount: Decimal
    unreasonable: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)

    def marked(self, status: FilingStatus) -> FiledTarget:
        """The same target, its filing with another status."""
        return replace(self, filing=self.filing.marked(status))


@dataclass(frozen=True, slots=True)
class Approval:
    """The approval of a target: the project is measured against `indicators`.

    They come from the newest approved `adjustment`, or from the target if there is none.
    """

    indicators: tuple[Indicator, ...]
    adjustment: Adjustment | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """The performance target: what was filed, and the bureau's approval.

    A target is not `reasonable` after it was sent back, until it is filed again; it is `adjusted`
    once it was filed again or an adjustment was approved. A target that is sent back a second time
    is both: `target.gate` asks for the two of them.
    """

    content: FiledTarget | None = None
    approval: Approval | None = None
    reasonable: bool = True
    adjusted: bool = False

    @property
    def filing(self) -> Filing | None:
        """The filing of the target."""
        return self.content.filing if self.content else None

    @property
    def filed(self) -> FiledTarget:
        """The target that was filed; raises `ValueError` where none was."""
        if self.content is None:
            raise ValueError("no target was filed")
        return self.content

    @property
    def is_approved(self) -> bool:
        """Whether the bureau approved the target."""
        return self.approval is not None

    @property
    def approved(self) -> tuple[Indicator, ...]:
        """The indicators that the project is measured against; none before the approval."""
        return self.approval.indicators if self.approval else ()

    @property
    def adjustment(self) -> Adjustment | None:
        """The newest adjustment that was filed."""
        return self.approval.adjustment if self.approval else None

    @property
    def adjustment_filing(self) -> Filing | None:
        """The filing of the adjustment."""
        return self.adjustment.filing if self.adjustment else None

    def adjusted_by(self, adjustment: Adjustment | None) -> Target:
        """The target with another adjustment; raises `ValueError` before the approval."""
        if self.approval is None:
            raise ValueError("the target is not approved: there is nothing to adjust")
        return replace(self, approval=replace(self.approval, adjustment=adjustment))


@dataclass(frozen=True, slots=True)
class Budget:
    """The budget in yuan, and the day on which it was approved first.

    `initial` is the amount of the beginning of the year; null for an addition within it.
    """

    amount: Decimal
    approved_on: date
    initial: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Execution:
    """The amount executed, in yuan; `as_of` is null where imported history gives no day.

    `records` are all amounts recorded, by their days; the newest of a day counts.
    """

    amount: Decimal
    as_of: date | None = None
    records: Mapping[date, Decimal] = field(default_factory=dict)

    def by(self, day: date) -> tuple[date, Decimal] | None:
        """The newest record as of a day (inclusive): its day and its amount."""
        known = [as_of for as_of in self.records if as_of <= day]
        return (max(known), self.records[max(known)]) if known else None


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
