"""The trail: what the boards show of a project's past that its state does not keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from domain.decision import Recorded
from domain.message import Event
from domain.notices import DaySet
from domain.project_year import deadlines, exante, monitoring, monitoring_review, targets
from domain.project_year import rectification as rectifying
from domain.project_year.authenticity import FindingRecorded
from domain.project_year.days import (
    AUTHENTICITY,
    FINANCE_REVIEW,
    KEY_EVALUATION,
    RECTIFICATION,
    RESULT,
    REVIEW,
    key,
)
from domain.project_year.department_evaluation import ReportReviewed
from domain.project_year.filing_index import filing_at
from domain.project_year.key_evaluation_review import Finalised
from domain.project_year.self_evaluation import SelfEvaluationReviewed


@dataclass(slots=True)
class Trail:
    """Facts by deadline, gathered event by event.

    `reviewed`: the business day of the bureau's last review. `passed`: the steps taken, each with
    the due day that it was taken for. `judged`: the due day (inclusive) that a filing was judged
    by. `noticed`: the document that gave this subject alone its day.
    """

    last_at: datetime | None = None
    reviewed: dict[str, date] = field(default_factory=dict)
    passed: dict[str, frozenset[tuple[date, str]]] = field(default_factory=dict)
    judged: dict[str, date] = field(default_factory=dict)
    noticed: dict[str, str] = field(default_factory=dict)

    def note(self, recorded: Recorded[Any], state: Any) -> None:
        """Keep what an event says; `state` is the subject's before it."""
        self.last_at = recorded.recorded_at
        keep = _KEEP.get(type(recorded.event))
        if keep is not None:
            keep(self, recorded, state)


_Keep = Callable[[Trail, Recorded[Any], Any], None]


def _review_of(deadline: str) -> _Keep:
    def keep(trail: Trail, recorded: Recorded[Any], _state: Any) -> None:
        trail.reviewed[deadline] = recorded.effective_on

    return keep


def _review_at_node(kind: str) -> _Keep:
    def keep(trail: Trail, recorded: Recorded[Any], _state: Any) -> None:
        trail.reviewed[key(kind, recorded.event.node)] = recorded.effective_on

    return keep


def _target_returned(trail: Trail, recorded: Recorded[Any], state: Any) -> None:
    if not state.target.is_approved:  # else an adjustment was sent back
        trail.reviewed["target.review"] = recorded.effective_on


def _judged_at_node(kind: str) -> _Keep:
    def keep(trail: Trail, recorded: Recorded[Any], _state: Any) -> None:
        event = recorded.event
        if event.due is not None:
            trail.judged[key(kind, event.node)] = event.due

    return keep


def _passed(trail: Trail, recorded: Recorded[deadlines.Passed], _state: Any) -> None:
    event = recorded.event
    before = trail.passed.get(event.deadline, frozenset())
    trail.passed[event.deadline] = before | {(event.due, event.step)}


def _day_set(trail: Trail, recorded: Recorded[DaySet], _state: Any) -> None:
    trail.noticed[recorded.event.deadline] = recorded.event.document


def _extended(trail: Trail, recorded: Recorded[deadlines.Extended], state: Any) -> None:
    event = recorded.event
    filing = filing_at(state, event.deadline)
    if filing is not None and filing.open:  # what waits for review is judged by the new day
        trail.judged[event.deadline] = event.until


_KEEP: dict[type[Event], _Keep] = {
    exante.ReportReturned: _review_of("exante.review"),
    exante.ReportReviewed: _review_of("exante.review"),
    targets.TargetReturned: _target_returned,
    targets.TargetApproved: _review_of("target.review"),
    monitoring.ResultFiled: _judged_at_node(RESULT),
    monitoring.ResultReturned: _review_at_node(REVIEW),
    monitoring_review.Reviewed: _review_at_node(REVIEW),
    rectifying.Reported: _judged_at_node(RECTIFICATION),
    rectifying.Accepted: _review_at_node("rectification.review"),
    rectifying.Rejected: _review_at_node("rectification.review"),
    SelfEvaluationReviewed: _review_of(FINANCE_REVIEW),
    ReportReviewed: _review_of(FINANCE_REVIEW),
    FindingRecorded: _review_of(AUTHENTICITY),
    Finalised: _review_of(KEY_EVALUATION),
    deadlines.Passed: _passed,
    deadlines.Extended: _extended,
    DaySet: _day_set,
}
