"""The decider of a jurisdiction's work year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.decision import Act, Decided, InForce, Recorded, Step, View
from domain.fan_out import OPEN_SUBJECTS, REFRESH
from domain.jurisdiction_year import announcements, opening
from domain.jurisdiction_year.opening import OpenYear
from domain.jurisdiction_year.state import JurisdictionYear
from domain.message import Command, Event
from domain.project_year.refusals import awaiting_ruling
from domain.refusal import Code, Refusal
from domain.roles import may_take
from domain.vocabulary import start_of

_DECIDE: dict[type[Command], Callable[..., Decided]] = {
    **opening.DECIDE,
    **announcements.DECIDE,
}
_EVOLVE: dict[type[Event], Callable[..., JurisdictionYear]] = {
    **opening.EVOLVE,
    **announcements.EVOLVE,
}

COMMANDS = tuple(_DECIDE)
"""The acts of a jurisdiction's work year."""

OFFICE_OPENS = timedelta(hours=8)
"""How long after midnight a day's projects are registered."""


def initial(stream: str) -> JurisdictionYear:
    """The state before the first event."""
    return JurisdictionYear(stream)


def decide(state: JurisdictionYear, act: Act[Any], in_force: InForce) -> Decided:
    """The outcome of an act; raises `KeyError` for an act of another subject."""
    decided = _DECIDE[type(act.command)]
    refusal = may_take(act)
    if refusal:
        return refusal
    if not state.is_open and not isinstance(act.command, OpenYear):
        return Refusal(
            Code.UNKNOWN_SUBJECT,
            f"{state.stream} 尚未启动，请先办理年度启动（year.open）。",
            f"{state.stream} is not open: open the year first (year.open).",
        )
    outcome = decided(state, act, in_force)
    return awaiting_ruling(outcome) or outcome


def evolve(state: JurisdictionYear, recorded: Recorded[Any]) -> JurisdictionYear:
    """The state after an event; raises `KeyError` for an event of another subject."""
    evolved = _EVOLVE[type(recorded.event)](state, recorded)
    return replace(evolved, version=recorded.version)


def view(state: JurisdictionYear, _in_force: InForce) -> View:
    """What is to be seen of the year from outside."""
    steps = sorted(_steps(state), key=lambda step: step.planned)
    return View(
        subject=state.stream,
        version=state.version,
        phase="open" if state.is_open else "unopened",
        next_step=steps[0] if steps else None,
    )


def _steps(state: JurisdictionYear) -> Iterator[Step]:
    for on in state.openings:
        if on not in state.opened:
            yield Step(on.isoformat(), OPEN_SUBJECTS, start_of(on) + OFFICE_OPENS)
    if state.announced_at is not None and state.told < state.announced:
        yield Step(str(state.announced), REFRESH, state.announced_at)
