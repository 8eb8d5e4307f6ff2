"""The decider of a third-party institution, and its view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.kernel import refusals
from domain.kernel.composite_decider import CompositeDecider
from domain.kernel.decider import CommandContext, Decided, InForce, Recorded, Steps, View
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import Role
from domain.shared.deadlines.pending import Wait, told
from domain.shared.filings import annotation
from domain.shared.filings.disclosure import outstanding
from domain.shared.names import role_name
from domain.shared.people.role_check import may_take
from domain.subjects.third_parties import (
    attachments,
    disclosures,
    entrustment,
    inspection,
    rating,
    register,
    undoing,
)
from domain.subjects.third_parties.keys import KEYS
from domain.subjects.third_parties.register import Register
from domain.subjects.third_parties.state import ThirdParty

_SLICES = CompositeDecider(
    register,
    entrustment,
    rating,
    inspection,
    disclosures,
    attachments,
    annotation,
    undoing,
    may_take=may_take,
    keys=KEYS,
)
COMMANDS = _SLICES.commands
"""The acts of a third-party institution."""

STEPS: Steps = {}
"""It plans none: the rules give it no days."""


def initial(stream: str) -> ThirdParty:
    """The state before the first event."""
    return ThirdParty(stream)


def decide(state: ThirdParty, act: CommandContext[Any], in_force: InForce) -> Decided:
    """The outcome of an act; raises `KeyError` for an act of another subject."""
    return _SLICES.decide(state, act, in_force, _admit)


def _admit(state: ThirdParty, act: CommandContext[Any], _in_force: InForce) -> Refusal | None:
    return _not_the_bureau(act) or _unregistered(state, act)


def _not_the_bureau(act: CommandContext[Any]) -> Refusal | None:
    """Refuse a unit: what it may publish elsewhere is not an institution's rating."""
    if act.actor.role is Role.FINANCE:
        return None
    return Refusal(
        Code.WRONG_ROLE,
        f"第三方机构的事项由财政部门办理，{role_name(act.actor.role)}不得办理。",
        f"the finance bureau takes the acts on an institution; {act.actor.role} may not.",
    )


def _unregistered(state: ThirdParty, act: CommandContext[Any]) -> Refusal | None:
    if state.institution is not None or isinstance(act.command, Register):
        return None
    return refusals.unregistered(state.stream, "机构", "an institution", "third-party.register")


def evolve(state: ThirdParty, recorded: Recorded[Any]) -> ThirdParty:
    """The state after an event; raises `KeyError` for an event of another subject."""
    evolved: ThirdParty = _SLICES.evolve(state, recorded)
    return replace(evolved, version=recorded.version)


def view(state: ThirdParty, in_force: InForce, _now: datetime | None = None) -> View:
    """The view of the institution; the rules give it no days."""
    return View(
        subject=state.stream,
        version=state.version,
        phase="registered" if state.institution else "unregistered",
        waiting_for=told(_waits(state, in_force)),
    )


def _waits(state: ThirdParty, in_force: InForce) -> Iterator[Wait]:
    for contract, entrusted in state.entrustments.items():
        if not (entrusted.reported or entrusted.withdrawn):
            yield Wait(f"third-party.report:{contract}", Role.THIRD_PARTY)
    for code, ordered in state.inspections.items():
        if not (ordered.recorded or ordered.withdrawn):
            yield Wait(f"third-party.inspection:{code}", Role.FINANCE)
    if state.rated_on is not None:
        yield from outstanding(disclosures.DISCLOSING, state, in_force, state.rated_on)
