"""The amount of a use of a result is held to the action (`results.apply` from version 2 on).

Whatever else is arranged needs an exception that was granted for the project.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Refusal
from domain.rules.engine.exact import subtract
from domain.subjects.project_year.evaluation.state import Proposal
from domain.subjects.project_year.results.open_grade import open_grade
from domain.subjects.project_year.results.use_policies import (
    RULE,
    chosen,
    needs_ruling_of_the_deduction,
    proposal_of,
)
from domain.subjects.project_year.state import ProjectYear

_CUTS = frozenset({"reduce", "reduce_or_cancel"})
_FREEING = _CUTS | {"adjust", "not_arranged"}
"""Actions beside which a deduction is the least that is taken off, not all of it."""

ACTIONS = {
    "priority": "优先保障",
    "urge_improvement": "督促改进",
    "reduce_or_cancel": "削减或取消",
    "adjust": "调整",
    "deduct": "扣减",
    "recover": "收回资金",
    "not_arranged": "不予安排",
    "rectify": "整改",
    "clear_carry_over": "清理结转",
    "reduce": "调减",
}
"""The actions as an official writes them."""


def named(actions: Iterable[str]) -> str:
    """The actions in Chinese."""
    return "、".join(ACTIONS[one] for one in actions)


def _due(proposal: Proposal, command: Any) -> tuple[str, ...]:
    """The actions of the rules that an act carries out; where they say nothing, nothing binds."""
    return chosen(proposal, command) if proposal.actions else ()


def exception_was_granted(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """An exception that the act names was granted for this project."""
    reference = act.command.exception
    if reference is None or (RULE, reference) in state.evaluation.results.exceptions:
        return None
    return refusals.invalid(
        "exception",
        f"没有文号为 {reference} 的例外，请先批准例外（exception.grant，规则填 {RULE}）。",
        f"no exception from {RULE} has the reference {reference}: grant it first "
        "(exception.grant).",
    )


def exception_is_of_this_decision(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The exception was granted while the grade was open that the result is used by.

    An exception from the use of a grade that was reopened or withdrawn is none from another.
    """
    reference = act.command.exception
    granted_for = state.evaluation.results.granted_for
    if reference is None or granted_for.get(reference) == open_grade(state).event_id:
        return None
    return refusals.invalid(
        "exception",
        f"例外 {reference} 是就此前的最终等次批准的，不适用于本次应用，请另行批准例外"
        "（exception.grant）。",
        f"the exception {reference} was not granted for the use of the grade that is open: grant "
        "another one (exception.grant).",
    )


