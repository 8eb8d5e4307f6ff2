"""The filings of a policy by the key that deadlines and corrections name them by."""

from __future__ import annotations

from domain.shared.deadlines.dated import FilingKeys
from domain.shared.deadlines.due_dates import key as place_key
from domain.shared.deadlines.problem_deadlines import RECTIFICATION
from domain.shared.filings.filing import Filing
from domain.shared.rectification.reports import report_at, with_report
from domain.subjects.policies.state import Policy
from domain.subjects.project_year.filings.shared_filings import (
    EXANTE,
    SHARED,
    TARGET,
    shared_filing,
    with_shared,
    without_shared,
)

FILING_KEYS: FilingKeys = {
    EXANTE: lambda _state: (EXANTE,),
    TARGET: lambda _state: (TARGET,),
    RECTIFICATION: lambda state: (
        place_key(RECTIFICATION, one) for one in state.evaluation.fed_back.problems
    ),
}
"""The kinds of deadline that a filing meets, each with its keys in a state."""


def filing_at(state: Policy, filing: str) -> Filing | None:
    """The filing of a key, if there is one."""
    if filing in SHARED:
        return shared_filing(state, filing)
    return report_at(state.evaluation.fed_back, filing)


def with_filing(state: Policy, key: str, filing: Filing | None) -> Policy:
    """The state with the filing of a key changed, or taken away."""
    if key in SHARED:
        changed: Policy = with_shared(state, key, filing)
        return changed
    return state.evaluated(fed_back=with_report(state.evaluation.fed_back, key, filing))


def without_filing(state: Policy, key: str) -> Policy:
    """The state without the filing of a key and what it said."""
    if key in SHARED:
        changed: Policy = without_shared(state, key)
        return changed
    return with_filing(state, key, None)
