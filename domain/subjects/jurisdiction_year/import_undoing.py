"""Undoing an import of a work year: counties' filings, and what stays beside a corrected one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from domain.kernel.message import Event
from domain.shared.filings.filing import FilingStatus, is_reviewed, stands
from domain.shared.filings.import_undoing import Keeping
from domain.shared.filings.undoable import Undoable
from domain.subjects.jurisdiction_year import due_dates
from domain.subjects.jurisdiction_year.county_appraisal import ScoreCounty
from domain.subjects.jurisdiction_year.county_reports import (
    FileReport,
    FileResultsUse,
    FileSummary,
)
from domain.subjects.jurisdiction_year.filing_index import filing_at, with_filing
from domain.subjects.jurisdiction_year.imports import IMPORTABLE
from domain.subjects.jurisdiction_year.plan import SetPlan
from domain.subjects.jurisdiction_year.state import JurisdictionYear
from domain.subjects.jurisdiction_year.year_summaries import IssueSummary

_FILINGS: Mapping[str, str] = {
    FileReport.name: due_dates.REPORT,
    FileSummary.name: due_dates.SUMMARY,
    FileResultsUse.name: due_dates.RESULTS_USE,
}
"""The filings of counties, with the kind of each."""


def _key(name: str, of: str) -> str:
    return f"{_FILINGS[name]}.{of}"


def _of(name: str, event: Event) -> str:
    return IMPORTABLE[name].part(event) or ""


def _rests(name: str, state: JurisdictionYear, of: str) -> Iterator[str]:
    """The appraisal of the county took the report, or the prefecture's report the summary."""
    if not is_reviewed(filing_at(state, _key(name, of))):
        return
    if name == FileSummary.name:
        yield IssueSummary.name
        return
    code, _, node = of.partition(":")
    scored = state.counties[code].appraisals.items()
    windows = [at for at, one in scored if stands(one) and at >= date.fromisoformat(node)]
    yield from (f"{ScoreCounty.name}:{code}:{at}" for at in sorted(windows))


def _without(name: str, state: JurisdictionYear, of: str) -> JurisdictionYear:
    code, _, node = of.partition(":")
    if name != FileReport.name:
        return with_filing(state, _key(name, of), None)
    county = state.counties[code]
    left = {at: one for at, one in county.reports.items() if at.isoformat() != node}
    return state.with_county(replace(county, reports=left))


def _filing(name: str) -> Undoable:
    return Undoable(
        IMPORTABLE[name].event,
        lambda state, of: stands(filing_at(state, _key(name, of))),
        partial(_rests, name),
        partial(_without, name),
        of=partial(_of, name),
    )


def _reviewed(name: str) -> Keeping:
    def kept(before: Any, fresh: Any, of: str) -> Any:
        """What was compiled from the filing stands."""
        key = _key(name, of)
        filing = filing_at(fresh, key)
        if filing is None or not is_reviewed(filing_at(before, key)):
            return fresh
        return with_filing(fresh, key, filing.marked(FilingStatus.REVIEWED))

    return kept


def _unselected(state: JurisdictionYear) -> JurisdictionYear:
    """The plan is corrected beside the selection."""
    return replace(state, selections={})


OTHERS: Mapping[str, Undoable] = {name: _filing(name) for name in _FILINGS}
"""The imported filings of counties, which the bureau does not undo once they are live."""

KEEPING: Mapping[str, Keeping] = {
    **{name: _reviewed(name) for name in _FILINGS},
    SetPlan.name: lambda before, fresh, _of: replace(fresh, selections=before.selections),
}

THEN: Mapping[str, Callable[[JurisdictionYear], JurisdictionYear]] = {SetPlan.name: _unselected}
"""A selection would refuse its plan."""
