"""One line of the ledger for each duty, and what the lines come to by section and by county."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from domain.shared.deadlines.due_dates import key as at_node
from domain.shared.deadlines.due_dates import node_of
from projections.boards.rows import DeadlineRow, DeadlineState


class Standing(StrEnum):
    """How a duty stands: `over` where its day is over and the system has not escalated it."""

    OPEN = "open"
    OVER = "over"
    ESCALATED = "escalated"
    DONE = "done"
    DONE_LATE = "done_late"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Line:
    """A duty of `responsible`, of the kind `duty`, by the key of its deadline.

    `county` is the county that it is about by its code, null of the body's own; `county_name` is
    null where nobody registered it. `sections` are in charge of it, by code. `due` (inclusive) is
    null where no day binds; `days` are those that it is or was late, 0 in time. It was done or
    dropped on `done_on`, by `event` and `document`. Names and documents of a confidential subject
    (涉密) are null.
    """

    jurisdiction: str
    county: str | None
    county_name: str | None
    sections: tuple[str, ...]
    stream: str
    kind: str
    code: str | None
    name: str | None
    unit: str | None
    unit_name: str | None
    responsible: str
    deadline: str
    duty: str
    due: date | None
    standing: Standing
    days: int
    done_on: date | None = None
    event: str | None = None
    document: str | None = None
    source: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The duties of one kind of a role that a county has, or some sections are in charge of.

    They are about subjects of a `kind`. `first_due` and `last_due` are inclusive, null where no
    day binds; `longest` is the greatest lateness in days.
    """

    jurisdiction: str
    kind: str
    duty: str
    responsible: str
    county: str | None
    sections: tuple[str, ...]
    first_due: date | None
    last_due: date | None
    counts: Mapping[Standing, int]
    longest: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the lines of a work year come to, on the business day `on`.

    `clock` is the source of `on`, as in `Overdue`; `sections` and `counties` are names by code.
    """

    position: int
    jurisdiction: str
    work_year: int
    on: date
    clock: Literal["given", "real", "simulated"]
    sections: Mapping[str, str]
    counties: Mapping[str, str]
    groups: tuple[Group, ...]


Place = tuple[str, str, str, str, str | None, tuple[str, ...]]
"""Jurisdiction, kind of subject, duty, role, county, sections."""


@dataclass(slots=True)
class RollUp:
    """Counts lines by duty, role, county and sections, one after the other.

    `counties` are the names of the counties so far, by code.
    """

    counties: dict[str, str] = field(default_factory=dict)
    _of: dict[Place, _Counted] = field(default_factory=dict)

    def take(self, line: Line) -> None:
        """Count a line."""
        whose = (line.responsible, line.county, line.sections)
        place = (line.jurisdiction, line.kind, line.duty, *whose)
        if line.county and line.county_name:
            self.counties[line.county] = line.county_name
        counted = self._of.get(place)
        if counted is None:
            counted = self._of[place] = _Counted()
        counted.take(line)

    def groups(self) -> tuple[Group, ...]:
        """The groups by their first days, those without a day last."""
        found = (
            Group(*place, one.first_due, one.last_due, one.counts, one.longest)
            for place, one in self._of.items()
        )
        return tuple(sorted(found, key=_in_order))


def _in_order(one: Group) -> tuple[date, str, str, str, tuple[str, ...]]:
    return one.first_due or date.max, one.duty, one.jurisdiction, one.county or "", one.sections


@dataclass(slots=True)
class _Counted:
    first_due: date | None = None
    last_due: date | None = None
    counts: dict[Standing, int] = field(default_factory=dict)
    longest: int = 0

    def take(self, line: Line) -> None:
        self.counts[line.standing] = self.counts.get(line.standing, 0) + 1
        self.longest = max(self.longest, line.days)
        if line.due is not None:
            self.first_due = min(self.first_due or line.due, line.due)
            self.last_due = max(self.last_due or line.due, line.due)


def standing_of(row: DeadlineRow, on: date) -> tuple[Standing, int]:
    """How a deadline stands on a day, and by how many days it is or was late."""
    if row.filed_on is not None:
        late = row.state is DeadlineState.MET_LATE
        days = max((row.filed_on - row.due).days, 0) if late else 0
        return (Standing.DONE_LATE if late else Standing.DONE), days
    if row.due >= on:
        return Standing.OPEN, 0
    escalated = row.state is DeadlineState.ESCALATED
    return (Standing.ESCALATED if escalated else Standing.OVER), (on - row.due).days


def duty_of(deadline: str) -> str:
    """The kind of a deadline with its monitoring node; problems of a kind are one."""
    node = node_of(deadline)
    kind = deadline.partition(":")[0]
    return kind if node is None else at_node(kind, node)
