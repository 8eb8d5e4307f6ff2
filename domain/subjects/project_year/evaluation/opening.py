"""The evaluation half begins: the budget year is over, and what it brought is evaluated."""

from __future__ import annotations

from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.shared.deadlines.evaluation_half import EvaluationOpened, OpenEvaluation, first_day
from domain.subjects.project_year.state import ProjectYear


def open_evaluation(
    state: ProjectYear, act: CommandContext[OpenEvaluation], _in_force: InForce
) -> Decided:
    """Open it once, for a project with a budget, when the budget year is over."""
    if state.evaluation.opened or state.issued is None:
        return ()
    if act.day < first_day(state.known.budget_year):
        return ()
    return (Decision(EvaluationOpened()),)


def opened(state: ProjectYear, _recorded: Recorded[EvaluationOpened]) -> ProjectYear:
    """Evolve by `evaluation.opened`."""
    return state.evaluated(opened=True)


DECIDE: Deciders = {OpenEvaluation: open_evaluation}
EVOLVE: Evolvers = {EvaluationOpened: opened}
