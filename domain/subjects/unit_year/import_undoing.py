"""Undoing an import of a unit's year: what rests on the filing, and what stays when corrected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from domain.shared.filings.filing import FilingStatus, is_reviewed, stands
from domain.shared.filings.import_undoing import Keeping
from domain.shared.filings.undoable import Undoable
from domain.subjects.unit_year import due_dates
from domain.subjects.unit_year.filing_index import filing_at, with_filing, without_filing
from domain.subjects.unit_year.imports import IMPORTABLE
from domain.subjects.unit_year.monitoring import FileOverallMonitoring, ReviewOverallMonitoring
from domain.subjects.unit_year.state import UnitYear
from domain.subjects.unit_year.targets import ApproveOverallTarget, FileOverallTarget

_FILINGS: Mapping[str, tuple[str, str]] = {
    FileOverallTarget.name: (due_dates.TARGET, ApproveOverallTarget.name),
    FileOverallMonitoring.name: (due_dates.MONITORING, ReviewOverallMonitoring.name),
}
"""Imported filings: the kind of each, and the review that rests on it."""


def _key(name: str, part: str) -> str:
    kind = _FILINGS[name][0]
    return due_dates.key(kind, date.fromisoformat(part)) if part else kind


def _on_filing(name: str, state: UnitYear, part: str) -> Iterator[str]:
    reviewed = _FILINGS[name][1]
    if is_reviewed(filing_at(state, _key(name, part))):
        yield f"{reviewed}:{part}" if part else reviewed


def _node(event: object) -> str:
    return str(getattr(event, "node", ""))


def _filing(name: str) -> Undoable:
    return Undoable(
        IMPORTABLE[name].event,
        lambda state, of: stands(filing_at(state, _key(name, of))),
        partial(_on_filing, name),
        lambda state, of: without_filing(state, _key(name, of)),
        of=_node,
    )


def _reviewed(name: str) -> Callable[[UnitYear, UnitYear, str], UnitYear]:
    def kept(before: UnitYear, fresh: UnitYear, part: str) -> UnitYear:
        """The review of the filing stands."""
        key = _key(name, part)
        filing = filing_at(fresh, key)
        if filing is None or not is_reviewed(filing_at(before, key)):
            return fresh
        return with_filing(fresh, key, filing.marked(FilingStatus.REVIEWED))

    return kept


OTHERS: Mapping[str, Undoable] = {name: _filing(name) for name in _FILINGS}
"""The imported filings."""

KEEPING: Mapping[str, Keeping] = {name: _reviewed(name) for name in _FILINGS}


def _rounds_left(state: UnitYear) -> UnitYear:
    """The rounds without those that were over at the opening and that have no report."""
    rounds = {
        node: current
        for node, current in state.rounds.items()
        if current.filing is not None or state.entered_on is None or node >= state.entered_on
    }
    return replace(state, rounds=rounds)


FALLING: Mapping[str, Callable[[UnitYear], UnitYear]] = {ApproveOverallTarget.name: _rounds_left}
"""What an imported approval opened."""
