"""A finding after the final grade: where it leads to another grade, none is used by the old one."""

from __future__ import annotations

from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Refusal
from domain.subjects.project_year.results.grades import grade_today
from domain.subjects.project_year.results.open_grade import open_grade
from domain.subjects.project_year.state import ProjectYear


def grade_is_that_of_all_findings(
    state: ProjectYear, act: CommandContext[Any], in_force: InForce
) -> Refusal | None:
    """What was found after the grade leads to no other one; else the grade is reopened first."""
    final = open_grade(state)
    answer = grade_today(state, act, in_force) if final.later is not None else None
    if answer is None or answer.outcome["grade"] == final.grade:
        return None
    return refusals.gate_not_met(
        "暂不能应用评价结果：最终等次评定后又有新的发现，按现有发现等次将有变化。请先重启评定"
        "（grade.reopen）并重新评定等次（grade.finalise）。",
        "what was found since leads to another final grade: reopen the grade and finalise it "
        "again first (grade.reopen, grade.finalise).",
        answer,
    )
