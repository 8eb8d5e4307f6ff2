"""Performance targets 绩效目标: filing, return, approval."""

from __future__ import annotations

from functools import partial
from typing import Annotated

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
from domain.kernel.message import ADDED, WITHHOLDABLE, Command, Event
from domain.kernel.policies import first_refusal, for_new_acts, from_version
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Day, KnownCode, Origin, Points, Role, Text, Yuan
from domain.shared.filings import amounts
from domain.shared.filings.filing import FilingStatus, filed, may_file, may_review
from domain.shared.filings.joint_review import doubted
from domain.subjects.project_year.own_sharing import PROJECT
from domain.subjects.project_year.policy_sharing import P, Prepared, Sharing
from domain.subjects.project_year.targets.library_check import looked_up, unchecked
from domain.subjects.project_year.targets.state import Approval, FiledTarget
from domain.subjects.project_year.targets.target_content import Indicators, check_content

FILING = "target.filing"


class FileTarget(Command, name="target.file", who={Role.UNIT}, version=2):
    """File the target with its indicators; filed again after a return it counts as adjusted.

    `execution_points` are the points for the execution rate; `amount` is the budget asked for, in
    yuan; `amount_confirmed` is the reason for an amount that is far from the other amounts.
    """

    amount: Annotated[Yuan, Column("申请预算数", "项目资金", "年度资金总额")]
    execution_points: Annotated[Points, Column("执行率分值", "预算执行率分值")]
    indicators: Indicators
    amount_confirmed: Annotated[Text | None, Column("金额核实说明", "金额确认理由")] = None


class ReturnTarget(Command, name="target.return", who={Role.FINANCE}, reads_past=True):
    """Send the target (or a filed adjustment) back as unreasonable, with the reason."""

    reason: Text


class ApproveTarget(Command, name="target.approve", who={Role.FINANCE}, version=3):
    """Approve the target; one that was filed again is adjusted if it is reasonable.

    Where the rules ask for a joint review, the target of a project was reviewed by all parties.
    """


class TargetFiled(Event, name="target.filed", version=4):
    """The target was filed; `adjusted` after an earlier one was sent back.

    `due` is inclusive, null where nothing gave a date. `unchecked` are the common indicators that
    could not be looked up, because no library of indicators was adopted.
    """

    amount: Yuan
    amount_basis: Text
    execution_points: Points
    indicators: Indicators
    adjusted: bool = False
    due: Annotated[Day | None, ADDED] = None
    late: bool = False
    unchecked: Annotated[tuple[KnownCode, ...] | None, ADDED] = None


class TargetReturned(Event, name="target.returned", version=1):
    """The target was sent back as unreasonable."""

    reason: Annotated[Text, WITHHOLDABLE]


class TargetApproved(Event, name="target.approved", version=1):
    """The target was approved; `amount` in yuan on `amount_basis`, by `origin`."""

    amount: Yuan
    amount_basis: Text
    origin: Origin


def amount_basis(state: Prepared) -> str:
    """The basis of a budget: initial, or adjusted for an addition within the year."""
    return "initial" if state.known.origin is Origin.INITIAL else "adjusted"


def no_target_stands(
    _shared: Sharing, state: Prepared, _act: CommandContext[FileTarget], _in_force: InForce
) -> Refusal | None:
    """No target waits or is approved."""
    return may_file(state.target.filing, "绩效目标", "the target")


def amount_fits_the_others(
    shared: Sharing, state: Prepared, act: CommandContext[FileTarget], _in_force: InForce
) -> Refusal | None:
    """The amount is not far from the other amounts, or it is confirmed."""
    return amounts.held(act, shared.amounts(state), "amount")


_MAY_FILE = (no_target_stands, for_new_acts(amount_fits_the_others))


def file_target(
    shared: Sharing, state: Prepared, act: CommandContext[FileTarget], in_force: InForce
) -> Decided:
    """Take the target of a project in the library, or of a policy past its assessment."""
    before = shared.before_target(state, act, in_force)
    if isinstance(before, Refusal):
        return before
    refusal = first_refusal(_MAY_FILE, shared, state, act, in_force)
    if refusal:
        return refusal
    basis = check_content(act, in_force)
    if isinstance(basis, Refusal):
        return basis
    day, late = shared.lateness(state, act, in_force, FILING, state.target.filing, since=3)
    command = act.command
    event = TargetFiled(
        amount=command.amount,
        amount_basis=amount_basis(state),
        execution_points=command.execution_points,
        indicators=looked_up(act, in_force),
        adjusted=_after_return(state),
        due=day.due,
        late=late,
        unchecked=unchecked(act, in_force),
    )
    confirmed = amounts.confirmed(act, shared.amounts(state), "amount")
    return (Decision(event, (*before, *basis, *day.basis)), *confirmed)


