"""The selection of a board query: its subjects as an SQL condition."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from typing import Any

from domain.kernel.subject_ids import SubjectKind

Row = sqlite3.Row

_WHERE = """
    WHERE jurisdiction = :jurisdiction AND (year = :year OR year IS NULL)
    AND (:kind IS NULL OR kind = :kind)
    AND (:subject IS NULL OR code = :subject OR subject.stream IN
        (:subject, :jurisdiction || '/' || :subject,
         :jurisdiction || '/' || :year || '/' || :subject))
    AND (:unit IS NULL OR unit = :unit)
    AND (:phase IS NULL OR phase = :phase OR phase LIKE :phase || '-%')
    AND (:streams IS NULL OR subject.stream IN (SELECT value FROM json_each(:streams)))"""

UNIT_NAME = """
    COALESCE((SELECT own.name FROM subject AS own WHERE own.stream =
        :jurisdiction || '/' || COALESCE(subject.year, :year) || '/unit/' || subject.unit),
    subject.unit_name) AS unit_name"""
"""The name of a subject's unit: the unit's own if it is registered in the year.

Projects may be registered with another spelling, or before the unit got another name.
"""


class Asked:
    """The subjects of a query, as a condition on `subject`."""

    def __init__(
        self,
        jurisdiction: str,
        year: int,
        *,
        subject: str | None = None,
        kind: SubjectKind | None = None,
        unit: str | None = None,
        phase: str | None = None,
        role: str | None = None,
        streams: Collection[str] | None = None,
    ) -> None:
        """Select a budget year and the subjects without a year, or a part of them.

        `subject` is a stream, the end of a stream after its year (`unit/U01`), or a code. `phase`
        may be a kind of phase: `monitoring` matches each of its months. `role` is responsible for a
        deadline. `streams` are the only ones that count, where they are given.
        """
        self.values: dict[str, Any] = {
            "jurisdiction": jurisdiction,
            "year": year,
            "subject": subject,
            "kind": kind.value if kind else None,
            "unit": unit,
            "phase": phase,
            "role": role,
            "streams": None if streams is None else json.dumps(sorted(streams)),
        }

    FROM_SUBJECT = f" FROM subject {_WHERE}"
    FROM_DEADLINE = f"""
        FROM subject JOIN deadline ON deadline.stream = subject.stream {_WHERE}
        AND (:role IS NULL OR responsible = :role)"""
    FROM_WAIT = f"""
        FROM subject, json_each(waiting_for) {_WHERE}
        AND (:role IS NULL OR substr(value, 1, instr(value, ':') - 1) = :role)"""


def position_of(connection: sqlite3.Connection) -> int:
    """The log position from which the boards are built."""
    (position,) = connection.execute("SELECT position FROM built").fetchone()
    return int(position)


def rows_of(
    connection: sqlite3.Connection, statement: str, values: dict[str, Any] | tuple[Any, ...]
) -> list[Row]:
    """The rows that a statement selects."""
    return connection.execute(statement, values).fetchall()
