"""Delegation 委托: another organisation acts for a unit, between two dates.

A delegation on a subject is for that subject alone. A delegation on the jurisdiction's people and
units is for all subjects of a unit, also for those that it gets later (decision 1346).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

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
from domain.kernel.in_force import Delegation, Delegations
from domain.kernel.keys import KeyField, Keys
from domain.kernel.message import Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Code as RefusalCode
from domain.kernel.refusal import Refusal
from domain.kernel.subject_ids import organisations, parse_subject
from domain.kernel.vocabulary import Code, Day, Role, Text
from domain.shared.people.successions import unit_on

__all__ = ["Delegate", "Delegation", "DelegationGiven", "Delegations", "for_unit"]


class Delegate(Command, name="delegate", who={Role.UNIT, Role.FINANCE}):
    """Let another organisation act for the subject's unit from `since` to `until`, both inclusive.

    On the jurisdiction's people and units, `unit` names the unit, and the delegation is for all
    subjects of this unit.
    The newest delegation to an organisation replaces the older one, so that it can be prolonged.
    `document` is the letter of authority (委托书).
    """

    organisation: Code
    since: Day
    until: Day
    document: Text
    unit: Code | None = None


class EndDelegation(Command, name="delegation.end", who={Role.UNIT, Role.FINANCE}):
    """Give the delegation to an organisation an earlier `last_day` (inclusive).

    The day before its first day takes the whole delegation back. `unit` has the meaning that it has
    in `delegate`. `document` is the document that ends the delegation.
    """

    organisation: Code
    last_day: Day
    document: Text
    unit: Code | None = None


class DelegationGiven(Event, name="delegation.given", version=1):
    """`organisation` acts for `unit` from `since` to `until`, both inclusive."""

    unit: Code
    organisation: Code
    since: Day
    until: Day
    document: Text


class DelegationEnded(Event, name="delegation.ended", version=1):
    """`organisation` acts for `unit` from `since` to `last_day` only, both inclusive."""

    unit: Code
    organisation: Code
    since: Day
    last_day: Day
    document: Text


def for_unit(
    state: Any, act: CommandContext[Any], in_force: InForce, registered: str
) -> Refusal | None:
    """Refuse an organisation that may not act for the subject's unit on the date.

    The unit is the `registered` unit, or its successor on that date. A delegation of the whole unit
    counts if it is of that unit. A delegate cannot delegate further.
    """
    theirs = act.actor.organisation
    unit = unit_on(in_force.successions, registered, state.stream, act.effective_on)
    if theirs == unit:
        return None
    of_unit = in_force.unit_delegations.get(unit, {})
    given = [one[theirs] for one in (state.delegations, of_unit) if theirs in one]
    if not given or isinstance(act.command, Delegate | EndDelegation):
        return refusals.wrong_organisation(theirs, unit)
    if any(one.runs(act.day) for one in given):
        return None
    return _not_in_force(given[-1], act, unit)


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


def whole_unit_is_delegated_elsewhere(
    _unit_of: UnitOf, state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The act names no unit: delegations of a whole unit are given on people and units alone."""
    if act.command.unit is None:
        return None
    where = organisations(parse_subject(state.stream).jurisdiction)
    return refusals.invalid(
        "unit",
        f"整个单位的委托请在 {where} 办理；只涉及 {state.stream} 的，请删去 unit。",
        f"a whole unit is delegated for on {where}; for {state.stream} alone leave the unit out.",
    )


def organisation_is_another(
    unit_of: UnitOf, state: Any, act: CommandContext[Delegate], in_force: InForce
) -> Refusal | None:
    """The delegation goes to another organisation than the unit itself."""
    return to_itself(act, _unit(unit_of, state, act, in_force))


def to_itself(act: CommandContext[Delegate], unit: str) -> Refusal | None:
    """Refuse a unit as its own delegate."""
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
    return ends_before_it_begins(act.command)


def ends_before_it_begins(command: Delegate) -> Refusal | None:
    """Refuse days that are in the wrong order."""
    if command.until >= command.since:
        return None
    return refusals.invalid(
        "until",
        "委托的截止日不得早于起始日。",
        "a delegation does not end before the day it begins.",
    )


def _unit(unit_of: UnitOf, state: Any, act: CommandContext[Any], in_force: InForce) -> str:
    return unit_on(in_force.successions, unit_of(state), state.stream, act.effective_on)


