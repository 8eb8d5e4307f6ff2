"""Undoing an import of a unit's year: it is undone as the imported act itself is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from domain.shared.filings.filing import is_reviewed, stands
from domain.shared.filings.import_messages import ActImported
from domain.shared.filings.undoable import Undoable
from domain.subjects.unit_year import due_dates, monitoring, targets
from domain.subjects.unit_year.filing_index import filing_at, without_filing
from domain.subjects.unit_year.state import UnitYear

Acts = Mapping[str, Undoable]

_FILINGS: Mapping[str, tuple[str, str]] = {
    targets.FileOverallTarget.name: (due_dates.TARGET, targets.ApproveOverallTarget.name),
    monitoring.FileOverallMonitoring.name: (
        due_dates.MONITORING,
        monitoring.ReviewOverallMonitoring.name,
    ),
}
"""Imported filings: the kind of each, and the review that rests on it."""


def import_of(acts: Acts) -> Undoable:
    """The import of an act: it is undone as the act itself is, by the other `acts`."""
    return Undoable(
        ActImported,
        partial(_stands, acts),
        partial(_rests, acts),
        partial(_undone, acts),
        of=lambda event: str(event.key),
    )


def _stands(acts: Acts, state: UnitYear, of: str) -> bool:
    name, _, part = of.partition(":")
    if of not in {one.key for one in state.imports.values()}:
        return False
    if name in _FILINGS:
        return stands(filing_at(state, _key(name, part)))
    return name in acts and acts[name].stands(state, part)


def _rests(acts: Acts, state: UnitYear, of: str) -> Iterable[str]:
    name, _, part = of.partition(":")
    if name not in _FILINGS:
        return acts[name].rests(state, part)
    if not is_reviewed(filing_at(state, _key(name, part))):
        return ()
    reviewed = _FILINGS[name][1]
    return (f"{reviewed}:{part}" if part else reviewed,)


def _undone(acts: Acts, state: UnitYear, of: str) -> UnitYear:
    name, _, part = of.partition(":")
    imports = {command: one for command, one in state.imports.items() if one.key != of}
    left = replace(state, imports=imports)
    if name in _FILINGS:
        return without_filing(left, _key(name, part))
    found: UnitYear = acts[name].undone(left, part)
    return found


def _key(name: str, part: str) -> str:
    kind = _FILINGS[name][0]
    return f"{kind}:{part}" if part else kind
