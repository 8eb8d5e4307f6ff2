"""A project's part of feedback and rectification: its rounds, its sources, its days."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.kernel.decider import CommandContext, Decision, InForce
from domain.kernel.frozen import replace
from domain.rules.families.feedback import Source
from domain.shared.rectification import asking
from domain.shared.rectification.asking import FeedbackAsked
from domain.shared.rectification.loop import Loop, Rounds
from domain.shared.rectification.orders import Rectification
from domain.shared.rectification.problems import FedBack
from domain.subjects.project_year.deadlines.due_dates import due_of
from domain.subjects.project_year.evaluation.state import Checked
from domain.subjects.project_year.monitoring.rounds import round_is_open, with_round
from domain.subjects.project_year.monitoring.state import Reviewed, rectification_in
from domain.subjects.project_year.state import ProjectYear


def _order_of(state: ProjectYear, node: date) -> Rectification | None:
    return rectification_in(state.rounds.get(node))


def _with_order(state: ProjectYear, node: date, order: Rectification) -> ProjectYear:
    match state.rounds[node]:
        case Reviewed() as current:
            return with_round(state, replace(current, rectification=order))
        case _:
            raise ValueError(f"{state.stream}: nothing was reviewed at {node}")


def _with_fed_back(state: ProjectYear, fed_back: FedBack) -> ProjectYear:
    return state.evaluated(fed_back=fed_back)


def is_evaluated(state: ProjectYear, source: Source) -> bool:
    """Whether the evaluation of a source was reviewed, or something was found."""
    evaluation = state.evaluation
    done = {
        "self_evaluation": evaluation.itself.reviewed,
        "department_evaluation": evaluation.department.reviewed,
        "key_evaluation": evaluation.key.finalised,
        "authenticity_check": isinstance(evaluation.authenticity, Checked),
        "audit_finding": evaluation.findings.any,
    }
    return done.get(source, False)


LOOP = Loop(
    fed_back=lambda state: state.evaluation.fed_back,
    with_fed_back=_with_fed_back,
    due=due_of,
    year=lambda state: int(state.known.budget_year),
    indicators=lambda state: (one.id for one in state.target.approved),
    is_evaluated=is_evaluated,
    rounds=Rounds(_order_of, _with_order, round_is_open),
)


def asked_after(
    state: ProjectYear,
    act: CommandContext[Any],
    in_force: InForce,
    source: Source,
    grade: str | None,
) -> tuple[Decision[FeedbackAsked], ...]:
    """The feedback that is asked for once an evaluation of the project is reviewed."""
    return asking.asked_after(state.evaluation.fed_back, act, in_force, source, grade)


def without_asked(state: ProjectYear, source: Source) -> ProjectYear:
    """The project of which no feedback of a source is owed: what asked for it was taken back."""
    return asking.without_asked(LOOP, state, source)
