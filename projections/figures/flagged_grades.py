"""The flags of final grades as figures of the year: the product's own, which no clause asks for.

A value is shown only where there is something to show.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.kernel.decider import Recorded
from domain.subjects.project_year.results.flags import FLAGS, flags_of
from domain.subjects.project_year.results.grades import GradeFinalised
from domain.subjects.project_year.results.use_of_results import ResultsApplied
from projections.figures.year_events import YearEvents

KINDS = frozenset({GradeFinalised, ResultsApplied})
"""The kinds of events that the flags are read from."""

FLAG = "FLAG"
"""The id of the figure; the ids of the catalogue's figures begin with F and a number."""

LAPSED, UNEXPLAINED = "lapsed", "priority_without_reason"

Found = list[Recorded[Any]]


def flagged(kept: YearEvents, year: int) -> Iterator[tuple[str, Found]]:
    """The graded projects of a budget year by each flag that at least one of them carries."""
    graded = {one.stream: one for one in kept.of(GradeFinalised, year)}
    found: dict[str, Found] = {name: [] for name in (*FLAGS, LAPSED)}
    for one in graded.values():
        for name in _flags(one.event):
            found[name].append(one)
    found[UNEXPLAINED] = [
        one
        for one in kept.of(ResultsApplied, year)
        if one.event.flags and _is_newer(one, graded.get(one.stream))
    ]
    return ((name, these) for name, these in found.items() if these)


def _flags(grade: GradeFinalised) -> Iterator[str]:
    yield from flags_of(vars(grade), (step.step for step in grade.chain))
    if grade.lapsed:
        yield LAPSED


def _is_newer(use: Recorded[Any], grade: Recorded[Any] | None) -> bool:
    """Whether a use is of the grade that stands: a use of an earlier grade counts no more."""
    return grade is not None and use.version > grade.version
