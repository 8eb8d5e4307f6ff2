"""The decider of a unit's year: `decide` and `evolve` over all its phases, and its view."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain import deadlines as shared_deadlines
from domain import evaluation_half, reaching
from domain.begun import begun_after
from domain.deadline_steps import told
from domain.decision import Act, Decided, InForce, Recorded, Steps, View
from domain.parking import foremost
from domain.refusal import Refusal
from domain.roles import may_take
from domain.slices import Slices
from domain.unit_year import (
    appraisal,
    attachments,
    corrections,
    deadlines,
    delegations,
    disclosing,
    guards,
    monitoring,
    population,
    selection,
    selection_opening,
    self_evaluation,
    succession,
    targets,
)
from domain.unit_year.agenda import agenda, open_deadlines, overdue
from domain.unit_year.population import AddUnit
from domain.unit_year.state import Phase, UnitYear
from domain.unit_year.succession import SucceedUnit
from domain.unit_year.waiting import phase_of, possible_waits, waits

_SLICES = Slices(
    population,
    targets,
    monitoring,
    self_evaluation,
    selection_opening,
    selection,
    appraisal,
    disclosing,
    deadlines,
    corrections,
    delegations,
    attachments,
    succession,
    may_take=may_take,
)
COMMANDS = _SLICES.commands
"""The acts of a unit's year."""

STEPS: Steps = {
    **shared_deadlines.STEPS,
    **evaluation_half.STEPS,
    **monitoring.STEPS,
    **selection_opening.STEPS,
    **reaching.STEPS,
}
"""The steps of the system that it plans."""


def initial(stream: str) -> UnitYear:
    """The state before the first event."""
    return UnitYear(stream)


def decide(state: UnitYear, act: Act[Any], in_force: InForce) -> Decided:
    """The outcome of an act; raises `KeyError` for an act of another subject."""
    return _SLICES.decide(state, act, in_force, _admit)


def _admit(state: UnitYear, act: Act[Any], in_force: InForce) -> Refusal | None:
    if isinstance(act.command, AddUnit | SucceedUnit):
        return None
    return guards.admit(state, act, in_force)


def evolve(state: UnitYear, recorded: Recorded[Any]) -> UnitYear:
    """The state after an event; raises `KeyError` for an event of another subject."""
    evolved: UnitYear = _SLICES.evolve(state, recorded)
    return replace(
        evolved,
        version=recorded.version,
        last_at=recorded.recorded_at,
        begun=begun_after(state.begun, recorded, possible_waits, evolved),
    )


def view(state: UnitYear, in_force: InForce, now: datetime | None = None) -> View:
    """What is to be seen of the unit from outside; one that is done ends its workflow."""
    steps = agenda(state, in_force, now)
    first = foremost(decide, STEPS, state, steps, in_force)
    waiting = (*waits(state, in_force), *first.awaits)
    open_days = open_deadlines(state, in_force)
    phase = phase_of(state, in_force)
    return View(
        subject=state.stream,
        version=state.version,
        phase=phase,
        chapter=_chapter(state),
        closed=state.withdrawn or (phase in {Phase.DONE, Phase.ENDED} and not steps),
        unit=unit_of(state),
        next_step=first.step,
        next_due=min((due for _, due in open_days), default=None),
        overdue=overdue(state, in_force),
        waiting_for=told(waiting),
    )


def _chapter(state: UnitYear) -> int:
    """How many borders of its phases the unit has passed: each round, the new year, the review."""
    return len(state.rounds) + state.evaluating + state.self_evaluation.reviewed


def unit_of(state: UnitYear) -> str | None:
    """The unit that it belongs to; none where it is not registered."""
    return state.unit.code if state.unit else None


def passing_to(state: UnitYear) -> frozenset[str]:
    """The successors that the unit's ended year has still to tell."""
    end = state.ended
    if end is None or end.version not in state.reaching:
        return frozenset()
    return frozenset(one.unit for one in end.successors)
