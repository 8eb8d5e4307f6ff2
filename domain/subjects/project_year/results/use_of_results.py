"""Use of results 结果应用: what the final grade leads to in the next budget, and what is done."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from domain.kernel import refusals
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
from domain.kernel.vocabulary import Role, Text, Yuan
from domain.rules.families.results import Action
from domain.shared.people.exception_grants import ExceptionGranted, GrantException
from domain.subjects.project_year.evaluation.state import FinalGrade, Proposal, ResultsUse
from domain.subjects.project_year.state import ProjectYear

RULE = "results.budget_action"


class ProposeResults(Command, name="results.propose", who={Role.FINANCE}):
    """Propose the use of the result; `planned` is next year's amount, in yuan."""

    planned: Yuan
    targets_met: bool
    overlapping: bool = False


class ApplyResults(Command, name="results.apply", who={Role.FINANCE}):
    """Apply the proposal: `amount` is what is arranged next year, in yuan.

    `action` is the one chosen where there are alternatives. What departs from a rule in principle
    names the `exception` by the reference that granted it.
    """

    amount: Yuan
    action: Action | None = None
    exception: Text | None = None


class ResultsProposed(Event, name="results.proposed", version=1):
    """The use of the result as the rules have it; amounts in yuan.

    `deduction` is null where there is none, or where it waits for a ruling (AMB-08).
    """

    planned: Yuan
    planned_basis: Literal["planned"] = "planned"
    targets_met: bool
    overlapping: bool
    actions: tuple[Action, ...] = ()
    alternatives: bool = False
    in_principle: bool = False
    deduction: Yuan | None = None


class ResultsApplied(Event, name="results.applied", version=1):
    """What was done with the result; `amount` in yuan is arranged for the next year."""

    actions: tuple[Action, ...]
    amount: Yuan
    amount_basis: Literal["planned"] = "planned"
    exception: Text | None = None


def propose(state: ProjectYear, act: CommandContext[ProposeResults], in_force: InForce) -> Decided:
    """Ask `results.budget_action` of the final grade; the newest proposal counts."""
    final = _final(state)
    if isinstance(final, Refusal):
        return final
    before = state.evaluation.results.proposal
    if before is not None and before.applied:
        return _applied_already()
    answer = _ask(final, act, in_force)
    outcome = answer.outcome if answer.stated else {}
    event = ResultsProposed(**vars(act.command), **outcome)
    return (Decision(event, (answer,), caused_by=final.event_id),)


def _ask(final: FinalGrade, act: CommandContext[ProposeResults], in_force: InForce) -> Answer:
    command = act.command
    return in_force.ask(
        RULE,
        act.effective_on,
        grade=final.grade,
        score=f"{final.score:f}",
        planned=f"{command.planned:f}",
        targets_met=command.targets_met,
        overlapping=command.overlapping,
        veto="veto" in final.steps,
    )


def _final(state: ProjectYear) -> FinalGrade | Refusal:
    return state.evaluation.final or refusals.wrong_phase(
        "尚无最终等次，请先评定（grade.finalise）。",
        "there is no final grade: finalise it first (grade.finalise).",
    )


def _applied_already() -> Refusal:
    return refusals.wrong_phase(
        "结果已应用；如有新的发现，请先重启评定（grade.reopen）。",
        "the result was applied: reopen the grade if something was found since (grade.reopen).",
    )


def apply(state: ProjectYear, act: CommandContext[ApplyResults], _in_force: InForce) -> Decided:
    """Apply the proposal, or depart from it by an exception where it stands in principle."""
    results = state.evaluation.results
    proposal = results.proposal
    if proposal is None:
        return refusals.wrong_phase(
            "尚未提出结果应用意见，请先办理 results.propose。",
            "no use of the result is proposed: propose it first (results.propose).",
        )
    if proposal.applied:
        return _applied_already()
    command = act.command
    departs = _departs(proposal, command)
    refusal = _departure(results, proposal, command) if departs else _unfit(proposal, command)
    if refusal:
        return refusal
    event = ResultsApplied(
        actions=_chosen(proposal, command),
        amount=command.amount,
        exception=command.exception,
    )
    return (Decision(event, caused_by=proposal.event_id),)


