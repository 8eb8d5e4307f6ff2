"""Adjustment of an approved target during execution (AMB-33: the finance bureau approves)."""

from __future__ import annotations

from typing import Annotated

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
from domain.kernel.message import ADDED, WITHHOLDABLE, Command, Event
from domain.kernel.policies import for_new_acts, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import KnownCode, Points, Role, Text, Yuan
from domain.shared.deadlines.due_dates import with_own_day
from domain.shared.filings import amounts
from domain.shared.filings.filing import FilingStatus, may_review
from domain.subjects.project_year import refusals
from domain.subjects.project_year.amounts import amounts_of
from domain.subjects.project_year.filings.lateness import filed
from domain.subjects.project_year.guards import amount_is_more_than_zero
from domain.subjects.project_year.monitoring import score_basis
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets.indicators import Indicator
from domain.subjects.project_year.targets.library_check import looked_up, unchecked
from domain.subjects.project_year.targets.scorable import cannot_be_scored
from domain.subjects.project_year.targets.state import (
    DISCLOSURE,
    Adjustment,
    Approval,
    Budget,
    Unadjusted,
)
from domain.subjects.project_year.targets.target_content import Indicators, check_content

ADJUSTMENT: score_basis.Use = "budget_adjustment"


class AdjustTarget(Command, name="target.adjust", who={Role.UNIT}, version=2):
    """File an adjusted target of a budgeted project; `amount` is the adjusted budget, in yuan.

    `amount_confirmed` is the reason for an amount that is far from the approved budget.
    """

    amount: Yuan
    execution_points: Points
    indicators: Indicators
    reason: Text
    amount_confirmed: Text | None = None


class ApproveAdjustment(Command, name="target.approve-adjustment", who={Role.FINANCE}, version=2):
    """Approve the filed adjustment."""


class AdjustmentFiled(Event, name="target.adjustment-filed", version=3):
    """An adjusted target was filed; `amount` in yuan on `amount_basis`.

    `unchecked` is as in `target.filed`.
    """

    amount: Yuan
    amount_basis: Text
    execution_points: Points
    indicators: Indicators
    reason: Annotated[Text, WITHHOLDABLE]
    unchecked: Annotated[tuple[KnownCode, ...] | None, ADDED] = None


class AdjustmentApproved(Event, name="target.adjustment-approved", version=2):
    """The adjusted target counts from now on; `amount` in yuan on `amount_basis`.

    `monitoring_scores` are those of the year by then, where the rules make them a reference for an
    adjustment of the budget; null elsewhere.
    """

    amount: Yuan
    amount_basis: Text
    monitoring_scores: score_basis.RoundScores | None = None


def budget_is_approved(
    state: ProjectYear, _act: CommandContext[AdjustTarget], _in_force: InForce
) -> Refusal | None:
    """The budget is approved; before that the target itself is filed again."""
    if state.issued is not None:
        return None
    return refusals.wrong_phase(
        "预算尚未批复，请直接重新填报绩效目标。",
        "the budget is not approved yet: file the target itself.",
    )


def target_is_approved(
    state: ProjectYear, _act: CommandContext[AdjustTarget], _in_force: InForce
) -> Refusal | None:
    """The target is approved; before that it is filed again itself."""
    if state.target.is_approved:
        return None
    return refusals.wrong_phase(
        "绩效目标尚未批复，请直接重新填报绩效目标。",
        "the target is not approved yet: file the target itself.",
    )


def year_is_not_over(
    state: ProjectYear, _act: CommandContext[AdjustTarget], _in_force: InForce
) -> Refusal | None:
    """The budget year is not over (AMB-33), or the target has something that no rule can score."""
    if not state.evaluation.opened or cannot_be_scored(state.target.approved):
        return None
    return refusals.wrong_phase(
        "预算年度已结束，按最后一次批复的绩效目标评价，不再调整。",
        "the budget year is over: it is evaluated against the last approved target (AMB-33).",
    )


def no_adjustment_waits(
    state: ProjectYear, _act: CommandContext[AdjustTarget], _in_force: InForce
) -> Refusal | None:
    """No adjustment waits for its review."""
    waiting = state.target.adjustment_filing
    if waiting is None or not waiting.open:
        return None
    return refusals.duplicate("绩效目标调整", "the adjustment")


def amount_fits_the_budget(
    state: ProjectYear, act: CommandContext[AdjustTarget], _in_force: InForce
) -> Refusal | None:
    """The amount is not far from the approved budget, or it is confirmed."""
    return amounts.held(act, amounts_of(state), "amount")


