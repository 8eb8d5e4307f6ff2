"""Filings of a project sent back after their review, and returns that are undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace as changed
from typing import Any

from domain.kernel.decider import CommandContext, Deciders
from domain.kernel.frozen import replace
from domain.shared.filings.filing import FilingStatus
from domain.shared.filings.sent_back import Kept, alone, return_of, sent_back, with_node
from domain.shared.filings.undoable import Undoable, Undoing
from domain.shared.rectification.reviewing import Accept, Reject
from domain.subjects.project_year.deadlines.due_dates import (
    DEPARTMENT_REPORT,
    RECTIFICATION,
    RESULT,
    SELF_EVALUATION,
)
from domain.subjects.project_year.evaluation import department_evaluation, self_evaluation_review
from domain.subjects.project_year.exante import assessment
from domain.subjects.project_year.filings.filing_index import (
    ADJUSTMENT,
    EXANTE,
    TARGET,
    filing_at,
    with_filing,
)
from domain.subjects.project_year.monitoring import rectification, rounds
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets import target
from domain.subjects.project_year.undoing import resting

KEPT = Kept(filing_at, with_filing)


def _adjustment_waits(state: ProjectYear, act: CommandContext[Any]) -> bool:
    """Whether an adjustment waits: then it is the adjustment that `target.return` sends back."""
    waiting = state.target.adjustment_filing
    return isinstance(act.command, target.ReturnTarget) and waiting is not None and waiting.open


def _target_or_adjustment(event: type[target.TargetReturned]) -> Undoable:
    """The return of a target, or during execution of its adjustment."""
    of_target = return_of(KEPT, event, TARGET)
    of_adjustment = return_of(KEPT, event, ADJUSTMENT)

    def of(state: ProjectYear) -> Undoable:
        return of_adjustment if state.target.is_approved else of_target

    def undone(state: ProjectYear, _of: str) -> ProjectYear:
        if state.target.is_approved:
            waiting = of_adjustment.undone(state, "")
            return waiting if isinstance(waiting, ProjectYear) else state
        again: ProjectYear = without_return_of_target(state, "")
        return again

    return changed(
        of_target,
        stands=lambda state, _of: of(state).stands(state, ""),
        undone=undone,
        since=lambda state, _of: of(state).since(state, ""),
    )


def without_return_of_target(state: Any, _of: str) -> Any:
    """The target waits for its review again."""
    content = state.target.filed.marked(FilingStatus.FILED)
    return replace(state, target=changed(state.target, content=content, reasonable=True))


UNDOABLE: Mapping[str, Undoable] = {
    "exante.return": return_of(KEPT, assessment.ReportReturned, EXANTE, resting.on_assessment),
    "target.return": _target_or_adjustment(target.TargetReturned),
    "monitoring.return": return_of(
        KEPT, rounds.ResultReturned, RESULT, resting.on_grading, at_node=True
    ),
    "self-evaluation.return": return_of(
        KEPT,
        self_evaluation_review.SelfEvaluationReturned,
        SELF_EVALUATION,
        resting.on_grading,
    ),
    "department-evaluation.return": return_of(
        KEPT, department_evaluation.ReportReturned, DEPARTMENT_REPORT, resting.on_grading
    ),
}
"""The returns that can be undone, by their names."""


def deciders(acts: Callable[[], Undoing]) -> Deciders:
    """The returns, each of a filing that waits or of one that was reviewed."""
    return {
        assessment.ReturnReport: sent_back(
            KEPT,
            acts,
            assessment.DECIDE[assessment.ReturnReport],
            alone("exante.review"),
            alone(EXANTE),
        ),
        target.ReturnTarget: sent_back(
            KEPT,
            acts,
            target.return_target,
            alone("target.approve"),
            alone(TARGET),
            _adjustment_waits,
        ),
        rounds.ReturnResult: sent_back(
            KEPT, acts, rounds.return_result, with_node("monitoring.review"), with_node(RESULT)
        ),
        Reject: sent_back(
            KEPT,
            acts,
            rectification.DECIDE[Reject],
            with_node(Accept.name),
            with_node(RECTIFICATION),
        ),
        self_evaluation_review.ReturnSelfEvaluation: sent_back(
            KEPT,
            acts,
            self_evaluation_review.send_back,
            alone("self-evaluation.review"),
            alone(SELF_EVALUATION),
        ),
        department_evaluation.ReturnReport: sent_back(
            KEPT,
            acts,
            department_evaluation.return_report,
            alone("department-evaluation.review"),
            alone(DEPARTMENT_REPORT),
        ),
    }
