"""The grade of a score by the rules in force, for a project or a whole unit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from domain.kernel.answer import Answer
from domain.kernel.decider import CommandContext, InForce

GradeId = Literal["excellent", "good", "fair", "poor"]
"""优秀, 良好, 一般, 较差 (AMB-16)."""


def graded(
    score: Decimal | None, act: CommandContext[Any], in_force: InForce
) -> tuple[GradeId | None, tuple[Answer, ...]]:
    """The grade of a score (`grade.bands`), null without a score or without a rule."""
    if score is None:
        return None, ()
    answer = in_force.ask("grade.bands", act.effective_on, score=f"{score:f}")
    return answer.outcome, (answer,)