def only_the_unscorable_changes_later(
    state: ProjectYear, act: CommandContext[AdjustTarget], _in_force: InForce
) -> Refusal | None:
    """After the year, only the indicators that cannot be scored are said in another way."""
    wrong = cannot_be_scored(state.target.approved)
    if not state.evaluation.opened or act.settled:
        return None
    before = {one.id: _promise(one) for one in state.target.approved if one.id not in wrong}
    after = {one.id: _promise(one) for one in act.command.indicators if one.id not in wrong}
    if act.command.amount == state.budget and before == after:
        return None
    return refusals.wrong_phase(
        f"预算年度已结束，只能更正无法计分的指标（{'、'.join(wrong)}），预算和其他指标须与批复一致。",
        f"the budget year is over: only {', '.join(wrong)} is said in another way; the budget "
        "and the other indicators stay as approved.",
    )


def _promise(indicator: Indicator) -> Indicator:
    """The indicator without what the library says of it, which nobody files."""
    return indicator.model_copy(update={"in_library": False})


@guarded_by(
    budget_is_approved,
    target_is_approved,
    year_is_not_over,
    only_the_unscorable_changes_later,
    amount_is_more_than_zero,
    no_adjustment_waits,
    for_new_acts(amount_fits_the_budget),
)
def adjust(state: ProjectYear, act: CommandContext[AdjustTarget], in_force: InForce) -> Decided:
    """Take an adjustment once the budget is approved, until its year is over."""
    basis = check_content(act, in_force)
    if isinstance(basis, Refusal):
        return basis
    command = act.command
    event = AdjustmentFiled(
        amount=command.amount,
        amount_basis="adjusted",
        execution_points=command.execution_points,
        indicators=looked_up(act, in_force),
        reason=command.reason,
        unchecked=unchecked(act, in_force),
    )
    confirmed = amounts.confirmed(act, amounts_of(state), "amount")
    return (Decision(event, basis), *confirmed)


def approve(
    state: ProjectYear, act: CommandContext[ApproveAdjustment], in_force: InForce
) -> Decided:
    """Approve the adjustment (`target.gate`); the project is measured against it from now on."""
    refusal = may_review(
        state.target.adjustment_filing, act, "绩效目标调整", "adjustment of the target"
    )
    if refusal:
        return refusal
    gate = in_force.ask(
        "target.gate", act.effective_on, target_filed=True, reasonable=True, adjusted=True
    )
    scores, asked_for = _scores(state, act, in_force)
    event = AdjustmentApproved(
        amount=_waiting(state).amount, amount_basis="adjusted", monitoring_scores=scores
    )
    remarks = score_basis.told(scores, ADJUSTMENT)
    return (Decision(event, (gate, *asked_for), remarks=remarks),)


def _scores(
    state: ProjectYear, act: CommandContext[ApproveAdjustment], in_force: InForce
) -> tuple[score_basis.RoundScores | None, tuple[Answer, ...]]:
    """The year's monitoring scores by now, from version 2 on."""
    if act.version < ApproveAdjustment.version:
        return None, ()
    return score_basis.basis_for(ADJUSTMENT, state, act, in_force)


def adjustment_filed(state: ProjectYear, recorded: Recorded[AdjustmentFiled]) -> ProjectYear:
    """Evolve by `target.adjustment-filed`."""
    event = recorded.event
    adjustment = Adjustment(filed(recorded, None), event.indicators, event.amount)
    return replace(state, target=state.target.adjusted_by(adjustment))


def adjustment_approved(state: ProjectYear, recorded: Recorded[AdjustmentApproved]) -> ProjectYear:
    """Evolve by `target.adjustment-approved`."""
    before = Unadjusted(
        state.target.approved,
        state.issued,
        state.target.adjusted,
        recorded.effective_on,
        state.own_days.get(DISCLOSURE),
    )
    adjustment = replace(_waiting(state).marked(FilingStatus.REVIEWED), before=before)
    approval = Approval(adjustment.indicators, adjustment)
    target = replace(state.target, approval=approval, adjusted=True)
    to_disclose = state.evaluation.disclosures.without("adjusted_target")
    changed = replace(state, target=target, issued=_adjusted(state, recorded))
    return with_own_day(changed, DISCLOSURE, None).evaluated(disclosures=to_disclose)


def _adjusted(state: ProjectYear, recorded: Recorded[AdjustmentApproved]) -> Budget:
    before = state.issued
    first = before.approved_on if before else recorded.effective_on
    return Budget(recorded.event.amount, first, before.initial if before else None)


def _waiting(state: ProjectYear) -> Adjustment:
    if state.target.adjustment is None:
        raise ValueError(f"{state.stream}: no adjustment was filed")
    return state.target.adjustment


DECIDE: Deciders = {AdjustTarget: adjust, ApproveAdjustment: approve}
EVOLVE: Evolvers = {AdjustmentFiled: adjustment_filed, AdjustmentApproved: adjustment_approved}
