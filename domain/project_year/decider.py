"""The decider of a project's year: `decide` and `evolve` over all its phases, and its view."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from domain import deadlines as shared_deadlines
from domain import evaluation_half
from domain.begun import begun_after
from domain.deadline_steps import overdue_among, told
from domain.decision import Act, Decided, InForce, Recorded, Steps, View
from domain.frozen import stamped
from domain.parking import foremost
from domain.project_year import (
    accountability,
    adjustments,
    attachments,
    authenticity,
    budget,
    corrections,
    deadlines,
    delegations,
    department_evaluation,
    disclosures,
    evaluation_opening,
    exante,
    findings,
    grades,
    guards,
    hand_over,
    history,
    joint_review,
    key_evaluation,
    key_evaluation_review,
    library,
    monitoring,
    monitoring_review,
    monitoring_warnings,
    population,
    recovery,
    rectification,
    results,
    self_evaluation,
    targets,
)
from domain.project_year.agenda import agenda_of, with_days
from domain.project_year.days import nodes
from domain.project_year.evaluation_waiting import evaluation_phase
from domain.project_year.history import ImportHistory
from domain.project_year.population import AddProject
from domain.project_year.state import Phase, ProjectYear
from domain.project_year.waiting import latest_round, phase_of, waits
from domain.refusal import Refusal
from domain.roles import may_take
from domain.slices import Slices

_SLICES = Slices(
    population,
    exante,
    library,
    targets,
    joint_review,
    adjustments,
    budget,
    monitoring,
    monitoring_warnings,
    monitoring_review,
    rectification,
    deadlines,
    corrections,
    history,
    evaluation_opening,
    self_evaluation,
    department_evaluation,
    authenticity,
    key_evaluation,
    key_evaluation_review,
    findings,
    grades,
    results,
    recovery,
    accountability,
    disclosures,
    delegations,
    attachments,
    hand_over,
    may_take=may_take,
)
COMMANDS = _SLICES.commands
"""The acts of a project's year."""

STEPS: Steps = {**shared_deadlines.STEPS, **evaluation_half.STEPS, **monitoring.STEPS}
"""The steps of the system that it plans."""


def initial(stream: str) -> ProjectYear:
    """The state before the first event."""
    return ProjectYear(stream)


def decide(state: ProjectYear, act: Act[Any], in_force: InForce) -> Decided:
    """The outcome of an act; raises `KeyError` for an act of another subject."""
    return _SLICES.decide(state, act, in_force, _admit)


def _admit(state: ProjectYear, act: Act[Any], in_force: InForce) -> Refusal | None:
    if isinstance(act.command, AddProject | ImportHistory):
        return None
    return guards.admit(state, act, in_force)


def evolve(state: ProjectYear, recorded: Recorded[Any]) -> ProjectYear:
    """The state after an event; raises `KeyError` for an event of another subject."""
    evolved: ProjectYear = _SLICES.evolve(state, recorded)
    return stamped(
        state,
        evolved,
        version=recorded.version,
        last_at=recorded.recorded_at,
        begun=begun_after(state.begun, recorded, waits, evolved),
    )


def view(state: ProjectYear, in_force: InForce, now: datetime | None = None) -> View:
    """What is to be seen of the project from outside."""
    open_ends = waits(state)
    open_days = with_days(open_ends, state, in_force)
    steps = agenda_of(state, in_force, open_days, now)
    first = foremost(decide, STEPS, state, steps, in_force)
    waiting = (*open_ends, *disclosures.outstanding(state, in_force), *first.awaits)
    phase = _phase(state, in_force, over=not waiting)
    return View(
        subject=state.stream,
        version=state.version,
        phase=phase,
        chapter=len(state.rounds) + state.evaluation.opened,
        closed=phase in {Phase.WITHDRAWN, Phase.DISCLOSED},
        unit=unit_of(state),
        next_step=first.step,
        next_due=min((due for _, due in open_days), default=None),
        overdue=overdue_among(open_days, state.done),
        waiting_for=told(waiting),
    )


def _phase(state: ProjectYear, in_force: InForce, *, over: bool) -> str:
    phase = phase_of(state)
    if phase is not Phase.EXECUTION:
        return phase
    if state.evaluation.opened:
        found = evaluation_phase(state.evaluation)
        return Phase.DISCLOSED if over and found is Phase.RESULTS else found
    if _monitored(state, in_force):
        return Phase.SELF_EVALUATION
    node = latest_round(state)
    return phase if node is None else f"{Phase.MONITORING}-{node.month:02}"


def _monitored(state: ProjectYear, in_force: InForce) -> bool:
    if not state.rounds:
        return False
    expected = nodes(in_force, state.known.budget_year)
    reached = all(node in state.rounds for node in expected if node >= state.known.registered_on)
    return reached and all(found.settled for found in state.rounds.values())


def unit_of(state: ProjectYear) -> str | None:
    """The unit that it belongs to; none where it is not registered."""
    return state.project.unit if state.project else None


def passing_to(_state: ProjectYear) -> frozenset[str]:
    """No unit: it is handed over at once."""
    return frozenset()
