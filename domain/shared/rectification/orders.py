"""An order to rectify: its notice, the unit's report or refusal, and what the bureau found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from uuid import UUID

from domain.shared.filings.filing import Filing


class Finding(Enum):
    """What the bureau found about a rectification; the last finding counts."""

    ACCEPTED = auto()
    """The report was accepted: nothing changes this any more."""
    UNMET = auto()
    """The day of the notice passed and nothing was rectified (不整改, AMB-07)."""
    REFUSED = auto()
    """The day of the notice passed and the unit refuses to rectify (拒不整改, AMB-07)."""


@dataclass(frozen=True, slots=True)
class Rectification:
    """A rectification from its notice on; `due` (inclusive) is null where no day was given.

    `reasons` are those of the notice. `refuses`: the unit refused on record, and no later report of
    it takes that back. It stands beside the bureau's `findings`, of which the last one counts.
    """

    notice: UUID
    notified_on: date
    due: date | None = None
    report: Filing | None = None
    refuses: bool = False
    findings: tuple[Finding, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def finding(self) -> Finding | None:
        """The finding that counts, if there is one."""
        return self.findings[-1] if self.findings else None

    @property
    def accepted(self) -> bool:
        """Whether the bureau accepted the rectification as done."""
        return self.finding is Finding.ACCEPTED

    @property
    def refused(self) -> bool:
        """Whether the unit refused, on its own record or as the bureau found."""
        return not self.accepted and (self.refuses or self.finding is Finding.REFUSED)

    @property
    def answered(self) -> bool:
        """Whether the unit refused or the bureau found something."""
        return self.refuses or bool(self.findings)

    @property
    def settled(self) -> bool:
        """Whether the unit has nothing more to do: a report that was filed is still reviewed."""
        waiting = self.report is not None and self.report.open
        return self.accepted or (self.answered and not waiting)

    @property
    def awaits_finding(self) -> bool:
        """Whether the unit has nothing more to do, and the bureau found nothing yet."""
        return self.settled and not self.findings
