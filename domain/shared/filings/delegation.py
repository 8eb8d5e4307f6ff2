"""Delegation 委托: another organisation acts for a subject's unit, between two dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from domain.kernel import refusals
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.frozen import replace
from domain.kernel.message import Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Code as RefusalCode
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Day, Role, Text
from domain.shared.people.successions import unit_on


class Delegate(Command, name="delegate", who={Role.UNIT, Role.FINANCE}):
    """Let another organisation act for the subject's unit from `since` to `until`, both inclusive.

    The newest delegation to an organisation replaces the older one, so that it can be prolonged or
    ended early. `document` is the letter of authority (委托书).
    """

    organisation: Code
    since: Day
    until: Day
    document: Text


class DelegationGiven(Event, name="delegation.given", version=1):
    """`organisation` acts for `unit` from `since` to `until`, both inclusive."""

    unit: Code
    organisation: Code
    since: Day
    until: Day
    document: Text


@dataclass(frozen=True, slots=True)
class Delegation:
    """A delegation; both dates are inclusive."""

    event_id: UUID
    since: date
    until: date
    document: str


Delegations = Mapping[str, Delegation]
"""The newest delegation to each organisation."""


def for_unit(
    state: Any, act: CommandContext[Any], in_force: InForce, registered: str
) -> Refusal | None:
    """Refuse an organisation that may not act for the subject's unit on the date.

    The unit is the `registered` unit or its successor on that date. A delegate cannot delegate
    further.
    """
    theirs = act.actor.organisation
    unit = unit_on(in_force.successions, registered, state.stream, act.effective_on)
    if theirs == unit:
        return None
    given = state.delegations.get(theirs)
    if given is None or isinstance(act.command, Delegate):
        return refusals.wrong_organisation(theirs, unit)
    if given.since <= act.day <= given.until:
        return None
    return _not_in_force(given, act, unit)


def _not_in_force(given: Delegation, act: CommandContext[Any], unit: str) -> Refusal:
    theirs = act.actor.organisation
    ended = given.until < act.day
    zh = f"已于 {given.until} 结束" if ended else f"自 {given.since} 起才生效"
    en = f"ended on {given.until}" if ended else f"begins on {given.since} only"
    return Refusal(
        RefusalCode.DELEGATION_NOT_IN_FORCE,
        f"{unit} 对 {theirs} 的委托（{given.document}，{given.since} 至 {given.until}）{zh}："
        f"请由 {unit} 的人员办理，或重新委托（delegate）。",
        f"the delegation of {unit} to {theirs} ({given.document}, {given.since} to {given.until}) "
        f"{en}: a person of {unit} acts, or delegates anew (delegate).",
    )


UnitOf = Callable[[Any], str]
"""The unit that a subject is registered with."""


def organisation_is_another(
    unit_of: UnitOf, state: Any, act: CommandContext[Delegate], in_force: InForce
) -> Refusal | None:
    """The delegation goes to another organisation than the unit itself."""
    unit = _unit(unit_of, state, act, in_force)
    if act.command.organisation != unit:
        return None
    return refusals.invalid(
        "organisation",
        f"{unit} 办理自己的事项不需要委托。",
        f"{unit} acts for itself and needs no delegation.",
    )


def days_are_in_order(
    _unit_of: UnitOf, _state: Any, act: CommandContext[Delegate], _in_force: InForce
) -> Refusal | None:
    """The delegation does not end before the day it begins."""
    if act.command.until >= act.command.since:
        return None
    return refusals.invalid(
        "until",
        "委托的截止日不得早于起始日。",
        "a delegation does not end before the day it begins.",
    )


def _unit(unit_of: UnitOf, state: Any, act: CommandContext[Delegate], in_force: InForce) -> str:
    return unit_on(in_force.successions, unit_of(state), state.stream, act.effective_on)


@guarded_by(organisation_is_another, days_are_in_order)
def give(unit_of: UnitOf, state: Any, act: CommandContext[Delegate], in_force: InForce) -> Decided:
    """Give a delegation; the unit itself or the finance bureau does."""
    command = act.command
    unit = _unit(unit_of, state, act, in_force)
    return (Decision(DelegationGiven(unit=unit, **dict(command))),)


def given(state: Any, recorded: Recorded[DelegationGiven]) -> Any:
    """Evolve by `delegation.given`."""
    event = recorded.event
    newest = Delegation(recorded.id, event.since, event.until, event.document)
    return replace(state, delegations={**state.delegations, event.organisation: newest})


def deciders(unit_of: UnitOf) -> Deciders:
    """The act of delegating, of a kind of subject whose unit `unit_of` gives."""
    return {Delegate: partial(give, unit_of)}


EVOLVE: Evolvers = {DelegationGiven: given}
