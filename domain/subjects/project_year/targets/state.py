"""The state of a project's target, its budget and its executed amount."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from domain.kernel.frozen import replace
from domain.kernel.vocabulary import Role
from domain.shared.deadlines.due_dates import OwnDay
from domain.shared.filings.filing import Filing, FilingStatus
from domain.subjects.project_year.targets.indicators import Indicator

DISCLOSURE = "disclosure.adjusted_target"
"""The deadline of the disclosure of an adjusted target."""


@dataclass(frozen=True, slots=True)
class Unadjusted:
    """The indicators and the budget that counted `until` an adjustment was approved that day.

    `disclosed_by` is the day that a notice or an extension gave the disclosure of the adjusted
    target before: it bound that of an earlier adjustment alone.
    """

    indicators: tuple[Indicator, ...]
    budget: Budget | None
    adjusted: bool
    until: date
    disclosed_by: OwnDay | None = None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An adjusted target as it was filed; `amount` is the adjusted budget, in yuan.

    `before` are the indicators and the budget that it replaced; null until its approval.
    """

    filing: Filing
    indicators: tuple[Indicator, ...]
    amount: Decimal
    before: Unadjusted | None = None

    @property
    def approved_on(self) -> date | None:
        """The day of its approval; `None` before it."""
        return self.before.until if self.before else None

    def marked(self, status: FilingStatus) -> Adjustment:
        """The same adjustment, its filing with another status."""
        return replace(self, filing=self.filing.marked(status))


@dataclass(frozen=True, slots=True)
class FiledTarget:
    """A target as it was filed; `amount` in yuan.

    `unreasonable` gives for each party of the joint review the indicators that it found
    unreasonable.
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

    `reasonable` is false from a return until the next filing. `adjusted` becomes true when the
    target is filed again or an adjustment is approved. Both are inputs of the rule `target.gate`:
    a target that was returned twice is `adjusted` and not `reasonable`, and only one that is both
    counts as adjusted.
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
        """The target that was filed; raises `ValueError` if no target was filed."""
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
    def initial(self) -> tuple[Indicator, ...]:
        """The indicators that were approved with the initial budget; none before the approval."""
        return self.content.indicators if self.content and self.approval else ()

    @property
    def adjustment(self) -> Adjustment | None:
        """The newest adjustment, approved or not; `None` if no adjustment was filed."""
        return self.approval.adjustment if self.approval else None

    @property
    def adjustment_filing(self) -> Filing | None:
        """The filing of the newest adjustment."""
        return self.adjustment.filing if self.adjustment else None

    def adjusted_by(self, adjustment: Adjustment | None) -> Target:
        """The target with another adjustment; raises `ValueError` before the approval."""
        if self.approval is None:
            raise ValueError("the target is not approved: there is nothing to adjust")
        return replace(self, approval=replace(self.approval, adjustment=adjustment))


@dataclass(frozen=True, slots=True)
class Budget:
    """The budget in yuan; `approved_on` is the day of its first approval.

    `initial` is the amount at the beginning of the year; null for a project added later.
    """

    amount: Decimal
    approved_on: date
    initial: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Execution:
    """The executed amount in yuan; `as_of` is null if imported history gives no day.

    `records` has the recorded amount of each day; a later record of a day replaces the earlier.
    """

    amount: Decimal
    as_of: date | None = None
    records: Mapping[date, Decimal] = field(default_factory=dict)

    def by(self, day: date) -> tuple[date, Decimal] | None:
        """The newest record as of a day (inclusive): its day and its amount."""
        known = [as_of for as_of in self.records if as_of <= day]
        return (max(known), self.records[max(known)]) if known else None
