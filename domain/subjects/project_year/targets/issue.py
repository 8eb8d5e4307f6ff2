"""A project's budget and target issued with the department's budget, and its final accounts.

The unit's year tells its projects. A project whose budget was approved by itself keeps it, and
notes the day on which the department's budget was issued.
"""

from __future__ import annotations

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
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Day, Role, Text, Yuan
from domain.shared.deadlines.disclosure_days import told_late
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets.budget import (
    BudgetApproved,
    no_target_waits,
    project_is_in_library,
    target_gate,
)
from domain.subjects.project_year.targets.target import amount_basis


class MarkIssued(Command, name="department-budget.mark-issued", who={Role.SYSTEM}):
    """The department's budget was issued with this project's budget of `amount` yuan."""

    unit: Code
    amount: Yuan
    document: Text
    issued_on: Day


class MarkAccounts(Command, name="final-accounts.mark-issued", who={Role.SYSTEM}):
    """The final accounts of the project's department were issued."""

    unit: Code
    document: Text
    issued_on: Day


class MarkedIssued(Event, name="department-budget.marked-issued", version=1):
    """Budget and target of the project were issued with the department's budget."""

    unit: Code
    document: Text
    issued_on: Day


class AccountsMarked(Event, name="final-accounts.marked-issued", version=1):
    """The final accounts of the project's department were issued."""

    unit: Code
    document: Text
    issued_on: Day


def mark_issued(state: ProjectYear, act: CommandContext[MarkIssued], in_force: InForce) -> Decided:
    """Issue the budget once, with the department's; one that was approved before stays."""
    command = act.command
    if state.issued_with is not None:
        return ()
    refusal = _unfit(state, act, in_force)
    if refusal:
        return refusal
    told = {"unit": command.unit, "document": command.document, "issued_on": command.issued_on}
    marked = MarkedIssued(**told)
    if state.issued is not None:
        return (Decision(marked),)
    gate = target_gate(state, act, in_force)
    if isinstance(gate, Refusal):
        return gate
    approved = BudgetApproved(
        amount=command.amount,
        amount_basis=amount_basis(state),
        advisory=gate.outcome == "advisory",
        document=command.document,
    )
    return (Decision(approved, (gate,)), Decision(marked, cause=0))


def _unfit(
    state: ProjectYear, act: CommandContext[MarkIssued], in_force: InForce
) -> Refusal | None:
    """Refuse another unit's issue, another amount, and a project that is not prepared."""
    command = act.command
    if command.unit != state.known.unit:
        return refusals.wrong_organisation(command.unit, state.known.unit)
    content = state.target.content
    amount = state.budget if state.issued else content and content.amount
    if amount != command.amount:
        return refusals.wrong_phase(
            "绩效目标的金额已变，请按新的金额再次批复部门预算。",
            "the target has another amount by now: issue the budget again.",
        )
    return project_is_in_library(state, act, in_force) or no_target_waits(state, act, in_force)


def mark_accounts(
    state: ProjectYear, act: CommandContext[MarkAccounts], _in_force: InForce
) -> Decided:
    """Note the issue of the final accounts; the newest counts."""
    command = act.command
    if command.unit != state.known.unit:
        return refusals.wrong_organisation(command.unit, state.known.unit)
    if state.accounts_issued == command.issued_on:
        return ()
    return (Decision(AccountsMarked(**vars(command))),)


def marked_issued(state: ProjectYear, recorded: Recorded[MarkedIssued]) -> ProjectYear:
    """Evolve by `department-budget.marked-issued`."""
    day = recorded.event.issued_on
    return replace(state, issued_with=day, issue_told_at=told_late(recorded, day))


def accounts_marked(state: ProjectYear, recorded: Recorded[AccountsMarked]) -> ProjectYear:
    """Evolve by `final-accounts.marked-issued`."""
    day = recorded.event.issued_on
    return replace(state, accounts_issued=day, accounts_told_at=told_late(recorded, day))


DECIDE: Deciders = {MarkIssued: mark_issued, MarkAccounts: mark_accounts}
EVOLVE: Evolvers = {MarkedIssued: marked_issued, AccountsMarked: accounts_marked}
