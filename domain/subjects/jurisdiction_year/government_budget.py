"""The government's budget as the people's congress approves it, and each adjustment of it.

The bureau records the approval with its document. The departments' budgets are issued after it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

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
from domain.kernel.message import Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Day, Role, Text
from domain.shared.fan_out import broadcast
from domain.subjects.jurisdiction_year.state import ApprovedBudget, JurisdictionYear

BudgetStage = Literal["initial", "adjustment"]


class RecordApproval(Command, name="government-budget.record-approval", who={Role.FINANCE}):
    """Record that the people's congress approved the year's budget, or an adjustment of it."""

    stage: BudgetStage
    held_on: Day
    document: Text


class BudgetApproved(Event, name="government-budget.approved", version=1):
    """The people's congress approved the year's budget, or an adjustment of it, on `held_on`."""

    stage: BudgetStage
    held_on: Day
    document: Text


def day_has_come(
    _state: JurisdictionYear, act: CommandContext[RecordApproval], _in_force: InForce
) -> Refusal | None:
    """The congress approved it today or before."""
    if act.command.held_on <= act.day:
        return None
    return refusals.invalid(
        "held_on",
        "人大批准日期不得晚于今天，请在批准之后登记。",
        "the congress approved it today or before: record it after the approval.",
    )


def document_is_new(
    state: JurisdictionYear, act: CommandContext[RecordApproval], _in_force: InForce
) -> Refusal | None:
    """A document approves once."""
    document = act.command.document
    if document not in state.government_budget:
        return None
    key = f"{RecordApproval.name}:{document}"
    return refusals.done_already("人大批准预算登记", "the approval of this document", key)


def the_first_is_initial(
    state: JurisdictionYear, act: CommandContext[RecordApproval], _in_force: InForce
) -> Refusal | None:
    """The initial budget is approved once, and adjusted after that."""
    first = approved_on(state)
    if act.command.stage == "initial" and first is None:
        return None
    if act.command.stage == "initial":
        return refusals.wrong_phase(
            f"本年度预算已于 {first} 经人大批准；以后的批准请登记为预算调整。",
            f"the congress approved the year's budget on {first}: record an adjustment.",
        )
    if first is not None and act.command.held_on >= first:
        return None
    return refusals.wrong_phase(
        "预算调整须在人大批准年初预算之后，请先登记年初预算的批准。",
        "a budget is adjusted after its approval: record the approval of the initial budget first.",
    )


@guarded_by(day_has_come, document_is_new, the_first_is_initial)
def record(
    _state: JurisdictionYear, act: CommandContext[RecordApproval], _in_force: InForce
) -> Decided:
    """Record an approval once per document."""
    return (Decision(BudgetApproved(**vars(act.command))),)


def approved_on(state: JurisdictionYear) -> date | None:
    """The day on which the congress approved the initial budget; null before it."""
    found = (one.held_on for one in state.government_budget.values() if one.stage == "initial")
    return next(found, None)


def recorded_approval(
    state: JurisdictionYear, recorded: Recorded[BudgetApproved]
) -> JurisdictionYear:
    """Evolve by `government-budget.approved`: days that count from the approval are told."""
    event = recorded.event
    approval = ApprovedBudget(event.stage, event.held_on)
    approved = replace(
        state, government_budget={**state.government_budget, event.document: approval}
    )
    announced: JurisdictionYear = broadcast.announced(approved, recorded)
    return announced


def without_approval(state: JurisdictionYear, of: str) -> JurisdictionYear:
    """The document approved nothing."""
    left = {name: one for name, one in state.government_budget.items() if name != of}
    return replace(state, government_budget=left)


DECIDE: Deciders = {RecordApproval: record}
EVOLVE: Evolvers = {BudgetApproved: recorded_approval}
