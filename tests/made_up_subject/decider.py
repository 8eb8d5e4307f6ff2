"""The decider of the made-up subject, put together from its one slice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.kernel.composite_decider import CompositeDecider
from domain.kernel.decider import CommandContext, Decided, InForce, Recorded, Steps, View
from domain.shared.people.role_check import may_take
from tests.made_up_subject import wishes
from tests.made_up_subject.state import Wishes

_SLICES = CompositeDecider(wishes, may_take=may_take)
COMMANDS = _SLICES.commands
STEPS: Steps = {}


def initial(stream: str) -> Wishes:
    """The state before the first event."""
    return Wishes(stream)


def decide(state: Wishes, act: CommandContext[Any], in_force: InForce) -> Decided:
    """The outcome of an act."""
    return _SLICES.decide(state, act, in_force, lambda *_: None)


def evolve(state: Wishes, recorded: Recorded[Any]) -> Wishes:
    """The state after an event."""
    return replace(_SLICES.evolve(state, recorded), version=recorded.version)


def view(state: Wishes, _in_force: InForce, _now: datetime | None = None) -> View:
    """What is to be seen of it from outside."""
    waiting = () if state.wish else ("unit:test.wish-filing",)
    phase = "fulfilled" if state.wish else "wishful"
    return View(state.stream, state.version, phase, waiting_for=waiting)
