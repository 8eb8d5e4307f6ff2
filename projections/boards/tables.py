"""The tables of a projection file, and the conversion of rows to columns."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from projections.boards.rows import (
    DeadlineRow,
    DeadlineState,
    DelegateRow,
    ReturnedRow,
    Source,
    SubjectRow,
)

SCHEMA = 11
"""The version of tables and rows: raise it whenever a row would differ."""

_NONE = "[]"

SCRIPT = """
CREATE TABLE built (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    schema INTEGER NOT NULL,
    position INTEGER NOT NULL,
    tail TEXT NOT NULL
);
CREATE TABLE subject (
    stream TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    jurisdiction TEXT NOT NULL,
    year INTEGER,
    code TEXT,
    name TEXT,
    unit TEXT,
    unit_name TEXT,
    origin TEXT,
    budget_type TEXT,
    phase TEXT NOT NULL,
    version INTEGER NOT NULL,
    requested TEXT,
    adjusted TEXT,
    approved TEXT,
    executed TEXT,
    waiting_for TEXT NOT NULL,
    next_due TEXT,
    overdue TEXT NOT NULL,
    late_filings INTEGER NOT NULL,
    closed INTEGER NOT NULL,
    clock TEXT,
    last_at TEXT NOT NULL,
    confidential INTEGER NOT NULL,
    institution TEXT,
    delegates TEXT NOT NULL,
    returned TEXT NOT NULL,
    imported INTEGER NOT NULL,
    funding TEXT,
    subject_kind TEXT
);
CREATE INDEX subject_place ON subject (jurisdiction, year, kind);
CREATE TABLE deadline (
    stream TEXT NOT NULL,
    deadline TEXT NOT NULL,
    due TEXT NOT NULL,
    state TEXT NOT NULL,
    responsible TEXT NOT NULL,
    filed_on TEXT,
    source TEXT NOT NULL,
    reference TEXT NOT NULL,
    recorded_on TEXT,
    imported INTEGER NOT NULL,
    event TEXT,
    document TEXT,
    PRIMARY KEY (stream, deadline)
) WITHOUT ROWID;
CREATE TABLE link (
    position INTEGER PRIMARY KEY,
    event INTEGER NOT NULL,
    cause INTEGER
)
"""

INDEX_LINKS = """
CREATE INDEX IF NOT EXISTS link_event ON link (event);
CREATE INDEX IF NOT EXISTS link_cause ON link (cause) WHERE cause IS NOT NULL
"""
"""Made after the links of a whole log are there: that takes half the time."""


LinkRow = tuple[int, int, int | None]
"""The position of an event, the key of its id, and the key of its cause's id."""


def link_key(event: UUID) -> int:
    """Half of an event's id, as SQLite keeps whole numbers: what has this key may be the event."""
    return (event.int >> 64) - (1 << 63)


PUT_SUBJECT = """
    INSERT OR REPLACE INTO subject (
        stream, kind, jurisdiction, year, code, name, unit, unit_name, origin, budget_type, phase,
        version, requested, adjusted, approved, executed, waiting_for, next_due, overdue,
        late_filings, closed, clock, last_at, confidential, institution, delegates, returned,
        imported, funding, subject_kind)
    VALUES (
        ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
PUT_DEADLINE = """
    INSERT OR REPLACE INTO deadline (
        stream, deadline, due, state, responsible, filed_on, source, reference, recorded_on,
        imported, event, document)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
PUT_LINK = "INSERT OR REPLACE INTO link (position, event, cause) VALUES (?, ?, ?)"
DROP_DEADLINES = "DELETE FROM deadline WHERE stream = ?"


def subject_columns(row: SubjectRow) -> tuple[Any, ...]:
    """The columns of a subject's row, in the order of its fields."""
    return (
        row.stream,
        row.kind,
        row.jurisdiction,
        row.year,
        row.code,
        row.name,
        row.unit,
        row.unit_name,
        row.origin,
        row.budget_type,
        row.phase,
        row.version,
        row.requested,
        row.adjusted,
        row.approved,
        row.executed,
        json.dumps(row.waiting_for),
        row.next_due.isoformat() if row.next_due else None,
        json.dumps(row.overdue),
        row.late_filings,
        row.closed,
        row.clock,
        row.last_at.isoformat(timespec="microseconds"),
        row.confidential,
        row.institution,
        _listed(row.delegates),
        _listed(row.returned),
        row.imported,
        None if row.funding is None else json.dumps(row.funding),
        row.subject_kind,
    )


def _listed(rows: tuple[DelegateRow | ReturnedRow, ...]) -> str:
    """Some rows as one column; most subjects have none."""
    return json.dumps([asdict(row) for row in rows], default=str) if rows else _NONE


def deadline_columns(row: DeadlineRow) -> tuple[Any, ...]:
    """The columns of a deadline's row, in the order of its fields."""
    return (
        row.stream,
        row.deadline,
        row.due.isoformat(),
        row.state.value,
        row.responsible,
        row.filed_on.isoformat() if row.filed_on else None,
        row.source.value,
        row.reference,
        row.recorded_on.isoformat() if row.recorded_on else None,
        row.imported,
        row.event,
        row.document,
    )


def subject_row(columns: sqlite3.Row) -> SubjectRow:
    """A subject's row from its columns."""
    given = {field.name: columns[field.name] for field in fields(SubjectRow)}
    given["waiting_for"] = tuple(json.loads(given["waiting_for"]))
    given["overdue"] = tuple(json.loads(given["overdue"]))
    given["next_due"] = day(given["next_due"])
    given["closed"] = bool(given["closed"])
    given["confidential"] = bool(given["confidential"])
    given["delegates"] = delegates(given["delegates"])
    given["returned"] = returned(given["returned"])
    given["last_at"] = datetime.fromisoformat(given["last_at"])
    given["funding"] = json.loads(given["funding"]) if given["funding"] else None
    return SubjectRow(**given)


def delegates(column: str) -> tuple[DelegateRow, ...]:
    """The delegates of a subject from its column."""
    found = () if column == _NONE else json.loads(column)
    days = ({name: date.fromisoformat(one[name]) for name in ("since", "until")} for one in found)
    return tuple(DelegateRow(**{**one, **own}) for one, own in zip(found, days, strict=True))


def returned(column: str) -> tuple[ReturnedRow, ...]:
    """The filings of a subject that came back, from their column."""
    found = () if column == _NONE else json.loads(column)
    return tuple(ReturnedRow(**{**one, "on": date.fromisoformat(one["on"])}) for one in found)


def deadline_row(columns: sqlite3.Row) -> DeadlineRow:
    """A deadline's row from its columns."""
    given = {field.name: columns[field.name] for field in fields(DeadlineRow)}
    given["due"] = date.fromisoformat(given["due"])
    given["filed_on"] = day(given["filed_on"])
    given["recorded_on"] = day(given["recorded_on"])
    given["imported"] = bool(given["imported"])
    given["state"] = DeadlineState(given["state"])
    given["source"] = Source(given["source"])
    return DeadlineRow(**given)


def day(text: str | None) -> date | None:
    """A day from its column."""
    return date.fromisoformat(text) if text else None
