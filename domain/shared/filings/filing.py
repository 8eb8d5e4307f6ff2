"""Filings: the common life of a filing: filed, returned, corrected, reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, Self
from uuid import UUID

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, Recorded
from domain.kernel.frozen import replace
from domain.kernel.refusal import Refusal


class FilingStatus(StrEnum):
    """The status of a filing."""

    FILED = "filed"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    WITHDRAWN = "withdrawn"


class Endorsement(StrEnum):
    """What the superior department did with a filing that was referred to it."""

    AWAITED = "awaited"
    GIVEN = "given"
    REFUSED = "refused"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Referral:
    """A filing before the superior department, whose review comes before that of the bureau.

    `decided_on` is the day on which the department first endorsed or returned it, null before that.
    """

    event_id: UUID
    department: str
    name: str
    endorsement: Endorsement = Endorsement.AWAITED
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """A filing: its filer, its business date, its lateness.

    `first_on` is kept through returns and corrections; lateness is judged by it, against `due`
    (inclusive) if the filing has it. `first` is the event of the first filing if that is not
    `event_id`. `recorded_on` is the logged date of the first filing if an annotation changed it
    (`annotation`). `extended` is the day (inclusive) of an extension that came after a late filing
    and covers it: the filing stays late. `referral` is set where the department reviews it first.
    """

    event_id: UUID
    by: str
    on: date
    first_on: date
    late: bool = False
    status: FilingStatus = FilingStatus.FILED
    due: date | None = None
    first: UUID | None = None
    recorded_on: date | None = None
    extended: date | None = None
    referral: Referral | None = None

    @property
    def first_id(self) -> UUID:
        """The id of the event that filed it first."""
        return self.first or self.event_id

    @property
    def open(self) -> bool:
        """Whether it awaits review."""
        return self.status is FilingStatus.FILED

    @property
    def awaits_department(self) -> bool:
        """Whether it waits for the superior department, and not for the bureau yet."""
        referral = self.referral
        return self.open and referral is not None and referral.endorsement is Endorsement.AWAITED

    def marked(self, status: FilingStatus) -> Filing:
        """The same filing with another status."""
        return replace(self, status=status)


def filed(recorded: Recorded[Any], before: Filing | None) -> Filing:
    """A new filing; returns and corrections keep the date of the first filing."""
    event = recorded.event
    return Filing(
        recorded.id,
        recorded.actor.id,
        recorded.effective_on,
        before.first_on if before else recorded.effective_on,
        bool(getattr(event, "late", False)),
        due=getattr(event, "due", None),
        first=before.first_id if before else None,
        recorded_on=before.recorded_on if before else None,
        extended=before.extended if before else None,
    )


def marked(filing: Filing | None, status: FilingStatus) -> Filing | None:
    """The filing with another status."""
    return filing.marked(status) if filing else None


def stands(filing: Filing | None) -> bool:
    """Whether there is a filing that was neither sent back nor withdrawn."""
    gone = {FilingStatus.RETURNED, FilingStatus.WITHDRAWN}
    return filing is not None and filing.status not in gone


def is_reviewed(filing: Filing | None) -> bool:
    """Whether the filing was reviewed."""
    return filing is not None and filing.status is FilingStatus.REVIEWED


def is_late(act: CommandContext[Any], due: date | None, before: Filing | None) -> bool:
    """Whether a filing made now is late; the due date itself is in time.

    For the filings of a work year, and for acts of before record 1335; any other is judged by
    `lateness.judged`. A filing made again after a return or a correction is judged by the date of
    the first filing. If its deadline was extended after it was late, it stays late.
    """
    if before is not None and before.late and before.extended is not None:
        return True
    on = before.first_on if before else act.effective_on
    return due is not None and on > due


def may_review(filing: Filing | None, act: CommandContext[Any], zh: str, en: str) -> Refusal | None:
    """Refuse a review of nothing, of what is reviewed or with the department, or by the filer."""
    if is_reviewed(filing):
        return refusals.already_reviewed(zh, en)
    if filing is None or not filing.open:
        return refusals.nothing_filed(zh, en)
    if refusal := before_the_department(filing, zh, en):
        return refusal
    if filing.by == act.actor.id:
        return refusals.reviewer_is_filer(act.actor.id)
    return None


def before_the_department(filing: Filing, zh: str, en: str) -> Refusal | None:
    """Refuse a review that the superior department's comes before."""
    referral = filing.referral
    if referral is None or not filing.awaits_department:
        return None
    return refusals.gate_not_met(
        f"{zh}已送主管部门{referral.name}（{referral.department}），须先由其审核（filing.endorse）"
        "；其期限已过仍未审核的，财政部门可批准直接受理（filing.waive-endorsement）。",
        f"the {en} is with the department {referral.department}, which endorses it first "
        "(filing.endorse); once its day is over, the finance bureau may take the filing without "
        "(filing.waive-endorsement).",
    )


def may_file(filing: Filing | None, zh: str, en: str) -> Refusal | None:
    """Refuse a second filing while the first awaits review or is reviewed."""
    if filing is None or filing.status in {FilingStatus.RETURNED, FilingStatus.WITHDRAWN}:
        return None
    if filing.open:
        return refusals.duplicate(zh, en)
    return refusals.already_reviewed(zh, en)


@dataclass(frozen=True, slots=True)
class NotFiled:
    """No self-evaluation or report was filed, or the filing was withdrawn."""

    filing: ClassVar[None] = None
    executed: ClassVar[None] = None
    score: ClassVar[None] = None
    grade: ClassVar[None] = None
    reviewed: ClassVar[bool] = False
    waiting: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Assessed:
    """A self-evaluation or a department's report that was filed; its review sets `grade`.

    `executed` is the evaluated amount in yuan; `score` is of 100 points, null if no rule gives it.
    The review may replace both; `filed` are those of the filing.
    """

    filing: Filing
    executed: Decimal | None = None
    score: Decimal | None = None
    grade: str | None = None
    filed: tuple[Decimal | None, Decimal | None] | None = None

    @property
    def reviewed(self) -> bool:
        """Whether the bureau reviewed it."""
        return self.filing.status is FilingStatus.REVIEWED

    @property
    def waiting(self) -> bool:
        """Whether it awaits review."""
        return self.filing.open

    def returned(self) -> Self:
        """The filing with the status returned."""
        return replace(self, filing=self.filing.marked(FilingStatus.RETURNED))

    def waiting_again(self) -> Self:
        """The filing as it waited for its review, with what it was filed with."""
        executed, score = self.filed or (self.executed, self.score)
        filing = self.filing.marked(FilingStatus.FILED)
        return replace(self, filing=filing, executed=executed, score=score, grade=None, filed=None)

    def as_reviewed(self, executed: Decimal | None, score: Decimal | None) -> Self:
        """The filing with the amount and the score of its review."""
        if (executed, score) == (self.executed, self.score):
            return self
        filed = (self.executed, self.score)
        return replace(self, executed=executed, score=score, filed=filed)

    def graded(self, grade: str | None) -> Self:
        """The filing as reviewed, with a grade."""
        return replace(self, filing=self.filing.marked(FilingStatus.REVIEWED), grade=grade)


NOT_FILED = NotFiled()

Assessment = NotFiled | Assessed
"""A self-evaluation or a department's report, as far as it has come."""


def assessed(assessment: Assessment) -> Assessed:
    """The assessment that was filed; raises `ValueError` where none was."""
    match assessment:
        case Assessed():
            return assessment
        case NotFiled():
            raise ValueError("nothing was filed that could be reviewed, returned or dated")
