"""Funds recovered 收回资金, and carry-over cleared 清理结转: amounts that the bureau decided."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

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
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Role, Text, Yuan
from domain.rules.engine.exact import total
from domain.shared.filings.undoable import Undoable
from domain.subjects.project_year.results.use_of_results import grade_event
from domain.subjects.project_year.state import ProjectYear


class RecoverFunds(Command, name="funds.recover", who={Role.FINANCE}):
    """Recover an amount, in yuan, that the bureau decided (AMB-19).

    Where neither the rules nor a veto call for it, `document` is the decision it rests on.
    """

    amount: Yuan
    reason: Text
    document: Text | None = None


class ClearCarryOver(Command, name="carry-over.clear", who={Role.FINANCE}):
    """Clear an amount carried over, in yuan."""

    amount: Yuan
    reason: Text
    document: Text | None = None


class FundsRecovered(Event, name="funds.recovered", version=1):
    """An amount was recovered, in yuan; `called_for` by what, else by the document alone."""

    amount: Yuan
    amount_basis: Literal["decided"] = "decided"
    called_for: Literal["veto", "rule"] | None = None
    reason: Annotated[Text, WITHHOLDABLE]
    document: Text | None = None


class CarryOverCleared(Event, name="carry-over.cleared", version=1):
    """An amount carried over was cleared, in yuan."""

    amount: Yuan
    amount_basis: Literal["decided"] = "decided"
    reason: Annotated[Text, WITHHOLDABLE]
    document: Text | None = None


def recovery_is_called_for(
    state: ProjectYear, act: CommandContext[RecoverFunds], _in_force: InForce
) -> Refusal | None:
    """The rules, a veto or a document call for the recovery."""
    if _called_for(state) is not None or act.command.document is not None:
        return None
    return refusals.missing(
        "document",
        "规则和否决均未要求收回资金，请填写收回决定的文号。",
        "neither the rules nor a veto call for a recovery: give the document that decides it.",
    )


def budget_is_approved(
    state: ProjectYear, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The budget is approved."""
    if state.issued is not None:
        return None
    return refusals.wrong_phase(
        "预算尚未批复，没有可收回或清理的资金。",
        "the budget was not approved: there is nothing to take back.",
    )


def recovered_in_all_is_no_more_than_given(
    state: ProjectYear, act: CommandContext[RecoverFunds], _in_force: InForce
) -> Refusal | None:
    """The amounts recovered sum to no more than was given."""
    return _beyond(state, act.command.amount, state.evaluation.results.recovered)


def cleared_in_all_is_no_more_than_given(
    state: ProjectYear, act: CommandContext[ClearCarryOver], _in_force: InForce
) -> Refusal | None:
    """The amounts cleared sum to no more than was given."""
    return _beyond(state, act.command.amount, state.evaluation.results.cleared)


@guarded_by(recovery_is_called_for, budget_is_approved, recovered_in_all_is_no_more_than_given)
def recover(state: ProjectYear, act: CommandContext[RecoverFunds], _in_force: InForce) -> Decided:
    """Recover what the veto or the proposed use calls for, else what a decision document says."""
    event = FundsRecovered(**vars(act.command), called_for=_called_for(state))
    return (Decision(event, caused_by=grade_event(state)),)


def _called_for(state: ProjectYear) -> Literal["veto", "rule"] | None:
    final, proposal = state.evaluation.final, state.evaluation.results.proposal
    if final is not None and "veto" in final.steps:
        return "veto"
    return "rule" if proposal is not None and "recover" in proposal.actions else None


@guarded_by(budget_is_approved, cleared_in_all_is_no_more_than_given)
def clear(state: ProjectYear, act: CommandContext[ClearCarryOver], _in_force: InForce) -> Decided:
    """Clear an amount that was carried over."""
    event = CarryOverCleared(**vars(act.command))
    return (Decision(event, caused_by=grade_event(state)),)


def _beyond(state: ProjectYear, amount: Decimal, before: Decimal) -> Refusal | None:
    """Refuse an amount of zero, or a sum with earlier amounts that exceeds the money given."""
    given = max(state.budget or Decimal(0), state.executed or Decimal(0))
    if not amount or total((before, amount)) > given:
        return refusals.invalid(
            "amount",
            f"金额须大于零，累计不得超过本项目资金 {given:f} 元，请更正。",
            f"an amount is more than zero, and no more in all than the {given:f} yuan given: "
            "correct it.",
        )
    return None


def recovered(state: ProjectYear, recorded: Recorded[FundsRecovered]) -> ProjectYear:
    """Evolve by `funds.recovered`."""
    results = state.evaluation.results
    taken = (key_of(recorded.event), recorded.event.amount)
    return state.evaluated(results=replace(results, recoveries=(*results.recoveries, taken)))


def cleared(state: ProjectYear, recorded: Recorded[CarryOverCleared]) -> ProjectYear:
    """Evolve by `carry-over.cleared`."""
    results = state.evaluation.results
    taken = (key_of(recorded.event), recorded.event.amount)
    return state.evaluated(results=replace(results, clearings=(*results.clearings, taken)))


def key_of(event: FundsRecovered | CarryOverCleared) -> str:
    """The document that an amount was taken by; empty without one."""
    return event.document or ""


Amounts = tuple[tuple[str, Decimal], ...]


def _without_newest(amounts: Amounts, of: str) -> Amounts:
    last = max(at for at, (document, _) in enumerate(amounts) if document == of)
    return tuple(one for at, one in enumerate(amounts) if at != last)


def _without_recovery(state: ProjectYear, of: str) -> ProjectYear:
    """The amount of a document is still with the unit."""
    results = state.evaluation.results
    left = _without_newest(results.recoveries, of)
    return state.evaluated(results=replace(results, recoveries=left))


def _without_clearing(state: ProjectYear, of: str) -> ProjectYear:
    """The amount of a document is still carried over."""
    results = state.evaluation.results
    left = _without_newest(results.clearings, of)
    return state.evaluated(results=replace(results, clearings=left))


UNDOABLE: Mapping[str, Undoable] = {
    RecoverFunds.name: Undoable(
        FundsRecovered,
        lambda state, of: of in dict(state.evaluation.results.recoveries),
        lambda _state, _of: (),
        _without_recovery,
        of=key_of,
        again=(RecoverFunds, recover),
    ),
    ClearCarryOver.name: Undoable(
        CarryOverCleared,
        lambda state, of: of in dict(state.evaluation.results.clearings),
        lambda _state, _of: (),
        _without_clearing,
        of=key_of,
        again=(ClearCarryOver, clear),
    ),
}
"""Amounts taken back, as acts that can be undone: the newest of a document first."""


DECIDE: Deciders = {RecoverFunds: recover, ClearCarryOver: clear}
EVOLVE: Evolvers = {FundsRecovered: recovered, CarryOverCleared: cleared}
