"""Filings of a project's year: the day that each was due, and whether it is late."""

from __future__ import annotations

from typing import Any

from domain.kernel.decider import CommandContext, InForce
from domain.shared.filings.filing import Filing, filed, marked
from domain.shared.filings.lateness import judged
from domain.subjects.project_year.deadlines.due_dates import Day, due_of
from domain.subjects.project_year.state import ProjectYear

__all__ = ["filed", "lateness", "marked"]


def lateness(
    state: ProjectYear,
    act: CommandContext[Any],
    in_force: InForce,
    deadline: str,
    before: Filing | None,
    since: int = 2,
) -> tuple[Day, bool]:
    """The day that a filing was due, and whether it is late: the due day itself is in time.

    A filing made again after a return or a correction is judged as it was first.
    """
    return judged(act, due_of(state, in_force, deadline), before, since)
