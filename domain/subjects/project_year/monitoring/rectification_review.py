"""Rectification 整改, the bureau's side: its report is accepted or rejected, or it is unmet."""

from __future__ import annotations

from typing import Annotated, Any

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
from domain.shared.filings.filing import FilingStatus, marked, may_review
from domain.subjects.project_year import refusals
from domain.subjects.project_year.deadlines.due_dates import RECTIFICATION, due_of, key
from domain.subjects.project_year.monitoring.rectification import (
    order_at,
    rectification_is_notified,
    rectification_is_unsettled,
    with_order,
)
from domain.subjects.project_year.monitoring.rounds import round_is_open
from domain.subjects.project_year.monitoring.state import Course
from domain.subjects.project_year.state import ProjectYear


class Accept(Command, name="rectification.accept", who={Role.FINANCE}):
    """Accept the report: the rectification is done."""

    node: Day


class Reject(Command, name="rectification.reject", who={Role.FINANCE}, reads_past=True):
    """Reject the report; the unit reports again."""

    node: Day
    reason: Text


class FindUnmet(Command, name="rectification.find-unmet", who={Role.FINANCE}):
    """Find that the day of the notice is past and nothing was rectified (AMB-07)."""

    node: Day
    reason: Text


class Accepted(Event, name="rectification.accepted", version=1):
    """The rectification was accepted as done."""

    node: Day


class Rejected(Event, name="rectification.rejected", version=1):
    """The report was rejected."""

    node: Day
    reason: Annotated[Text, WITHHOLDABLE]


class UnmetFound(Event, name="rectification.unmet-found", version=1):
    """The bureau found that the unit did not rectify by the day of the notice."""

    node: Day
    reason: Annotated[Text, WITHHOLDABLE]


def report_waits_for_another(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """A report waits for its review, and another person than the actor filed it."""
    filing = order_at(state, act.command.node).report
    return may_review(filing, act, "整改报告", "rectification report")


def no_report_waits(
    state: ProjectYear, act: CommandContext[FindUnmet], _in_force: InForce
) -> Refusal | None:
    """No report waits for its review."""
    filing = order_at(state, act.command.node).report
    if filing is None or not filing.open:
        return None
    return refusals.wrong_phase(
        "整改报告待审核，请先审核整改报告。",
        "the report waits for its review: accept or reject it first.",
    )


def day_has_passed(
    state: ProjectYear, act: CommandContext[FindUnmet], in_force: InForce
) -> Refusal | None:
    """The day of the notice has passed; that day itself is still in time."""
    due = due_of(state, in_force, key(RECTIFICATION, act.command.node)).due
    if due is not None and act.day > due:
        return None
    return refusals.wrong_phase(
        "整改通知未给出期限，或期限未到，不能认定未整改。",
        "the notice gives no day, or the day is not past: nothing can be found unmet.",
    )


@guarded_by(round_is_open, rectification_is_notified, report_waits_for_another)
def accept(_state: ProjectYear, act: CommandContext[Accept], _in_force: InForce) -> Decided:
    """Accept the report: the rectification is done."""
    return (Decision(Accepted(node=act.command.node)),)


@guarded_by(round_is_open, rectification_is_notified, report_waits_for_another)
def reject(_state: ProjectYear, act: CommandContext[Reject], _in_force: InForce) -> Decided:
    """Reject the report: the unit reports again."""
    return (Decision(Rejected(**vars(act.command))),)


@guarded_by(
    round_is_open,
    rectification_is_notified,
    rectification_is_unsettled,
    no_report_waits,
    day_has_passed,
)
def find_unmet(_state: ProjectYear, act: CommandContext[FindUnmet], _in_force: InForce) -> Decided:
    """Find the rectification unmet."""
    return (Decision(UnmetFound(**vars(act.command))),)


def accepted(state: ProjectYear, recorded: Recorded[Accepted]) -> ProjectYear:
    """Evolve by `rectification.accepted`."""
    node = recorded.event.node
    order = order_at(state, node)
    report = marked(order.report, FilingStatus.REVIEWED)
    done = replace(order, report=report, course=Course.ACCEPTED, before=order.course)
    return with_order(state, node, done)


def rejected(state: ProjectYear, recorded: Recorded[Rejected]) -> ProjectYear:
    """Evolve by `rectification.rejected`."""
    node = recorded.event.node
    order = order_at(state, node)
    report = marked(order.report, FilingStatus.RETURNED)
    return with_order(state, node, replace(order, report=report))


def unmet_found(state: ProjectYear, recorded: Recorded[UnmetFound]) -> ProjectYear:
    """Evolve by `rectification.unmet-found`."""
    node = recorded.event.node
    order = order_at(state, node)
    return with_order(state, node, replace(order, course=order.course.after_finding()))


DECIDE: Deciders = {Accept: accept, Reject: reject, FindUnmet: find_unmet}
EVOLVE: Evolvers = {Accepted: accepted, Rejected: rejected, UnmetFound: unmet_found}
