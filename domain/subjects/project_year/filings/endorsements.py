"""The superior department's review of a project's filings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from domain.kernel.message import Event
from domain.shared.deadlines.due_dates import key
from domain.shared.filings import endorsement, endorsement_keys
from domain.shared.filings.endorsement_policies import Subordinate
from domain.shared.rectification.places import place_of
from domain.shared.rectification.rectifying import Reported
from domain.subjects.project_year.deadlines.due_dates import (
    RECTIFICATION,
    RESULT,
    SELF_EVALUATION,
    due_of,
)
from domain.subjects.project_year.evaluation.self_evaluation import SelfEvaluationFiled
from domain.subjects.project_year.exante.assessment import ReportFiled
from domain.subjects.project_year.filings.filing_index import (
    ADJUSTMENT,
    EXANTE,
    TARGET,
    filing_at,
    with_filing,
)
from domain.subjects.project_year.monitoring.rounds import ResultFiled
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets.adjustment import AdjustmentFiled
from domain.subjects.project_year.targets.target import TargetFiled


def _keys(state: ProjectYear) -> Iterator[str]:
    yield from (EXANTE, TARGET, ADJUSTMENT, SELF_EVALUATION)
    for node in state.rounds:
        yield from (key(RESULT, node), key(RECTIFICATION, node))
    for problem in state.evaluation.fed_back.problems:
        yield key(RECTIFICATION, problem)


_FILED: Mapping[type[Event], Callable[[Any], str]] = {
    ReportFiled: lambda _event: EXANTE,
    TargetFiled: lambda _event: TARGET,
    AdjustmentFiled: lambda _event: ADJUSTMENT,
    ResultFiled: lambda event: key(RESULT, event.node),
    Reported: lambda event: key(RECTIFICATION, place_of(event)),
    SelfEvaluationFiled: lambda _event: SELF_EVALUATION,
}
SUBORDINATE = Subordinate(
    filing_at=filing_at,
    with_filing=with_filing,
    keys=_keys,
    filed=_FILED,
    unit=lambda state: str(state.known.unit),
    due=due_of,
)
DECIDE = endorsement.deciders(SUBORDINATE)
EVOLVE = endorsement.evolvers(SUBORDINATE)
KEYS = endorsement_keys.keys(SUBORDINATE)
UNDOABLE = endorsement_keys.undoable(SUBORDINATE)