@guarded_by(whole_unit_is_delegated_elsewhere, organisation_is_another, days_are_in_order)
def give(unit_of: UnitOf, state: Any, act: CommandContext[Delegate], in_force: InForce) -> Decided:
    """Give a delegation; the unit itself or the finance bureau does."""
    return given_by(act.command, _unit(unit_of, state, act, in_force))


def given_by(command: Delegate, unit: str) -> Decided:
    """The delegation of a unit."""
    return (Decision(DelegationGiven(**{**vars(command), "unit": unit})),)


@guarded_by(whole_unit_is_delegated_elsewhere)
def end(
    unit_of: UnitOf, state: Any, act: CommandContext[EndDelegation], in_force: InForce
) -> Decided:
    """End a delegation; the unit itself or the finance bureau does."""
    return ended_by(act.command, _unit(unit_of, state, act, in_force), state.delegations)


def something_is_delegated(
    command: EndDelegation, unit: str, delegations: Delegations
) -> Refusal | None:
    """The unit delegated to the organisation."""
    if command.organisation in delegations:
        return None
    return Refusal(
        RefusalCode.UNKNOWN_SUBJECT,
        f"{unit} 没有委托 {command.organisation} 办理，请核对。",
        f"{unit} delegated nothing to {command.organisation}: correct the organisation.",
        "organisation",
    )


def last_day_is_another(
    command: EndDelegation, _unit: str, delegations: Delegations
) -> Refusal | None:
    """The delegation does not end on that day already."""
    until = delegations[command.organisation].until
    if command.last_day != until:
        return None
    return Refusal(
        RefusalCode.DUPLICATE,
        f"该委托已定于 {until} 结束。",
        f"the delegation ends on {until} already.",
        "last_day",
    )


def last_day_is_earlier(
    command: EndDelegation, _unit: str, delegations: Delegations
) -> Refusal | None:
    """The new last day is in the delegation, or the day before it begins (taken back)."""
    given = delegations[command.organisation]
    first = given.since - timedelta(days=1)
    if first <= command.last_day < given.until:
        return None
    return refusals.invalid(
        "last_day",
        f"该委托自 {given.since} 至 {given.until}：提前结束的，请填其间的一日；整个撤回的，"
        f"请填 {first}；延长请重新委托（delegate）。",
        f"the delegation runs from {given.since} to {given.until}: name a day within to end "
        f"it, {first} to take it back, or delegate again to prolong it (delegate).",
    )


@guarded_by(something_is_delegated, last_day_is_another, last_day_is_earlier)
def ended_by(command: EndDelegation, unit: str, delegations: Delegations) -> Decided:
    """The end of the newest delegation of a unit to an organisation."""
    given = delegations[command.organisation]
    event = DelegationEnded(**{**vars(command), "unit": unit, "since": given.since})
    return (Decision(event, caused_by=given.event_id),)


def with_given(delegations: Delegations, recorded: Recorded[DelegationGiven]) -> Delegations:
    """The delegations after `delegation.given`."""
    event = recorded.event
    newest = Delegation(recorded.id, event.since, event.until, event.document)
    return {**delegations, event.organisation: newest}


def with_ended(delegations: Delegations, recorded: Recorded[DelegationEnded]) -> Delegations:
    """The delegations after `delegation.ended`."""
    event = recorded.event
    newest = replace(delegations[event.organisation], until=event.last_day)
    return {**delegations, event.organisation: newest}


def given(state: Any, recorded: Recorded[DelegationGiven]) -> Any:
    """Evolve by `delegation.given`."""
    return replace(state, delegations=with_given(state.delegations, recorded))


def ended(state: Any, recorded: Recorded[DelegationEnded]) -> Any:
    """Evolve by `delegation.ended`."""
    return replace(state, delegations=with_ended(state.delegations, recorded))


def deciders(unit_of: UnitOf) -> Deciders:
    """The acts of delegating, of a kind of subject whose unit `unit_of` gives."""
    return {Delegate: partial(give, unit_of), EndDelegation: partial(end, unit_of)}


EVOLVE: Evolvers = {DelegationGiven: given, DelegationEnded: ended}
KEYS: Keys = {
    (EndDelegation, "organisation"): KeyField(lambda state, _naming, _in_force: state.delegations)
}
