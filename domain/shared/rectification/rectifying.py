"""Rectification 整改, the unit's side: the notice to it, its report, its refusal.

Each act names the node of a failed round, or the source of problems that were fed back and these.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Annotated, Any, Literal

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
from domain.kernel.frozen import replace
from domain.kernel.message import ADDED, WITHHOLDABLE, Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Day, Role, Text
from domain.rules.families.feedback import Source
from domain.shared.deadlines.due_dates import key
from domain.shared.deadlines.problem_deadlines import RECTIFICATION
from domain.shared.filings.filing import filed, may_file
from domain.shared.filings.lateness import judged
from domain.shared.rectification.days import day_can_be_met
from domain.shared.rectification.loop import Loop, at_each_place, place_is_open
from domain.shared.rectification.orders import Rectification
from domain.shared.rectification.places import Place, named_at, place_of, places_of
from domain.shared.rectification.problems import Problems, Renewing

DAYS = "rectification.after_days"
"""The bureau's parameter: the days that a notice gives which names no day of its own."""


class Notify(Command, name="rectification.notify", who={Role.FINANCE}):
    """Notify a rectification that no rule orders, with the reason and a due date.

    Without `rectify_by`, the bureau's parameter `rectification.after_days` gives the day, if it is
    set. A notice may come late. A notice of problems that were fed back gives them another day.
    """

    node: Day | None = None
    source: Source | None = None
    problems: Problems = ()
    reason: Text
    rectify_by: Day | None = None


class Report(Command, name="rectification.report", who={Role.UNIT}):
    """Report the rectification."""

    node: Day | None = None
    source: Source | None = None
    problems: Problems = ()
    measures: Text
    document: Text | None = None


class Refuse(Command, name="rectification.refuse", who={Role.UNIT}):
    """Refuse to rectify; the refusal is recorded, and the bureau's finding stands beside it."""

    node: Day | None = None
    source: Source | None = None
    problems: Problems = ()
    reason: Text


class Notified(Event, name="rectification.notified", version=2):
    """A rectification was notified to the unit; `rectify_by` is inclusive, null without a date."""

    node: Day | None = None
    source: Annotated[Source | None, ADDED] = None
    problem: Annotated[Code | None, ADDED] = None
    reasons: tuple[Literal["score", "deviation", "judgement"], ...]
    reason: Annotated[Text | None, WITHHOLDABLE] = None
    rectify_by: Day | None = None


class Reported(Event, name="rectification.reported", version=3):
    """The unit reported its rectification."""

    node: Day | None = None
    source: Annotated[Source | None, ADDED] = None
    problem: Annotated[Code | None, ADDED] = None
    measures: Annotated[Text, WITHHOLDABLE]
    document: Text | None = None
    due: Day | None = None
    late: bool


class Refused(Event, name="rectification.refused", version=2):
    """The unit refused to rectify."""

    node: Day | None = None
    source: Annotated[Source | None, ADDED] = None
    problem: Annotated[Code | None, ADDED] = None
    reason: Annotated[Text, WITHHOLDABLE]


@at_each_place
def nothing_is_notified(
    loop: Loop, state: Any, _act: CommandContext[Notify], _in_force: InForce, place: Place
) -> Refusal | None:
    """No rectification was notified in the round; a problem that is open may be notified again."""
    order = loop.order_of(state, place)
    if order is None:
        return None
    if isinstance(place, str):
        return _is_closed_or_reported(order)
    key = f"rectification.notify:{place}"
    return refusals.done_already("整改通知", "the notice of rectification", key)


def _is_closed_or_reported(order: Rectification) -> Refusal | None:
    if order.accepted:
        return refusals.already_reviewed("整改", "the rectification")
    if order.report is None or not order.report.open:
        return None
    return refusals.wrong_phase(
        "整改报告待审核，请先审核整改报告。",
        "the report waits for its review: accept or reject it first.",
    )


@at_each_place
def rectification_is_notified(
    loop: Loop, state: Any, _act: CommandContext[Any], _in_force: InForce, place: Place
) -> Refusal | None:
    """A rectification was notified in the round, or the problem was fed back."""
    if loop.order_of(state, place) is not None:
        return None
    return refusals.wrong_phase(
        "本轮监控没有整改通知。", "no rectification was notified in this round."
    )


@at_each_place
def no_report_stands(
    loop: Loop, state: Any, _act: CommandContext[Report], _in_force: InForce, place: Place
) -> Refusal | None:
    """No report waits or is accepted."""
    report = loop.order_at(state, place).report
    return may_file(report, "整改报告", "the rectification report")


