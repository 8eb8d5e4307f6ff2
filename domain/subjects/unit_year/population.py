"""Population: a unit enters the year's register, or is withdrawn from it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Annotated

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
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import first_refusal, for_new_acts
from domain.kernel.refusal import Refusal
from domain.kernel.subject_ids import parse_subject
from domain.kernel.vocabulary import Role, Text, Yuan
from domain.shared.deadlines.evaluation_half import first_day
from domain.shared.filings import amounts
from domain.shared.people.successions import acting_for, unit_year_ended
from domain.subjects.unit_year.state import InYear, Unit, UnitYear, Withdrawn


class AddUnit(Command, name="unit.add", who={Role.FINANCE, Role.SYSTEM}):
    """Register a first-level budget unit (AMB-23) with its overall expenditure, in yuan.

    `requested` is the initial budget, `adjusted` and `executed` what is known of the others.
    `history`: target and monitoring of the year lay before the system. `amount_confirmed` is the
    reason for amounts that are far from each other.
    """

    unit_name: Text
    requested: Yuan
    adjusted: Yuan | None = None
    executed: Yuan | None = None
    confidential: bool = False
    history: bool = False
    amount_confirmed: Text | None = None


class WithdrawUnit(Command, name="unit.withdraw", who={Role.FINANCE}):
    """Take a unit out of the year, with the reason."""

    reason: Text


class UnitAdded(Event, name="unit.added", version=1):
    """A unit was registered; amounts in yuan, each on the basis that names it."""

    unit_name: Annotated[Text, WITHHOLDABLE]
    requested: Yuan
    requested_basis: Text
    adjusted: Yuan | None = None
    executed: Yuan | None = None
    confidential: bool
    history: bool


class UnitWithdrawn(Event, name="unit.withdrawn", version=1):
    """A unit was taken out of the year."""

    reason: Annotated[Text, WITHHOLDABLE]


def amounts_fit_each_other(
    _state: UnitYear, act: CommandContext[AddUnit], _in_force: InForce
) -> Refusal | None:
    """The amounts are not far from the initial budget, or they are confirmed."""
    return amounts.held(act, _initial(act), "adjusted", "executed")


def _initial(act: CommandContext[AddUnit]) -> dict[str, Decimal]:
    return {"年初预算数": act.command.requested}


def add(state: UnitYear, act: CommandContext[AddUnit], in_force: InForce) -> Decided:
    """Register the unit once; a unit whose end is recorded is not registered again."""
    if state.entry is not None:
        return refusals.registered_already(state.stream)
    end = in_force.successions.get(parse_subject(state.stream).code or "")
    if end is not None:
        theirs = acting_for(in_force.successions, end, state.stream, act.effective_on)
        return unit_year_ended(end, theirs, state.stream)
    refusal = first_refusal((for_new_acts(amounts_fit_each_other),), state, act, in_force)
    if refusal:
        return refusal
    others = _initial(act)
    event = UnitAdded(**amounts.told(act.command), requested_basis="initial")
    return (Decision(event), *amounts.confirmed(act, others, "adjusted", "executed"))


def withdraw(_state: UnitYear, act: CommandContext[WithdrawUnit], _in_force: InForce) -> Decided:
    """Withdraw the unit; its workflow ends."""
    return (Decision(UnitWithdrawn(reason=act.command.reason)),)


def added(state: UnitYear, recorded: Recorded[UnitAdded]) -> UnitYear:
    """Evolve by `unit.added`: a year that is over is evaluated from its registration on."""
    event = recorded.event
    subject = parse_subject(state.stream)
    unit = Unit(
        code=subject.code or "",
        name=event.unit_name,
        budget_year=subject.year or 0,
        registered_on=recorded.effective_on,
        requested=event.requested,
        adjusted=event.adjusted,
        executed=event.executed,
        confidential=event.confidential,
        history=event.history,
    )
    over = recorded.effective_on >= first_day(unit.budget_year)
    return replace(state, entry=InYear(unit), evaluating=over)


def was_withdrawn(state: UnitYear, _recorded: Recorded[UnitWithdrawn]) -> UnitYear:
    """Evolve by `unit.withdrawn`."""
    return replace(state, entry=Withdrawn(state.known))


DECIDE: Deciders = {AddUnit: add, WithdrawUnit: withdraw}
EVOLVE: Evolvers = {UnitAdded: added, UnitWithdrawn: was_withdrawn}
