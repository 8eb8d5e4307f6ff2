"""The review of a self-evaluation: the bureau returns the form or gives it its grade."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from domain.kernel import refusals
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
from domain.kernel.message import WITHHOLDABLE, Command, Event, Message
from domain.kernel.policies import for_new_acts, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Points, Role, Text, Yuan
from domain.rules.engine.exact import total
from domain.shared.filings.filing import assessed, may_review
from domain.shared.filings.grading import GradeId, graded
from domain.subjects.project_year.evaluation.indicator_results import (
    ScoredIndicator,
    as_asked,
)
from domain.subjects.project_year.evaluation.self_evaluation import (
    SelfEvaluationFiled,
    scored_fields,
)
from domain.subjects.project_year.evaluation.self_evaluation_policies import FORM_EN, FORM_ZH
from domain.subjects.project_year.executed import (
    recorded_since,
    unseen,
    year_end,
)
from domain.subjects.project_year.feedback.loop import asked_after
from domain.subjects.project_year.state import ProjectYear


class EnteredPoints(Message):
    """Points and reason of the reviewer for an indicator that the rules do not score."""

    id: Code
    points: Points
    reason: Text


class ReturnSelfEvaluation(
    Command, name="self-evaluation.return", who={Role.FINANCE}, reads_past=True
):
    """Send the form back, with the reason."""

    reason: Text


class ReviewSelfEvaluation(
    Command, name="self-evaluation.review", who={Role.FINANCE}, reads_past=True
):
    """Review the form; its grade follows from its score.

    `points` has an entry for each indicator that the rules do not score (AMB-43). If a record of
    execution came after the filing, its amount counts; if it differs from the amount of the
    filing, `opinion` is required.
    """

    opinion: Text | None = None
    points: tuple[EnteredPoints, ...] = ()


class SelfEvaluationReturned(Event, name="self-evaluation.returned", version=1):
    """The form was sent back."""

    reason: Annotated[Text, WITHHOLDABLE]


class SelfEvaluationReviewed(Event, name="self-evaluation.reviewed", version=3):
    """The form was reviewed: its score, and its grade by the rule `grade.bands`.

    `executed` is the amount in yuan that counts. If a record after the filing changed it,
    `filed_executed` is the amount that counted at the filing.
    """

    score: Points | None = None
    grade: GradeId | None = None
    executed: Yuan
    executed_basis: Literal["executed"] = "executed"
    opinion: Annotated[Text | None, WITHHOLDABLE] = None
    entered: tuple[EnteredPoints, ...] = ()
    filed_executed: Yuan | None = None


def send_back(
    state: ProjectYear, act: CommandContext[ReturnSelfEvaluation], _in_force: InForce
) -> Decided:
    """Send the form back to the unit."""
    refusal = may_review(state.evaluation.itself.filing, act, FORM_ZH, FORM_EN)
    return refusal or (Decision(SelfEvaluationReturned(reason=act.command.reason)),)


def newer_record_is_seen(
    state: ProjectYear, act: CommandContext[ReviewSelfEvaluation], _in_force: InForce
) -> Refusal | None:
    """If a later record differs from the filing, the reviewer gives an opinion on it."""
    return unseen(_record(state), act.command.opinion, "opinion")


def _record(state: ProjectYear) -> tuple[date, Decimal] | None:
    return recorded_since(state, year_end(state), state.evaluation.itself.executed)


def form_waits_for_another(
    state: ProjectYear, act: CommandContext[ReviewSelfEvaluation], _in_force: InForce
) -> Refusal | None:
    """A form waits for its review, and the reviewer did not file it."""
    return may_review(state.evaluation.itself.filing, act, FORM_ZH, FORM_EN)


@guarded_by(form_waits_for_another, for_new_acts(newer_record_is_seen))
def review(
    state: ProjectYear, act: CommandContext[ReviewSelfEvaluation], in_force: InForce
) -> Decided:
    """Review the form; its computed score, with the entered points, gives the grade."""
    computed = _computed(state, act, in_force)
    score = _reviewed_score(computed, act)
    if isinstance(score, Refusal):
        return score
    grade, basis = graded(score, act, in_force)
    filed_executed = assessed(state.evaluation.itself).executed
    event = SelfEvaluationReviewed(
        score=score,
        entered=act.command.points,
        grade=grade,
        executed=computed.executed or Decimal(0),
        filed_executed=filed_executed if computed.executed != filed_executed else None,
        opinion=act.command.opinion,
    )
    fed_back = asked_after(state, act, in_force, "self_evaluation", grade)
    return (Decision(event, (*computed.basis, *basis)), *fed_back)


@dataclass(frozen=True, slots=True)
class _Computed:
    """The score of the form, computed with the amount of a newer record if there is one."""

    score: Decimal | None
    execution: Decimal | None
    points: tuple[ScoredIndicator, ...]
    executed: Decimal | None
    basis: tuple[Answer, ...] = ()


def _computed(
    state: ProjectYear, act: CommandContext[ReviewSelfEvaluation], in_force: InForce
) -> _Computed:
    itself, form = assessed(state.evaluation.itself), _form(act.past)
    record = _record(state) if act.recorded_as >= SelfEvaluationReviewed.version else None
    if form is None or record is None:
        execution, points = (form.execution_points, form.points) if form else (None, ())
        return _Computed(itself.score, execution, points, itself.executed)
    answer = in_force.ask(
        "self_evaluation.score",
        itself.filing.on,
        budget=f"{form.budget:f}",
        executed=f"{record[1]:f}",
        indicators=as_asked(form.indicators),
    )
    again = SelfEvaluationFiled.model_validate(
        dict(form) | scored_fields(answer) | {"executed": record[1]}
    )
    return _Computed(again.score, again.execution_points, again.points, record[1], (answer,))


def _reviewed_score(
    computed: _Computed, act: CommandContext[ReviewSelfEvaluation]
) -> Decimal | Refusal | None:
    """The computed score, plus the entered points of indicators that the rules do not score."""
    left, entered = points_left_open(act.past), act.command.points
    if sorted(one.id for one in entered) != sorted(left):
        return refusals.missing(
            "points",
            f"请在 points 中逐项填写得分及理由（规则未定，AMB-43）：{'、'.join(left) or '无'}。",
            f"give points and reason of exactly: {', '.join(left) or 'none'} (AMB-43).",
        )
    if not left:
        return computed.score
    too_many = [one.id for one in entered if one.points > _worth(act.past)[one.id]]
    if too_many:
        return refusals.invalid(
            "points",
            f"{'、'.join(too_many)} 的得分超过该指标的分值，请更正。",
            f"{', '.join(too_many)} gets more points than it is worth: correct them.",
        )
    known = [one.points for one in computed.points if one.points is not None]
    execution = computed.execution or Decimal(0)
    return total([execution, *known, *(one.points for one in entered)])


def points_left_open(past: Iterable[Recorded[Any]]) -> list[str]:
    """The ids of the newest form's indicators that the rules do not score."""
    form = _form(past)
    return [one.id for one in form.points if one.points is None] if form else []


