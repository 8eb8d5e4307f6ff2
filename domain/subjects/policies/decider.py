"""The decider of a policy: `decide` and `evolve` over all its phases, and its view."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.kernel.composite_decider import CompositeDecider
from domain.kernel.decider import CommandContext, Decided, InForce, Recorded, Steps, View
from domain.kernel.message import Command
from domain.kernel.refusal import Refusal
from domain.shared.deadlines import deadline_acts as shared_deadlines
from domain.shared.deadlines.begun import begun_after
from domain.shared.deadlines.blocked_steps import first_unblocked
from domain.shared.deadlines.pending import told
from domain.shared.deadlines.timers import overdue_among
from domain.shared.filings import amounts
from domain.shared.filings.endorsement import refer
from domain.shared.people.role_check import may_take
from domain.shared.signatures import acts as signing
from domain.subjects.policies import (
    assessment,
    attachments,
    corrections,
    deadline_acts,
    delegations,
    disclosures,
    endorsements,
    evaluation_objects,
    feedback,
    guards,
    hand_over,
    key_evaluation,
    population,
    record_days,
    undoing,
)
from domain.subjects.policies.evaluation_objects import AddObject
from domain.subjects.policies.keys import KEYS
from domain.subjects.policies.pending import phase_of, possible_waits, waits
from domain.subjects.policies.population import AddPolicy
from domain.subjects.policies.state import Phase, Policy
from domain.subjects.policies.timers import agenda, open_deadlines

_SLICES = CompositeDecider(
    population,
    amounts,
    assessment,
    key_evaluation,
    feedback,
    evaluation_objects,
    disclosures,
    deadline_acts,
    corrections,
    endorsements,
    delegations,
    attachments,
    record_days,
    hand_over,
    undoing,
    signing.part(lambda *given: decide(*given), lambda: COMMANDS),  # noqa: PLW0108 - defined below
    may_take=may_take,
    keys=KEYS,
)
COMMANDS: tuple[type[Command], ...] = _SLICES.commands
"""The acts on a policy."""

STEPS: Steps = shared_deadlines.STEPS
"""The steps of the system that it plans."""


_REGISTERING = (AddPolicy, AddObject)


def initial(stream: str) -> Policy:
    """The state before the first event."""
    return Policy(stream)


def decide(state: Policy, act: CommandContext[Any], in_force: InForce) -> Decided:
    """The outcome of an act; raises `KeyError` for an act of another subject."""
    decided = _SLICES.decide(state, act, in_force, _admit)
    return refer(endorsements.SUBORDINATE, decided, state, act, in_force)


def _admit(state: Policy, act: CommandContext[Any], in_force: InForce) -> Refusal | None:
    return None if isinstance(act.command, _REGISTERING) else guards.admit(state, act, in_force)


def evolve(state: Policy, recorded: Recorded[Any]) -> Policy:
    """The state after an event; raises `KeyError` for an event of another subject."""
    evolved: Policy = _SLICES.evolve(state, recorded)
    return replace(
        evolved,
        version=recorded.version,
        last_at=recorded.recorded_at,
        begun=begun_after(state.begun, recorded, possible_waits, evolved),
    )


def view(state: Policy, in_force: InForce, now: datetime | None = None) -> View:
    """The view of the policy from outside; a policy that is disclosed ends its workflow."""
    open_days = open_deadlines(state, in_force)
    first = first_unblocked(decide, STEPS, state, agenda(state, in_force, now), in_force)
    waiting = (*waits(state, in_force), *first.awaits)
    phase = phase_of(state, in_force)
    return View(
        subject=state.stream,
        version=state.version,
        phase=phase,
        chapter=int(state.target.is_approved),
        closed=phase in {Phase.WITHDRAWN, Phase.DISCLOSED},
        unit=unit_of(state),
        next_step=first.step,
        next_due=min((due for _, due in open_days), default=None),
        overdue=overdue_among(open_days, state.done),
        waiting_for=told(waiting),
    )


def unit_of(state: Policy) -> str | None:
    """The unit of the subject; none if the subject is not registered."""
    return state.known.unit if state.entry else None


def passing_to(_state: Policy) -> frozenset[str]:
    """No unit: it is handed over at once."""
    return frozenset()
