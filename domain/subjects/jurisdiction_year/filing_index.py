"""The filings of a work year by the key that deadlines name them by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from domain.kernel.decider import Recorded
from domain.shared.deadlines.dated import FilingKeys
from domain.shared.deadlines.due_dates import node_of, the_node
from domain.shared.filings.filing import Filing, FilingStatus, filed, marked, stands
from domain.subjects.jurisdiction_year import due_dates
from domain.subjects.jurisdiction_year.bureau_duties import DUTIES
from domain.subjects.jurisdiction_year.state import JurisdictionYear

_AT_NODES = {due_dates.REPORT: "reports", due_dates.APPRAISAL: "appraisals"}
_ONCE = {due_dates.SUMMARY: "summary", due_dates.RESULTS_USE: "results_use"}


def _at_nodes(state: JurisdictionYear, kind: str) -> Iterator[str]:
    for county in state.counties.values():
        for node in getattr(county, _AT_NODES[kind]):
            yield due_dates.key(kind, county.code, node)


def _of_counties(state: JurisdictionYear, kind: str) -> Iterator[str]:
    return (due_dates.key(kind, code) for code in state.counties)


def _of_budgets(state: JurisdictionYear) -> Iterator[str]:
    return (due_dates.key(due_dates.SPECIAL, budget) for budget in state.special)


FILING_KEYS: FilingKeys = {
    due_dates.REPORT: lambda state: _at_nodes(state, due_dates.REPORT),
    due_dates.APPRAISAL: lambda state: _at_nodes(state, due_dates.APPRAISAL),
    due_dates.SUMMARY: lambda state: _of_counties(state, due_dates.SUMMARY),
    due_dates.RESULTS_USE: lambda state: _of_counties(state, due_dates.RESULTS_USE),
    due_dates.SPECIAL: _of_budgets,
    due_dates.PREFECTURE: lambda _state: (due_dates.PREFECTURE,),
    due_dates.ANALYSIS: lambda state: map(due_dates.analysis_of, state.analyses),
}
"""The kinds of deadline that a filing meets, each with its keys in a state."""


def filing_at(state: JurisdictionYear, deadline: str) -> Filing | None:
    """The filing of a key, if there is one."""
    kind, of = due_dates.parts(deadline)
    if kind == due_dates.PREFECTURE:
        return state.prefecture_summary
    if kind == due_dates.SPECIAL:
        return state.special.get(of)
    if kind == due_dates.ANALYSIS:
        return state.analyses.get(the_node(deadline))
    county = state.counties.get(of)
    found = getattr(county, {**_AT_NODES, **_ONCE}.get(kind, ""), None)
    if kind in _AT_NODES and found is not None:
        found = found.get(node_of(deadline))
    return found if isinstance(found, Filing) else None


def is_done(state: JurisdictionYear, deadline: str) -> bool:
    """Whether what a deadline asks for is there: a filing that stands, or the bureau's own act."""
    duty = DUTIES.get(deadline)
    return duty.is_met(state) if duty else stands(filing_at(state, deadline))


def with_filing(state: JurisdictionYear, deadline: str, filing: Filing | None) -> JurisdictionYear:
    """The state with the filing of a key changed."""
    kind, of = due_dates.parts(deadline)
    if kind == due_dates.PREFECTURE:
        return replace(state, prefecture_summary=filing)
    if kind == due_dates.SPECIAL:
        return replace(state, special=_with(state.special, of, filing))
    if kind == due_dates.ANALYSIS:
        return replace(state, analyses=_with(state.analyses, the_node(deadline), filing))
    county, place = state.counties[of], {**_AT_NODES, **_ONCE}[kind]
    value: Any = filing
    if kind in _AT_NODES:
        value = _with(getattr(county, place), node_of(deadline), filing)
    return state.with_county(replace(county, **{place: value}))


def _with(filings: Any, at: Any, filing: Filing | None) -> Any:
    return {**filings, at: filing}


def filed_at(state: JurisdictionYear, recorded: Recorded[Any], deadline: str) -> JurisdictionYear:
    """The state with what was just filed under a key; the first filing's day outlives it."""
    return with_filing(state, deadline, filed(recorded, filing_at(state, deadline)))


def reviewed_at(state: JurisdictionYear, deadline: str) -> JurisdictionYear:
    """The state with the filing of a key reviewed, if there is one."""
    filing = filing_at(state, deadline)
    if filing is None:
        return state
    return with_filing(state, deadline, marked(filing, FilingStatus.REVIEWED))