def _worth(past: Iterable[Recorded[Any]]) -> dict[str, Decimal]:
    """The maximum points of each indicator of the newest form, by its id."""
    form = _form(past)
    return {one.id: one.points for one in form.indicators} if form else {}


def _form(past: Iterable[Recorded[Any]]) -> SelfEvaluationFiled | None:
    forms = [one.event for one in past if isinstance(one.event, SelfEvaluationFiled)]
    return forms[-1] if forms else None


def returned(state: ProjectYear, _recorded: Recorded[SelfEvaluationReturned]) -> ProjectYear:
    """Evolve by `self-evaluation.returned`."""
    return state.evaluated(itself=assessed(state.evaluation.itself).returned())


def reviewed(state: ProjectYear, recorded: Recorded[SelfEvaluationReviewed]) -> ProjectYear:
    """Evolve by `self-evaluation.reviewed`."""
    event, itself = recorded.event, assessed(state.evaluation.itself)
    score = itself.score if event.score is None else event.score
    executed = itself.executed if event.filed_executed is None else event.executed
    found = itself.as_reviewed(executed, score).graded(event.grade)
    return state.found(recorded.id, itself=found)


DECIDE: Deciders = {ReturnSelfEvaluation: send_back, ReviewSelfEvaluation: review}
EVOLVE: Evolvers = {SelfEvaluationReturned: returned, SelfEvaluationReviewed: reviewed}
