"""The filings of a project by the key that deadlines and corrections name them by."""

from __future__ import annotations

from collections.abc import Iterable

from domain.kernel.frozen import replace
from domain.shared.deadlines.dated import FilingKeys
from domain.shared.filings.filing import NOT_FILED, Assessment, Filing, assessed
from domain.shared.rectification.places import place_in
from domain.shared.rectification.reports import with_report
from domain.subjects.project_year.deadlines import due_dates
from domain.subjects.project_year.filings.shared_filings import (
    EXANTE,
    SHARED,
    TARGET,
    shared_filing,
    with_shared,
    without_shared,
)
from domain.subjects.project_year.monitoring.state import (
    Open,
    Rectification,
    Result,
    Reviewed,
    Round,
)
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets.state import Adjustment

__all__ = [
    "ADJUSTMENT",
    "EXANTE",
    "FILING_KEYS",
    "TARGET",
    "filing_at",
    "with_filing",
    "without_filing",
]

ADJUSTMENT = "target.adjustment"

_ASSESSED = {due_dates.SELF_EVALUATION: "itself", due_dates.DEPARTMENT_REPORT: "department"}


def _lived(state: ProjectYear, deadline: str) -> Iterable[str]:
    """The key of a deadline before the evaluation: imported history has none of these."""
    return () if state.evaluation.history else (deadline,)


def _at_nodes(state: ProjectYear, deadline: str) -> Iterable[str]:
    return (due_dates.key(deadline, node) for node in state.rounds)


FILING_KEYS: FilingKeys = {
    EXANTE: lambda state: _lived(state, EXANTE),
    TARGET: lambda state: _lived(state, TARGET),
    due_dates.SELF_EVALUATION: lambda _state: (due_dates.SELF_EVALUATION,),
    due_dates.DEPARTMENT_REPORT: lambda _state: (due_dates.DEPARTMENT_REPORT,),
    due_dates.RESULT: lambda state: _at_nodes(state, due_dates.RESULT),
    due_dates.RECTIFICATION: lambda state: (
        *_at_nodes(state, due_dates.RECTIFICATION),
        *(
            due_dates.key(due_dates.RECTIFICATION, one)
            for one in state.evaluation.fed_back.problems
        ),
    ),
}
"""The kinds of deadline that a filing meets, each with its keys in a state."""


def filing_at(state: ProjectYear, filing: str) -> Filing | None:
    """The filing of a key, if there is one."""
    if filing in SHARED:
        return shared_filing(state, filing)
    if filing == ADJUSTMENT:
        return state.target.adjustment_filing
    if filing in _ASSESSED:
        return _assessment(state, filing).filing
    return _in_round(state, filing)


def without_filing(state: ProjectYear, key: str) -> ProjectYear:
    """The state without the filing of a key and what it said."""
    if key in _ASSESSED:
        return state.evaluated(**{_ASSESSED[key]: NOT_FILED})
    if key in SHARED:
        changed: ProjectYear = without_shared(state, key)
        return changed
    return with_filing(state, key, None)


def with_filing(state: ProjectYear, key: str, filing: Filing | None) -> ProjectYear:
    """The state with the filing of a key changed, or taken away."""
    if key in SHARED:
        changed: ProjectYear = with_shared(state, key, filing)
        return changed
    if key == ADJUSTMENT:
        return replace(state, target=state.target.adjusted_by(_adjusted(state, filing)))
    if key in _ASSESSED:
        dated = replace(assessed(_assessment(state, key)), filing=filing)
        return state.evaluated(**{_ASSESSED[key]: dated})
    return _with_round_filing(state, key, filing)


def _assessment(state: ProjectYear, key: str) -> Assessment:
    found: Assessment = getattr(state.evaluation, _ASSESSED[key])
    return found


def _adjusted(state: ProjectYear, filing: Filing | None) -> Adjustment | None:
    """The adjustment with another filing, or none without one."""
    before = state.target.adjustment
    if filing is None:
        return None
    if before is None:
        raise ValueError(f"{state.stream}: no adjustment was filed")
    return replace(before, filing=filing)


def _in_round(state: ProjectYear, key: str) -> Filing | None:
    kind, _, of = key.partition(":")
    if kind == due_dates.RECTIFICATION:
        order = due_dates.order_of(state, place_in(of))
        return order.report if order else None
    node = due_dates.node_of(key) if kind == due_dates.RESULT else None
    current = state.rounds.get(node) if node else None
    return current.filing if current else None


def _with_round_filing(state: ProjectYear, key: str, filing: Filing | None) -> ProjectYear:
    node = due_dates.node_of(key)
    if node is None:
        return state.evaluated(fed_back=with_report(state.evaluation.fed_back, key, filing))
    changed = _with_filing_of(state.rounds[node], key, filing)
    return replace(state, rounds={**state.rounds, node: changed})


def _with_filing_of(current: Round, key: str, filing: Filing | None) -> Round:
    of_result = key.startswith(due_dates.RESULT)
    match current:
        case Open(node) if of_result and filing is None:
            return Open(node)
        case Open(result=Result() as result) | Reviewed(result=result) if of_result and filing:
            return replace(current, result=replace(result, filing=filing))
        case Reviewed(rectification=Rectification() as order) if not of_result:
            return replace(current, rectification=replace(order, report=filing))
        case _:
            raise ValueError(f"no filing is called {key}")
