"""The filings of a unit by the key that deadlines and corrections name them by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from domain.shared.deadlines.dated import FilingKeys
from domain.shared.filings.filing import NOT_FILED, Filing, assessed
from domain.shared.rectification.reports import report_at, with_report
from domain.subjects.unit_year import due_dates as days
from domain.subjects.unit_year.state import Round, UnitYear

FILING_KEYS: FilingKeys = {
    days.TARGET: lambda _state: (days.TARGET,),
    days.SELF_EVALUATION: lambda _state: (days.SELF_EVALUATION,),
    days.MONITORING: lambda state: (days.key(days.MONITORING, node) for node in state.rounds),
    days.RECTIFICATION: lambda state: (
        days.key(days.RECTIFICATION, one) for one in state.fed_back.problems
    ),
}
"""The kinds of deadline that a filing meets, each with its keys in a state."""


def filing_at(state: UnitYear, key: str) -> Filing | None:
    """The filing of a key, if there is one."""
    if key == days.TARGET:
        return state.target_filing
    if key == days.SELF_EVALUATION:
        return state.self_evaluation.filing
    if days.is_of_problem(key):
        return report_at(state.fed_back, key)
    node = _node(key)
    current = state.rounds.get(node) if node else None
    return current.filing if current else None


def with_filing(state: UnitYear, key: str, filing: Filing) -> UnitYear:
    """The state with the filing of a key changed."""
    if key == days.TARGET:
        return replace(state, target=replace(state.filed_target, filing=filing))
    if key == days.SELF_EVALUATION:
        again = replace(assessed(state.self_evaluation), filing=filing)
        return replace(state, self_evaluation=again)
    if days.is_of_problem(key):
        return replace(state, fed_back=with_report(state.fed_back, key, filing))
    node = _known_node(key)
    return _with_round(state, replace(state.rounds[node], filing=filing))


def without_filing(state: UnitYear, key: str) -> UnitYear:
    """The state without the filing of a key and what it said."""
    if key == days.TARGET:
        return replace(state, target=None)
    if key == days.SELF_EVALUATION:
        return replace(state, self_evaluation=NOT_FILED)
    if days.is_of_problem(key):
        return replace(state, fed_back=with_report(state.fed_back, key, None))
    return _with_round(state, Round(_known_node(key)))


def _node(key: str) -> date | None:
    if not key.startswith(f"{days.MONITORING}:") or not days.known(key):
        return None
    return days.node_of(key)


def _known_node(key: str) -> date:
    node = _node(key)
    if node is None:
        raise ValueError(f"no filing is called {key}")
    return node


def _with_round(state: UnitYear, changed: Round) -> UnitYear:
    return replace(state, rounds={**state.rounds, changed.node: changed})
