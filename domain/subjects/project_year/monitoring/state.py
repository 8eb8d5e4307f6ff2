"""The states of a monitoring round, and of the rectification that may follow it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from uuid import UUID

from domain.kernel.frozen import replace
from domain.shared.filings.filing import Filing, FilingStatus


class Course(Enum):
    """How far a rectification has come, beside its report."""

    ORDERED = auto()
    REFUSED = auto()
    """The unit refused on record (AMB-07); a report that it files later takes this back."""
    UNMET = auto()
    """The bureau found that the day of the notice passed and nothing was rectified (AMB-07)."""
    UNMET_THEN_REFUSED = auto()
    """The unit refused while its belated report waited for review: the finding stands."""
    ACCEPTED = auto()
    """The bureau accepted the report: nothing changes this any more."""

    @property
    def refused(self) -> bool:
        """Whether a refusal of the unit stands."""
        return self in {Course.REFUSED, Course.UNMET_THEN_REFUSED}

    def after_report(self) -> Course:
        """The course after the unit reported."""
        return _REPORTED.get(self, self)

    def after_refusal(self) -> Course:
        """The course after the unit refused."""
        return _REFUSED.get(self, self)

    def after_finding(self) -> Course:
        """The course after the bureau found it unmet."""
        return _FOUND_UNMET.get(self, self)


_REPORTED = {Course.REFUSED: Course.ORDERED, Course.UNMET_THEN_REFUSED: Course.UNMET}
_REFUSED = {Course.ORDERED: Course.REFUSED, Course.UNMET: Course.UNMET_THEN_REFUSED}
_FOUND_UNMET = {Course.ORDERED: Course.UNMET, Course.REFUSED: Course.UNMET_THEN_REFUSED}


@dataclass(frozen=True, slots=True)
class Rectification:
    """A rectification from its notice on; `due` (inclusive) is null where no day was given."""

    notice: UUID
    notified_on: date
    due: date | None = None
    report: Filing | None = None
    course: Course = Course.ORDERED
    before: Course = Course.ORDERED
    """The course before the bureau accepted the report."""

    @property
    def settled(self) -> bool:
        """Whether nobody has to do anything more: a report that was filed is still reviewed."""
        if self.course is Course.ACCEPTED:
            return True
        waiting = self.report is not None and self.report.open
        return self.course is not Course.ORDERED and not waiting


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
    """The bureau reviewed the result: `score` in points, `failed` null where no rule says it."""

    node: date
    result: Result
    score: Decimal | None
    failed: bool | None
    rectification: Rectification | None = None

    @property
    def filing(self) -> Filing:
        """The filing of the result."""
        return self.result.filing

    @property
    def settled(self) -> bool:
        """Whether nobody has to do anything more in this round."""
        return self.rectification is None or self.rectification.settled


Included = Open | Reviewed
"""A round that the project takes part in."""

Round = Skipped | Included
"""The round of a monitoring node."""


def rectification_in(current: Round | None) -> Rectification | None:
    """The rectification that was notified in a round, if one was."""
    return current.rectification if isinstance(current, Reviewed) else None
