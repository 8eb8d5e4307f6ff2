"""The superior department's review of a policy's filings."""

from __future__ import annotations

from collections.abc import Iterator

from domain.shared.deadlines.due_dates import key
from domain.shared.deadlines.problem_deadlines import RECTIFICATION
from domain.shared.filings import endorsement, endorsement_keys
from domain.shared.filings.endorsement_policies import Subordinate
from domain.shared.rectification.places import place_of
from domain.shared.rectification.rectifying import Reported
from domain.subjects.policies.due_dates import due_of
from domain.subjects.policies.filing_index import filing_at, with_filing
from domain.subjects.policies.state import Policy
from domain.subjects.project_year.exante.assessment import ReportFiled
from domain.subjects.project_year.filings.shared_filings import EXANTE, TARGET
from domain.subjects.project_year.targets.target import TargetFiled


def _keys(state: Policy) -> Iterator[str]:
    yield from (EXANTE, TARGET)
    for problem in state.evaluation.fed_back.problems:
        yield key(RECTIFICATION, problem)


SUBORDINATE = Subordinate(
    filing_at=filing_at,
    with_filing=with_filing,
    keys=_keys,
    filed={
        ReportFiled: lambda _event: EXANTE,
        TargetFiled: lambda _event: TARGET,
        Reported: lambda event: key(RECTIFICATION, place_of(event)),
    },
    unit=lambda state: str(state.known.unit),
    due=due_of,
)
DECIDE = endorsement.deciders(SUBORDINATE)
EVOLVE = endorsement.evolvers(SUBORDINATE)
KEYS = endorsement_keys.keys(SUBORDINATE)
UNDOABLE = endorsement_keys.undoable(SUBORDINATE)
