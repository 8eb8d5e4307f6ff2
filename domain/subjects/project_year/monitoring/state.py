"""The states of a monitoring round, and of the rectification that may follow it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.kernel.frozen import replace
from domain.shared.filings.filing import Filing, FilingStatus
from domain.shared.rectification.orders import Finding, Rectification

__all__ = [
    "Finding",
    "Included",
    "Open",
    "Rectification",
    "Result",
    "Reviewed",
    "Round",
    "Skipped",
    "Touched",
    "rectification_in",
]


@dataclass(frozen=True, slots=True)
class Result:
    """The monitoring result as the unit filed it; rates in percent, `executed` in yuan.

    A result that was reviewed by a newer record has the record's amount and rate; `filed` are those
    of the filing.
    """

    filing: Filing
    execution_rate: Decimal
    completion_rate: Decimal
    executed: Decimal | None = None
    filed: tuple[Decimal, Decimal | None] | None = None

    def as_filed(self) -> Result:
        """The same result with the rate and the amount that it was filed with."""
        if self.filed is None:
            return self
        rate, executed = self.filed
        return replace(self, execution_rate=rate, executed=executed, filed=None)

    def by_record(self, rate: Decimal, executed: Decimal) -> Result:
        """The same result with the rate and the amount of a newer record."""
        filed = (self.execution_rate, self.executed)
        return replace(self, execution_rate=rate, executed=executed, filed=filed)

    def marked(self, status: FilingStatus) -> Result:
        """The same result, its filing with another status."""
        return replace(self, filing=replace(self.filing, status=status))


@dataclass(frozen=True, slots=True)
class Touched:
    """A line that the system found touched, until its cause is analysed; `due` (inclusive)."""

    due: date | None


@dataclass(frozen=True, slots=True)
class Skipped:
    """The project had no approved budget by the node: it is not in this round (AMB-32).

    Or an `exception`, by its reference, was granted from a round that was over when the project
    came into the log.
    """

    node: date
    exception: str | None = None

    @property
    def result(self) -> None:
        """Nothing is filed in this round."""

    @property
    def filing(self) -> None:
        """Nothing is filed in this round."""

    @property
    def settled(self) -> bool:
        """Nobody has to do anything in this round."""
        return True


@dataclass(frozen=True, slots=True)
class Open:
    """The round is open until its result is reviewed; a result that was sent back stays in it."""

    node: date
    result: Result | None = None

    @property
    def filing(self) -> Filing | None:
        """The filing of the result."""
        return self.result.filing if self.result else None

    @property
    def settled(self) -> bool:
        """The unit files, or the bureau reviews."""
        return False


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The bureau reviewed the result: `score` in points, `failed` null where no rule says it.

    `lapse` is the reference of the exception that records that the bureau sent no notice of
    rectification while it could.
    """

    node: date
    result: Result
    score: Decimal | None
    failed: bool | None
    rectification: Rectification | None = None
    lapse: str | None = None

    @property
    def filing(self) -> Filing:
        """The filing of the result."""
        return self.result.filing

    @property
    def settled(self) -> bool:
        """Whether nobody has to do anything more in this round."""
        return self.rectification is None or self.rectification.settled

    @property
    def awaits_notice(self) -> bool:
        """Whether the round failed, and the bureau neither sent a notice nor recorded why not."""
        return bool(self.failed) and self.rectification is None and self.lapse is None

    @property
    def awaits_finding(self) -> bool:
        """Whether the unit refused to rectify what failed, and the bureau found nothing yet."""
        order = self.rectification
        return bool(self.failed) and order is not None and order.awaits_finding


Included = Open | Reviewed
"""A round that the project takes part in."""

Round = Skipped | Included
"""The round of a monitoring node."""


def rectification_in(current: Round | None) -> Rectification | None:
    """The rectification that was notified in a round, if one was."""
    return current.rectification if isinstance(current, Reviewed) else None
