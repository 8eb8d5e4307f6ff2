"""Undoing an import: what rests on the imported act, and the state without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace as changed
from datetime import date
from functools import partial

from domain.kernel.frozen import replace
from domain.kernel.message import Command
from domain.shared.filings.filing import is_reviewed, stands
from domain.shared.filings.import_messages import ActImported
from domain.shared.filings.undoable import Undoable
from domain.subjects.project_year.deadlines.due_dates import RECTIFICATION, RESULT, key
from domain.subjects.project_year.exante import assessment
from domain.subjects.project_year.filings.filing_index import (
    ADJUSTMENT,
    EXANTE,
    TARGET,
    filing_at,
    without_filing,
)
from domain.subjects.project_year.monitoring import (
    rectification,
    rectification_review,
    review,
    rounds,
)
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets import adjustment, budget, target
from domain.subjects.project_year.targets.state import Execution
from domain.subjects.project_year.undoing import resting

_FILINGS: Mapping[str, tuple[str, type[Command]]] = {
    assessment.FileReport.name: (EXANTE, assessment.ReviewReport),
    target.FileTarget.name: (TARGET, target.ApproveTarget),
    adjustment.AdjustTarget.name: (ADJUSTMENT, adjustment.ApproveAdjustment),
    rounds.FileResult.name: (RESULT, review.ReviewResult),
    rectification.Report.name: (RECTIFICATION, rectification_review.Accept),
}
"""Imported filings: the kind of each, and the review that rests on it."""

_EXECUTION = budget.RecordExecution.name


Acts = Mapping[str, Undoable]


def import_of(acts: Acts) -> Undoable:
    """The import of an act: it is undone as the act itself is, by the other `acts`."""
    return Undoable(
        ActImported,
        partial(_stands, acts),
        partial(_rests, acts),
        partial(_undone, acts),
        of=lambda event: str(event.key),
        falls=partial(_falls, acts),
    )


def _stands(acts: Acts, state: ProjectYear, of: str) -> bool:
    name, _, part = of.partition(":")
    if of not in {one.key for one in state.imports.values()}:
        return False
    if name in _FILINGS:
        return stands(filing_at(state, _key(name, part)))
    if name == _EXECUTION:
        return state.execution is not None and _day(part) in state.execution.records
    return name in acts and acts[name].stands(state, part)


def _rests(acts: Acts, state: ProjectYear, of: str) -> Iterable[str]:
    name, _, part = of.partition(":")
    if name in _FILINGS:
        return _on_filing(state, name, part)
    return () if name == _EXECUTION else acts[name].rests(state, part)


def _falls(acts: Acts, state: ProjectYear, of: str) -> Iterable[str]:
    name, _, part = of.partition(":")
    return acts[name].falls(state, part) if name in acts else ()


def _undone(acts: Acts, state: ProjectYear, of: str) -> ProjectYear:
    name, _, part = of.partition(":")
    imports = {command: one for command, one in state.imports.items() if one.key != of}
    left = replace(state, imports=imports)
    if name in _FILINGS:
        return without_filing(left, _key(name, part))
    if name == _EXECUTION:
        return _without_record(left, _day(part))
    found: ProjectYear = acts[name].undone(left, part)
    return found


def _key(name: str, part: str) -> str:
    kind = _FILINGS[name][0]
    return key(kind, _day(part)) if part else kind


_day = date.fromisoformat


def _on_filing(state: ProjectYear, name: str, part: str) -> Iterator[str]:
    reviewed = _FILINGS[name][1].name
    if is_reviewed(filing_at(state, _key(name, part))):
        yield f"{reviewed}:{part}" if part else reviewed
    elif name == target.FileTarget.name:
        yield from resting.on_target(state, part)


def _without_record(state: ProjectYear, as_of: date) -> ProjectYear:
    """The state without the amount of a day: the newest of the others counts."""
    if state.execution is None:
        raise ValueError(f"{state.stream}: no amount is recorded")
    records = {day: one for day, one in state.execution.records.items() if day != as_of}
    if not records:
        return replace(state, execution=None)
    newest = max(records)
    return replace(state, execution=changed(Execution(records[newest], newest), records=records))
