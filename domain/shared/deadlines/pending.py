"""Waits: the next thing that a role has to do in a subject, by the key of its deadline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.kernel.frozen import replace
from domain.kernel.vocabulary import Role
from domain.shared.deadlines.due_dates import Day
from domain.shared.deadlines.endorsements import endorsement_of
from domain.shared.filings.filing import Filing, FilingStatus


@dataclass(frozen=True, slots=True)
class Wait:
    """A task that `role` has to do; `deadline` is its key.

    `dated` is false if the date was already met: the filing was in time before it was sent back.
    `found_at` is the instant at which a date that was over when it was set is found so, else null.
    `counts_from` is the instant from which an escalation counts its days, if not from the date.
    """

    deadline: str
    role: Role
    dated: bool = True
    found_at: datetime | None = None
    counts_from: datetime | None = None


def around(wait: Wait, day: Day) -> Wait:
    """The wait with the instant from which steps around its day are planned."""
    return wait if wait.found_at == day.found_at else replace(wait, found_at=day.found_at)


def filing_wait(
    filing: Filing | None, to_file: str, to_review: str, filer: Role = Role.UNIT
) -> Wait:
    """The wait of a filing: for the department's or the bureau's review, or to be filed (again)."""
    if filing is not None and filing.open:
        return review_wait(filing, to_file, to_review)
    met = filing is not None and (not filing.late or filing.extended is not None)
    kept = filing is not None and filing.status is FilingStatus.RETURNED and met
    return Wait(to_file, filer, dated=not kept)


def review_wait(filing: Filing, to_file: str, to_review: str) -> Wait:
    """The wait of a filing for its review: the department's, where it comes first, or the bureau's.

    `to_file` is the key of the filing.
    """
    if filing.awaits_department:
        return Wait(endorsement_of(to_file), Role.DEPARTMENT)
    return Wait(to_review, Role.FINANCE)


def told(waits: Iterable[Wait]) -> tuple[str, ...]:
    """The waits as a view shows them: `role:deadline`."""
    return tuple(f"{wait.role}:{wait.deadline}" for wait in waits)
