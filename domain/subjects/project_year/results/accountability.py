"""Accountability 追责 for a project's results."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.kernel.frozen import replace
from domain.shared.people.accountability import (
    Answerable,
    Measured,
    Propose,
    Proposed,
    Record,
    deciders,
    evolvers,
)
from domain.subjects.project_year.results.use_of_results import grade_event

__all__ = ["Measured", "Propose", "Proposed", "Record"]


def _with_proposed(state: Any, event: UUID) -> Any:
    results = replace(state.evaluation.results, accountability=event)
    return state.evaluated(results=results)


_ANSWERABLE = Answerable(
    proposed=lambda state: state.evaluation.results.accountability,
    with_proposed=_with_proposed,
    rests_on=grade_event,
)

DECIDE = deciders(_ANSWERABLE)
EVOLVE = evolvers(_ANSWERABLE)
