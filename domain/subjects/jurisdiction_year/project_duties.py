"""Duties of the bureau on projects that its year selected or drew: the projects tell what is done.

The year does not see what happens on a project. So nothing here is waited for in the year: the
project itself waits, with the day of the same rule. The close of the year reads the projects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from domain.kernel.decider import CommandContext, InForce
from domain.shared.deadlines.due_dates import Day, ruled_by
from domain.shared.deadlines.project_deadlines import AUTHENTICITY, KEY_EVALUATION
from domain.subjects.jurisdiction_year.bureau_duties import is_dropped
from domain.subjects.jurisdiction_year.due_dates import is_given, year_of
from domain.subjects.jurisdiction_year.state import JurisdictionYear


@dataclass(frozen=True, slots=True)
class ProjectDuty:
    """A duty on the projects `of` a year: the `rule` gives it, the `fact` of a project ends it."""

    rule: str
    fact: str
    of: Callable[[JurisdictionYear], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty by its key, with the day of the rules and the codes of its projects."""

    duty: str
    day: Day
    projects: tuple[str, ...]


def _drawn(state: JurisdictionYear) -> frozenset[str]:
    return frozenset(state.drawn.projects if state.drawn else ())


PROJECT_DUTIES: Mapping[str, ProjectDuty] = MappingProxyType(
    {
        KEY_EVALUATION: ProjectDuty(
            "key_evaluation.due", "key_evaluated", lambda state: state.key_selected
        ),
        AUTHENTICITY: ProjectDuty("authenticity.due", "checked", _drawn),
    }
)
"""The duties by the keys of the deadlines that the projects have."""


def owed(state: JurisdictionYear, in_force: InForce) -> Iterator[Owed]:
    """The duties that a clause in force gives the bureau, with all their projects."""
    year = year_of(state)
    for key, duty in PROJECT_DUTIES.items():
        projects = duty.of(state)
        if projects and not is_dropped(state, key):
            day = ruled_by(in_force.ask(duty.rule, date(year, 1, 1), work_year=year))
            if is_given(day):
                yield Owed(key, day, tuple(sorted(projects)))


def open_duties(
    state: JurisdictionYear, act: CommandContext[Any], in_force: InForce
) -> Iterator[Owed]:
    """The duties that are not done on some of their projects, with these.

    A project that was withdrawn is no member of the frame, and holds nothing up.
    """
    members = {one.code: one.facts for one in (act.frame.members if act.frame else ())}
    for one in owed(state, in_force):
        fact = PROJECT_DUTIES[one.duty].fact
        left = tuple(
            code for code in one.projects if code in members and not members[code].get(fact)
        )
        if left:
            yield Owed(one.duty, one.day, left)
