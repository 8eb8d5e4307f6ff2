"""What the boards answer: plain values, each with the log position that it is built on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from projections.rows import DeadlineRow, DeadlineState, SubjectRow


@dataclass(frozen=True, slots=True)
class PhaseCount:
    """How many projects are in a phase."""

    phase: str
    projects: int


@dataclass(frozen=True, slots=True)
class NextDue:
    """A day (inclusive) on which something is due that is not overdue, from whom, and how often."""

    due: date
    deadline: str
    responsible: str
    projects: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What so many projects wait for, from whom; with a day or without."""

    responsible: str
    deadline: str
    projects: int


@dataclass(frozen=True, slots=True)
class Late:
    """A deadline that was missed: overdue still, or met late."""

    code: str
    project_name: str
    unit: str
    unit_name: str
    row: DeadlineRow


@dataclass(frozen=True, slots=True)
class Detail:
    """One subject with its deadlines."""

    subject: SubjectRow
    deadlines: tuple[DeadlineRow, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """How the projects of a budget year stand; `detail` when one subject was asked about."""

    position: int
    jurisdiction: str
    year: int
    projects: int
    phases: tuple[PhaseCount, ...]
    next_due: tuple[NextDue, ...]
    waiting: tuple[Waiting, ...]
    late: tuple[Late, ...]
    detail: Detail | None = None


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """A deadline on its day (inclusive): for how many projects, in which states."""

    due: date
    deadline: str
    responsible: str
    projects: int
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

    code: str
    project_name: str
    days: int
    row: DeadlineRow


@dataclass(frozen=True, slots=True)
class OverdueGroup:
    """What one role has to do for one unit and has not done; the longest overdue first."""

    unit: str
    unit_name: str
    responsible: str
    lines: tuple[OverdueLine, ...]


@dataclass(frozen=True, slots=True)
class Overdue:
    """What is overdue at the end of the day before `on`, a business day.

    `clock` says where `on` comes from: `given`, `real` (today) or `simulated` (the day of the last
    business instant in the log).
    """

    position: int
    jurisdiction: str
    year: int
    on: date
    clock: Literal["given", "real", "simulated"]
    groups: tuple[OverdueGroup, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A year of a jurisdiction that has projects."""

    jurisdiction: str
    year: int
