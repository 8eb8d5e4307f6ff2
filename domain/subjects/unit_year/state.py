"""The state of a unit's year: what its events add up to. Amounts are in yuan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from domain.kernel.frozen import replace
from domain.kernel.in_force import Succession
from domain.kernel.known import Begun
from domain.shared.deadlines.due_dates import OwnDay
from domain.shared.fan_out.retry import Sendings
from domain.shared.filings.attachment import Attached
from domain.shared.filings.delegation import Delegations
from domain.shared.filings.disclosure import Disclosures
from domain.shared.filings.filing import NOT_FILED, Assessment, Filing, FilingStatus, is_reviewed
from domain.shared.filings.import_messages import Imported
from domain.shared.filings.joint_review import Found
from domain.shared.rectification.problems import NOTHING_FED_BACK, FedBack
from domain.shared.signatures.messages import NO_PROPOSALS, Proposals
from domain.subjects.unit_year.indicators import OverallIndicator


class Phase(StrEnum):
    """The phases of a unit's year of overall expenditure 整体支出."""

    UNREGISTERED = "unregistered"
    TARGET = "overall-target"
    EXECUTION = "execution"
    MONITORING = "overall-monitoring"
    SELF_EVALUATION = "overall-self-evaluation"
    APPRAISAL = "appraisal"
    DISCLOSURE = "disclosure"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Unit:
    """The register entry of the unit; with `history`, target and monitoring are not in this log."""

    code: str
    name: str
    budget_year: int
    registered_on: date
    requested: Decimal
    adjusted: Decimal | None
    executed: Decimal | None
    confidential: bool
    history: bool


@dataclass(frozen=True, slots=True)
class InYear:
    """The unit takes part in the year."""

    unit: Unit


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The unit was taken out of the year: nothing more is done with it."""

    unit: Unit


@dataclass(frozen=True, slots=True)
class Ended:
    """The unit was merged or split: `by` says when, and who goes on with its year."""

    unit: Unit
    by: Succession


Entry = InYear | Withdrawn | Ended
"""The entry of a unit in the year's register, as far as it has come."""


@dataclass(frozen=True, slots=True)
class OverallTarget:
    """The overall target as it was filed; the indicators are what the unit is evaluated by.

    `unreasonable` is what each party of the joint review found unreasonable.
    """

    filing: Filing
    amount: Decimal
    indicators: tuple[OverallIndicator, ...] = ()
    unreasonable: Found = field(default_factory=dict)

    def marked(self, status: FilingStatus) -> OverallTarget:
        """The same target, its filing with another status."""
        return replace(self, filing=self.filing.marked(status))


@dataclass(frozen=True, slots=True)
class Round:
    """A round of overall monitoring at its node; `filing` is null before its report is filed.

    `executed` is the amount of the report, in yuan.
    """

    node: date
    filing: Filing | None = None
    executed: Decimal | None = None

    @property
    def settled(self) -> bool:
        """Whether nobody has to do anything more in this round."""
        return is_reviewed(self.filing)


@dataclass(frozen=True, slots=True)
class Selection:
    """The department evaluation's selection, by project codes."""

    event_id: UUID
    selected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Appraisal:
    """The year-end appraisal as it was scored: `total` in points. It is `published` once."""

    total: Decimal
    published: bool = False


@dataclass(frozen=True, slots=True)
class Deduction:
    """What the result of a project takes off what the unit's projects get, in yuan."""

    of_project: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Issue:
    """The department's budget, or its final accounts, as they were issued with these projects.

    `told_at` is the instant of an issue that was recorded after its day, otherwise null.
    """

    document: str
    issued_on: date
    projects: tuple[str, ...]
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnitYear:
    """A unit's year.

    `entry` is null before the unit is registered, `target` before one is filed, `appraisal` before
    it is scored. `budget_issues` and `account_issues` are the oldest first. `fed_back` is what was
    fed back of the self-evaluation. `deductions` from what its projects get, in yuan, are by
    document. The unit is `evaluating` once the work year after the budget year began. `selectable`
    is how many projects the department may select among, null before that was looked up.
    `reaching` are the versions of selections, and of the unit's end, that have not reached others
    yet. `done` are the system's steps taken (deadline, kind, planned instant); `last_at` is the
    business instant of the newest event, `begun` those at which the open waits began. `succeeded`
    are the units that this one took over from. `entered_on`, `imports`, `found_late`, `correcting`
    and `proposals` are those of a project's year. `exceptions` are the references of those
    granted.
    """

    stream: str
    version: int = 0
    entry: Entry | None = None
    target: OverallTarget | None = None
    rounds: Mapping[date, Round] = field(default_factory=dict)
    evaluating: bool = False
    self_evaluation: Assessment = NOT_FILED
    selectable: int | None = None
    selection: Selection | None = None
    fed_back: FedBack = NOTHING_FED_BACK
    appraisal: Appraisal | None = None
    deductions: Mapping[str, Deduction] = field(default_factory=dict)
    budget_issues: tuple[Issue, ...] = ()
    account_issues: tuple[Issue, ...] = ()
    disclosures: Disclosures = field(default_factory=Disclosures)
    reaching: Sendings = field(default_factory=dict)
    unreached: Sendings = field(default_factory=dict)
    own_days: Mapping[str, OwnDay] = field(default_factory=dict)
    done: frozenset[tuple[str, str, datetime]] = frozenset()
    last_at: datetime | None = None
    begun: Begun = field(default_factory=dict)
    delegations: Delegations = field(default_factory=dict)
    documents: Attached = frozenset()
    entered_on: date | None = None
    imports: Mapping[UUID, Imported] = field(default_factory=dict)
    found_late: Mapping[str, datetime] = field(default_factory=dict)
    correcting: str | None = None
    proposals: Proposals = NO_PROPOSALS
    succeeded: frozenset[str] = frozenset()
    exceptions: frozenset[str] = frozenset()

    @property
    def known(self) -> Unit:
        """The unit; every act but its registration is refused before there is one."""
        if self.entry is None:
            raise ValueError(f"{self.stream} is not registered")
        return self.entry.unit

    @property
    def unit(self) -> Unit | None:
        """The unit, or none before it is registered."""
        return self.entry.unit if self.entry else None

    @property
    def ended(self) -> Succession | None:
        """By what the unit was merged or split, if it was."""
        return self.entry.by if isinstance(self.entry, Ended) else None

    @property
    def target_filing(self) -> Filing | None:
        """The filing of the overall target."""
        return self.target.filing if self.target else None

    @property
    def filed_target(self) -> OverallTarget:
        """The overall target that was filed; raises `ValueError` where none was."""
        if self.target is None:
            raise ValueError(f"{self.stream}: no overall target was filed")
        return self.target

    @property
    def approved_target(self) -> OverallTarget | None:
        """The overall target, if the bureau approved it."""
        return self.target if is_reviewed(self.target_filing) else None

    @property
    def published(self) -> bool:
        """Whether the appraisal is published."""
        return self.appraisal is not None and self.appraisal.published
