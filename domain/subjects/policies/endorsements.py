"""The superior department's review of a policy's filings."""

from __future__ import annotations

from domain.shared.filings import endorsement, endorsement_keys
from domain.shared.filings.endorsement_policies import Subordinate
from domain.subjects.policies.due_dates import due_of
from domain.subjects.policies.filing_index import filing_at, with_filing
from domain.subjects.project_year.exante.assessment import ReportFiled
from domain.subjects.project_year.filings.shared_filings import EXANTE, TARGET
from domain.subjects.project_year.targets.target import TargetFiled

SUBORDINATE = Subordinate(
    filing_at=filing_at,
    with_filing=with_filing,
    keys=lambda _state: (EXANTE, TARGET),
    filed={ReportFiled: lambda _event: EXANTE, TargetFiled: lambda _event: TARGET},
    unit=lambda state: str(state.known.unit),
    due=due_of,
)
DECIDE = endorsement.deciders(SUBORDINATE)
EVOLVE = endorsement.evolvers(SUBORDINATE)
KEYS = endorsement_keys.keys(SUBORDINATE)
UNDOABLE = endorsement_keys.undoable(SUBORDINATE)
