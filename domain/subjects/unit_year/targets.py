"""Overall targets 整体支出绩效目标: filing, return, approval."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

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
from domain.kernel.policies import for_new_acts, from_version, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Day, Points, Role, Text, Yuan
from domain.shared.filings import amounts
from domain.shared.filings.filing import FilingStatus, filed, may_file, may_review
from domain.shared.filings.lateness import judged
from domain.subjects.unit_year.amounts import amounts_of
from domain.subjects.unit_year.due_dates import TARGET, due_of
from domain.subjects.unit_year.indicators import (
    Checked,
    OverallIndicator,
    check_dimensions,
    check_weights,
)
from domain.subjects.unit_year.joint_review import joint_review_is_complete
from domain.subjects.unit_year.state import OverallTarget, UnitYear

Indicators = Annotated[tuple[OverallIndicator, ...], Field(max_length=200)]

_ZH, _EN = "整体支出绩效目标", "overall target"


class FileOverallTarget(Command, name="overall-target.file", who={Role.UNIT}):
    """File the overall target; `amount` is the overall budget of the year, in yuan.

    `indicators` stand by their dimensions, on each that the rules name; with them
    `execution_points` gives the points for the execution rate. `amount_confirmed` is the reason for
    an amount that is far from the unit's other amounts.
    """

    amount: Yuan
    execution_points: Points | None = None
    indicators: Indicators = ()
    amount_confirmed: Text | None = None


class ReturnOverallTarget(
    Command, name="overall-target.return", who={Role.FINANCE}, reads_past=True
):
    """Send the overall target back, with the reason."""

    reason: Text


class ApproveOverallTarget(Command, name="overall-target.approve", who={Role.FINANCE}, version=2):
    """Approve the overall target, after its joint review where the rules ask for one."""


class OverallTargetFiled(Event, name="overall-target.filed", version=2):
    """The overall target was filed; `due` is inclusive, null where nothing gives a day."""

    amount: Yuan
    amount_basis: Text
    execution_points: Points | None = None
    indicators: Indicators = ()
    due: Day | None = None
    notice: Text | None = None
    late: bool


class OverallTargetReturned(Event, name="overall-target.returned", version=1):
    """The overall target was sent back."""

    reason: Annotated[Text, WITHHOLDABLE]


class OverallTargetApproved(Event, name="overall-target.approved", version=1):
    """The overall target was approved; `amount` in yuan on `amount_basis`."""

    amount: Yuan
    amount_basis: Text


def year_is_lived_here(
    state: UnitYear, _act: CommandContext[FileOverallTarget], _in_force: InForce
) -> Refusal | None:
    """The year is no imported history."""
    if not state.known.history:
        return None
    return refusals.wrong_phase(
        "本年度为导入的历史年度，整体支出绩效目标不在本系统办理，请办理整体支出绩效自评。",
        "the year is imported history and its target lay before the system: file the overall "
        "self-evaluation.",
    )


def amount_is_more_than_zero(
    _state: UnitYear, act: CommandContext[FileOverallTarget], _in_force: InForce
) -> Refusal | None:
    """The overall budget is more than zero."""
    if act.command.amount:
        return None
    return refusals.invalid(
        "amount",
        "整体支出金额须大于零；不再纳入的单位请由财政部门办理撤销。",
        "an overall budget is more than zero yuan; the bureau withdraws a unit without one.",
    )


def no_target_stands(
    state: UnitYear, _act: CommandContext[FileOverallTarget], _in_force: InForce
) -> Refusal | None:
    """No target waits or is approved."""
    return may_file(state.target_filing, _ZH, f"the {_EN}")


def amount_fits_the_others(
    state: UnitYear, act: CommandContext[FileOverallTarget], _in_force: InForce
) -> Refusal | None:
    """The amount is not far from the unit's other amounts, or it is confirmed."""
    return amounts.held(act, amounts_of(state), "amount")


@guarded_by(
    year_is_lived_here,
    amount_is_more_than_zero,
    no_target_stands,
    for_new_acts(amount_fits_the_others),
)
def file_target(
    state: UnitYear, act: CommandContext[FileOverallTarget], in_force: InForce
) -> Decided:
    """Accept the overall target; a late target is marked, not refused."""
    command = act.command
    basis = _check_content(act, in_force)
    if isinstance(basis, Refusal):
        return basis
    day, late = judged(act, due_of(state, in_force, TARGET), state.target_filing)
    event = OverallTargetFiled(
        **amounts.told(command),
        amount_basis="initial",
        due=day.due,
        notice=day.notice,
        late=late,
    )
    confirmed = amounts.confirmed(act, amounts_of(state), "amount")
    return (Decision(event, (*basis, *day.basis)), *confirmed)


def _check_content(act: CommandContext[FileOverallTarget], in_force: InForce) -> Checked:
    command = act.command
    dimensions = check_dimensions(command.indicators, act, in_force)
    if isinstance(dimensions, Refusal) or not command.indicators:
        return dimensions
    if command.execution_points is None:
        return refusals.missing(
            "execution_points",
            "填报指标时须填写预算执行率的分值。",
            "indicators need the points for the execution rate beside them.",
        )
    weights = check_weights(command.indicators, command.execution_points, act, in_force)
    return weights if isinstance(weights, Refusal) else (*dimensions, *weights)


def return_target(
    state: UnitYear, act: CommandContext[ReturnOverallTarget], _in_force: InForce
) -> Decided:
    """Send what waits back to the unit."""
    refusal = may_review(state.target_filing, act, _ZH, _EN)
    return refusal or (Decision(OverallTargetReturned(reason=act.command.reason)),)


def target_waits(
    state: UnitYear, act: CommandContext[ApproveOverallTarget], _in_force: InForce
) -> Refusal | None:
    """The target waits for its review by somebody else than its filer."""
    return may_review(state.target_filing, act, _ZH, _EN)


@guarded_by(target_waits, from_version(2, joint_review_is_complete))
def approve_target(
    state: UnitYear, _act: CommandContext[ApproveOverallTarget], _in_force: InForce
) -> Decided:
    """Approve the target that waits."""
    amount = state.filed_target.amount
    return (Decision(OverallTargetApproved(amount=amount, amount_basis="initial")),)


def target_filed(state: UnitYear, recorded: Recorded[OverallTargetFiled]) -> UnitYear:
    """Evolve by `overall-target.filed`."""
    event = recorded.event
    again = filed(recorded, state.target_filing)
    return replace(state, target=OverallTarget(again, event.amount, event.indicators))


def target_returned(state: UnitYear, _recorded: Recorded[OverallTargetReturned]) -> UnitYear:
    """Evolve by `overall-target.returned`."""
    return replace(state, target=state.filed_target.marked(FilingStatus.RETURNED))


def target_approved(state: UnitYear, _recorded: Recorded[OverallTargetApproved]) -> UnitYear:
    """Evolve by `overall-target.approved`."""
    return replace(state, target=state.filed_target.marked(FilingStatus.REVIEWED))


DECIDE: Deciders = {
    FileOverallTarget: file_target,
    ReturnOverallTarget: return_target,
    ApproveOverallTarget: approve_target,
}
EVOLVE: Evolvers = {
    OverallTargetFiled: target_filed,
    OverallTargetReturned: target_returned,
    OverallTargetApproved: target_approved,
}
