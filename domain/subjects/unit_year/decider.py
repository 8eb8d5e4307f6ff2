"""The decider of a unit's year: `decide` and `evolve` over all its phases, and its view."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.kernel.composite_decider import CompositeDecider
from domain.kernel.decider import CommandContext, Decided, InForce, Recorded, Steps, View
from domain.kernel.message import Command
from domain.kernel.refusal import Refusal
from domain.shared.deadlines import deadline_acts as shared_deadlines
from domain.shared.deadlines import evaluation_half
from domain.shared.deadlines.begun import begun_after
from domain.shared.deadlines.blocked_steps import first_unblocked
from domain.shared.deadlines.pending import told
from domain.shared.fan_out import dispatch
from domain.shared.filings import amounts
from domain.shared.filings.endorsement import refer
from domain.shared.filings.importing import as_done, duties_begun
from domain.shared.people.role_check import may_take
from domain.shared.signatures import acts as signing
from domain.subjects.unit_year import (
    appraisal,
    attachments,
    budget_issue,
    corrections,
    deadline_acts,
    delegations,
    department_deduction,
    disclosures,
    endorsements,
    feedback,
    guards,
    imports,
    joint_review,
    monitoring,
    population,
    record_days,
    selection,
    selection_opening,
    self_evaluation,
    succession,
    targets,
    undoing,
)
from domain.subjects.unit_year.keys import KEYS
from domain.subjects.unit_year.pending import phase_of, possible_waits, waits
from domain.subjects.unit_year.population import AddUnit
from domain.subjects.unit_year.state import Phase, UnitYear
from domain.subjects.unit_year.succession import SucceedUnit
from domain.subjects.unit_year.timers import agenda, open_deadlines, overdue

_SLICES = CompositeDecider(
    population,
    amounts,
    targets,
    joint_review,
    budget_issue,
    monitoring,
    self_evaluation,
    selection_opening,
    selection,
    feedback,
    appraisal,
    department_deduction,
    disclosures,
    deadline_acts,
    corrections,
    endorsements,
    delegations,
    attachments,
    imports,
    record_days,
    succession,
    undoing,
    signing.part(lambda *given: decide(*given), lambda: COMMANDS),  # noqa: PLW0108 - defined below
    may_take=may_take,
    keys=KEYS,
)
COMMANDS: tuple[type[Command], ...] = _SLICES.commands
"""The acts of a unit's year."""

STEPS: Steps = {
    **shared_deadlines.STEPS,
    **evaluation_half.STEPS,
    **monitoring.STEPS,
    **selection_opening.STEPS,
    **dispatch.STEPS,
}
"""The steps of the system that it plans."""


def initial(stream: str) -> UnitYear:
    """The state before the first event."""
    return UnitYear(stream)


def decide(state: UnitYear, act: CommandContext[Any], in_force: InForce) -> Decided:
    """The outcome of an act; raises `KeyError` for an act of another subject."""
    decided = _SLICES.decide(state, act, in_force, _admit)
    return refer(endorsements.SUBORDINATE, decided, state, act, in_force)


def _admit(state: UnitYear, act: CommandContext[Any], in_force: InForce) -> Refusal | None:
    if isinstance(act.command, AddUnit | SucceedUnit):
        return None
    return guards.admit(state, act, in_force)


def evolve(state: UnitYear, recorded: Recorded[Any]) -> UnitYear:
    """The state after an event; raises `KeyError` for an event of another subject."""
    evolved: UnitYear = undoing.IMPORTS.evolve(_SLICES.evolve, state, as_done(state, recorded))
    begun = begun_after(state.begun, recorded, possible_waits, evolved)
    is_late = state.imports or state.found_late
    return replace(
        evolved,
        version=recorded.version,
        last_at=recorded.recorded_at,
        begun=begun,
        found_late=duties_begun(state, recorded, begun) if is_late else evolved.found_late,
    )


def view(state: UnitYear, in_force: InForce, now: datetime | None = None) -> View:
    """The view of the unit from outside; a unit that is done ends its workflow."""
    steps = agenda(state, in_force, now)
    first = first_unblocked(decide, STEPS, state, steps, in_force)
    waiting = (*waits(state, in_force), *first.awaits)
    open_days = open_deadlines(state, in_force)
    phase = phase_of(state, in_force)
    return View(
        subject=state.stream,
        version=state.version,
        phase=phase,
        chapter=_chapter(state),
        closed=phase is Phase.WITHDRAWN or (phase in {Phase.DONE, Phase.ENDED} and not steps),
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
    """The unit of the subject; none if the subject is not registered."""
    return state.entry.unit.code if state.entry else None


def passing_to(state: UnitYear) -> frozenset[str]:
    """The successors that the unit's ended year has still to tell."""
    end = state.ended
    if end is None or end.version not in state.reaching:
        return frozenset()
    return frozenset(one.unit for one in end.successors)
