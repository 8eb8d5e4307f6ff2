"""Answers of the boards: plain values, each with the log position that it is built from.

`kind` is always a `SubjectKind`, and `subjects` counts subjects of that kind. A property that a
subject lacks (a unit, a name) is null.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from projections.boards.rows import DeadlineRow, DeadlineState, SubjectRow
from projections.planned_openings import PlannedOpening


@dataclass(frozen=True, slots=True)
class PhaseCount:
    """The number of subjects of a kind in a phase."""

    kind: str
    phase: str
    subjects: int


@dataclass(frozen=True, slots=True)
class NextDue:
    """A deadline with a due date (inclusive) that is not overdue, its role, and its count."""

    kind: str
    due: date
    deadline: str
    responsible: str
    subjects: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A wait of several subjects: the task, its role, with or without a due date."""

    kind: str
    responsible: str
    deadline: str
    subjects: int


@dataclass(frozen=True, slots=True)
class Late:
    """A missed deadline: still overdue, or met late."""

    kind: str
    code: str | None
    name: str | None
    unit: str | None
    unit_name: str | None
    row: DeadlineRow


@dataclass(frozen=True, slots=True)
class SectionInCharge:
    """A section of the bureau that is in charge of a subject."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One subject with its deadlines, and the sections in charge of it."""

    subject: SubjectRow
    deadlines: tuple[DeadlineRow, ...]
    sections: tuple[SectionInCharge, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """The status of the subjects of a budget year and of the subjects without a year.

    `projects`, `units`, `policies` and `institutions` count those; `planned` are those that a
    portfolio has for a later day. `each` are all subjects that
    were asked about, where every one was wanted; `detail` is given when one was asked about. `over`
    are the deadlines whose day is over and that were not found overdue yet.
    """

    position: int
    jurisdiction: str
    year: int
    projects: int
    units: int
    policies: int
    institutions: int
    phases: tuple[PhaseCount, ...]
    next_due: tuple[NextDue, ...]
    waiting: tuple[Waiting, ...]
    late: tuple[Late, ...]
    each: tuple[SubjectRow, ...] = ()
    detail: Detail | None = None
    planned: tuple[PlannedOpening, ...] = ()
    over: tuple[NextDue, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """A deadline on its due date (inclusive), with the number of subjects by state."""

    kind: str
    due: date
    deadline: str
    responsible: str
    subjects: int
    states: Mapping[DeadlineState, int]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The deadlines of a year between two dates, both inclusive."""

    position: int
    jurisdiction: str
    year: int
    first: date
    last: date
    lines: tuple[CalendarLine, ...]


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """An overdue deadline; `days` counts from its due date."""

    kind: str
    code: str | None
    name: str | None
    days: int
    row: DeadlineRow


@dataclass(frozen=True, slots=True)
class OverdueGroup:
    """The overdue deadlines of one role for one unit (or none); the longest overdue first."""

    unit: str | None
    unit_name: str | None
    responsible: str
    lines: tuple[OverdueLine, ...]


@dataclass(frozen=True, slots=True)
class OverdueRole:
    """The overdue deadlines of one role in all units: their number, and the age of the oldest."""

    responsible: str
    deadlines: int
    units: int
    longest: int


@dataclass(frozen=True, slots=True)
class Overdue:
    """The deadlines overdue at the end of the day before `on`, a business day: by unit and by role.

    `clock` is the source of `on`: `given`, `real` (today) or `simulated` (the date of the last
    business instant in the log).
    """

    position: int
    jurisdiction: str
    year: int
    on: date
    clock: Literal["given", "real", "simulated"]
    roles: tuple[OverdueRole, ...]
    groups: tuple[OverdueGroup, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A jurisdiction and a year that has projects or units."""

    jurisdiction: str
    year: int
