"""Which projects a question is about, and how it is put to the boards."""

from __future__ import annotations

import sqlite3
from typing import Any

from domain.subject import SubjectKind, project_year

Row = sqlite3.Row


class Asked:
    """The projects that a question is about, as a condition on `subject`."""

    def __init__(
        self,
        jurisdiction: str,
        year: int,
        *,
        subject: str | None = None,
        unit: str | None = None,
        phase: str | None = None,
    ) -> None:
        """Ask about a budget year, or the part of it with a subject (code or stream), unit, phase.

        `phase` may be a whole kind of phases: `monitoring` stands for each of its months.
        """
        self.values: dict[str, Any] = {
            "kind": SubjectKind.PROJECT_YEAR.value,
            "jurisdiction": jurisdiction,
            "year": year,
            "stream": _stream(jurisdiction, year, subject),
            "unit": unit,
            "phase": phase,
        }

    FROM_SUBJECT = """
        FROM subject
        WHERE jurisdiction = :jurisdiction AND year = :year AND kind = :kind
        AND (:stream IS NULL OR subject.stream = :stream)
        AND (:unit IS NULL OR unit = :unit)
        AND (:phase IS NULL OR phase = :phase OR phase LIKE :phase || '-%')
        """
    FROM_DEADLINE = FROM_SUBJECT.replace(
        "FROM subject", "FROM subject JOIN deadline ON deadline.stream = subject.stream"
    )


def position_of(connection: sqlite3.Connection) -> int:
    """The log position that the boards are built on."""
    (position,) = connection.execute("SELECT position FROM built").fetchone()
    return int(position)


def rows_of(connection: sqlite3.Connection, statement: str, values: dict[str, Any]) -> list[Row]:
    """The rows that a statement selects."""
    return connection.execute(statement, values).fetchall()


def _stream(jurisdiction: str, year: int, subject: str | None) -> str | None:
    if subject is None or "/" in subject:
        return subject
    return project_year(jurisdiction, year, subject)
