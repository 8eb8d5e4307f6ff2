"""The remits of the bureau's sections on the boards: which subjects a section is in charge of."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from domain.kernel.bounded_cache import BoundedCache
from domain.kernel.in_force import InForce, Section
from domain.shared.people.sections import InCharge, Matter, in_charge, running
from projections.boards.board_selection import Row, rows_of
from projections.boards.rows import SubjectRow

_KEPT_MATTERS = 4096
"""Units by budgets of a prefecture, and some special subjects."""

_OF_UNITS = """
    SELECT stream, unit, budget_type, subject_kind FROM subject
    WHERE jurisdiction = :jurisdiction AND unit IS NOT NULL"""


@dataclass(frozen=True, slots=True)
class Remits:
    """The sections of a jurisdiction with their remits on the day `on`."""

    in_force: InForce
    on: date

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections that have a remit on the day, by code."""
        return running(self.in_force.sections, self.on)

    def in_charge_of(self, row: SubjectRow) -> tuple[Section, ...]:
        """The sections in charge of a subject; none of what belongs to no unit."""
        if row.unit is None:
            return ()
        return self._of(_matter(row.unit, row.budget_type, row.subject_kind)).sections

    def of_budget(self, budget_type: str) -> tuple[Section, ...]:
        """The sections in charge of a budget as a whole."""
        return self._of(Matter("", budget_type)).sections

    def streams_of(
        self, connection: sqlite3.Connection, jurisdiction: str, section: str
    ) -> frozenset[str]:
        """The subjects of all years that a section is in charge of."""
        kept = BoundedCache[Matter, bool](_KEPT_MATTERS)
        found = rows_of(connection, _OF_UNITS, {"jurisdiction": jurisdiction})
        return frozenset(row["stream"] for row in found if self._is_in(section, row, kept))

    def _is_in(self, section: str, row: Row, kept: BoundedCache[Matter, bool]) -> bool:
        matter = _matter(row["unit"], row["budget_type"], row["subject_kind"])
        return kept.get_or_make(matter, lambda: section in self._of(matter).codes)

    def _of(self, matter: Matter) -> InCharge:
        return in_charge(matter, self.in_force, self.on)


RemitsOf = Callable[[date], Remits]
"""The remits of the jurisdiction that is asked about, on a day."""


def _matter(unit: str, budget_type: str | None, kind: str | None) -> Matter:
    if budget_type is None:
        return Matter(unit)
    return Matter.of_project(unit, budget_type, kind)
