"""The bureau's review of a monitoring result, and the rectification that the rule orders."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

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
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import for_new_acts, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Day, Points, Role, Text, Verdict, Yuan, rate
from domain.shared.filings.filing import FilingStatus
from domain.shared.rectification.rectifying import Notified, day_of_notice
from domain.subjects.project_year import refusals
from domain.subjects.project_year.executed import recorded_since, unseen
from domain.subjects.project_year.guards import day_can_be_met
from domain.subjects.project_year.monitoring.completion import fed
from domain.subjects.project_year.monitoring.rounds import (
    Rate,
    filed_result,
    result_waits_for_another,
    round_is_open,
    with_round,
)
from domain.subjects.project_year.monitoring.state import Result
from domain.subjects.project_year.monitoring.state import Reviewed as ReviewedRound
from domain.subjects.project_year.state import ProjectYear


class ReviewResult(Command, name="monitoring.review", who={Role.FINANCE}, version=2):
    """Review a result: `score` of 100 points and `verdict`, as the rules need them.

    Where the rules leave the trigger to judgement, `rectify` and `reason` are needed.
    `rectify_by` (inclusive) is the day that a notice of rectification gives. A record of execution
    that came after the filing counts; where it differs from the filing, `reason` says a word on it.
    """

    node: Day
    score: Points | None = None
    verdict: Verdict | None = None
    rectify: bool | None = None
    reason: Text | None = None
    rectify_by: Day | None = None


class Reviewed(Event, name="monitoring.reviewed", version=2):
    """The result was reviewed; `failed` is null where the rules say nothing.

    `executed` (yuan) and `execution_rate` (percent) are those of a record that came after the
    filing and differs from it, null where the filing's own counted.
    """

    node: Day
    score: Points | None = None
    verdict: Verdict | None = None
    failed: bool | None = None
    rectify: bool
    reasons: tuple[Literal["score", "deviation", "judgement"], ...] = ()
    reason: Annotated[Text | None, WITHHOLDABLE] = None
    executed: Yuan | None = None
    execution_rate: Rate | None = None


def score_or_verdict_is_given(
    _state: ProjectYear, act: CommandContext[ReviewResult], _in_force: InForce
) -> Refusal | None:
    """The review gives a score, a verdict or both."""
    if act.command.score is not None or act.command.verdict is not None:
        return None
    return refusals.missing(
        "score", "请填写审核得分或审核结论。", "a review gives a score, a verdict or both."
    )


def newer_record_is_seen(
    state: ProjectYear, act: CommandContext[ReviewResult], _in_force: InForce
) -> Refusal | None:
    """A record that came after the filing and differs from it is seen by the reviewer."""
    return unseen(_record(state, act), act.command.reason, "reason")


def _record(state: ProjectYear, act: CommandContext[ReviewResult]) -> tuple[date, Decimal] | None:
    node = act.command.node
    return recorded_since(state, node, filed_result(state, node).executed)


@guarded_by(
    round_is_open,
    result_waits_for_another,
    day_can_be_met,
    score_or_verdict_is_given,
    for_new_acts(newer_record_is_seen),
)
def review(state: ProjectYear, act: CommandContext[ReviewResult], in_force: InForce) -> Decided:
    """Ask `monitoring.trigger` and `monitoring.failed`; a trigger notifies at once."""
    command = act.command
    result = _result(state, act)
    trigger = _ask_trigger(result, act, in_force)
    rectify = _rectify(trigger, command)
    if isinstance(rectify, Refusal):
        return rectify
    by = day_of_notice(act, in_force)
    return _decisions(result, command, rectify, by, (trigger, _ask_failed(act, in_force)))


def _result(state: ProjectYear, act: CommandContext[ReviewResult]) -> Result:
    """The result that waits, with the amount of a record that came since, from version 2 on."""
    result = filed_result(state, act.command.node)
    record = _record(state, act) if act.recorded_as >= Reviewed.version else None
    if record is None:
        return result
    return result.by_record(rate(record[1], state.budget or Decimal(1)), record[1])


def _ask_trigger(result: Result, act: CommandContext[ReviewResult], in_force: InForce) -> Answer:
    rate_of = fed if act.version >= ReviewResult.version else str
    return in_force.ask(
        "monitoring.trigger",
        act.effective_on,
        execution_rate=rate_of(result.execution_rate),
        completion_rate=rate_of(result.completion_rate),
        review_score=_text(act.command.score),
    )


def _ask_failed(act: CommandContext[ReviewResult], in_force: InForce) -> Answer:
    verdict = act.command.verdict
    return in_force.ask(
        "monitoring.failed",
        act.effective_on,
        review_score=_text(act.command.score),
        verdict=verdict.value if verdict else None,
    )


def _text(score: Decimal | None) -> str | None:
    return None if score is None else str(score)


def _rectify(trigger: Answer, command: ReviewResult) -> bool | Refusal:
    outcome: bool | None = trigger.outcome["rectify"] if trigger.stated else None
    if outcome is not None:
        return _as_ruled(outcome, trigger, command)
    if not trigger.stated and not command.rectify:
        return False
    if command.rectify is None or command.reason is None:
        return refusals.missing(
            "rectify" if command.rectify is None else "reason",
            "规则未给出数值标准，请审核人填写是否整改及理由。",
            "the rules give no number: the reviewer decides on rectification and says why.",
            trigger,
        )
    return command.rectify


def _as_ruled(outcome: bool, trigger: Answer, command: ReviewResult) -> bool | Refusal:
    if command.rectify in {None, outcome}:
        return outcome
    return refusals.invalid(
        "rectify",
        "是否整改由规则决定；规则未要求整改的，可在审核后另行通知整改。",
        "the rules decide on rectification; what they do not order is notified after the review.",
        trigger,
    )


def _decisions(
    result: Result,
    command: ReviewResult,
    rectify: bool,
    by: date | None,
    answers: tuple[Answer, Answer],
) -> tuple[Decision[Event], ...]:
    trigger, failed = answers
    reasons = tuple(trigger.outcome["reasons"]) if trigger.stated else ("judgement",)
    event = Reviewed(
        node=command.node,
        score=command.score,
        verdict=command.verdict,
        failed=failed.outcome if failed.stated else None,
        rectify=rectify,
        reasons=reasons if rectify else (),
        reason=command.reason,
        executed=result.executed if result.filed else None,
        execution_rate=result.execution_rate if result.filed else None,
    )
    reviewed: Decision[Event] = Decision(event, answers)
    if not rectify:
        return (reviewed,)
    notice = Notified(node=command.node, reasons=reasons, rectify_by=by)
    return (reviewed, Decision(notice, (trigger,), cause=0))


def reviewed(state: ProjectYear, recorded: Recorded[Reviewed]) -> ProjectYear:
    """Evolve by `monitoring.reviewed`."""
    event = recorded.event
    result = filed_result(state, event.node).marked(FilingStatus.REVIEWED)
    if event.execution_rate is not None and event.executed is not None:
        result = result.by_record(event.execution_rate, event.executed)
    return with_round(state, ReviewedRound(event.node, result, event.score, event.failed))


DECIDE: Deciders = {ReviewResult: review}
EVOLVE: Evolvers = {Reviewed: reviewed}
