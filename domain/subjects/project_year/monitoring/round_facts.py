"""The monitoring rounds of a project as the frame of an analysis has them."""

from __future__ import annotations

from typing import Any

from domain.kernel.prefill import text
from domain.shared.filings.filing import stands
from domain.subjects.project_year.monitoring.state import (
    Finding,
    Included,
    Rectification,
    Reviewed,
    Skipped,
)
from domain.subjects.project_year.state import ProjectYear

_COURSES = {Finding.ACCEPTED: "accepted", Finding.UNMET: "unmet", Finding.REFUSED: "refused"}


def facts_of_rounds(state: ProjectYear) -> dict[str, Any]:
    """The rounds that a project takes part in, by node; amounts in yuan, rates in percent."""
    rounds = {
        node.isoformat(): _facts(state, current)
        for node, current in state.rounds.items()
        if not isinstance(current, Skipped)
    }
    return {"budget": text(state.budget), "rounds": rounds}


def _facts(state: ProjectYear, current: Included) -> dict[str, Any]:
    result = current.result if stands(current.filing) else None
    return {
        "filed": result is not None,
        "late": result is not None and result.filing.late,
        "executed": text(result.executed) if result else None,
        "execution_rate": text(result.execution_rate) if result else None,
        "completion_rate": text(result.completion_rate) if result else None,
        "warned": current.node in state.warned,
        **_reviewed(current),
    }


def _reviewed(current: Included) -> dict[str, Any]:
    if not isinstance(current, Reviewed):
        return {"reviewed": False, "failed": None, "rectification": None, "reasons": []}
    order = current.rectification
    return {
        "reviewed": True,
        "failed": current.failed,
        "rectification": _course(order) if order else None,
        "reasons": list(order.reasons) if order else [],
    }


def _course(order: Rectification) -> str:
    """Where a rectification stands: what the bureau found, else what the unit did."""
    if order.finding is not None:
        return _COURSES[order.finding]
    if order.refuses:
        return "refused"
    return "reported" if stands(order.report) else "notified"
