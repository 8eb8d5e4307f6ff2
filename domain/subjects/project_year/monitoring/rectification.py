"""Rectification 整改: notice, report, refusal, acceptance, and the finding that it is unmet."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

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
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Day, Role, Text
from domain.subjects.project_year import guards, refusals
from domain.subjects.project_year.deadlines.due_dates import RECTIFICATION, due_of, key
from domain.subjects.project_year.filings.lateness import filed, lateness, marked
from domain.subjects.project_year.monitoring.rounds import round_of, with_round
from domain.subjects.project_year.monitoring.state import Course, Open, Rectification, Reviewed
from domain.subjects.project_year.state import FilingStatus, ProjectYear


class Notify(Command, name="rectification.notify", who={Role.FINANCE}):
    """Notify a rectification that no rule ordered, with the reason and the day given."""

    node: Day
    reason: Text
    rectify_by: Day | None = None


class Report(Command, name="rectification.report", who={Role.UNIT}):
    """Report what was done."""

    node: Day
    measures: Text
    document: Text | None = None


class Refuse(Command, name="rectification.refuse", who={Role.UNIT}):
    """Refuse to rectify, on record (AMB-07)."""

    node: Day
    reason: Text


class Accept(Command, name="rectification.accept", who={Role.FINANCE}):
    """Accept the report: the rectification is done."""

    node: Day


class Reject(Command, name="rectification.reject", who={Role.FINANCE}):
    """Reject the report; the unit reports again."""

    node: Day
    reason: Text


class FindUnmet(Command, name="rectification.find-unmet", who={Role.FINANCE}):
    """Find that the day of the notice is past and nothing was rectified (AMB-07)."""

    node: Day
    reason: Text


class Notified(Event, name="rectification.notified", version=1):
    """The unit was told to rectify; `rectify_by` is inclusive, null where no day was given."""

    node: Day
    reasons: tuple[Literal["score", "deviation", "judgement"], ...]
    reason: Annotated[Text | None, WITHHOLDABLE] = None
    rectify_by: Day | None = None


class Reported(Event, name="rectification.reported", version=1):
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


def notify(state: ProjectYear, act: CommandContext[Notify], _in_force: InForce) -> Decided:
    """Notify on the bureau's own judgement, after the review."""
    command = act.command
    current = round_of(state, command.node)
    if isinstance(current, Refusal):
        return current
    if isinstance(current, Open):
        return refusals.wrong_phase(
            "监控结果尚未审核，请先审核。",
            "the monitoring result is not reviewed yet: review it first.",
        )
    if current.rectification is not None:
        return refusals.duplicate("整改通知", "the notice of rectification")
    refusal = guards.unfit_day(state, act, command.rectify_by)
    if refusal:
        return refusal
    event = Notified(
        node=command.node,
        reasons=("judgement",),
        reason=command.reason,
        rectify_by=command.rectify_by,
    )
    return (Decision(event),)


def report(state: ProjectYear, act: CommandContext[Report], in_force: InForce) -> Decided:
    """Take the report of a notified rectification; late is a fact, not a refusal."""
    command = act.command
    current = _rectification(state, command.node)
    if isinstance(current, Refusal):
        return current
    refusal = guards.may_file(current.report, "整改报告", "the rectification report")
    if refusal:
        return refusal
    deadline = key(RECTIFICATION, command.node)
    day, late = lateness(state, act, in_force, deadline, current.report)
    return (Decision(Reported(**vars(command), due=day.due, late=late), day.basis),)


def refuse(state: ProjectYear, act: CommandContext[Refuse], _in_force: InForce) -> Decided:
    """Record the refusal of a rectification that is not accepted yet."""
    current = _unsettled(state, act.command.node)
    if isinstance(current, Refusal):
        return current
    return (Decision(Refused(**vars(act.command))),)


def accept(state: ProjectYear, act: CommandContext[Accept], _in_force: InForce) -> Decided:
    """Accept a report filed by somebody else."""
    current = _rectification(state, act.command.node)
    if isinstance(current, Refusal):
        return current
    refusal = guards.may_review(current.report, act, "整改报告", "rectification report")
    return refusal or (Decision(Accepted(node=act.command.node)),)


def reject(state: ProjectYear, act: CommandContext[Reject], _in_force: InForce) -> Decided:
    """Reject a report filed by somebody else."""
    current = _rectification(state, act.command.node)
    if isinstance(current, Refusal):
        return current
    refusal = guards.may_review(current.report, act, "整改报告", "rectification report")
    return refusal or (Decision(Rejected(**vars(act.command))),)


