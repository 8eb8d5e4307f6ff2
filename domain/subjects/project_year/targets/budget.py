"""Budget approval 批复 and execution: budget and target are issued together."""

from __future__ import annotations

from typing import Annotated, Any

from domain.kernel.answer import Answer
from domain.kernel.columns import Column
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
from domain.kernel.policies import for_new_acts, guarded_by
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import Day, Origin, Role, Text, Yuan
from domain.shared.filings import amounts
from domain.subjects.project_year import refusals
from domain.subjects.project_year.amounts import amounts_of
from domain.subjects.project_year.executed import differing
from domain.subjects.project_year.guards import amount_is_more_than_zero
from domain.subjects.project_year.monitoring import touching
from domain.subjects.project_year.state import Admitted, ProjectYear
from domain.subjects.project_year.targets.state import Budget, Execution
from domain.subjects.project_year.targets.target import amount_basis


class ApproveBudget(Command, name="budget.approve", who={Role.CONGRESS, Role.FINANCE}, version=2):
    """Approve the project's budget, in yuan, and issue its target with it.

    The people's congress approves the initial budget, the finance bureau an addition in the year.
    The amount is that of the target.
    `amount_confirmed` is the reason for an amount that is far from the other amounts.
    """

    amount: Annotated[
        Yuan, Column("批复预算数", "预算批复数", "批复预算", "批复金额", "预算数", "金额")
    ]
    document: Annotated[Text | None, Column("批复文件", "文号", "批复文号")] = None
    amount_confirmed: Annotated[Text | None, Column("金额核实说明", "金额确认理由")] = None


class RecordExecution(Command, name="execution.record", who={Role.FINANCE}, version=2):
    """Import the amount executed as of a day (inclusive), in yuan.

    `amount_confirmed` is the reason for an amount that is far from the approved budget.
    """

    executed: Annotated[Yuan, Column("执行数", "累计执行数", "预算执行数", "支出数", "金额")]
    as_of: Annotated[Day, Column("截至日期", "截止日期", "执行截至日期")]
    source: Annotated[Text, Column("数据来源", "来源")]
    amount_confirmed: Annotated[Text | None, Column("金额核实说明", "金额确认理由")] = None


class BudgetApproved(Event, name="budget.approved", version=1):
    """Budget and target were issued; `advisory` when the target gate only advised against it."""

    amount: Yuan
    amount_basis: Text
    advisory: bool = False
    document: Text | None = None


class ExecutionRecorded(Event, name="execution.recorded", version=2):
    """The executed amount as of a day, in yuan.

    It is `flagged` where it differs from filings that were reviewed by then: `differs_from` are
    their keys. Nothing is reopened for it.
    """

    executed: Yuan
    amount_basis: Text
    as_of: Day
    source: Text
    flagged: bool = False
    differs_from: tuple[Text, ...] = ()


def budget_is_not_approved(
    state: ProjectYear, _act: CommandContext[ApproveBudget], _in_force: InForce
) -> Refusal | None:
    """The budget is approved once."""
    if state.issued is None:
        return None
    return refusals.done_already("预算批复", "the approval of the budget", "budget.approve")


def approver_fits_origin(
    state: ProjectYear, act: CommandContext[ApproveBudget], _in_force: InForce
) -> Refusal | None:
    """The people's congress approves an initial budget, the finance bureau an addition."""
    initial = state.known.origin is Origin.INITIAL
    if act.actor.role is (Role.CONGRESS if initial else Role.FINANCE):
        return None
    return Refusal(
        Code.WRONG_ROLE,
        "年初预算由人大批准，年中追加由财政部门批准。",
        "the people's congress approves the initial budget, the finance bureau an addition "
        "within the year.",
    )


