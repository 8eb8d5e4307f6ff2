"""The ending of a project: its grade and the use of its result."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.subjects.project_year.state import ProjectYear


@dataclass(frozen=True, slots=True)
class Ending:
    """The ending of a project: grade, score and the measures from its result; amounts in yuan."""

    grade: str | None = None
    score: Decimal | None = None
    actions: tuple[str, ...] = ()
    deduction: Decimal | None = None


def ending_of(state: ProjectYear) -> Ending:
    """The ending of a project so far."""
    final = state.evaluation.final
    proposal = state.evaluation.results.proposal
    return Ending(
        grade=final.grade if final else None,
        score=final.score if final else None,
        actions=proposal.actions if proposal else (),
        deduction=proposal.deduction if proposal else None,
    )