def action_is_among_those_proposed(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The act takes an action of the proposal, one of them where they are alternatives."""
    proposal, command = proposal_of(state), act.command
    if command.exception is not None or not proposal.actions:
        return None
    if command.action is None and not proposal.alternatives:
        return None
    if command.action in proposal.actions:
        return None
    zh = f"规定的应用方式为{named(proposal.actions)}，请从中选择"
    en = f"the rules have {', '.join(proposal.actions)}: choose among them"
    if command.action is None:
        return refusals.missing("action", f"{zh}。", f"{en}.")
    return _departs(proposal, "action", zh, en)


def _departs(proposal: Proposal, field: str, zh: str, en: str) -> Refusal:
    """The refusal of a departure without an exception; in principle (原则上) that is what lacks."""
    zh = f"{zh}。另作处理的，须先批准例外（exception.grant）并填写其文号。"
    en = f"{en}. Anything else needs an exception (exception.grant) and its reference."
    if proposal.in_principle:
        return refusals.missing("exception", zh, en)
    return refusals.invalid(field, zh, en)


def deduction_is_ruled(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """A deduction that is carried out has its amount."""
    proposal = proposal_of(state)
    if act.command.exception is not None or "deduct" not in _due(proposal, act.command):
        return None
    return needs_ruling_of_the_deduction() if proposal.deduction is None else None


def department_carries_the_deduction(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """A deduction of the department's projects is recorded at the unit, and named here."""
    proposal, command = proposal_of(state), act.command
    named_there = command.department_deduction is not None or command.exception is not None
    if named_there or not (proposal.of_department and "deduct" in _due(proposal, command)):
        return None
    return refusals.missing(
        "department_deduction",
        f"本次扣减以部门单位项目支出总额为基数，应扣减 {proposal.deduction:,f} 元，"
        "请先在该单位的年度登记（department-deduction.record），并在此填写其文号。",
        "the deduction is of the department's projects: record it at the unit's year "
        "(department-deduction.record) and give its document here.",
    )


def money_was_taken_back(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """What is recovered or cleared was recovered or cleared by its own act."""
    if act.command.exception is not None:
        return None
    actions, results = _due(proposal_of(state), act.command), state.evaluation.results
    if "recover" in actions and not results.recoveries:
        return _not_taken("收回资金", "funds.recover")
    if "clear_carry_over" in actions and not results.clearings:
        return _not_taken("清理结转", "carry-over.clear")
    return None


def _not_taken(zh: str, command: str) -> Refusal:
    return refusals.wrong_phase(
        f"应用方式为{zh}，请财政部门先办理{zh}（{command}），再应用评价结果。",
        f"the result is used by {command}: take that act first.",
    )


def amount_fits_the_action(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The amount is what the actions leave of the planned amount."""
    proposal, command = proposal_of(state), act.command
    if command.exception is not None:
        return None
    actions = set(_due(proposal, command))
    return (
        _not_arranged(proposal, actions, command.amount)
        or _undeducted(proposal, actions, command.amount)
        or _uncut(proposal, actions, command.amount)
    )


def _not_arranged(proposal: Proposal, actions: set[str], amount: Decimal) -> Refusal | None:
    if "not_arranged" not in actions or amount == 0:
        return None
    zh, en = "不予安排的，安排数应为 0 元", "nothing is arranged: the amount is 0"
    return _departs(proposal, "amount", zh, en)


def _undeducted(proposal: Proposal, actions: set[str], amount: Decimal) -> Refusal | None:
    if "deduct" not in actions or proposal.of_department or proposal.deduction is None:
        return None
    left = max(subtract(proposal.planned, proposal.deduction), Decimal(0))
    if amount == left or (amount < left and actions & _FREEING):
        return None
    said = "安排数不得超过" if actions & _FREEING else "应安排"
    return _departs(
        proposal,
        "amount",
        f"计划安排 {proposal.planned:,f} 元，扣减 {proposal.deduction:,f} 元后，"
        f"{said} {left:,f} 元",
        f"{proposal.deduction:,f} yuan is deducted: {left:,f} yuan is what is left",
    )


def _uncut(proposal: Proposal, actions: set[str], amount: Decimal) -> Refusal | None:
    if not actions & _CUTS or amount < proposal.planned or proposal.planned == amount == 0:
        return None
    return _departs(
        proposal,
        "amount",
        f"{named(sorted(actions & _CUTS))}的，安排数应低于计划安排数 {proposal.planned:,f} 元",
        f"less is arranged than the {proposal.planned:,f} yuan that were planned",
    )


def adjustment_is_told(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """What is adjusted (merged, moved, reduced) is written down."""
    command = act.command
    adjusts = "adjust" in _due(proposal_of(state), command)
    if not adjusts or command.adjustment is not None or command.exception is not None:
        return None
    return refusals.missing(
        "adjustment",
        "应用方式为调整，请写明合并、划转或调减了哪些内容。",
        "the result is used by an adjustment: say what was merged, moved or reduced.",
    )


def less_than_planned_is_explained(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """Where priority is due, less than planned has a factor (policy, key work, means) and a reason.

    A deduction or an adjustment beside it explains the amount by itself.
    """
    proposal, command = proposal_of(state), act.command
    actions = set(_due(proposal, command))
    explained = command.exception is not None or actions & (_FREEING | {"deduct"})
    if "priority" not in actions or explained or command.amount >= proposal.planned:
        return None
    for field in ("factor", "reason"):
        if getattr(command, field) is None:
            return _unexplained(field, proposal.planned)
    return None


def _unexplained(field: str, planned: Decimal) -> Refusal:
    return refusals.missing(
        field,
        f"应优先保障，安排数低于计划安排数 {planned:,f} 元的，须说明因素（政策制度、重点工作安排或"
        "财力情况）和理由。",
        f"priority is due: less than the {planned:,f} yuan that were planned needs a factor "
        "(policy, key work or fiscal capacity) and a reason.",
    )


def needs_a_department_total() -> Refusal:
    """The refusal of a proposal whose deduction is of the department's projects, without them."""
    return refusals.missing(
        "department_projects",
        "扣减以部门单位项目支出总额为基数，请填写该部门单位下年度项目支出计划安排总额。",
        "the deduction is of the department's projects: give their planned amount of next year.",
    )