def _after_return(state: Prepared) -> bool:
    return not state.target.reasonable or state.target.adjusted


def return_target(state: Prepared, act: CommandContext[ReturnTarget], in_force: InForce) -> Decided:
    """Send back what waits: an adjustment during execution, else the target itself."""
    target = state.target
    waiting = target.adjustment_filing if target.is_approved else target.filing
    refusal = may_review(waiting, act, "绩效目标", "target")
    if refusal:
        return refusal
    gate = in_force.ask(
        "target.gate", act.effective_on, target_filed=True, reasonable=False, adjusted=False
    )
    return (Decision(TargetReturned(reason=act.command.reason), (gate,)),)


def target_waits(
    _shared: Sharing, state: Prepared, act: CommandContext[ApproveTarget], _in_force: InForce
) -> Refusal | None:
    """The target waits for its review by somebody else than its filer."""
    return may_review(state.target.filing, act, "绩效目标", "target")


def joint_review_is_complete(
    shared: Sharing, state: Prepared, act: CommandContext[ApproveTarget], in_force: InForce
) -> Refusal | None:
    """All parties reviewed the newest filing where the rules ask, and found it reasonable."""
    return shared.reviewed(state, act, in_force)


_MAY_APPROVE = (target_waits, from_version(3, joint_review_is_complete))
_REASONABLE = 2
"""The version of the approval since which a target that is adjusted has to be reasonable too."""


def approve_target(
    shared: Sharing, state: Prepared, act: CommandContext[ApproveTarget], in_force: InForce
) -> Decided:
    """Approve the target that waits (`target.gate`); the joint review may find it unreasonable."""
    target = state.target
    refusal = first_refusal(_MAY_APPROVE, shared, state, act, in_force)
    if refusal:
        return refusal
    filed_target = target.filed
    reasonable = not any(filed_target.unreasonable.values())
    gate = in_force.ask(
        "target.gate",
        act.effective_on,
        target_filed=True,
        reasonable=reasonable,
        adjusted=target.adjusted and (reasonable or act.version < _REASONABLE),
    )
    if gate.outcome == "refuse":
        return doubted(filed_target.unreasonable, gate)
    event = TargetApproved(
        amount=filed_target.amount,
        amount_basis=amount_basis(state),
        origin=state.known.origin,
    )
    return (Decision(event, (gate,)),)


def target_filed(state: P, recorded: Recorded[TargetFiled]) -> P:
    """Evolve by `target.filed`."""
    event = recorded.event
    content = FiledTarget(filed(recorded, state.target.filing), event.indicators, event.amount)
    target = replace(state.target, content=content, adjusted=event.adjusted, reasonable=True)
    return replace(state, target=target)


def target_returned(state: P, _recorded: Recorded[TargetReturned]) -> P:
    """Evolve by `target.returned`."""
    target = state.target
    if target.is_approved:
        adjustment = target.adjustment and target.adjustment.marked(FilingStatus.RETURNED)
        return replace(state, target=target.adjusted_by(adjustment))
    back = target.filed.marked(FilingStatus.RETURNED)
    return replace(state, target=replace(target, content=back, reasonable=False))


def target_approved(state: P, _recorded: Recorded[TargetApproved]) -> P:
    """Evolve by `target.approved`."""
    target, content = state.target, state.target.filed.marked(FilingStatus.REVIEWED)
    approval = Approval(content.indicators)
    return replace(state, target=replace(target, content=content, approval=approval))


def deciders(shared: Sharing) -> Deciders:
    """The acts on the target of a kind of subject."""
    return {
        FileTarget: partial(file_target, shared),
        ReturnTarget: return_target,
        ApproveTarget: partial(approve_target, shared),
    }


DECIDE = deciders(PROJECT)
EVOLVE: Evolvers = {
    TargetFiled: target_filed,
    TargetReturned: target_returned,
    TargetApproved: target_approved,
}