def find_unmet(state: ProjectYear, act: CommandContext[FindUnmet], in_force: InForce) -> Decided:
    """Find it unmet once the day of the notice is past."""
    node = act.command.node
    current = _unsettled(state, node)
    if isinstance(current, Refusal):
        return current
    if current.report is not None and current.report.open:
        return refusals.wrong_phase(
            "整改报告待审核，请先审核整改报告。",
            "the report waits for its review: accept or reject it first.",
        )
    due = due_of(state, in_force, key(RECTIFICATION, node)).due
    if due is None or act.day <= due:
        return refusals.wrong_phase(
            "整改通知未给出期限，或期限未到，不能认定未整改。",
            "the notice gives no day, or the day is not past: nothing can be found unmet.",
        )
    return (Decision(UnmetFound(**vars(act.command))),)


def _rectification(state: ProjectYear, node: date) -> Rectification | Refusal:
    current = round_of(state, node)
    if isinstance(current, Refusal):
        return current
    if isinstance(current, Reviewed) and current.rectification is not None:
        return current.rectification
    return refusals.wrong_phase(
        "本轮监控没有整改通知。", "no rectification was notified in this round."
    )


def _unsettled(state: ProjectYear, node: date) -> Rectification | Refusal:
    current = _rectification(state, node)
    if isinstance(current, Rectification) and current.settled:
        return refusals.already_reviewed("整改", "the rectification")
    return current


def _changed(state: ProjectYear, node: date, rectification: Rectification) -> ProjectYear:
    return with_round(state, replace(_reviewed(state, node), rectification=rectification))


def _reviewed(state: ProjectYear, node: date) -> Reviewed:
    current = state.rounds[node]
    if isinstance(current, Reviewed):
        return current
    raise ValueError(f"{state.stream}: nothing was reviewed at {node}")


def notified(state: ProjectYear, recorded: Recorded[Notified]) -> ProjectYear:
    """Evolve by `rectification.notified`."""
    event = recorded.event
    notice = Rectification(recorded.id, recorded.effective_on, event.rectify_by)
    return _changed(state, event.node, notice)


def reported(state: ProjectYear, recorded: Recorded[Reported]) -> ProjectYear:
    """Evolve by `rectification.reported`."""
    node = recorded.event.node
    current = _standing(state, node)
    again = filed(recorded, current.report)
    course = current.course.after_report()
    return _changed(state, node, replace(current, report=again, course=course))


def refused(state: ProjectYear, recorded: Recorded[Refused]) -> ProjectYear:
    """Evolve by `rectification.refused`."""
    node = recorded.event.node
    current = _standing(state, node)
    return _changed(state, node, replace(current, course=current.course.after_refusal()))


def accepted(state: ProjectYear, recorded: Recorded[Accepted]) -> ProjectYear:
    """Evolve by `rectification.accepted`."""
    node = recorded.event.node
    current = _standing(state, node)
    done = marked(current.report, FilingStatus.REVIEWED)
    return _changed(state, node, replace(current, report=done, course=Course.ACCEPTED))


def rejected(state: ProjectYear, recorded: Recorded[Rejected]) -> ProjectYear:
    """Evolve by `rectification.rejected`."""
    node = recorded.event.node
    current = _standing(state, node)
    back = marked(current.report, FilingStatus.RETURNED)
    return _changed(state, node, replace(current, report=back))


def unmet_found(state: ProjectYear, recorded: Recorded[UnmetFound]) -> ProjectYear:
    """Evolve by `rectification.unmet-found`."""
    node = recorded.event.node
    current = _standing(state, node)
    return _changed(state, node, replace(current, course=current.course.after_finding()))


def _standing(state: ProjectYear, node: date) -> Rectification:
    current = _reviewed(state, node).rectification
    if current is None:
        raise ValueError(f"{state.stream}: no rectification at {node}")
    return current


DECIDE: Deciders = {
    Notify: notify,
    Report: report,
    Refuse: refuse,
    Accept: accept,
    Reject: reject,
    FindUnmet: find_unmet,
}
EVOLVE: Evolvers = {
    Notified: notified,
    Reported: reported,
    Refused: refused,
    Accepted: accepted,
    Rejected: rejected,
    UnmetFound: unmet_found,
}
