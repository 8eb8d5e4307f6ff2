"""Accountability 追责 for a project's results."""

from __future__ import annotations

from typing import Any

from domain.kernel.frozen import replace
from domain.shared.people.accountability import (
    Accountability,
    Answerable,
    Measured,
    Propose,
    Proposed,
    Record,
    deciders,
    evolvers,
    undoable,
)
from domain.subjects.project_year.results.use_of_results import grade_event

__all__ = ["DECIDE", "EVOLVE", "Measured", "Propose", "Proposed", "Record"]


def _with_held(state: Any, held: Accountability) -> Any:
    results = replace(state.evaluation.results, accountability=held)
    return state.evaluated(results=results)


_ANSWERABLE = Answerable(
    held=lambda state: state.evaluation.results.accountability,
    with_held=_with_held,
    rests_on=grade_event,
    untrue=lambda state: state.evaluation.untrue,
)

DECIDE = deciders(_ANSWERABLE)
EVOLVE = evolvers(_ANSWERABLE)
UNDOABLE = undoable(_ANSWERABLE)
"""The acts of accountability that can be undone, by their names."""
