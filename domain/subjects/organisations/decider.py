"""The decider of a jurisdiction's people and units, and its view."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.kernel.composite_decider import CompositeDecider
from domain.kernel.decider import CommandContext, Decided, InForce, Recorded, Steps, View
from domain.kernel.refusal import Refusal
from domain.shared.fan_out import dispatch
from domain.shared.filings import annotation
from domain.shared.people.role_check import may_take
from domain.subjects.organisations import (
    bodies,
    delegations,
    departments,
    people,
    sections,
    signers,
    units,
)
from domain.subjects.organisations.keys import KEYS
from domain.subjects.organisations.state import Organisations

_SLICES = CompositeDecider(
    people,
    units,
    departments,
    sections,
    signers,
    bodies,
    delegations,
    annotation,
    dispatch,
    may_take=may_take,
    keys=KEYS,
)
COMMANDS = _SLICES.commands
"""The acts on a jurisdiction's people and units."""

STEPS: Steps = dispatch.STEPS
"""The steps of the system that it plans."""


def initial(stream: str) -> Organisations:
    """The state before the first event."""
    return Organisations(stream)


def decide(state: Organisations, act: CommandContext[Any], in_force: InForce) -> Decided:
    """The outcome of an act; raises `KeyError` for an act of another subject."""
    return _SLICES.decide(state, act, in_force, _admit)


def _admit(_state: Organisations, _act: CommandContext[Any], _in_force: InForce) -> Refusal | None:
    return None


def evolve(state: Organisations, recorded: Recorded[Any]) -> Organisations:
    """The state after an event; raises `KeyError` for an event of another subject."""
    evolved: Organisations = _SLICES.evolve(state, recorded)
    return replace(evolved, version=recorded.version)


def view(state: Organisations, in_force: InForce, _now: datetime | None = None) -> View:
    """The view: the ends of units that still have to reach their subjects."""
    return View(
        subject=state.stream,
        version=state.version,
        phase="recorded" if state.version else "empty",
        next_step=min(
            dispatch.steps(state.reaching, in_force), key=lambda one: one.planned, default=None
        ),
    )
