"""The decider of a policy: `decide` and `evolve` over all its phases, and its view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from domain import refusals
from domain.deadline_steps import overdue_among
from domain.deadlines import lived_until
from domain.decision import Act, Decided, InForce, Recorded, View
from domain.message import Command, Event
from domain.parking import foremost
from domain.policies import (
    assessment,
    corrections,
    deadlines,
    disclosing,
    guards,
    key_evaluation,
    population,
)
from domain.policies.agenda import agenda, open_deadlines
from domain.policies.population import AddPolicy
from domain.policies.state import Phase, Policy
from domain.policies.waiting import phase_of, waits
from domain.policy.errors import BadInput
from domain.roles import may_take

_SLICES = (population, assessment, key_evaluation, disclosing, deadlines, corrections)
_DECIDE: dict[type[Command], Callable[..., Decided]] = {}
_EVOLVE: dict[type[Event], Callable[..., Policy]] = {}
for _slice in _SLICES:
    _DECIDE.update(_slice.DECIDE)
    _EVOLVE.update(_slice.EVOLVE)

COMMANDS = tuple(_DECIDE)
"""The acts on a policy."""


def initial(stream: str) -> Policy:
    """The state before the first event."""
    return Policy(stream)


def decide(state: Policy, act: Act[Any], in_force: InForce) -> Decided:
    """The outcome of an act; raises `KeyError` for an act of another subject."""
    decide_phase = _DECIDE[type(act.command)]
    refusal = may_take(act)
    if refusal is None and not isinstance(act.command, AddPolicy):
        refusal = guards.admit(state, act)
    if refusal:
        return refusal
    try:
        decided = decide_phase(state, act, in_force)
    except BadInput as error:
        return refusals.beyond_the_rules(error, error.field)
    return refusals.awaiting_ruling(decided) or decided


def evolve(state: Policy, recorded: Recorded[Any]) -> Policy:
    """The state after an event; raises `KeyError` for an event of another subject."""
    evolved = _EVOLVE[type(recorded.event)](state, recorded)
    return replace(evolved, version=recorded.version, last_at=lived_until(recorded))


def view(state: Policy, in_force: InForce) -> View:
    """What is to be seen of the policy from outside; one that is disclosed ends its workflow."""
    open_days = open_deadlines(state, in_force)
    first = foremost(decide, state, agenda(state, in_force), in_force)
    waiting = (*waits(state, in_force), *first.awaits)
    phase = phase_of(state, in_force)
    return View(
        subject=state.stream,
        version=state.version,
        phase=phase,
        chapter=int(state.target.is_approved),
        closed=phase in {Phase.WITHDRAWN, Phase.DISCLOSED},
        unit=state.policy.unit if state.policy else None,
        next_step=first.step,
        next_due=min((due for _, due in open_days), default=None),
        overdue=overdue_among(open_days, state.done),
        waiting_for=tuple(f"{wait.role}:{wait.deadline}" for wait in waiting),
    )
