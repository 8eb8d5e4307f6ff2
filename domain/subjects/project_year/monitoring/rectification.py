"""Rectification 整改, the unit's side: the notice to it, its report, its refusal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal

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
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Day, Role, Text
from domain.shared.filings.filing import may_file
from domain.subjects.project_year import refusals
from domain.subjects.project_year.deadlines.due_dates import RECTIFICATION, key
from domain.subjects.project_year.filings.lateness import filed, lateness
from domain.subjects.project_year.guards import day_can_be_met
from domain.subjects.project_year.monitoring.rounds import round_is_open, with_round
from domain.subjects.project_year.monitoring.state import Rectification, Reviewed, rectification_in
from domain.subjects.project_year.state import ProjectYear

DAYS = "rectification.after_days"
"""The bureau's parameter: the days that a notice gives which names no day of its own."""


class Notify(Command, name="rectification.notify", who={Role.FINANCE}):
    """Notify a rectification that no rule orders, with the reason and a due date.

    Without `rectify_by`, the bureau's parameter `rectification.after_days` gives the day, if it is
    set. A notice may come late.
    """

    node: Day
    reason: Text
    rectify_by: Day | None = None


class Report(Command, name="rectification.report", who={Role.UNIT}):
    """Report the rectification."""

    node: Day
    measures: Text
    document: Text | None = None


class Refuse(Command, name="rectification.refuse", who={Role.UNIT}):
    """Refuse to rectify; the refusal is recorded, and the bureau's finding stands beside it."""

    node: Day
    reason: Text


class Notified(Event, name="rectification.notified", version=1):
    """A rectification was notified to the unit; `rectify_by` is inclusive, null without a date."""

    node: Day
    reasons: tuple[Literal["score", "deviation", "judgement"], ...]
    reason: Annotated[Text | None, WITHHOLDABLE] = None
    rectify_by: Day | None = None


class Reported(Event, name="rectification.reported", version=2):
    """The unit reported its rectification."""

    node: Day
    measures: Annotated[Text, WITHHOLDABLE]
    document: Text | None = None
    due: Day | None = None
    late: bool


class Refused(Event, name="rectification.refused", version=1):
    """The unit refused to rectify."""

    node: Day
    reason: Annotated[Text, WITHHOLDABLE]


def nothing_is_notified(
    state: ProjectYear, act: CommandContext[Notify], _in_force: InForce
) -> Refusal | None:
    """No rectification was notified in the round."""
    if rectification_in(state.rounds[act.command.node]) is None:
        return None
    key = f"rectification.notify:{act.command.node}"
    return refusals.done_already("整改通知", "the notice of rectification", key)


def result_is_reviewed(
    state: ProjectYear, act: CommandContext[Notify], _in_force: InForce
) -> Refusal | None:
    """The bureau reviewed the result of the round."""
    if isinstance(state.rounds[act.command.node], Reviewed):
        return None
    return refusals.wrong_phase(
        "监控结果尚未审核，请先审核。",
        "the monitoring result is not reviewed yet: review it first.",
    )


def rectification_is_notified(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """A rectification was notified in the round."""
    if rectification_in(state.rounds[act.command.node]) is not None:
        return None
    return refusals.wrong_phase(
        "本轮监控没有整改通知。", "no rectification was notified in this round."
    )


def no_report_stands(
    state: ProjectYear, act: CommandContext[Report], _in_force: InForce
) -> Refusal | None:
    """No report waits or is accepted."""
    report = order_at(state, act.command.node).report
    return may_file(report, "整改报告", "the rectification report")


def rectification_is_unsettled(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """Somebody still has to do something for the rectification."""
    if order_at(state, act.command.node).settled:
        return refusals.already_reviewed("整改", "the rectification")
    return None


def no_lapse_is_recorded(
    state: ProjectYear, act: CommandContext[Notify], _in_force: InForce
) -> Refusal | None:
    """No exception says that a notice cannot be sent any more."""
    current = state.rounds[act.command.node]
    if not isinstance(current, Reviewed) or current.lapse is None:
        return None
    return refusals.wrong_phase(
        f"本轮已按例外（{current.lapse}）登记为漏发整改通知，请先撤回该例外（act.withdraw）。",
        f"the exception {current.lapse} says that no notice can be sent any more: withdraw it "
        "first (act.withdraw).",
    )


@guarded_by(
    round_is_open, nothing_is_notified, result_is_reviewed, no_lapse_is_recorded, day_can_be_met
)
def notify(_state: ProjectYear, act: CommandContext[Notify], in_force: InForce) -> Decided:
    """Notify on the bureau's own judgement, after the review."""
    by = day_of_notice(act, in_force)
    given = {**vars(act.command), "rectify_by": by}
    return (Decision(Notified(**given, reasons=("judgement",))),)


def day_of_notice(act: CommandContext[Any], in_force: InForce) -> date | None:
    """The day (inclusive) that a notice gives: its own, or by the bureau's parameter."""
    days = in_force.parameter(DAYS, act.day)
    if act.command.rectify_by is not None or days is None:
        given: date | None = act.command.rectify_by
        return given
    return act.day + timedelta(days=int(days))


@guarded_by(round_is_open, rectification_is_notified, no_report_stands)
def report(state: ProjectYear, act: CommandContext[Report], in_force: InForce) -> Decided:
    """Accept the report of a notified rectification; a late report is marked, not refused."""
    command = act.command
    before = order_at(state, command.node).report
    day, late = lateness(state, act, in_force, key(RECTIFICATION, command.node), before)
    return (Decision(Reported(**vars(command), due=day.due, late=late), day.basis),)


@guarded_by(round_is_open, rectification_is_notified, rectification_is_unsettled)
def refuse(_state: ProjectYear, act: CommandContext[Refuse], _in_force: InForce) -> Decided:
    """Record the refusal of a rectification that is not accepted yet."""
    return (Decision(Refused(**vars(act.command))),)


def order_at(state: ProjectYear, node: date) -> Rectification:
    """The rectification that was notified at a node; raises `ValueError` where none was."""
    order = rectification_in(state.rounds[node])
    if order is None:
        raise ValueError(f"{state.stream}: no rectification was notified at {node}")
    return order


def with_order(state: ProjectYear, node: date, order: Rectification) -> ProjectYear:
    """The state with the rectification at a node; raises `ValueError` before the review there."""
    match state.rounds[node]:
        case Reviewed() as current:
            return with_round(state, replace(current, rectification=order))
        case _:
            raise ValueError(f"{state.stream}: nothing was reviewed at {node}")


def notified(state: ProjectYear, recorded: Recorded[Notified]) -> ProjectYear:
    """Evolve by `rectification.notified`."""
    event = recorded.event
    order = Rectification(recorded.id, recorded.effective_on, event.rectify_by)
    return with_order(state, event.node, order)


def reported(state: ProjectYear, recorded: Recorded[Reported]) -> ProjectYear:
    """Evolve by `rectification.reported`: a report takes back a refusal."""
    node = recorded.event.node
    order = order_at(state, node)
    report = filed(recorded, order.report)
    return with_order(state, node, replace(order, report=report, refuses=False))


def refused(state: ProjectYear, recorded: Recorded[Refused]) -> ProjectYear:
    """Evolve by `rectification.refused`."""
    node = recorded.event.node
    order = order_at(state, node)
    return with_order(state, node, replace(order, refuses=True))


DECIDE: Deciders = {Notify: notify, Report: report, Refuse: refuse}
EVOLVE: Evolvers = {Notified: notified, Reported: reported, Refused: refused}
