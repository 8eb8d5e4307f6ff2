"""The duties about projects, units, policies and institutions, one subject after the other.

A work year has the deadlines whose day lies in it, and those of before that were still open in it.
A task without a day stands in the ledger while it is waited for, unless it waits for another of its
subject first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date

from domain.kernel.subject_ids import SubjectKind
from domain.subjects.catalogues import CATALOGUES
from projections.boards.board_selection import rows_of
from projections.boards.remits import Remits
from projections.boards.rows import DeadlineRow, SubjectRow
from projections.boards.tables import deadline_row, subject_row
from projections.work_ledger.lines import Line, Standing, duty_of, standing_of

_SUBJECTS = """
    SELECT * FROM subject
    WHERE jurisdiction = :jurisdiction AND kind <> :work_year_itself
    AND (year IS NULL OR year IN (:work_year, :work_year - 1))
    AND (:unit IS NULL OR unit = :unit)
    ORDER BY unit IS NULL, unit, kind, year, stream"""
_DEADLINES = "SELECT * FROM deadline WHERE stream = ? ORDER BY due, deadline"


def lines_of_subjects(
    connection: sqlite3.Connection,
    jurisdiction: str,
    work_year: int,
    remits: Remits,
    on: date,
    unit: str | None = None,
) -> Iterator[Line]:
    """The duties about the subjects of a work year, by unit; they are read one by one."""
    asked = {
        "jurisdiction": jurisdiction,
        "work_year": work_year,
        "unit": unit,
        "work_year_itself": SubjectKind.JURISDICTION_YEAR.value,
    }
    for columns in connection.execute(_SUBJECTS, asked):
        row = subject_row(columns)
        sections = tuple(one.code for one in remits.in_charge_of(row))
        found = map(deadline_row, rows_of(connection, _DEADLINES, (row.stream,)))
        yield from _lines(row, tuple(found), sections, work_year, on)


def _lines(
    row: SubjectRow,
    deadlines: tuple[DeadlineRow, ...],
    sections: tuple[str, ...],
    work_year: int,
    on: date,
) -> Iterator[Line]:
    for one in deadlines:
        if _is_of(one, work_year):
            yield _dated(row, one, sections, on)
    waits = {} if row.closed else dict(_parts(wait) for wait in row.waiting_for)
    dated = {one.deadline for one in deadlines if one.filed_on is None}
    for deadline, role in waits.items():
        if deadline not in dated and not _waits_for_another(deadline, waits):
            yield _line(row, sections, deadline, role, Standing.OPEN)


def _is_of(row: DeadlineRow, work_year: int) -> bool:
    """Whether a deadline is one of the year, or of before and was not met before it."""
    if row.due.year >= work_year:
        return row.due.year == work_year
    return row.filed_on is None or row.filed_on.year >= work_year


def _parts(wait: str) -> tuple[str, str]:
    role, _, deadline = wait.partition(":")
    return deadline, role


def _waits_for_another(deadline: str, waits: dict[str, str]) -> bool:
    entry = CATALOGUES.deadline(deadline)
    return entry is not None and any(one in waits for one in entry.after)


def _dated(row: SubjectRow, found: DeadlineRow, sections: tuple[str, ...], on: date) -> Line:
    standing, days = standing_of(found, on)
    return _line(row, sections, found.deadline, found.responsible, standing, found, days)


def _line(
    row: SubjectRow,
    sections: tuple[str, ...],
    deadline: str,
    role: str,
    standing: Standing,
    found: DeadlineRow | None = None,
    days: int = 0,
) -> Line:
    withheld, own = row.confidential, row.kind == SubjectKind.UNIT_YEAR.value
    return Line(
        jurisdiction=row.jurisdiction,
        county=None,
        county_name=None,
        sections=sections,
        stream=row.stream,
        kind=row.kind,
        code=row.code,
        name=None if withheld else row.name,
        unit=row.unit,
        unit_name=None if withheld and own else row.unit_name,
        responsible=role,
        deadline=deadline,
        duty=duty_of(deadline),
        due=found.due if found else None,
        standing=standing,
        days=days,
        done_on=found.filed_on if found else None,
        event=found.event if found else None,
        document=found.document if found and not withheld else None,
        source=found.source.value if found else None,
        reference=found.reference if found else None,
    )
