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
from domain.kernel.policies import for_new_acts, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.subject_ids import parse_subject
from domain.kernel.vocabulary import Role, Text, Yuan, business_date
from domain.shared.deadlines.evaluation_half import first_day
from domain.shared.filings import amounts
from domain.shared.filings.leaving import EndedDuty, duties_are_ended, money_is_named
from domain.shared.people.successions import acting_for, unit_year_ended
from domain.subjects.unit_year.pending import duties
from domain.subjects.unit_year.state import InYear, Unit, UnitYear, Withdrawn


class AddUnit(Command, name="unit.add", who={Role.FINANCE, Role.SYSTEM}, at_once=True):
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
    """Take a unit out of the year, with the reason.

    After its overall target was approved the bureau names the amount executed so far, in yuan, and
    what it decided on each duty that is open.
    """

    reason: Text
    executed: Yuan | None = None
    duties: tuple[EndedDuty, ...] = ()


class UnitAdded(Event, name="unit.added", version=1):
    """A unit was registered; amounts in yuan, each on the basis that names it."""

    unit_name: Annotated[Text, WITHHOLDABLE]
    requested: Yuan
    requested_basis: Text
    adjusted: Yuan | None = None
    executed: Yuan | None = None
    confidential: bool
    history: bool


class UnitWithdrawn(Event, name="unit.withdrawn", version=2):
    """A unit was taken out of the year; `executed` in yuan, null where nothing was known."""

    reason: Annotated[Text, WITHHOLDABLE]
    executed: Yuan | None = None
    duties: tuple[EndedDuty, ...] = ()


def amounts_fit_each_other(
    _state: UnitYear, act: CommandContext[AddUnit], _in_force: InForce
) -> Refusal | None:
    """The amounts are not far from the initial budget, or they are confirmed."""
    return amounts.held(act, _initial(act), "adjusted", "executed")


def _initial(act: CommandContext[AddUnit]) -> dict[str, Decimal]:
    return {"年初预算数": act.command.requested}


def unit_is_not_registered(
    state: UnitYear, _act: CommandContext[AddUnit], _in_force: InForce
) -> Refusal | None:
    """The unit is not in the year yet."""
    return None if state.entry is None else refusals.registered_already(state.stream)


def unit_has_not_ended(
    state: UnitYear, act: CommandContext[AddUnit], in_force: InForce
) -> Refusal | None:
    """No end of the unit is recorded."""
    end = in_force.successions.get(parse_subject(state.stream).code or "")
    if end is None:
        return None
    theirs = acting_for(in_force.successions, end, state.stream, act.effective_on)
    return unit_year_ended(end, theirs, state.stream)


@guarded_by(unit_is_not_registered, unit_has_not_ended, for_new_acts(amounts_fit_each_other))
def add(_state: UnitYear, act: CommandContext[AddUnit], _in_force: InForce) -> Decided:
    """Register the unit."""
    others = _initial(act)
    event = UnitAdded(**amounts.told(act.command), requested_basis="initial")
    return (Decision(event), *amounts.confirmed(act, others, "adjusted", "executed"))


def executed_money_is_named(
    state: UnitYear, act: CommandContext[WithdrawUnit], _in_force: InForce
) -> Refusal | None:
    """After the approval of the target, the amount executed so far is named as the log has it."""
    known = executed_so_far(state) if _is_at_work(state) else None
    return money_is_named(act.command.executed, known)


def each_duty_is_ended(
    state: UnitYear, act: CommandContext[WithdrawUnit], _in_force: InForce
) -> Refusal | None:
    """After the approval of the target, each open duty is ended by a decision."""
    left = duties(state) if _is_at_work(state) else ()
    return duties_are_ended(act.command.duties, (wait.deadline for wait in left))


def _is_at_work(state: UnitYear) -> bool:
    """Whether the overall target is approved, here or before the system."""
    return state.approved_target is not None or state.known.history


def executed_so_far(state: UnitYear) -> Decimal | None:
    """The amount executed, in yuan: the newest form, else the register's; none if nothing."""
    forms = [current.executed for _, current in sorted(state.rounds.items())]
    found = (state.known.executed, *forms, state.self_evaluation.executed)
    known = [amount for amount in found if amount]
    return known[-1] if known else None


@guarded_by(for_new_acts(executed_money_is_named), for_new_acts(each_duty_is_ended))
def withdraw(_state: UnitYear, act: CommandContext[WithdrawUnit], _in_force: InForce) -> Decided:
    """Withdraw the unit; its workflow ends."""
    return (Decision(UnitWithdrawn(**vars(act.command))),)


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
    entered = business_date(recorded.recorded_at)
    return replace(state, entry=InYear(unit), evaluating=over, entered_on=entered)


def was_withdrawn(state: UnitYear, _recorded: Recorded[UnitWithdrawn]) -> UnitYear:
    """Evolve by `unit.withdrawn`."""
    return replace(state, entry=Withdrawn(state.known))


DECIDE: Deciders = {AddUnit: add, WithdrawUnit: withdraw}
EVOLVE: Evolvers = {UnitAdded: added, UnitWithdrawn: was_withdrawn}