def _chosen(proposal: Proposal, command: ApplyResults) -> tuple[str, ...]:
    if command.action is None:
        return () if command.exception else proposal.actions
    alone = proposal.alternatives or command.action not in proposal.actions
    return (command.action,) if alone else proposal.actions


def _departs(proposal: Proposal, command: ApplyResults) -> bool:
    """Whether it is not what the rules have: another action, or money where none is arranged."""
    other = command.action is not None and command.action not in proposal.actions
    arranged = "not_arranged" in proposal.actions and command.amount > 0
    return bool(proposal.actions) and (other or arranged)


def _departure(results: ResultsUse, proposal: Proposal, command: ApplyResults) -> Refusal | None:
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


def _unfit(proposal: Proposal, command: ApplyResults) -> Refusal | None:
    if proposal.alternatives and command.action is None:
        return refusals.missing(
            "action",
            f"请从 {'、'.join(proposal.actions)} 中选择一种应用方式。",
            f"choose one of {', '.join(proposal.actions)}.",
        )
    return _undeducted(proposal, command)


def _undeducted(proposal: Proposal, command: ApplyResults) -> Refusal | None:
    if "deduct" not in _chosen(proposal, command):
        return None
    if proposal.deduction is None:
        return Refusal(
            Code.NEEDS_RULING,
            "扣减的比例和基数尚未裁定（AMB-08），请财政部门先以 jixiao submit 办理 ruling.record"
            "（内容见 jixiao rulings show AMB-08），再重新提出（results.propose）。",
            "ratio and base of the deduction wait for the finance bureau's ruling (AMB-08): submit "
            "ruling.record with jixiao submit (jixiao rulings show AMB-08 says what is to be "
            "ruled), then propose again (results.propose).",
        )
    if command.amount > proposal.planned - proposal.deduction:
        return refusals.invalid(
            "amount",
            f"扣减 {proposal.deduction:f} 元后，安排数不得超过计划数减扣减数，请更正。",
            f"{proposal.deduction:f} yuan is deducted: arrange no more than what is left.",
        )
    return None


def grant(state: ProjectYear, act: CommandContext[GrantException], _in_force: InForce) -> Decided:
    """Grant an exception once per rule and reference."""
    command = act.command
    if (command.rule, command.reference) in state.evaluation.results.exceptions:
        return refusals.duplicate("例外批准", "the exception")
    return (Decision(ExceptionGranted(**vars(command))),)


def grade_event(state: ProjectYear) -> UUID | None:
    """The event of the final grade that is open, if any."""
    final = state.evaluation.final
    return final.event_id if final else None


def proposed(state: ProjectYear, recorded: Recorded[ResultsProposed]) -> ProjectYear:
    """Evolve by `results.proposed`."""
    event = recorded.event
    proposal = Proposal(
        event_id=recorded.id,
        planned=event.planned,
        actions=event.actions,
        alternatives=event.alternatives,
        in_principle=event.in_principle,
        deduction=event.deduction,
    )
    return state.evaluated(results=replace(state.evaluation.results, proposal=proposal))


def applied(state: ProjectYear, _recorded: Recorded[ResultsApplied]) -> ProjectYear:
    """Evolve by `results.applied`."""
    results = state.evaluation.results
    if results.proposal is None:
        raise ValueError(f"{state.stream}: no use of the result was proposed")
    done = replace(results.proposal, applied=True)
    return state.evaluated(results=replace(results, proposal=done))


def granted(state: ProjectYear, recorded: Recorded[ExceptionGranted]) -> ProjectYear:
    """Evolve by `exception.granted`."""
    event, results = recorded.event, state.evaluation.results
    exceptions = results.exceptions | {(event.rule, event.reference)}
    return state.evaluated(results=replace(results, exceptions=exceptions))


DECIDE: Deciders = {ProposeResults: propose, ApplyResults: apply, GrantException: grant}
EVOLVE: Evolvers = {ResultsProposed: proposed, ResultsApplied: applied, ExceptionGranted: granted}
