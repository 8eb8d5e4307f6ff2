"""Filings of a project sent back after their review, and returns that are undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace as changed
from typing import Any

from domain.kernel.decider import CommandContext, Deciders
from domain.kernel.frozen import replace
from domain.shared.filings.filing import FilingStatus
from domain.shared.filings.sent_back import Kept, alone, return_of, sent_back, with_node
from domain.shared.filings.undoable import Undoable, Undoing
from domain.shared.rectification.places import place_of
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
from domain.subjects.project_year.monitoring import rectification_review, rounds
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets import target
from domain.subjects.project_year.undoing import resting

_KEPT = Kept(filing_at, with_filing)


def _adjustment_waits(state: ProjectYear, act: CommandContext[Any]) -> bool:
    """Whether an adjustment waits: then it is the adjustment that `target.return` sends back."""
    waiting = state.target.adjustment_filing
    return isinstance(act.command, target.ReturnTarget) and waiting is not None and waiting.open


def _target_or_adjustment(event: type[target.TargetReturned]) -> Undoable:
    """The return of a target, or during execution of its adjustment."""
    of_target = return_of(_KEPT, event, TARGET)
    of_adjustment = return_of(_KEPT, event, ADJUSTMENT)

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


def _on_rejection(state: ProjectYear, of: str) -> Iterator[str]:
    """The rectification was refused or found unmet since, or the year is graded."""
    yield from resting.on_rejection(state, of)
    yield from resting.on_grading_at(state, of)


UNDOABLE: Mapping[str, Undoable] = {
    "exante.return": return_of(_KEPT, assessment.ReportReturned, EXANTE, resting.on_assessment),
    "target.return": _target_or_adjustment(target.TargetReturned),
    "monitoring.return": return_of(
        _KEPT, rounds.ResultReturned, RESULT, resting.on_grading, at_node=True
    ),
    "rectification.reject": changed(
        return_of(_KEPT, rectification_review.Rejected, RECTIFICATION, _on_rejection),
        of=lambda event: str(place_of(event)),
    ),
    "self-evaluation.return": return_of(
        _KEPT,
        self_evaluation_review.SelfEvaluationReturned,
        SELF_EVALUATION,
        resting.on_grading,
    ),
    "department-evaluation.return": return_of(
        _KEPT, department_evaluation.ReportReturned, DEPARTMENT_REPORT, resting.on_grading
    ),
}
"""The returns that can be undone, by their names."""


def deciders(acts: Callable[[], Undoing]) -> Deciders:
    """The returns, each of a filing that waits or of one that was reviewed."""
    return {
        assessment.ReturnReport: sent_back(
            _KEPT,
            acts,
            assessment.DECIDE[assessment.ReturnReport],
            alone("exante.review"),
            alone(EXANTE),
        ),
        target.ReturnTarget: sent_back(
            _KEPT,
            acts,
            target.return_target,
            alone("target.approve"),
            alone(TARGET),
            _adjustment_waits,
        ),
        rounds.ReturnResult: sent_back(
            _KEPT, acts, rounds.return_result, with_node("monitoring.review"), with_node(RESULT)
        ),
        rectification_review.Reject: sent_back(
            _KEPT,
            acts,
            rectification_review.reject,
            with_node("rectification.accept"),
            with_node(RECTIFICATION),
        ),
        self_evaluation_review.ReturnSelfEvaluation: sent_back(
            _KEPT,
            acts,
            self_evaluation_review.send_back,
            alone("self-evaluation.review"),
            alone(SELF_EVALUATION),
        ),
        department_evaluation.ReturnReport: sent_back(
            _KEPT,
            acts,
            department_evaluation.return_report,
            alone("department-evaluation.review"),
            alone(DEPARTMENT_REPORT),
        ),
    }
