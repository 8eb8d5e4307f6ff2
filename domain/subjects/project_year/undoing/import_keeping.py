"""What stays of a project's year when an import is corrected: whatever rested on it and stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace as changed
from datetime import date

from domain.kernel.frozen import replace
from domain.shared.filings.filing import FilingStatus, marked
from domain.shared.filings.import_undoing import Keeping
from domain.shared.rectification.rectifying import Report
from domain.subjects.project_year.exante.assessment import FileReport, ReviewReport
from domain.subjects.project_year.feedback.loop import LOOP
from domain.subjects.project_year.monitoring.rounds import FileResult, filed_result, with_round
from domain.subjects.project_year.monitoring.state import (
    Open,
    Reviewed,
    Skipped,
    rectification_in,
)
from domain.subjects.project_year.state import Admitted, ProjectYear, Registered
from domain.subjects.project_year.targets.adjustment import AdjustTarget
from domain.subjects.project_year.targets.budget import ApproveBudget
from domain.subjects.project_year.targets.indicators import Indicator
from domain.subjects.project_year.targets.state import Adjustment, Approval
from domain.subjects.project_year.targets.target import ApproveTarget, FileTarget


def _report(before: ProjectYear, fresh: ProjectYear, _of: str) -> ProjectYear:
    """The review of the ex-ante report stands."""
    found = before.exante.filed.review
    if found is None:
        return fresh
    report = changed(fresh.exante.filed.marked(FilingStatus.REVIEWED), review=found)
    return replace(fresh, exante=changed(fresh.exante, report=report))


def _target(before: ProjectYear, fresh: ProjectYear, _of: str) -> ProjectYear:
    """The approval stands, now of the corrected target, and so does an adjustment of it."""
    if before.target.approval is None:
        return fresh
    content = fresh.target.filed.marked(FilingStatus.REVIEWED)
    approval = _approval(before.target.approval, content.indicators)
    adjusted = fresh.target.adjusted or before.target.adjusted
    target = changed(fresh.target, content=content, approval=approval, adjusted=adjusted)
    return replace(fresh, target=target)


def _approved(before: ProjectYear, fresh: ProjectYear, _of: str) -> ProjectYear:
    """An adjustment of the approved target stands."""
    if before.target.approval is None:
        return fresh
    approval = _approval(before.target.approval, fresh.target.filed.indicators)
    return replace(fresh, target=changed(fresh.target, approval=approval))


def _approval(before: Approval, indicators: tuple[Indicator, ...]) -> Approval:
    """The approval of other indicators: an approved adjustment of them is what counts."""
    adjustment = before.adjustment
    if adjustment is None or adjustment.before is None:
        return changed(before, indicators=indicators)
    was = changed(adjustment.before, indicators=indicators)
    return changed(before, adjustment=changed(adjustment, before=was))


def _budget(before: ProjectYear, fresh: ProjectYear, _of: str) -> ProjectYear:
    """An approved adjustment stands; a round before the budget in which nothing stands is none."""
    if fresh.issued is None or before.issued is None:
        raise ValueError(f"{fresh.stream}: no budget was approved")
    issued, adjustment = fresh.issued, before.target.adjustment
    if adjustment is not None and adjustment.before is not None:
        was = changed(adjustment.before, budget=issued)
        fresh = replace(
            fresh,
            target=fresh.target.adjusted_by(changed(adjustment, before=was)),
            issued=changed(issued, amount=before.issued.amount),
        )
    rounds = {
        node: Skipped(node) if current == Open(node) and node < issued.approved_on else current
        for node, current in fresh.rounds.items()
    }
    return replace(fresh, rounds=rounds)


def _adjustment(before: ProjectYear, fresh: ProjectYear, _of: str) -> ProjectYear:
    """The approval of the adjustment stands, now of the corrected one and its amount."""
    found, filed = before.target.adjustment, fresh.target.adjustment
    if found is None or found.before is None or filed is None or before.issued is None:
        return fresh
    approved: Adjustment = changed(filed.marked(FilingStatus.REVIEWED), before=found.before)
    target = changed(fresh.target, approval=Approval(approved.indicators, approved), adjusted=True)
    return replace(fresh, target=target, issued=changed(before.issued, amount=approved.amount))


def _result(before: ProjectYear, fresh: ProjectYear, of: str) -> ProjectYear:
    """The review of the result and its rectification stand."""
    node = date.fromisoformat(of)
    was = before.rounds[node]
    if not isinstance(was, Reviewed):
        return fresh
    result = filed_result(fresh, node).marked(FilingStatus.REVIEWED)
    return with_round(fresh, changed(was, result=result))


def _rectification(before: ProjectYear, fresh: ProjectYear, of: str) -> ProjectYear:
    """The acceptance of the report stands."""
    node = date.fromisoformat(of)
    was, order = rectification_in(before.rounds[node]), LOOP.order_at(fresh, node)
    if was is None or not was.accepted:
        return fresh
    report = marked(order.report, FilingStatus.REVIEWED)
    return LOOP.with_order(fresh, node, changed(order, report=report, findings=was.findings))


KEEPING: Mapping[str, Keeping] = {
    FileReport.name: _report,
    FileTarget.name: _target,
    ApproveTarget.name: _approved,
    ApproveBudget.name: _budget,
    AdjustTarget.name: _adjustment,
    FileResult.name: _result,
    Report.name: _rectification,
}


def _not_admitted(state: ProjectYear) -> ProjectYear:
    """The project as it was before its admission, if it was admitted."""
    match state.entry:
        case Admitted(project):
            return replace(state, entry=Registered(project))
        case _:
            return state


THEN: Mapping[str, Callable[[ProjectYear], ProjectYear]] = {
    FileReport.name: _not_admitted,
    ReviewReport.name: _not_admitted,
}
"""Acts that an admission ends: a correction of them is decided without it."""


def _rounds_left(state: ProjectYear) -> ProjectYear:
    """The rounds without those that were over at the opening and in which nothing stands."""
    entered = state.entered_on
    rounds = {
        node: current
        for node, current in state.rounds.items()
        if current != Open(node) or entered is None or node >= entered
    }
    return replace(state, rounds=rounds)


FALLING: Mapping[str, Callable[[ProjectYear], ProjectYear]] = {ApproveBudget.name: _rounds_left}
"""What an imported budget opened."""
