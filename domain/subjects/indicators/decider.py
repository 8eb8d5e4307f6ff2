"""The decider of a jurisdiction's library of indicators, and its view."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.kernel.composite_decider import CompositeDecider
from domain.kernel.decider import CommandContext, Decided, InForce, Recorded, Steps, View
from domain.kernel.refusal import Refusal
from domain.shared.filings import annotation
from domain.shared.people.role_check import may_take
from domain.subjects.indicators import adoption, endings, imports
from domain.subjects.indicators.keys import KEYS
from domain.subjects.indicators.state import Indicators

__all__ = ["COMMANDS", "KEYS", "STEPS", "decide", "evolve", "initial", "view"]

_SLICES = CompositeDecider(imports, adoption, endings, annotation, may_take=may_take, keys=KEYS)
COMMANDS = _SLICES.commands
"""The acts on a jurisdiction's library of indicators."""

STEPS: Steps = {}
"""The steps of the system that it plans: none."""


def initial(stream: str) -> Indicators:
    """The state before the first event."""
    return Indicators(stream)


def decide(state: Indicators, act: CommandContext[Any], in_force: InForce) -> Decided:
    """The outcome of an act; raises `KeyError` for an act of another subject."""
    return _SLICES.decide(state, act, in_force, _admit)


def _admit(_state: Indicators, _act: CommandContext[Any], _in_force: InForce) -> Refusal | None:
    return None


def evolve(state: Indicators, recorded: Recorded[Any]) -> Indicators:
    """The state after an event; raises `KeyError` for an event of another subject."""
    evolved: Indicators = _SLICES.evolve(state, recorded)
    return replace(evolved, version=recorded.version)


def view(state: Indicators, _in_force: InForce, _now: datetime | None = None) -> View:
    """The view of the library: it waits for nothing."""
    return View(subject=state.stream, version=state.version, phase=_phase(state))


def _phase(state: Indicators) -> str:
    if state.adopted:
        return "adopted"
    return "imported" if state.versions else "empty"
