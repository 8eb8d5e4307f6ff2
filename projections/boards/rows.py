"""The rows of the boards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class DeadlineState(StrEnum):
    """How a deadline stands; after `open` come the steps that the timers took.

    `reminded_late` and `due_late` where the reminder or the due notice was given late.
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
    """Where a due day comes from; `reference` beside it names the clauses or the document."""

    RULE = "rule"
    NOTICE = "notice"
    EXTENSION = "extension"
    RECTIFICATION = "rectification"


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """A stream as it stands.

    `kind` is a `SubjectKind`; `year` is the budget year or the work year, null where the subject
    belongs to no year; `code` is that of the project, unit, policy or institution. `unit` is the
    unit that a project belongs to, and a unit's year itself. Amounts are decimals as text, in yuan;
    null before there is one: `requested` by a project, in a unit's initial budget, or estimated of
    a policy; `adjusted` as registered of a unit; `approved` as a project's budget or in a unit's
    overall target; `executed` as self-evaluated, else as registered. `waiting_for` holds
    `role:deadline`, `overdue` deadlines; `next_due` is inclusive. `clock` is that of a work year
    (`real` or `simulated`), `last_at` the business instant of the newest event.
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


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A deadline of a subject that has a day; `due` is inclusive (Asia/Shanghai).

    `filed_on` is the business day on which it was met (first filed, or reviewed); where the bureau
    annotated the log's day for it, `recorded_on` is that day. `reference` are the clause ids of a
    rule, the document of a notice, or the event that notified a rectification.
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


@dataclass(frozen=True, slots=True)
class Summary:
    """All rows of one stream."""

    subject: SubjectRow
    deadlines: tuple[DeadlineRow, ...]
