"""Performance targets 绩效目标: filing, return, approval."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Annotated, Any

from pydantic import Field

from domain.answer import Answer
from domain.decision import Act, Decided, Deciders, Decision, Evolvers, InForce, Recorded
from domain.filing import FilingStatus, filed, marked, may_file, may_review
from domain.frozen import replace
from domain.message import WITHHOLDABLE, Command, Event
from domain.project_year import refusals
from domain.project_year.indicators import Indicator, points_by_class
from domain.project_year.joint_review import doubted
from domain.project_year.own_sharing import PROJECT
from domain.project_year.sharing import P, Prepared, Sharing
from domain.refusal import Refusal
from domain.vocabulary import Origin, Points, Role, Text, Yuan

FILING = "target.filing"

Indicators = Annotated[tuple[Indicator, ...], Field(min_length=1, max_length=200)]


class FileTarget(Command, name="target.file", who={Role.UNIT}):
    """File the target with its indicators; filed again after a return it counts as adjusted.

    `execution_points` are the points for the execution rate; `amount` is the budget asked for, in
    yuan.
    """

    amount: Yuan
    execution_points: Points
    indicators: Indicators


class ReturnTarget(Command, name="target.return", who={Role.FINANCE}):
    """Send the target (or a filed adjustment) back as unreasonable, with the reason."""

    reason: Text


class ApproveTarget(Command, name="target.approve", who={Role.FINANCE}):
    """Approve the target."""


class TargetFiled(Event, name="target.filed", version=1):
    """The target was filed; `adjusted` after an earlier one was sent back."""

    amount: Yuan
    amount_basis: Text
    execution_points: Points
    indicators: Indicators
    adjusted: bool = False
    late: bool = False


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


def check_content(act: Act[Any], in_force: InForce) -> tuple[Answer, ...] | Refusal:
    """Check indicators against `target.indicator_classes`, `.indicator_source`, `.weights`."""
    command = act.command
    ids = [indicator.id for indicator in command.indicators]
    if len(set(ids)) < len(ids):
        return refusals.invalid("indicators", "指标编号重复。", "an indicator id stands twice.")
    classes = in_force.ask("target.indicator_classes", act.effective_on)
    for indicator in command.indicators:
        if classes.stated and indicator.indicator_class not in classes.outcome:
            return refusals.invalid(
                "indicators",
                f"指标 {indicator.id} 的类别 {indicator.indicator_class} 不在规定类别之内。",
                f"indicator {indicator.id} is of class {indicator.indicator_class}, "
                "which the rules do not name.",
                classes,
            )
        rejected = _rejected_source(indicator, act, in_force)
        if rejected:
            return rejected
    return _weights(classes, command.indicators, command.execution_points, act, in_force)


def _rejected_source(indicator: Indicator, act: Act[Any], in_force: InForce) -> Refusal | None:
    answer = in_force.ask(
        "target.indicator_source",
        act.effective_on,
        kind=indicator.kind,
        in_library=indicator.in_library,
    )
    if answer.outcome != "reject":
        return None
    return refusals.invalid(
        "indicators",
        f"共性指标 {indicator.id} 须从指标体系内选用。",
        f"common indicator {indicator.id} has to come from the indicator system.",
        answer,
    )


def _weights(
    classes: Answer,
    indicators: tuple[Indicator, ...],
    execution_points: Decimal,
    act: Act[Any],
    in_force: InForce,
) -> tuple[Answer, ...] | Refusal:
    points = points_by_class(indicators, execution_points)
    answer = in_force.ask(
        "target.weights",
        act.effective_on,
        classes={name: str(value) for name, value in points.items()},
    )
    if answer.stated and answer.outcome != "valid":
        return refusals.invalid(
            "indicators",
            f"指标分值不符合要求：{'、'.join(answer.outcome['invalid'])}。",
            f"the points do not meet the rule: {', '.join(answer.outcome['invalid'])}.",
            answer,
        )
    return (classes, answer)


def file_target(
    shared: Sharing, state: Prepared, act: Act[FileTarget], in_force: InForce
) -> Decided:
    """Take the target of a project in the library, or of a policy past its assessment."""
    before = shared.before_target(state, act, in_force)
    if isinstance(before, Refusal):
        return before
    refusal = may_file(state.target.filing, "绩效目标", "the target")
    if refusal:
        return refusal
    basis = check_content(act, in_force)
    if isinstance(basis, Refusal):
        return basis
    day, late = shared.lateness(state, act, in_force, FILING, state.target.filing)
    command = act.command
    event = TargetFiled(
        amount=command.amount,
        amount_basis=amount_basis(state),
        execution_points=command.execution_points,
        indicators=command.indicators,
        adjusted=_after_return(state),
        late=late,
    )
    return (Decision(event, (*before, *basis, *day.basis)),)


def _after_return(state: Prepared) -> bool:
    return not state.target.reasonable or state.target.adjusted


def return_target(state: Prepared, act: Act[ReturnTarget], in_force: InForce) -> Decided:
    """Send back what waits: an adjustment during execution, else the target itself."""
    target = state.target
    waiting = target.adjustment if target.is_approved else target.filing
    refusal = may_review(waiting, act, "绩效目标", "target")
    if refusal:
        return refusal
    gate = in_force.ask(
        "target.gate", act.effective_on, target_filed=True, reasonable=False, adjusted=False
    )
    return (Decision(TargetReturned(reason=act.command.reason), (gate,)),)


def approve_target(state: Prepared, act: Act[ApproveTarget], in_force: InForce) -> Decided:
    """Approve the target that waits (`target.gate`); the joint review may find it unreasonable."""
    target = state.target
    refusal = may_review(target.filing, act, "绩效目标", "target")
    if refusal:
        return refusal
    gate = in_force.ask(
        "target.gate",
        act.effective_on,
        target_filed=True,
        reasonable=not any(target.unreasonable.values()),
        adjusted=target.adjusted,
    )
    if gate.outcome == "refuse":
        return doubted(target, gate)
    event = TargetApproved(
        amount=target.amount or Decimal(0),
        amount_basis=amount_basis(state),
        origin=state.known.origin,
    )
    return (Decision(event, (gate,)),)


def target_filed(state: P, recorded: Recorded[TargetFiled]) -> P:
    """Evolve by `target.filed`."""
    event = recorded.event
    target = replace(
        state.target,
        filing=filed(recorded, state.target.filing),
        indicators=event.indicators,
        amount=event.amount,
        adjusted=event.adjusted,
        reasonable=True,
        unreasonable={},
    )
    return replace(state, target=target)


def target_returned(state: P, _recorded: Recorded[TargetReturned]) -> P:
    """Evolve by `target.returned`."""
    target = state.target
    if target.is_approved:
        back = marked(target.adjustment, FilingStatus.RETURNED)
        return replace(state, target=replace(target, adjustment=back))
    back = marked(target.filing, FilingStatus.RETURNED)
    return replace(state, target=replace(target, filing=back, reasonable=False))


def target_approved(state: P, _recorded: Recorded[TargetApproved]) -> P:
    """Evolve by `target.approved`."""
    target = state.target
    done = marked(target.filing, FilingStatus.REVIEWED)
    return replace(
        state,
        target=replace(target, filing=done, approved=target.indicators, is_approved=True),
    )


def deciders(shared: Sharing) -> Deciders:
    """The acts on the target of a kind of subject."""
    return {
        FileTarget: partial(file_target, shared),
        ReturnTarget: return_target,
        ApproveTarget: approve_target,
    }


DECIDE = deciders(PROJECT)
EVOLVE: Evolvers = {
    TargetFiled: target_filed,
    TargetReturned: target_returned,
    TargetApproved: target_approved,
}
