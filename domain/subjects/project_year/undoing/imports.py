"""Undoing an import: what rests on the imported act, and the state without it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace as changed
from datetime import date
from functools import partial
from typing import Any

from domain.kernel.frozen import replace
from domain.kernel.message import Command
from domain.shared.filings.filing import is_reviewed, stands
from domain.shared.filings.undoable import Undoable
from domain.shared.rectification.rectifying import Refuse, Refused, Report
from domain.shared.rectification.reviewing import Accept
from domain.shared.rectification.undoing import FOUND
from domain.subjects.project_year.deadlines.due_dates import RECTIFICATION, RESULT, key
from domain.subjects.project_year.exante import assessment
from domain.subjects.project_year.feedback.loop import LOOP
from domain.subjects.project_year.filings.filing_index import (
    ADJUSTMENT,
    EXANTE,
    TARGET,
    filing_at,
    without_filing,
)
from domain.subjects.project_year.imports.acts import IMPORTABLE
from domain.subjects.project_year.monitoring import (
    review,
    rounds,
)
from domain.subjects.project_year.monitoring.rounds import with_round
from domain.subjects.project_year.monitoring.state import Open, rectification_in
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets import adjustment, budget, target
from domain.subjects.project_year.targets.state import Execution
from domain.subjects.project_year.undoing import resting, undone

_FILINGS: Mapping[str, tuple[str, type[Command]]] = {
    assessment.FileReport.name: (EXANTE, assessment.ReviewReport),
    target.FileTarget.name: (TARGET, target.ApproveTarget),
    adjustment.AdjustTarget.name: (ADJUSTMENT, adjustment.ApproveAdjustment),
    rounds.FileResult.name: (RESULT, review.ReviewResult),
    Report.name: (RECTIFICATION, Accept),
}
"""Imported filings: the kind of each, and the review that rests on it."""

_day = date.fromisoformat


def _filing(name: str) -> Undoable:
    return Undoable(
        IMPORTABLE[name].event,
        lambda state, of: stands(filing_at(state, _key(name, of))),
        partial(_on_filing, name),
        partial(_without_filing, name),
        of=partial(_part, name),
    )


def _part(name: str, event: Any) -> str:
    return IMPORTABLE[name].part(event) or ""


def _key(name: str, part: str) -> str:
    kind = _FILINGS[name][0]
    return key(kind, _day(part)) if part else kind


def _on_filing(name: str, state: ProjectYear, part: str) -> Iterator[str]:
    reviewed = _FILINGS[name][1].name
    if is_reviewed(filing_at(state, _key(name, part))):
        yield f"{reviewed}:{part}" if part else reviewed
    elif name == target.FileTarget.name:
        yield from resting.on_target(state, part)


def _without_filing(name: str, state: ProjectYear, part: str) -> ProjectYear:
    """The state without a filing and its review: the review stands if the filing is corrected."""
    kind = _FILINGS[name][0]
    if kind == RESULT:
        return with_round(state, Open(_day(part)))
    if kind == RECTIFICATION:
        order = LOOP.order_at(state, _day(part))
        findings = order.findings[:-1] if order.accepted else order.findings
        return LOOP.with_order(state, _day(part), changed(order, report=None, findings=findings))
    if kind == ADJUSTMENT and is_reviewed(filing_at(state, kind)):
        state = undone.without_adjustment(state, part)
    without = without_filing(state, kind)
    if kind == TARGET:
        return replace(without, target=changed(without.target, approval=None))
    return without


def _is_recorded(state: ProjectYear, of: str) -> bool:
    return state.execution is not None and _day(of) in state.execution.records


def _on_record(state: ProjectYear, of: str) -> Iterator[str]:
    """The results that have the amount of this day as the newest by their nodes."""
    for node, current in state.rounds.items():
        newest = state.execution.by(node) if state.execution else None
        filed = current.result
        if filed is None or newest is None or not stands(filed.filing):
            continue
        if newest == (_day(of), filed.executed):
            yield key(RESULT, node)


def _without_record(state: ProjectYear, of: str) -> ProjectYear:
    """The state without the amount of a day: the newest of the others counts."""
    if state.execution is None:
        raise ValueError(f"{state.stream}: no amount is recorded")
    records = {day: one for day, one in state.execution.records.items() if day != _day(of)}
    if not records:
        return replace(state, execution=None)
    newest = max(records)
    return replace(state, execution=changed(Execution(records[newest], newest), records=records))


def _is_refused(state: ProjectYear, of: str) -> bool:
    order = rectification_in(state.rounds.get(_day(of)))
    return order is not None and order.refuses


def _on_refusal(state: ProjectYear, of: str) -> Iterator[str]:
    """The bureau found something about the rectification, or the year is graded."""
    finding = LOOP.order_at(state, _day(of)).finding
    if finding is not None:
        yield f"{FOUND[finding]}:{of}"
    yield from resting.on_grading(state, of)


def _without_refusal(state: ProjectYear, of: str) -> ProjectYear:
    return LOOP.with_order(state, _day(of), changed(LOOP.order_at(state, _day(of)), refuses=False))


OTHERS: Mapping[str, Undoable] = {
    **{name: _filing(name) for name in _FILINGS},
    budget.RecordExecution.name: Undoable(
        budget.ExecutionRecorded,
        _is_recorded,
        _on_record,
        _without_record,
        of=lambda event: str(event.as_of),
    ),
    Refuse.name: Undoable(
        Refused,
        _is_refused,
        _on_refusal,
        _without_refusal,
        of=lambda event: str(event.node),
    ),
}
"""The imported acts that are no acts of the bureau, or are no longer undone once they are live."""
