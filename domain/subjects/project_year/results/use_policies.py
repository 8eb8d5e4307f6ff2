"""The policies of using a result: what may be proposed, and what may be applied of it."""

from __future__ import annotations

from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Code, Refusal
from domain.subjects.project_year.evaluation.state import Proposal, ResultsUse
from domain.subjects.project_year.state import ProjectYear

RULE = "results.budget_action"


def grade_is_open(
    state: ProjectYear, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """A final grade is open."""
    if state.evaluation.final is not None:
        return None
    return refusals.wrong_phase(
        "尚无最终等次，请先评定（grade.finalise）。",
        "there is no final grade: finalise it first (grade.finalise).",
    )


def use_is_proposed(
    state: ProjectYear, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """A use of the result is proposed."""
    if state.evaluation.results.proposal is not None:
        return None
    return refusals.wrong_phase(
        "尚未提出结果应用意见，请先办理 results.propose。",
        "no use of the result is proposed: propose it first (results.propose).",
    )


def result_is_not_applied(
    state: ProjectYear, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The result is not applied yet: after that the grade is reopened first."""
    proposal = state.evaluation.results.proposal
    if proposal is None or not proposal.applied:
        return None
    return refusals.wrong_phase(
        "结果已应用；如有新的发现，请先重启评定（grade.reopen）。",
        "the result was applied: reopen the grade if something was found since (grade.reopen).",
    )


def act_follows_the_proposal(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The act carries the proposal out, or departs from it by an exception.

    So acts of the first version were decided.
    """
    results, command = state.evaluation.results, act.command
    proposal = proposal_of(state)
    if _departs(proposal, command):
        return _departure(results, proposal, command)
    return _unfit(proposal, command)


def chosen(proposal: Proposal, command: Any) -> tuple[str, ...]:
    """The actions of the proposal that an act carries out, or the alternative that it chooses."""
    if command.action is None:
        return () if command.exception else proposal.actions
    alone = proposal.alternatives or command.action not in proposal.actions
    return (command.action,) if alone else proposal.actions


def _departs(proposal: Proposal, command: Any) -> bool:
    """Whether it is not what the rules have: another action, or money where none is arranged."""
    other = command.action is not None and command.action not in proposal.actions
    arranged = "not_arranged" in proposal.actions and command.amount > 0
    return bool(proposal.actions) and (other or arranged)


def _departure(results: ResultsUse, proposal: Proposal, command: Any) -> Refusal | None:
    if not proposal.in_principle:
        return refusals.invalid(
            "action",
            f"规则规定的应用方式为 {'、'.join(proposal.actions)}，请从中选择。",
            f"the rules have {', '.join(proposal.actions)}: choose among them.",
        )
    if command.exception is None:
        return refusals.missing(
            "exception",
            "规则为“原则上”，偏离须先批准例外（exception.grant）并填写其文号。",
            "the rule holds in principle: grant an exception first (exception.grant) and give its "
            "reference.",
        )
    if (RULE, command.exception) not in results.exceptions:
        return refusals.invalid(
            "exception",
            f"没有文号为 {command.exception} 的例外，请先就 {RULE} 批准例外（exception.grant）。",
            f"no exception from {RULE} has the reference {command.exception}: grant it first "
            "(exception.grant).",
        )
    return None


def _unfit(proposal: Proposal, command: Any) -> Refusal | None:
    if proposal.alternatives and command.action is None:
        return refusals.missing(
            "action",
            f"请从 {'、'.join(proposal.actions)} 中选择一种应用方式。",
            f"choose one of {', '.join(proposal.actions)}.",
        )
    return _undeducted(proposal, command)


def _undeducted(proposal: Proposal, command: Any) -> Refusal | None:
    if "deduct" not in chosen(proposal, command):
        return None
    if proposal.deduction is None:
        return needs_ruling_of_the_deduction()
    if command.amount > proposal.planned - proposal.deduction:
        return refusals.invalid(
            "amount",
            f"扣减 {proposal.deduction:f} 元后，安排数不得超过计划数减扣减数，请更正。",
            f"{proposal.deduction:f} yuan is deducted: arrange no more than what is left.",
        )
    return None


def proposal_of(state: ProjectYear) -> Proposal:
    """The proposal that stands; raises `ValueError` where there is none."""
    proposal = state.evaluation.results.proposal
    if proposal is None:
        raise ValueError(f"{state.stream}: no use of the result was proposed")
    return proposal


def needs_ruling_of_the_deduction() -> Refusal:
    """The refusal of a deduction whose ratio and base nobody ruled on."""
    return Refusal(
        Code.NEEDS_RULING,
        "暂不能扣减：扣减的比例和基数尚未裁定（AMB-08）。请财政部门先登记裁定（ruling.record，"
        "以 jixiao submit 提交，内容见 jixiao rulings show AMB-08），再重新提出应用意见"
        "（results.propose）。",
        "ratio and base of the deduction wait for the finance bureau's ruling (AMB-08): submit "
        "ruling.record with jixiao submit (jixiao rulings show AMB-08 says what is to be "
        "ruled), then propose again (results.propose).",
    )
