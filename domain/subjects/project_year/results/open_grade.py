"""The final grade that is open: the use of results rests on it."""

from __future__ import annotations

from domain.subjects.project_year.evaluation.state import FinalGrade
from domain.subjects.project_year.state import ProjectYear


def open_grade(state: ProjectYear) -> FinalGrade:
    """The final grade that is open; raises `ValueError` where there is none."""
    final = state.evaluation.final
    if final is None:
        raise ValueError(f"{state.stream}: no final grade is open")
    return final
