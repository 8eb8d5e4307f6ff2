"""The bureau's review of a monitoring result, and the rectification that the rule orders."""

from __future__ import annotations

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
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Day, Points, Role, Text, Verdict
from domain.subjects.project_year import refusals
from domain.subjects.project_year.guards import day_can_be_met
from domain.subjects.project_year.monitoring.rectification import Notified
from domain.subjects.project_year.monitoring.rounds import (
    filed_result,
    result_waits_for_another,
    round_is_open,
    with_round,
)
from domain.subjects.project_year.monitoring.state import Result
from domain.subjects.project_year.monitoring.state import Reviewed as ReviewedRound
from domain.subjects.project_year.state import FilingStatus, ProjectYear


class ReviewResult(Command, name="monitoring.review", who={Role.FINANCE}):
    """Review a result: `score` of 100 points and `verdict`, as the rules need them.

    Where the rules leave the trigger to judgement, `rectify` and `reason` are needed.
    `rectify_by` (inclusive) is the day that a notice of rectification gives.
    """

    node: Day
    score: Points | None = None
    verdict: Verdict | None = None
    rectify: bool | None = None
    reason: Text | None = None
    rectify_by: Day | None = None


class Reviewed(Event, name="monitoring.reviewed", version=1):
    """The result was reviewed; `failed` is null where the rules say nothing."""

    node: Day
    score: Points | None = None
    verdict: Verdict | None = None
    failed: bool | None = None
    rectify: bool
    reasons: tuple[Literal["score", "deviation", "judgement"], ...] = ()
    reason: Annotated[Text | None, WITHHOLDABLE] = None


def score_or_verdict_is_given(
    _state: ProjectYear, act: CommandContext[ReviewResult], _in_force: InForce
) -> Refusal | None:
    """The review gives a score, a verdict or both."""
    if act.command.score is not None or act.command.verdict is not None:
        return None
    return refusals.missing(
        "score", "请填写审核得分或审核结论。", "a review gives a score, a verdict or both."
    )


@guarded_by(
    round_is_open,
    result_waits_for_another,
    day_can_be_met,
    score_or_verdict_is_given,
)
def review(state: ProjectYear, act: CommandContext[ReviewResult], in_force: InForce) -> Decided:
    """Ask `monitoring.trigger` and `monitoring.failed`; a trigger notifies at once."""
    command = act.command
    trigger = _ask_trigger(filed_result(state, command.node), act, in_force)
    rectify = _rectify(trigger, command)
    if isinstance(rectify, Refusal):
        return rectify
    return _decisions(command, rectify, (trigger, _ask_failed(act, in_force)))


def _ask_trigger(result: Result, act: CommandContext[ReviewResult], in_force: InForce) -> Answer:
    return in_force.ask(
        "monitoring.trigger",
        act.effective_on,
        execution_rate=str(result.execution_rate),
        completion_rate=str(result.completion_rate),
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
    command: ReviewResult, rectify: bool, answers: tuple[Answer, Answer]
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
    )
    reviewed: Decision[Event] = Decision(event, answers)
    if not rectify:
        return (reviewed,)
    notice = Notified(node=command.node, reasons=reasons, rectify_by=command.rectify_by)
    return (reviewed, Decision(notice, (trigger,), cause=0))


def reviewed(state: ProjectYear, recorded: Recorded[Reviewed]) -> ProjectYear:
    """Evolve by `monitoring.reviewed`."""
    event = recorded.event
    result = filed_result(state, event.node).marked(FilingStatus.REVIEWED)
    return with_round(state, ReviewedRound(event.node, result, event.score, event.failed))


DECIDE: Deciders = {ReviewResult: review}
EVOLVE: Evolvers = {Reviewed: reviewed}
