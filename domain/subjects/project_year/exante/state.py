"""The state of a project's ex-ante assessment."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.kernel.frozen import replace
from domain.kernel.vocabulary import ReviewResult
from domain.shared.filings.filing import Filing, FilingStatus


@dataclass(frozen=True, slots=True)
class Reassessment:
    """A re-assessment by the organisation `commissioned`, its report, and what it came to.

    `before` is the one whose place it took.
    """

    commissioned: str
    report: Filing | None = None
    result: ReviewResult | None = None
    before: Reassessment | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """The bureau's review of an ex-ante report; `score` in points, at most 100."""

    result: ReviewResult
    score: Decimal


@dataclass(frozen=True, slots=True)
class Report:
    """An ex-ante report as it was filed; `amount` in yuan.

    `investment` of county level, in yuan, and whether it is `specialised` are what the unit
    declared, null where it did not.
    """

    filing: Filing
    amount: Decimal
    review: Review | None = None
    investment: Decimal | None = None
    specialised: bool | None = None

    def marked(self, status: FilingStatus) -> Report:
        """The same report, its filing with another status."""
        return replace(self, filing=self.filing.marked(status))


@dataclass(frozen=True, slots=True)
class ExAnte:
    """Ex-ante assessment; `required` is null if the rules do not say whether it is.

    It hangs on the funding by source while a project `awaits_split`.
    """

    required: bool | None = None
    report: Report | None = None
    reassessment: Reassessment | None = None
    awaits_split: bool = False

    @property
    def filing(self) -> Filing | None:
        """The filing of the report."""
        return self.report.filing if self.report else None

    @property
    def result(self) -> ReviewResult | None:
        """The result of the bureau's review; `None` before the review."""
        return self.report.review.result if self.report and self.report.review else None

    @property
    def reassessed(self) -> ReviewResult | None:
        """The result of the re-assessment; `None` without one."""
        return self.reassessment.result if self.reassessment else None

    @property
    def filed(self) -> Report:
        """The report that was filed; raises `ValueError` if no report was filed."""
        if self.report is None:
            raise ValueError("no ex-ante report was filed")
        return self.report
