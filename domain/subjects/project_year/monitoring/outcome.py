"""The outcome of a year's monitoring for the final grade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.subjects.project_year.monitoring.state import Course, Reviewed
from domain.subjects.project_year.state import ProjectYear


@dataclass(frozen=True, slots=True)
class Monitored:
    """The outcome of the year's monitoring: the failed nodes, and their rectification."""

    failed: tuple[date, ...]
    rectified: bool
    refused: bool


def monitored_of(state: ProjectYear) -> Monitored:
    """Failed reviews of the year's rounds, or of imported history.

    A rectification counts as not done if the bureau found it unmet or the unit refused on record
    (AMB-07), unless it is accepted later.
    """
    history = state.evaluation.history
    if history is not None:
        return Monitored(history.failed, history.rectified, history.refused)
    reviewed = (found for found in state.rounds.values() if isinstance(found, Reviewed))
    failed = [found for found in reviewed if found.failed]
    courses = [found.rectification.course for found in failed if found.rectification]
    return Monitored(
        tuple(sorted(found.node for found in failed)),
        rectified=all(course in _RECTIFIED for course in courses),
        refused=any(course.refused for course in courses),
    )


_RECTIFIED = frozenset({Course.ORDERED, Course.ACCEPTED})
"""Nothing is held against the unit: the rectification is accepted, or nobody decided on it yet."""
