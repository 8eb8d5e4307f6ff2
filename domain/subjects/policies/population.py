"""Population: a policy enters the register, or is withdrawn from it."""

from __future__ import annotations

from dataclasses import replace
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
from domain.kernel.vocabulary import Code, Origin, Role, Text, Yuan
from domain.shared.filings.hand_over import registered_with
from domain.shared.filings.leaving import EndedDuty, duties_are_ended, money_is_named
from domain.subjects.policies.pending import duties
from domain.subjects.policies.state import Policy, Registered, Withdrawn
from domain.subjects.project_year.exante.gate import ask_required
from domain.subjects.project_year.exante.state import ExAnte


class AddPolicy(Command, name="policy.add", who={Role.FINANCE}, at_once=True):
    """Register a policy; `estimated` is what it is expected to cost, in yuan.

    `estimated_basis` says what that amount is: of one year or of the whole term, by which estimate.
    `origin` is whether it comes with the initial budget or within the year. That it is major is
    declared by the unit and confirmed here by the bureau (AMB-15).
    """

    policy_name: Text
    unit: Code
    unit_name: Text
    is_new: bool
    is_major: bool
    estimated: Yuan
    estimated_basis: Text
    origin: Origin = Origin.INITIAL
    confidential: bool = False


class WithdrawPolicy(Command, name="policy.withdraw", who={Role.FINANCE, Role.UNIT}):
    """Take a policy back, with the reason.

    The unit may until the target is approved, then the bureau alone: it names the amount that was
    evaluated, in yuan, and what it decided on each duty that is open.
    """

    reason: Text
    executed: Yuan | None = None
    duties: tuple[EndedDuty, ...] = ()


class PolicyAdded(Event, name="policy.added", version=1):
    """A policy was registered; `exante_required` is null where the rules say nothing."""

    policy_name: Annotated[Text, WITHHOLDABLE]
    unit: Code
    unit_name: Annotated[Text, WITHHOLDABLE]
    is_new: bool
    is_major: bool
    estimated: Yuan
    estimated_basis: Text
    origin: Origin
    confidential: bool
    exante_required: bool | None = None


class PolicyWithdrawn(Event, name="policy.withdrawn", version=2):
    """A policy was taken back; `executed` in yuan, null where nothing was known."""

    reason: Annotated[Text, WITHHOLDABLE]
    executed: Yuan | None = None
    duties: tuple[EndedDuty, ...] = ()


def add(state: Policy, act: CommandContext[AddPolicy], in_force: InForce) -> Decided:
    """Register the policy and settle by `exante.required` whether it has to be assessed."""
    if state.entry is not None:
        return refusals.registered_already(state.stream)
    required, answer = ask_required("policy", act.command, act.effective_on, in_force)
    event = PolicyAdded(**vars(act.command), exante_required=required)
    return registered_with(event.unit, state.stream, Decision(event, (answer,)), act, in_force)


def bureau_withdraws_after_the_target(
    state: Policy, act: CommandContext[WithdrawPolicy], _in_force: InForce
) -> Refusal | None:
    """From the approval of the target on, the bureau alone withdraws the policy."""
    if not is_at_work(state) or act.actor.role is not Role.UNIT:
        return None
    return refusals.wrong_role(
        "政策绩效目标批复后，或由财政部门登记的评价对象，单位不能自行撤销；请向财政部门说明理由，由财政部门办理"
        "（policy.withdraw）。",
        "the target is approved: the finance bureau withdraws the policy (policy.withdraw).",
    )


def executed_money_is_named(
    state: Policy, act: CommandContext[WithdrawPolicy], _in_force: InForce
) -> Refusal | None:
    """The amount executed, as the report of the key evaluation has it, is named."""
    report = state.evaluation.key.report
    return money_is_named(act.command.executed, report.evaluated or None if report else None)


def each_duty_is_ended(
    state: Policy, act: CommandContext[WithdrawPolicy], _in_force: InForce
) -> Refusal | None:
    """After the approval of the target, each open duty is ended by a decision."""
    left = duties(state) if is_at_work(state) else ()
    return duties_are_ended(act.command.duties, (wait.deadline for wait in left))


def is_at_work(state: Policy) -> bool:
    """Whether the target is approved; what is no policy is the bureau's from the beginning."""
    return state.target.is_approved or not state.known.is_policy


@guarded_by(
    for_new_acts(bureau_withdraws_after_the_target),
    for_new_acts(executed_money_is_named),
    for_new_acts(each_duty_is_ended),
)
def withdraw(_state: Policy, act: CommandContext[WithdrawPolicy], _in_force: InForce) -> Decided:
    """Withdraw the policy; its workflow ends."""
    return (Decision(PolicyWithdrawn(**vars(act.command))),)


def added(state: Policy, recorded: Recorded[PolicyAdded]) -> Policy:
    """Evolve by `policy.added`."""
    event = recorded.event
    policy = Registered(
        code=parse_subject(state.stream).code or "",
        name=event.policy_name,
        unit=event.unit,
        unit_name=event.unit_name,
        origin=event.origin,
        is_new=event.is_new,
        is_major=event.is_major,
        estimated=event.estimated,
        estimated_basis=event.estimated_basis,
        confidential=event.confidential,
        registered_on=recorded.effective_on,
    )
    return replace(state, entry=policy, exante=ExAnte(required=event.exante_required))


def was_withdrawn(state: Policy, _recorded: Recorded[PolicyWithdrawn]) -> Policy:
    """Evolve by `policy.withdrawn`."""
    return replace(state, entry=Withdrawn(state.known))


DECIDE: Deciders = {AddPolicy: add, WithdrawPolicy: withdraw}
EVOLVE: Evolvers = {PolicyAdded: added, PolicyWithdrawn: was_withdrawn}