@at_each_place
def measure_is_proposed(
    loop: Loop, state: Any, act: CommandContext[Report], in_force: InForce, place: Place
) -> Refusal | None:
    """The unit proposed the measure for a problem whose measure it owes."""
    fed_back = loop.fed_back(state)
    problem = None if isinstance(place, date) else fed_back.problems[place]
    if problem is None or not problem.awaits_proposal:
        return None
    asked = fed_back.wanted(problem.source)
    answer = in_force.ask(
        "feedback.required",
        act.effective_on,
        source=problem.source,
        grade=asked.grade if asked else None,
    )
    return refusals.gate_not_met(
        f"问题 {place} 须先由单位提出整改措施（rectification.propose），再报告整改情况。",
        f"the unit first proposes a measure for problem {place} (rectification.propose).",
        answer,
    )


@at_each_place
def rectification_is_unsettled(
    loop: Loop, state: Any, _act: CommandContext[Any], _in_force: InForce, place: Place
) -> Refusal | None:
    """Somebody still has to do something for the rectification."""
    if loop.order_at(state, place).settled:
        return refusals.already_reviewed("整改", "the rectification")
    return None


@guarded_by(place_is_open, nothing_is_notified, day_can_be_met)
def notify(_loop: Loop, _state: Any, act: CommandContext[Notify], in_force: InForce) -> Decided:
    """Give problems that were fed back another day."""
    return notices(act, in_force)


def notices(act: CommandContext[Notify], in_force: InForce) -> Decided:
    """The notices on the bureau's own judgement, one for each place."""
    by = day_of_notice(act, in_force)
    given = [{**named_at(act.command, place), "rectify_by": by} for place in places_of(act.command)]
    return tuple(Decision(Notified(**one, reasons=("judgement",))) for one in given)


def day_of_notice(act: CommandContext[Any], in_force: InForce) -> date | None:
    """The day (inclusive) that a notice gives: its own, or by the bureau's parameter."""
    days = in_force.parameter(DAYS, act.day)
    if act.command.rectify_by is not None or days is None:
        given: date | None = act.command.rectify_by
        return given
    return act.day + timedelta(days=int(days))


@guarded_by(place_is_open, rectification_is_notified, no_report_stands, measure_is_proposed)
def report(loop: Loop, state: Any, act: CommandContext[Report], in_force: InForce) -> Decided:
    """Accept the report of a notified rectification; a late report is marked, not refused."""
    return tuple(
        _reported_at(loop, state, act, in_force, place) for place in places_of(act.command)
    )


def _reported_at(
    loop: Loop, state: Any, act: CommandContext[Report], in_force: InForce, place: Place
) -> Decision[Reported]:
    before = loop.order_at(state, place).report
    day, late = judged(act, loop.due(state, in_force, key(RECTIFICATION, place)), before)
    event = Reported(**named_at(act.command, place), due=day.due, late=late)
    return Decision(event, day.basis)


@guarded_by(place_is_open, rectification_is_notified, rectification_is_unsettled)
def refuse(_loop: Loop, _state: Any, act: CommandContext[Refuse], _in_force: InForce) -> Decided:
    """Record the refusal of a rectification that is not accepted yet."""
    command = act.command
    return tuple(Decision(Refused(**named_at(command, place))) for place in places_of(command))


def notified(loop: Loop, state: Any, recorded: Recorded[Notified]) -> Any:
    """Evolve by `rectification.notified`."""
    event, place = recorded.event, place_of(recorded.event)
    order = Rectification(
        recorded.id, recorded.effective_on, event.rectify_by, reasons=event.reasons
    )
    if isinstance(place, str):
        return loop.renewed(state, Renewing.NOTIFIED, place, order)
    return loop.with_order(state, place, order)


def reported(loop: Loop, state: Any, recorded: Recorded[Reported]) -> Any:
    """Evolve by `rectification.reported`: a report takes back a refusal."""
    place = place_of(recorded.event)
    order = loop.order_at(state, place)
    report = filed(recorded, order.report)
    return loop.with_order(state, place, replace(order, report=report, refuses=False))


def refused(loop: Loop, state: Any, recorded: Recorded[Refused]) -> Any:
    """Evolve by `rectification.refused`."""
    place = place_of(recorded.event)
    order = loop.order_at(state, place)
    return loop.with_order(state, place, replace(order, refuses=True))


def deciders(loop: Loop) -> Deciders:
    """The acts of the unit and the notice to it, for a kind of subject."""
    return {
        Notify: partial(notify, loop),
        Report: partial(report, loop),
        Refuse: partial(refuse, loop),
    }


def evolvers(loop: Loop) -> Evolvers:
    """The events of these acts, for a kind of subject."""
    return {
        Notified: partial(notified, loop),
        Reported: partial(reported, loop),
        Refused: partial(refused, loop),
    }
