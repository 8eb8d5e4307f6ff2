"""The superior department's review of a unit's filings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from domain.kernel.message import Event
from domain.shared.filings import endorsement, endorsement_keys
from domain.shared.filings.endorsement_policies import Subordinate
from domain.shared.rectification.places import place_of
from domain.shared.rectification.rectifying import Reported
from domain.subjects.unit_year.due_dates import (
    MONITORING,
    RECTIFICATION,
    SELF_EVALUATION,
    TARGET,
    due_of,
    key,
)
from domain.subjects.unit_year.filing_index import filing_at, with_filing
from domain.subjects.unit_year.monitoring import OverallMonitoringFiled
from domain.subjects.unit_year.self_evaluation import OverallSelfEvaluationFiled
from domain.subjects.unit_year.state import UnitYear
from domain.subjects.unit_year.targets import OverallTargetFiled


def _keys(state: UnitYear) -> Iterator[str]:
    yield from (TARGET, SELF_EVALUATION)
    for node in state.rounds:
        yield key(MONITORING, node)
    for problem in state.fed_back.problems:
        yield key(RECTIFICATION, problem)


_FILED: Mapping[type[Event], Callable[[Any], str]] = {
    OverallTargetFiled: lambda _event: TARGET,
    OverallMonitoringFiled: lambda event: key(MONITORING, event.node),
    OverallSelfEvaluationFiled: lambda _event: SELF_EVALUATION,
    Reported: lambda event: key(RECTIFICATION, place_of(event)),
}
SUBORDINATE = Subordinate(
    filing_at=filing_at,
    with_filing=with_filing,
    keys=_keys,
    filed=_FILED,
    unit=lambda state: str(state.known.code),
    due=due_of,
)
DECIDE = endorsement.deciders(SUBORDINATE)
EVOLVE = endorsement.evolvers(SUBORDINATE)
KEYS = endorsement_keys.keys(SUBORDINATE)
UNDOABLE = endorsement_keys.undoable(SUBORDINATE)
