"""Overall monitoring 整体支出绩效监控: the June round opens, the unit files, the bureau reviews."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

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
    Step,
    Steps,
)
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import for_new_acts, guarded_by
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import Day, Number, Percent, Role, Text, Yuan, rate
from domain.shared.deadlines.due_dates import the_node
from domain.shared.filings import amounts
from domain.shared.filings.filing import FilingStatus, filed, marked, may_file, may_review
from domain.shared.filings.lateness import judged
from domain.subjects.unit_year.amounts import amounts_of
from domain.subjects.unit_year.due_dates import (
    MONITORING,
    OPEN_OVERALL_ROUND,
    due_of,
    key,
    nodes_answer,
    nodes_of,
)
from domain.subjects.unit_year.state import Round, UnitYear

Rate = Annotated[Number, Field(ge=0)]

_ZH, _EN = "整体支出监控报告", "overall monitoring report"


class OpenOverallRound(Command, name="overall-monitoring.open-round", who={Role.SYSTEM}):
    """Open the round when its node is reached."""

    node: Day


class FileOverallMonitoring(Command, name="overall-monitoring.file", who={Role.UNIT}):
    """File the monitoring report as of the node (JS-081); amounts in yuan.

    `budget` is the adjusted overall budget at the node; without it the initial budget counts.
    `completion_rate` is the overall completion of the target in percent, as stated by the unit.
    `amount_confirmed` is the reason for an amount that is far from the unit's other amounts.
    """

    node: Day
    executed: Yuan
    budget: Yuan | None = None
    completion_rate: Percent
    explanation: Text | None = None
    amount_confirmed: Text | None = None


class ReturnOverallMonitoring(
    Command, name="overall-monitoring.return", who={Role.FINANCE}, reads_past=True
):
    """Send the report back with a reason."""

    node: Day
    reason: Text


class ReviewOverallMonitoring(Command, name="overall-monitoring.review", who={Role.FINANCE}):
    """Review the report, with an optional opinion."""

    node: Day
    opinion: Text | None = None


class OverallRoundOpened(Event, name="overall-monitoring.round-opened", version=1):
    """The round of a node was opened for this unit."""

    node: Day


class OverallMonitoringFiled(Event, name="overall-monitoring.filed", version=2):
    """The report was filed; rates in percent, amounts in yuan, `due` inclusive, null if none."""

    node: Day
    executed: Yuan
    budget: Yuan
    budget_basis: Text
    execution_rate: Rate
    completion_rate: Percent
    explanation: Annotated[Text | None, WITHHOLDABLE] = None
    due: Day | None = None
    notice: Text | None = None
    late: bool


class OverallMonitoringReturned(Event, name="overall-monitoring.returned", version=1):
    """The report was sent back."""

    node: Day
    reason: Annotated[Text, WITHHOLDABLE]


class OverallMonitoringReviewed(Event, name="overall-monitoring.reviewed", version=1):
    """The report was reviewed."""

    node: Day
    opinion: Annotated[Text | None, WITHHOLDABLE] = None


def open_round(
    state: UnitYear, act: CommandContext[OpenOverallRound], in_force: InForce
) -> Decided:
    """Open the round of a unit that was registered by the node; an imported year has no round."""
    node = act.command.node
    unit = state.known
    if unit.history or node in state.rounds or node < unit.registered_on:
        return ()
    if node not in nodes_of(state, in_force):
        return ()
    basis = (nodes_answer(in_force, unit.budget_year, node),)
    return (Decision(OverallRoundOpened(node=node), basis),)


def round_is_open(state: UnitYear, act: CommandContext[Any], _in_force: InForce) -> Refusal | None:
    """The round of the node is open."""
    node = act.command.node
    if node in state.rounds:
        return None
    return Refusal(
        Code.WRONG_PHASE,
        f"本单位在 {node} 没有整体支出监控任务（监控节点未到，或节点前未登记），请按节点填报。",
        f"the unit has no overall monitoring at {node}: the node is not reached, or lies before "
        "its registration; file at a node that was opened.",
        "node",
    )


def no_report_stands(
    state: UnitYear, act: CommandContext[FileOverallMonitoring], _in_force: InForce
) -> Refusal | None:
    """The round has no report that awaits review or is reviewed."""
    return may_file(state.rounds[act.command.node].filing, _ZH, f"the {_EN}")


def budget_is_more_than_zero(
    state: UnitYear, act: CommandContext[FileOverallMonitoring], _in_force: InForce
) -> Refusal | None:
    """The overall budget is more than zero."""
    budget, _ = _budget(state, act.command)
    if budget:
        return None
    return refusals.invalid(
        "budget",
        "整体支出预算为零，无法计算执行率，请填写调整后预算。",
        "the overall budget is zero and gives no execution rate: state the adjusted budget.",
    )


def amounts_fit_the_others(
    state: UnitYear, act: CommandContext[FileOverallMonitoring], _in_force: InForce
) -> Refusal | None:
    """Each amount that is far from the unit's other amounts is confirmed."""
    return amounts.held(act, amounts_of(state), "executed", "budget")


