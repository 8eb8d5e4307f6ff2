"""Answers of the boards: plain values, each with the log position that it is built on.

`kind` is a `SubjectKind` throughout, `subjects` counts subjects of that kind, and what a subject
does not have (a unit, a name) is null.
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
    """How many subjects of a kind are in a phase."""

    kind: str
    phase: str
    subjects: int


@dataclass(frozen=True, slots=True)
class NextDue:
    """A day (inclusive) on which something is due that is not overdue, from whom, and how often."""

    kind: str
    due: date
    deadline: str
    responsible: str
    subjects: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What so many subjects wait for, from whom; with a day or without."""

    kind: str
    responsible: str
    deadline: str
    subjects: int


@dataclass(frozen=True, slots=True)
class Late:
    """A deadline that was missed: overdue still, or met late."""

    kind: str
    code: str | None
    name: str | None
    unit: str | None
    unit_name: str | None
    row: DeadlineRow


@dataclass(frozen=True, slots=True)
class Detail:
    """One subject with its deadlines."""

    subject: SubjectRow
    deadlines: tuple[DeadlineRow, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """How the subjects of a budget year stand, with what belongs to no year.

    `projects`, `units`, `policies` and `institutions` count those; `planned` are those that a
    portfolio has for a later day. `each` are all subjects that
    were asked about, where every one was wanted; `detail` is given when one was asked about.
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


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """A deadline on its day (inclusive): for how many subjects, in which states."""

    kind: str
    due: date
    deadline: str
    responsible: str
    subjects: int
    states: Mapping[DeadlineState, int]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The deadlines of a year between two days, both inclusive."""

    position: int
    jurisdiction: str
    year: int
    first: date
    last: date
    lines: tuple[CalendarLine, ...]


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """Something that is overdue; `days` past its due day."""

    kind: str
    code: str | None
    name: str | None
    days: int
    row: DeadlineRow


@dataclass(frozen=True, slots=True)
class OverdueGroup:
    """What one role has to do for one unit (or none) and has not; the longest overdue first."""

    unit: str | None
    unit_name: str | None
    responsible: str
    lines: tuple[OverdueLine, ...]


@dataclass(frozen=True, slots=True)
class OverdueRole:
    """How much one role has not done, in all units: so many deadlines, the oldest so many days."""

    responsible: str
    deadlines: int
    units: int
    longest: int


@dataclass(frozen=True, slots=True)
class Overdue:
    """What is overdue at the end of the day before `on`, a business day: by unit, and by role.

    `clock` says where `on` comes from: `given`, `real` (today) or `simulated` (the day of the last
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
    """A year of a jurisdiction that has projects or units."""

    jurisdiction: str
    year: int
