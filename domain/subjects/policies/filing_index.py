"""The filings of a policy by the key that deadlines and corrections name them by."""

from __future__ import annotations

from domain.shared.deadlines.dated import FilingKeys
from domain.shared.filings.filing import Filing
from domain.subjects.policies.state import Policy
from domain.subjects.project_year.filings.shared_filings import (
    EXANTE,
    SHARED,
    TARGET,
    shared_filing,
    with_shared,
    without_shared,
)

__all__ = ["FILING_KEYS", "filing_at", "with_filing", "without_filing"]

with_filing, without_filing = with_shared, without_shared

FILING_KEYS: FilingKeys = {EXANTE: lambda _state: (EXANTE,), TARGET: lambda _state: (TARGET,)}
"""The kinds of deadline that a filing meets, each with its keys in a state."""


def filing_at(state: Policy, filing: str) -> Filing | None:
    """The filing of a key, if there is one."""
    return shared_filing(state, filing) if filing in SHARED else None
