"""The policies of finalising a grade, and of reopening it."""

from __future__ import annotations

from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Refusal
from domain.subjects.project_year.evaluation.state import Drawn, Evaluation
from domain.subjects.project_year.results.open_grade import open_grade
from domain.subjects.project_year.state import ProjectYear


def no_grade_is_open(
    state: ProjectYear, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """No final grade is open."""
    if state.evaluation.final is None:
        return None
    return refusals.done_already("最终等次评定", "the final grade", "grade.finalise")


def nothing_waits_at_the_bureau(
    state: ProjectYear, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The bureau did its own part of the evaluation; a filing that others owe delays no grade."""
    for waiting, zh, en in _at_the_bureau(state.evaluation):
        if waiting:
            return refusals.wrong_phase(f"{zh}，请先办理。", f"{en}: that comes first.")
    return None


def score_is_reviewed(
    state: ProjectYear, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """At least one score stands reviewed."""
    if state.evaluation.scores:
        return None
    return refusals.wrong_phase(
        "没有已审核的评价得分，请先审核自评、部门评价或重点评价。",
        "no score was reviewed: review a self-evaluation, a department's report or finalise "
        "a key evaluation first.",
    )


def _at_the_bureau(evaluation: Evaluation) -> tuple[tuple[bool, str, str], ...]:
    """The parts of the evaluation that may wait for the bureau, and whether each does."""
    drawn, key = isinstance(evaluation.authenticity, Drawn), evaluation.key
    return (
        (evaluation.itself.waiting, "绩效自评表待审核", "the self-evaluation waits for its review"),
        (evaluation.department.waiting, "部门评价报告待审核", "the department's report waits"),
        (
            drawn and evaluation.itself.filing is not None,
            "真实性核查尚无结论",
            "the check of authenticity has no finding yet",
        ),
        (
            key.selected is not None and not key.finalised,
            "财政重点评价尚未定稿",
            "the key evaluation is not final yet",
        ),
    )


def grade_is_open(
    state: ProjectYear, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """A final grade is open."""
    if state.evaluation.final is not None:
        return None
    return refusals.wrong_phase(
        "尚无最终等次，无需重启评定。", "there is no final grade to reopen."
    )


def something_was_found_since(
    state: ProjectYear, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """Something was found after the final grade (AMB-21)."""
    if open_grade(state).later is not None:
        return None
    return refusals.wrong_phase(
        "最终等次评定后没有新的发现，请先登记新的发现（审计、重大问题、核查或评价结果）。",
        "nothing was found since the final grade: record what was found first.",
    )