def project_is_in_library(
    state: ProjectYear, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The project is in the library."""
    if isinstance(state.entry, Admitted):
        return None
    return refusals.wrong_phase(
        "项目尚未入库，不得安排预算。",
        "the project is not in the library: no budget before that.",
    )


def no_target_waits(
    state: ProjectYear, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """No target waits for its review."""
    waiting = state.target.filing
    if waiting is None or not waiting.open:
        return None
    return refusals.wrong_phase(
        "绩效目标待审核，请先审核绩效目标。",
        "the target waits for its review: review it first.",
    )


def amount_fits_the_others(
    state: ProjectYear, act: CommandContext[ApproveBudget], _in_force: InForce
) -> Refusal | None:
    """The amount is not far from the other amounts, or it is confirmed."""
    return amounts.held(act, amounts_of(state), "amount")


@guarded_by(
    budget_is_not_approved,
    approver_fits_origin,
    project_is_in_library,
    no_target_waits,
    amount_is_more_than_zero,
    for_new_acts(amount_fits_the_others),
)
def approve(state: ProjectYear, act: CommandContext[ApproveBudget], in_force: InForce) -> Decided:
    """Issue the budget through `target.gate`."""
    gate = target_gate(state, act, in_force)
    if isinstance(gate, Refusal):
        return gate
    other = _other_than_the_target(state, act, gate)
    if other is not None:
        return other
    event = BudgetApproved(
        amount=act.command.amount,
        amount_basis=amount_basis(state),
        advisory=gate.outcome == "advisory",
        document=act.command.document,
    )
    others = amounts_of(state)
    remarks = amounts.apart(act.command.amount, others)
    return (
        Decision(event, (gate,), remarks=remarks),
        *amounts.confirmed(act, others, "amount"),
    )


def _other_than_the_target(
    state: ProjectYear, act: CommandContext[ApproveBudget], gate: Answer
) -> Refusal | None:
    """Refuse another amount than the target's, where a target is a condition of the budget.

    What was approved before the log stays as it was.
    """
    content, amount = state.target.content, act.command.amount
    binds = act.version >= ApproveBudget.version and gate.stated and not act.imported
    if not binds or content is None or content.amount == amount:
        return None
    refusal = refusals.invalid(
        "amount",
        f"批复预算 {amount:,f} 元与绩效目标的金额 {content.amount:,f} 元不一致。请按绩效目标的金额"
        "批复；金额有变的，先退回绩效目标（target.return），由单位按新金额重新申报。",
        f"the target is of {content.amount:,f} yuan: approve that amount, or send the target back "
        "(target.return) to be filed with the new one.",
    )
    return replace(refusal, basis=(gate,), policy="amount_is_that_of_the_target")


def target_gate(
    state: ProjectYear, act: CommandContext[Any], in_force: InForce
) -> Answer | Refusal:
    """The answer of `target.gate` on the project's target, or the refusal that it leads to."""
    target = state.target
    gate = in_force.ask(
        "target.gate",
        act.effective_on,
        target_filed=target.filing is not None,
        reasonable=target.reasonable,
        adjusted=target.adjusted and (target.reasonable or _is_of_before(act)),
    )
    if gate.outcome == "refuse":
        return refusals.gate_not_met(
            "无绩效目标，或绩效目标不合理且未调整，不安排预算。",
            "no target, or an unreasonable one that was not adjusted: no budget.",
            gate,
        )
    return gate


def _is_of_before(act: CommandContext[Any]) -> bool:
    return isinstance(act.command, ApproveBudget) and act.version < ApproveBudget.version


def budget_is_approved(
    state: ProjectYear, _act: CommandContext[RecordExecution], _in_force: InForce
) -> Refusal | None:
    """The budget is approved."""
    if state.issued is not None:
        return None
    return refusals.wrong_phase(
        "预算尚未批复，没有执行数。", "the budget is not approved: nothing can be executed."
    )


def day_has_come(
    _state: ProjectYear, act: CommandContext[RecordExecution], _in_force: InForce
) -> Refusal | None:
    """The amount is as of today or of a day before."""
    if act.command.as_of <= act.day:
        return None
    return refusals.invalid(
        "as_of", "执行数的截止日不得晚于今天。", "the amount is as of a day that is not over."
    )


def is_of_its_year_or_later(
    state: ProjectYear, act: CommandContext[RecordExecution], _in_force: InForce
) -> Refusal | None:
    """The amount is as of a day of the project's budget year, or of a day after it."""
    year = state.known.budget_year
    if act.command.as_of.year >= year:
        return None
    return refusals.invalid(
        "as_of",
        f"本项目属 {year} 年度，执行数的截止日不得早于该年 1 月 1 日，请核对年份。",
        f"the project is of {year}: nothing was executed before it. Check the year.",
    )


def executed_fits_the_budget(
    state: ProjectYear, act: CommandContext[RecordExecution], _in_force: InForce
) -> Refusal | None:
    """The amount is not far from the approved budget, or it is confirmed."""
    return amounts.held(act, amounts_of(state), "executed")


@guarded_by(
    budget_is_approved,
    day_has_come,
    for_new_acts(is_of_its_year_or_later),
    for_new_acts(executed_fits_the_budget),
)
def record_execution(
    state: ProjectYear, act: CommandContext[RecordExecution], in_force: InForce
) -> Decided:
    """Import an executed amount of a budgeted project; the system warns of a line touched."""
    command = act.command
    differs = differing(state, command.as_of, command.executed) if act.recorded_as > 1 else ()
    event = ExecutionRecorded(
        executed=command.executed,
        amount_basis="executed",
        as_of=command.as_of,
        source=command.source,
        flagged=bool(differs),
        differs_from=differs,
    )
    confirmed = amounts.confirmed(act, amounts_of(state), "executed")
    remarks = amounts.beyond(command.executed, state.budget)
    is_new = act.version >= RecordExecution.version
    warned = touching.of_record(state, act, in_force) if is_new else ()
    return (Decision(event, remarks=remarks), *warned, *confirmed)


def approved(state: ProjectYear, recorded: Recorded[BudgetApproved]) -> ProjectYear:
    """Evolve by `budget.approved`; one that corrects another keeps the first day."""
    event = recorded.event
    first = state.issued.approved_on if state.issued else recorded.effective_on
    initial = event.amount if event.amount_basis == "initial" else None
    return replace(state, issued=Budget(event.amount, first, initial))


def execution_recorded(state: ProjectYear, recorded: Recorded[ExecutionRecorded]) -> ProjectYear:
    """Evolve by `execution.recorded`; an older day's amount never replaces a newer one."""
    event, before = recorded.event, state.execution
    records = {**(before.records if before else {}), event.as_of: event.executed}
    if before and before.as_of is not None and event.as_of < before.as_of:
        return replace(state, execution=replace(before, records=records))
    return replace(state, execution=Execution(event.executed, event.as_of, records))


DECIDE: Deciders = {ApproveBudget: approve, RecordExecution: record_execution}
EVOLVE: Evolvers = {BudgetApproved: approved, ExecutionRecorded: execution_recorded}
