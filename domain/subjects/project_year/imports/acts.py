"""The acts of a project's year that can be imported, in the order in which they rest on another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from domain.kernel.decider import Decided, Deciders, Recorded
from domain.kernel.message import Command, Event
from domain.kernel.vocabulary import Origin, Role
from domain.subjects.project_year.exante import assessment, library
from domain.subjects.project_year.monitoring import (
    rectification,
    rectification_review,
    review,
    rounds,
)
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets import adjustment, budget, target


@dataclass(frozen=True, slots=True)
class Importable:
    """An act that can be imported.

    `event` records it, `after` are the acts that cannot have been done later. `of` is the field of
    command and event that names it beside others of its kind.
    """

    command: type[Command]
    decide: Callable[..., Decided]
    event: type[Event]
    after: tuple[str, ...] = ()
    of: str | None = None

    def role(self, state: ProjectYear) -> Role:
        """The role that took the act: of several, the one by the origin of the project."""
        if len(self.command.who) == 1:
            return next(iter(self.command.who))
        return Role.CONGRESS if state.known.origin is Origin.INITIAL else Role.FINANCE

    def part(self, message: Command | Event) -> date | None:
        """The node or the day of a command or an event of the act."""
        found: date | None = getattr(message, self.of) if self.of else None
        return found

    def rests_on(self, recorded: Recorded[Any], node: date | None) -> bool:
        """Whether an event cannot be later than the act at a node."""
        for name in self.after:
            before = IMPORTABLE[name]
            if isinstance(recorded.event, before.event):
                return before.of is None or before.part(recorded.event) == node
        return False


def _act(
    event: type[Event],
    command: type[Command],
    decides: Deciders,
    *after: type[Command],
    of: str | None = None,
) -> tuple[str, Importable]:
    names = tuple(one.name for one in after)
    return command.name, Importable(command, decides[command], event, names, of)


_APPROVED = budget.ApproveBudget
_RESULT = rounds.FileResult
_REVIEW = review.ReviewResult
_REPORT = rectification.Report

IMPORTABLE: Mapping[str, Importable] = MappingProxyType(
    dict(
        (
            _act(assessment.ReportFiled, assessment.FileReport, assessment.DECIDE),
            _act(
                assessment.ReportReviewed,
                assessment.ReviewReport,
                assessment.DECIDE,
                assessment.FileReport,
            ),
            _act(library.Admitted, library.Admit, library.DECIDE, assessment.ReviewReport),
            _act(target.TargetFiled, target.FileTarget, target.DECIDE, library.Admit),
            _act(target.TargetApproved, target.ApproveTarget, target.DECIDE, target.FileTarget),
            _act(
                budget.BudgetApproved,
                budget.ApproveBudget,
                budget.DECIDE,
                library.Admit,
                target.ApproveTarget,
            ),
            _act(
                budget.ExecutionRecorded,
                budget.RecordExecution,
                budget.DECIDE,
                _APPROVED,
                of="as_of",
            ),
            _act(
                adjustment.AdjustmentFiled,
                adjustment.AdjustTarget,
                adjustment.DECIDE,
                _APPROVED,
            ),
            _act(
                adjustment.AdjustmentApproved,
                adjustment.ApproveAdjustment,
                adjustment.DECIDE,
                adjustment.AdjustTarget,
            ),
            _act(rounds.ResultFiled, rounds.FileResult, rounds.DECIDE, _APPROVED, of="node"),
            _act(review.Reviewed, review.ReviewResult, review.DECIDE, _RESULT, of="node"),
            _act(
                rectification.Reported,
                rectification.Report,
                rectification.DECIDE,
                _REVIEW,
                of="node",
            ),
            _act(
                rectification.Refused,
                rectification.Refuse,
                rectification.DECIDE,
                _REVIEW,
                of="node",
            ),
            _act(
                rectification_review.Accepted,
                rectification_review.Accept,
                rectification_review.DECIDE,
                _REPORT,
                of="node",
            ),
            _act(
                rectification_review.UnmetFound,
                rectification_review.FindUnmet,
                rectification_review.DECIDE,
                _REVIEW,
                of="node",
            ),
        )
    )
)
"""The acts by name."""
