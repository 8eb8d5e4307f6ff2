"""Rectification 整改, the bureau's side: a report is accepted or rejected, and what is found."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated, Any

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
from domain.kernel.policies import from_version, guarded_by, until_version
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import Code as Id
from domain.kernel.vocabulary import Day, Role, Text
from domain.rules.families.feedback import Source
from domain.shared.deadlines.due_dates import key
from domain.shared.deadlines.problem_deadlines import RECTIFICATION
from domain.shared.filings.filing import FilingStatus, marked, may_review
from domain.shared.rectification.loop import Loop, at_each_place, place_is_open
from domain.shared.rectification.orders import Finding, Rectification
from domain.shared.rectification.places import Place, named_at, place_of, places_of
from domain.shared.rectification.problems import Problems
from domain.shared.rectification.rectifying import (
    rectification_is_notified,
    rectification_is_unsettled,
)


class Accept(Command, name="rectification.accept", who={Role.FINANCE}):
    """Accept the report: the rectification is done."""

    node: Day | None = None
    source: Source | None = None
    problems: Problems = ()


class Reject(Command, name="rectification.reject", who={Role.FINANCE}, reads_past=True):
    """Reject the report; the unit reports again."""

    node: Day | None = None
    source: Source | None = None
    problems: Problems = ()
    reason: Text


class FindUnmet(Command, name="rectification.find-unmet", who={Role.FINANCE}, version=2):
    """Find that the day of the notice is past and nothing was rectified (不整改, AMB-07)."""

    node: Day | None = None
    source: Source | None = None
    problems: Problems = ()
    reason: Text


class FindRefused(Command, name="rectification.find-refused", who={Role.FINANCE}):
    """Find that the day of the notice is past and the unit refuses to rectify (拒不整改, AMB-07).

    The unit's own refusal, if it recorded one, stands beside the finding.
    """

    node: Day | None = None
    source: Source | None = None
    problems: Problems = ()
    reason: Text


class Accepted(Event, name="rectification.accepted", version=2):
    """The rectification was accepted as done."""

    node: Day | None = None
    source: Annotated[Source | None, ADDED] = None
    problem: Annotated[Id | None, ADDED] = None


class Rejected(Event, name="rectification.rejected", version=2):
    """The report was rejected."""

    node: Day | None = None
    source: Annotated[Source | None, ADDED] = None
    problem: Annotated[Id | None, ADDED] = None
    reason: Annotated[Text, WITHHOLDABLE]


class UnmetFound(Event, name="rectification.unmet-found", version=3):
    """The bureau found that the unit did not rectify by the day of the notice, `due`."""

    node: Day | None = None
    source: Annotated[Source | None, ADDED] = None
    problem: Annotated[Id | None, ADDED] = None
    reason: Annotated[Text, WITHHOLDABLE]
    due: Annotated[Day | None, ADDED] = None


class RefusalFound(Event, name="rectification.refusal-found", version=2):
    """The bureau found that the unit refuses to rectify; the day of the notice, `due`, is past.

    `on_record`: the unit's own refusal stands beside the finding.
    """

    node: Day | None = None
    source: Annotated[Source | None, ADDED] = None
    problem: Annotated[Id | None, ADDED] = None
    reason: Annotated[Text, WITHHOLDABLE]
    due: Day
    on_record: bool


def report_waits_for_another(
    loop: Loop, state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """At each place a report waits for its review, and another person than the actor filed it."""
    reports = (loop.order_at(state, place).report for place in places_of(act.command))
    found = (may_review(report, act, "整改报告", "rectification report") for report in reports)
    return next(filter(None, found), None)


@at_each_place
def rectification_is_not_accepted(
    loop: Loop, state: Any, _act: CommandContext[Any], _in_force: InForce, place: Place
) -> Refusal | None:
    """The rectification is not accepted as done."""
    if not loop.order_at(state, place).accepted:
        return None
    return refusals.already_reviewed("整改", "the rectification")


@at_each_place
def unmet_is_not_the_last_finding(
    loop: Loop, state: Any, act: CommandContext[FindUnmet], _in_force: InForce, place: Place
) -> Refusal | None:
    """The last finding is not that nothing was rectified."""
    return _is_last(
        loop, Finding.UNMET, state, act, place, "未整改认定", "the finding that it is unmet"
    )


@at_each_place
def refusal_is_not_the_last_finding(
    loop: Loop, state: Any, act: CommandContext[FindRefused], _in_force: InForce, place: Place
) -> Refusal | None:
    """The last finding is not that the unit refuses."""
    return _is_last(
        loop, Finding.REFUSED, state, act, place, "拒不整改认定", "the finding of a refusal"
    )


def _is_last(
    loop: Loop,
    finding: Finding,
    state: Any,
    act: CommandContext[Any],
    place: Place,
    zh: str,
    en: str,
) -> Refusal | None:
    if loop.order_at(state, place).finding is not finding:
        return None
    return refusals.done_already(zh, en, f"{act.command.name}:{place}")


@at_each_place
def no_report_waits(
    loop: Loop, state: Any, _act: CommandContext[Any], _in_force: InForce, place: Place
) -> Refusal | None:
    """No report waits for its review."""
    filing = loop.order_at(state, place).report
    if filing is None or not filing.open:
        return None
    return refusals.wrong_phase(
        "整改报告待审核，请先审核整改报告。",
        "the report waits for its review: accept or reject it first.",
    )


@at_each_place
def day_has_passed(
    loop: Loop, state: Any, act: CommandContext[Any], in_force: InForce, place: Place
) -> Refusal | None:
    """The day of the notice has passed; that day itself is still in time."""
    due = _due(loop, state, in_force, place)
    if due is not None and act.day > due:
        return None
    deadline = key(RECTIFICATION, place)
    if due is None:
        return Refusal(
            Code.WRONG_PHASE,
            "整改通知未给出期限，不能认定未整改或拒不整改；请先由财政部门就"
            f" {deadline} 给出期限（deadline.set）。",
            "the notice gives no day, so nothing can be found unmet or refused: the bureau gives "
            f"a day first (deadline.set, {deadline}).",
            keys=(deadline,),
        )
    return refusals.wrong_phase(
        f"整改期限 {due} 未过（当日仍可整改），不能认定未整改或拒不整改。",
        f"the day of the notice, {due}, is not past: nothing can be found unmet or refused.",
    )


def _due(loop: Loop, state: Any, in_force: InForce, place: Place) -> date | None:
    return loop.due(state, in_force, key(RECTIFICATION, place)).due


@guarded_by(place_is_open, rectification_is_notified, report_waits_for_another)
def accept(_loop: Loop, _state: Any, act: CommandContext[Accept], _in_force: InForce) -> Decided:
    """Accept the report: the rectification is done."""
    command = act.command
    return tuple(Decision(Accepted(**named_at(command, place))) for place in places_of(command))


@guarded_by(place_is_open, rectification_is_notified, report_waits_for_another)
def reject(_loop: Loop, _state: Any, act: CommandContext[Reject], _in_force: InForce) -> Decided:
    """Reject the report: the unit reports again."""
    command = act.command
    return tuple(Decision(Rejected(**named_at(command, place))) for place in places_of(command))


@guarded_by(
    place_is_open,
    rectification_is_notified,
    until_version(2, rectification_is_unsettled),
    from_version(2, rectification_is_not_accepted),
    from_version(2, unmet_is_not_the_last_finding),
    no_report_waits,
    day_has_passed,
)
def find_unmet(
    loop: Loop, state: Any, act: CommandContext[FindUnmet], in_force: InForce
) -> Decided:
    """Find the rectification unmet; the unit's own refusal does not stand in the way."""
    command = act.command
    found = [
        UnmetFound(**named_at(command, place), due=_due(loop, state, in_force, place))
        for place in places_of(command)
    ]
    return tuple(map(Decision, found))


