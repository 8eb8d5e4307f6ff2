"""The rows of the boards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class DeadlineState(StrEnum):
    """The state of a deadline; `open`, then the states that the timers' steps set.

    `reminded_late` and `due_late`: the reminder or the due notice was sent late.
    """

    OPEN = "open"
    REMINDED = "reminded"
    REMINDED_LATE = "reminded_late"
    DUE = "due"
    DUE_LATE = "due_late"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    MET = "met"
    MET_LATE = "met_late"


class Source(StrEnum):
    """The source of a due date; the field `reference` names the clauses or the document."""

    RULE = "rule"
    NOTICE = "notice"
    EXTENSION = "extension"
    RECTIFICATION = "rectification"


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A filing that has to be filed again, by the key of its deadline.

    `event` sent it back, or withdrew it on the filer's own account; `on` is the business date. The
    reason is null for a confidential subject (涉密).
    """

    deadline: str
    event: str
    on: date
    by: str
    role: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class DelegateRow:
    """An organisation that acts for the subject's unit between two dates, both inclusive."""

    organisation: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """The row of a stream.

    `kind` is a `SubjectKind`. `year` is the budget year or the work year, null for a subject
    without a year. `code` is the code of the project, unit, policy or institution. `unit` is the
    unit of a project; for a unit's year, the unit itself. Amounts are decimals as text, in yuan,
    null before they exist. `requested` comes from a project, a unit's initial budget or the
    estimate of a policy; `adjusted` of a unit comes from its registration; `approved` is a
    project's budget or a unit's overall target; `executed` comes from the self-evaluation,
    otherwise from registration. `waiting_for` holds `role:deadline`, `overdue` deadlines;
    `next_due` is inclusive. `clock` is that of a work year (`real` or `simulated`), `last_at` the
    business instant of the newest event. `confidential` is true of what is registered so (涉密);
    `institution` is commissioned with its key evaluation; `delegates` act for its unit; `returned`
    are the filings that came back and are waited for; `imported` is the number of acts that were
    done before it came into the log. `funding` is a project's money by source, null where nobody
    said; `subject_kind` is what a project is registered as.
    """

    stream: str
    kind: str
    jurisdiction: str
    year: int | None
    code: str | None
    name: str | None
    unit: str | None
    unit_name: str | None
    origin: str | None
    budget_type: str | None
    phase: str
    version: int
    requested: str | None
    adjusted: str | None
    approved: str | None
    executed: str | None
    waiting_for: tuple[str, ...]
    next_due: date | None
    overdue: tuple[str, ...]
    late_filings: int
    closed: bool
    clock: str | None
    last_at: datetime
    confidential: bool = False
    institution: str | None = None
    delegates: tuple[DelegateRow, ...] = ()
    returned: tuple[ReturnedRow, ...] = ()
    imported: int = 0
    funding: Mapping[str, str] | None = None
    subject_kind: str | None = None


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A deadline of a subject with a due date; `due` is inclusive (Asia/Shanghai).

    `filed_on` is the business date on which it was met (first filed, or reviewed); if the bureau
    annotated it, `recorded_on` is the logged date. `reference` holds the clause ids of a rule, the
    document of a notice, or the event that notified a rectification. `imported` if what met it was
    done before the subject came into the log. `event` met it, by the `document` that it names; both
    are null while it is open.
    """

    stream: str
    deadline: str
    due: date
    state: DeadlineState
    responsible: str
    filed_on: date | None
    source: Source
    reference: str
    recorded_on: date | None = None
    imported: bool = False
    event: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """All rows of one stream."""

    subject: SubjectRow
    deadlines: tuple[DeadlineRow, ...]
