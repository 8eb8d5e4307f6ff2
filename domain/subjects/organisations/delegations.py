"""Delegation 委托 of whole units: for all subjects of a unit at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.keys import KeyField, Keys, Naming
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import Role
from domain.shared.filings.delegation import (
    Delegate,
    DelegationEnded,
    DelegationGiven,
    EndDelegation,
    ended_by,
    ends_before_it_begins,
    given_by,
    to_itself,
    with_ended,
    with_given,
)
from domain.subjects.organisations.state import Organisations


def unit_is_named(
    _state: Organisations, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The act names the unit."""
    if act.command.unit is not None:
        return None
    return refusals.missing(
        "unit",
        "请填写委托单位的代码；只委托一个项目的，请在该项目上办理。",
        "give the code of the unit; for one project alone, act on that project.",
    )


def actor_is_of_the_unit(
    _state: Organisations, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """A unit delegates for itself alone; the finance bureau does so for any unit."""
    theirs, unit = act.actor.organisation, act.command.unit
    if act.actor.role is not Role.UNIT or theirs == unit:
        return None
    return refusals.wrong_organisation(theirs, unit)


def unit_has_not_ended(
    state: Organisations, act: CommandContext[Delegate], _in_force: InForce
) -> Refusal | None:
    """The unit exists on the first day: its delegations end with it."""
    end = state.successions.get(str(act.command.unit))
    if end is None or act.command.since < end.since:
        return None
    return Refusal(
        Code.UNIT_ENDED,
        f"{end.unit} 自 {end.since} 起已撤并（{end.document}），由 {end.names} 承接，请由 "
        f"{end.names} 委托。",
        f"{end.unit} is no more since {end.since} ({end.document}): {end.names} took over and "
        "delegates.",
        "unit",
    )


def unit_is_another(
    _state: Organisations, act: CommandContext[Delegate], _in_force: InForce
) -> Refusal | None:
    """The delegation goes to another organisation than the unit itself."""
    return to_itself(act, str(act.command.unit))


def days_are_in_order(
    _state: Organisations, act: CommandContext[Delegate], _in_force: InForce
) -> Refusal | None:
    """The delegation does not end before the day it begins."""
    return ends_before_it_begins(act.command)


@guarded_by(
    unit_is_named, actor_is_of_the_unit, unit_has_not_ended, unit_is_another, days_are_in_order
)
def give(_state: Organisations, act: CommandContext[Delegate], _in_force: InForce) -> Decided:
    """Let another organisation act for the whole unit."""
    return given_by(act.command, str(act.command.unit))


def unit_delegated(
    state: Organisations, act: CommandContext[EndDelegation], _in_force: InForce
) -> Refusal | None:
    """The unit delegated to somebody."""
    unit = act.command.unit
    if unit in state.unit_delegations:
        return None
    return Refusal(
        Code.UNKNOWN_SUBJECT,
        f"{unit} 没有整个单位的委托，请核对单位代码；一个项目的委托，请在该项目上结束。",
        f"{unit} has no delegation of the whole unit: correct the code; that of one project is "
        "ended there.",
        "unit",
    )


@guarded_by(unit_is_named, actor_is_of_the_unit, unit_delegated)
def end(state: Organisations, act: CommandContext[EndDelegation], _in_force: InForce) -> Decided:
    """End the delegation of the whole unit to an organisation."""
    unit = str(act.command.unit)
    return ended_by(act.command, unit, state.unit_delegations[unit])


def given(state: Organisations, recorded: Recorded[DelegationGiven]) -> Organisations:
    """Evolve by `delegation.given`."""
    unit = recorded.event.unit
    newest = with_given(state.unit_delegations.get(unit, {}), recorded)
    return replace(state, unit_delegations={**state.unit_delegations, unit: newest})


def ended(state: Organisations, recorded: Recorded[DelegationEnded]) -> Organisations:
    """Evolve by `delegation.ended`."""
    unit = recorded.event.unit
    newest = with_ended(state.unit_delegations[unit], recorded)
    return replace(state, unit_delegations={**state.unit_delegations, unit: newest})


def _delegating(state: Organisations, _naming: Naming, _in_force: InForce) -> Iterable[str]:
    return state.unit_delegations


def _delegates(state: Organisations, naming: Naming, _in_force: InForce) -> Iterable[str]:
    """Those to whom the named unit delegated; where none is named, those of all units."""
    unit = naming.fields.get("unit")
    if unit is not None:
        return state.unit_delegations.get(str(unit), ())
    return chain.from_iterable(state.unit_delegations.values())


DECIDE: Deciders = {Delegate: give, EndDelegation: end}
EVOLVE: Evolvers = {DelegationGiven: given, DelegationEnded: ended}
KEYS: Keys = {
    (EndDelegation, "unit"): KeyField(_delegating),
    (EndDelegation, "organisation"): KeyField(_delegates),
}
