"""The ending of a project: its grade, and what became of the result."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.subjects.project_year.state import ProjectYear


@dataclass(frozen=True, slots=True)
class Ending:
    """What a project comes to: grade and score, and what its result leads to; yuan."""

    grade: str | None = None
    score: Decimal | None = None
    actions: tuple[str, ...] = ()
    deduction: Decimal | None = None


def ending_of(state: ProjectYear) -> Ending:
    """What a project has come to."""
    final = state.evaluation.final
    proposal = state.evaluation.results.proposal
    return Ending(
        grade=final.grade if final else None,
        score=final.score if final else None,
        actions=proposal.actions if proposal else (),
        deduction=proposal.deduction if proposal else None,
    )
