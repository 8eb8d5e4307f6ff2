"""The frame loader: it reads the subjects among which an act selects."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from activities.state_cache import StateCache
from domain.kernel.decider import (
    EVALUATIONS_BEFORE,
    UNIT_DEDUCTIONS,
    UNIT_PROJECTS,
    UNIT_SUBJECTS,
    Frame,
    Member,
)
from domain.kernel.decider import View as SubjectView
from domain.kernel.message import Command
from domain.kernel.subject_ids import Subject, SubjectKind, jurisdiction_year, parse_subject
from domain.subjects import unit_deductions, unit_subjects, year_before
from domain.subjects.project_year.membership import (
    OF_PROJECTS,
    budget_year_of,
    jurisdiction_of,
    members_of,
)
from store.port import EventLog

MOST_COLD = 500
"""How many states of a frame are folded within the time of a decision; more are read before it."""


class FrameIsColdError(Exception):
    """More states of a frame have to be read than a decision has time for."""


View = Callable[[Subject, Any], SubjectView]
"""The view of a subject, from its state."""


def frame_of(
    events: EventLog,
    states: StateCache,
    subject: Subject,
    command: Command,
    view: View,
    *,
    most_cold: int | None = None,
) -> Frame | None:
    """The frame that a command declares, with the log position before reading; `None` without one.

    A unit selects among its projects of the budget year, a work year among all projects of the
    budget year before it, or it counts those of its own, or of one of its counties. The end of a
    unit covers all its subjects that `view` shows as open. The use of a project's result looks at
    the deductions of its unit, a plan of key evaluations at the work year before.

    Raises `FrameIsColdError` where more than `most_cold` projects are not in the cache.
    """
    wanted = command.frame_for(vars(command))
    if wanted is None:
        return None
    position = events.last_position()
    if wanted == UNIT_SUBJECTS:
        there = _among(events.streams(f"{subject.jurisdiction}/"), unit_subjects.OF_UNITS)
        members = _of_unit(states, there, command, view)
        return Frame(position, members, unit_subjects.units_of(there))
    if wanted == UNIT_DEDUCTIONS:
        years = map(parse_subject, unit_deductions.streams_of(states.newest(subject)))
        return Frame(position, unit_deductions.members_of(states.all_newest(list(years))))
    if wanted == EVALUATIONS_BEFORE:
        before = parse_subject(year_before.stream_of(subject.stream))
        return Frame(position, year_before.members_of([states.newest(before)]))
    mine = subject.code if wanted == UNIT_PROJECTS else None
    projects = _projects(events, subject, wanted, command)
    if most_cold is not None and states.cold(projects) > most_cold:
        raise FrameIsColdError(f"{command.name} reads {len(projects)} projects")
    return Frame(position, members_of(states.all_newest(projects), mine, wanted))


def warm(events: EventLog, states: StateCache, subject: Subject, command: Command) -> int:
    """Read the projects of a command's frame into the cache; how many there are."""
    wanted = command.frame_for(vars(command))
    projects = _projects(events, subject, wanted, command) if wanted in OF_PROJECTS else []
    states.all_newest(projects)
    return len(projects)


def _projects(events: EventLog, subject: Subject, frame: str, command: Command) -> list[Subject]:
    """The projects of the budget year that a frame is of."""
    year = budget_year_of(frame, subject.year or 0)
    jurisdiction = jurisdiction_of(frame, subject.jurisdiction, command)
    streams = events.streams(f"{jurisdiction_year(jurisdiction, year)}/")
    return _among(streams, frozenset({SubjectKind.PROJECT_YEAR}))


def _of_unit(
    states: StateCache, streams: list[Subject], command: Any, view: View
) -> tuple[Member, ...]:
    return unit_subjects.members_of(
        states.all_newest(streams),
        command.unit,
        lambda state: view(parse_subject(state.stream), state),
    )


def _among(streams: Iterable[str], kinds: Collection[SubjectKind]) -> list[Subject]:
    return [one for one in map(parse_subject, streams) if one.kind in kinds]
