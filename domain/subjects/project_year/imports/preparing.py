"""What comes before the rounds of a project: each duty with the act that does it, in order."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from domain.subjects.project_year.deadlines.pending import waits
from domain.subjects.project_year.exante import assessment, library
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets import adjustment, budget, target

PREPARING: Mapping[str, str] = MappingProxyType(
    {
        assessment.REPORT: assessment.FileReport.name,
        "exante.review": assessment.ReviewReport.name,
        "library.admission": library.Admit.name,
        target.FILING: target.FileTarget.name,
        "target.review": target.ApproveTarget.name,
        "budget.approval": budget.ApproveBudget.name,
    }
)
"""Duty -> act."""

ACTS: Mapping[str, str] = MappingProxyType(
    {**PREPARING, "target.adjustment-review": adjustment.ApproveAdjustment.name}
)
"""The acts of those duties that have no day by the rules."""


def preparing(state: ProjectYear) -> tuple[str, ...]:
    """The duties that are still open until the budget is approved, in their order."""
    order = [*PREPARING]
    waiting = [wait.deadline for wait in waits(state) if wait.deadline in PREPARING]
    if state.issued is not None or not waiting:
        return ()
    return tuple(order[order.index(waiting[0]) :])
