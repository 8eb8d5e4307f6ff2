"""Frames: the subjects that an act selects among, as the log has them."""

from __future__ import annotations

from activities.states import States
from domain.decision import UNIT_PROJECTS, Frame
from domain.message import Command
from domain.project_year.membership import members_of
from domain.subject import Subject, SubjectKind, jurisdiction_year, parse_subject
from store.port import EventLog


def frame_of(events: EventLog, states: States, subject: Subject, command: Command) -> Frame | None:
    """The frame that a command declares, with the log's position before looking; none for others.

    A unit's selection is made among its projects of the budget year, a work year's among all
    projects of the budget year before it.
    """
    if command.framed_by is None:
        return None
    position = events.last_position()
    year = subject.year or 0
    mine = subject.code if command.framed_by == UNIT_PROJECTS else None
    budget_year = year if command.framed_by == UNIT_PROJECTS else year - 1
    streams = events.streams(f"{jurisdiction_year(subject.jurisdiction, budget_year)}/")
    subjects = [parse_subject(stream) for stream in streams]
    projects = [one for one in subjects if one.kind is SubjectKind.PROJECT_YEAR]
    return Frame(position, members_of(states.all_newest(projects), mine))