@guarded_by(
    place_is_open,
    rectification_is_notified,
    rectification_is_not_accepted,
    refusal_is_not_the_last_finding,
    no_report_waits,
    day_has_passed,
)
def find_refused(
    loop: Loop, state: Any, act: CommandContext[FindRefused], in_force: InForce
) -> Decided:
    """Find that the unit refuses to rectify."""
    return tuple(_refusal_at(loop, state, act, in_force, place) for place in places_of(act.command))


def _refusal_at(
    loop: Loop, state: Any, act: CommandContext[FindRefused], in_force: InForce, place: Place
) -> Decision[RefusalFound]:
    due, on_record = _due(loop, state, in_force, place), loop.order_at(state, place).refuses
    event = RefusalFound(**named_at(act.command, place), due=due, on_record=on_record)
    return Decision(event)


def accepted(loop: Loop, state: Any, recorded: Recorded[Accepted]) -> Any:
    """Evolve by `rectification.accepted`."""
    place = place_of(recorded.event)
    order = loop.order_at(state, place)
    report = marked(order.report, FilingStatus.REVIEWED)
    return loop.with_order(state, place, replace(_found(order, Finding.ACCEPTED), report=report))


def rejected(loop: Loop, state: Any, recorded: Recorded[Rejected]) -> Any:
    """Evolve by `rectification.rejected`."""
    place = place_of(recorded.event)
    order = loop.order_at(state, place)
    report = marked(order.report, FilingStatus.RETURNED)
    return loop.with_order(state, place, replace(order, report=report))


def unmet_found(loop: Loop, state: Any, recorded: Recorded[UnmetFound]) -> Any:
    """Evolve by `rectification.unmet-found`."""
    place = place_of(recorded.event)
    return loop.with_order(state, place, _found(loop.order_at(state, place), Finding.UNMET))


def refusal_found(loop: Loop, state: Any, recorded: Recorded[RefusalFound]) -> Any:
    """Evolve by `rectification.refusal-found`."""
    place = place_of(recorded.event)
    return loop.with_order(state, place, _found(loop.order_at(state, place), Finding.REFUSED))


def _found(order: Rectification, finding: Finding) -> Rectification:
    return replace(order, findings=(*order.findings, finding))


def deciders(loop: Loop) -> Deciders:
    """The bureau's acts on a rectification, for a kind of subject."""
    return {
        Accept: partial(accept, loop),
        Reject: partial(reject, loop),
        FindUnmet: partial(find_unmet, loop),
        FindRefused: partial(find_refused, loop),
    }


def evolvers(loop: Loop) -> Evolvers:
    """The events of these acts, for a kind of subject."""
    return {
        Accepted: partial(accepted, loop),
        Rejected: partial(rejected, loop),
        UnmetFound: partial(unmet_found, loop),
        RefusalFound: partial(refusal_found, loop),
    }
