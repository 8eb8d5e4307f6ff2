"""The frame loader: it reads the subjects among which an act selects."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from activities.state_cache import StateCache
from domain.kernel.decider import UNIT_DEDUCTIONS, UNIT_PROJECTS, UNIT_SUBJECTS, Frame, Member
from domain.kernel.decider import View as SubjectView
from domain.kernel.message import Command
from domain.kernel.subject_ids import Subject, SubjectKind, jurisdiction_year, parse_subject
from domain.subjects import unit_deductions, unit_subjects
from domain.subjects.project_year.membership import budget_year_of, members_of
from store.port import EventLog

View = Callable[[Subject, Any], SubjectView]
"""The view of a subject, from its state."""


def frame_of(
    events: EventLog, states: StateCache, subject: Subject, command: Command, view: View
) -> Frame | None:
    """The frame that a command declares, with the log position before reading; `None` without one.

    A unit selects among its projects of the budget year, a work year among all projects of the
    budget year before it, or it counts those of its own. The end of a unit covers all its subjects
    that `view` shows as open. The use of a project's result looks at the deductions of its unit.
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
    year = subject.year or 0
    mine = subject.code if wanted == UNIT_PROJECTS else None
    budget_year = budget_year_of(wanted, year)
    streams = events.streams(f"{jurisdiction_year(subject.jurisdiction, budget_year)}/")
    projects = _among(streams, frozenset({SubjectKind.PROJECT_YEAR}))
    return Frame(position, members_of(states.all_newest(projects), mine, wanted))


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