def report_waits_for_another(
    state: UnitYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The round has a report that awaits review, and another person filed it."""
    return may_review(state.rounds[act.command.node].filing, act, _ZH, _EN)


@guarded_by(
    round_is_open,
    no_report_stands,
    budget_is_more_than_zero,
    for_new_acts(amounts_fit_the_others),
)
def file_report(
    state: UnitYear, act: CommandContext[FileOverallMonitoring], in_force: InForce
) -> Decided:
    """Accept the report of an open round; a late report is marked, not refused."""
    command = act.command
    budget, basis = _budget(state, command)
    binding = due_of(state, in_force, key(MONITORING, command.node))
    day, late = judged(act, binding, state.rounds[command.node].filing)
    event = OverallMonitoringFiled(
        **command.model_dump(exclude={"budget", amounts.CONFIRMATION}),
        budget=budget,
        budget_basis=basis,
        execution_rate=rate(command.executed, budget),
        due=day.due,
        notice=day.notice,
        late=late,
    )
    confirmed = amounts.confirmed(act, amounts_of(state), "executed", "budget")
    remarks = amounts.beyond(command.executed, budget)
    return (Decision(event, day.basis, remarks=remarks), *confirmed)


def _budget(state: UnitYear, command: FileOverallMonitoring) -> tuple[Decimal, str]:
    if command.budget is not None:
        return command.budget, "adjusted"
    target = state.approved_target
    return (target and target.amount) or state.known.requested, "initial"


@guarded_by(round_is_open, report_waits_for_another)
def return_report(
    _state: UnitYear, act: CommandContext[ReturnOverallMonitoring], _in_force: InForce
) -> Decided:
    """Send the report back to the unit."""
    return (Decision(OverallMonitoringReturned(**vars(act.command))),)


@guarded_by(round_is_open, report_waits_for_another)
def review(
    _state: UnitYear, act: CommandContext[ReviewOverallMonitoring], _in_force: InForce
) -> Decided:
    """Review a report that somebody else filed."""
    return (Decision(OverallMonitoringReviewed(**vars(act.command))),)


def _with_round(state: UnitYear, changed: Round) -> UnitYear:
    return replace(state, rounds={**state.rounds, changed.node: changed})


def round_opened(state: UnitYear, recorded: Recorded[OverallRoundOpened]) -> UnitYear:
    """Evolve by `overall-monitoring.round-opened`."""
    return _with_round(state, Round(recorded.event.node))


def report_filed(state: UnitYear, recorded: Recorded[OverallMonitoringFiled]) -> UnitYear:
    """Evolve by `overall-monitoring.filed`."""
    event = recorded.event
    again = filed(recorded, state.rounds[event.node].filing)
    return _with_round(state, Round(event.node, again, event.executed))


def _marked(state: UnitYear, node: date, status: FilingStatus) -> UnitYear:
    current = state.rounds[node]
    return _with_round(state, replace(current, filing=marked(current.filing, status)))


def report_returned(state: UnitYear, recorded: Recorded[OverallMonitoringReturned]) -> UnitYear:
    """Evolve by `overall-monitoring.returned`."""
    return _marked(state, recorded.event.node, FilingStatus.RETURNED)


def report_reviewed(state: UnitYear, recorded: Recorded[OverallMonitoringReviewed]) -> UnitYear:
    """Evolve by `overall-monitoring.reviewed`."""
    return _marked(state, recorded.event.node, FilingStatus.REVIEWED)


def _opening(step: Step, _reached: object) -> OpenOverallRound:
    return OpenOverallRound(node=the_node(step.deadline))


STEPS: Steps = {OPEN_OVERALL_ROUND: _opening}
DECIDE: Deciders = {
    OpenOverallRound: open_round,
    FileOverallMonitoring: file_report,
    ReturnOverallMonitoring: return_report,
    ReviewOverallMonitoring: review,
}
EVOLVE: Evolvers = {
    OverallRoundOpened: round_opened,
    OverallMonitoringFiled: report_filed,
    OverallMonitoringReturned: report_returned,
    OverallMonitoringReviewed: report_reviewed,
}
