"""Budget approval 批复 and execution: budget and target are issued together."""

from __future__ import annotations

from domain.kernel.answer import Answer
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
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import Day, Origin, Role, Text, Yuan
from domain.subjects.project_year import refusals
from domain.subjects.project_year.state import Admitted, Budget, Execution, ProjectYear
from domain.subjects.project_year.targets.target import amount_basis


class ApproveBudget(Command, name="budget.approve", who={Role.CONGRESS, Role.FINANCE}):
    """Approve the project's budget, in yuan, and issue its target with it.

    The people's congress approves the initial budget, the finance bureau an addition in the year.
    """

    amount: Yuan
    document: Text | None = None


class RecordExecution(Command, name="execution.record", who={Role.FINANCE}):
    """Import the amount executed as of a day (inclusive), in yuan."""

    executed: Yuan
    as_of: Day
    source: Text


class BudgetApproved(Event, name="budget.approved", version=1):
    """Budget and target were issued; `advisory` when the target gate only advised against it."""

    amount: Yuan
    amount_basis: Text
    advisory: bool = False
    document: Text | None = None


class ExecutionRecorded(Event, name="execution.recorded", version=1):
    """The executed amount as of a day, in yuan."""

    executed: Yuan
    amount_basis: Text
    as_of: Day
    source: Text


def approve(state: ProjectYear, act: CommandContext[ApproveBudget], in_force: InForce) -> Decided:
    """Issue the budget through `target.gate`."""
    if state.issued is not None:
        return refusals.duplicate("预算批复", "the approval of the budget")
    refusal = _approver(state, act) or _not_ready(state)
    if refusal:
        return refusal
    if not act.command.amount:
        return refusals.no_budget()
    gate = _target_gate(state, act, in_force)
    if isinstance(gate, Refusal):
        return gate
    event = BudgetApproved(
        amount=act.command.amount,
        amount_basis=amount_basis(state),
        advisory=gate.outcome == "advisory",
        document=act.command.document,
    )
    return (Decision(event, (gate,)),)


def _not_ready(state: ProjectYear) -> Refusal | None:
    if not isinstance(state.entry, Admitted):
        return refusals.wrong_phase(
            "项目尚未入库，不得安排预算。",
            "the project is not in the library: no budget before that.",
        )
    waiting = state.target.filing
    if waiting is not None and waiting.open:
        return refusals.wrong_phase(
            "绩效目标待审核，请先审核绩效目标。",
            "the target waits for its review: review it first.",
        )
    return None


def _approver(state: ProjectYear, act: CommandContext[ApproveBudget]) -> Refusal | None:
    initial = state.known.origin is Origin.INITIAL
    approver = Role.CONGRESS if initial else Role.FINANCE
    if act.actor.role is approver:
        return None
    return Refusal(
        Code.WRONG_ROLE,
        "年初预算由人大批准，年中追加由财政部门批准。",
        "the people's congress approves the initial budget, the finance bureau an addition "
        "within the year.",
    )


def _target_gate(
    state: ProjectYear, act: CommandContext[ApproveBudget], in_force: InForce
) -> Answer | Refusal:
    target = state.target
    gate = in_force.ask(
        "target.gate",
        act.effective_on,
        target_filed=target.filing is not None,
        reasonable=target.reasonable,
        adjusted=target.adjusted,
    )
    if gate.outcome == "refuse":
        return refusals.gate_not_met(
            "无绩效目标，或绩效目标不合理且未调整，不安排预算。",
            "no target, or an unreasonable one that was not adjusted: no budget.",
            gate,
        )
    return gate


def record_execution(
    state: ProjectYear, act: CommandContext[RecordExecution], _in_force: InForce
) -> Decided:
    """Import an executed amount of a budgeted project."""
    command = act.command
    if state.issued is None:
        return refusals.wrong_phase(
            "预算尚未批复，没有执行数。", "the budget is not approved: nothing can be executed."
        )
    if command.as_of > act.day:
        return refusals.invalid(
            "as_of", "执行数的截止日不得晚于今天。", "the amount is as of a day that is not over."
        )
    event = ExecutionRecorded(
        executed=command.executed,
        amount_basis="executed",
        as_of=command.as_of,
        source=command.source,
    )
    return (Decision(event),)


def approved(state: ProjectYear, recorded: Recorded[BudgetApproved]) -> ProjectYear:
    """Evolve by `budget.approved`."""
    return replace(state, issued=Budget(recorded.event.amount, recorded.effective_on))


def execution_recorded(state: ProjectYear, recorded: Recorded[ExecutionRecorded]) -> ProjectYear:
    """Evolve by `execution.recorded`; an older day's amount never replaces a newer one."""
    event, before = recorded.event, state.execution
    if before and before.as_of is not None and event.as_of < before.as_of:
        return state
    return replace(state, execution=Execution(event.executed, event.as_of))


DECIDE: Deciders = {ApproveBudget: approve, RecordExecution: record_execution}
EVOLVE: Evolvers = {BudgetApproved: approved, ExecutionRecorded: execution_recorded}
