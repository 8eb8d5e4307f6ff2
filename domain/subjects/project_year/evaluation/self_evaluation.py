"""Self-evaluation 绩效自评: the unit files in the work year after, the bureau reviews."""

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
from domain.kernel.vocabulary import Code, Day, Points, Role, Text, Yuan
from domain.rules.engine.exact import HUNDRED, total
from domain.shared.deadlines.evaluation_half import first_day, not_before
from domain.shared.filings import amounts
from domain.shared.filings.filing import Assessed, assessed, filed, may_file, may_review
from domain.shared.filings.grading import GradeId, graded
from domain.subjects.project_year.amounts import amounts_of
from domain.subjects.project_year.deadlines.due_dates import SELF_EVALUATION
from domain.subjects.project_year.evaluation.indicator_results import (
    IndicatorResults,
    ScoredIndicator,
    as_asked,
    check_results,
)
from domain.subjects.project_year.executed import (
    Executed,
    executed_as_of,
    recorded_since,
    unexplained,
    unseen,
    year_end,
)
from domain.subjects.project_year.filings.lateness import lateness
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets.scorable import cannot_be_scored

_ZH, _EN = "绩效自评表", "self-evaluation"
_AMOUNTS = ("budget", "executed")


class FileSelfEvaluation(Command, name="self-evaluation.file", who={Role.UNIT}):
    """File the self-evaluation form of the budget year that is over.

    `budget` (on `budget_basis`) and `executed` in yuan for the whole year. The indicators are those
    of the approved target where there is one, each with its actual value. `amount_confirmed` is the
    reason for an amount that is far from the approved budget.
    """

    budget: Yuan
    budget_basis: Literal["initial", "adjusted"]
    executed: Yuan
    executed_basis: Literal["executed"] = "executed"
    indicators: IndicatorResults
    document: Text
    explanation: Text | None = None
    amount_confirmed: Text | None = None


class ReturnSelfEvaluation(
    Command, name="self-evaluation.return", who={Role.FINANCE}, reads_past=True
):
    """Send the form back, with the reason."""

    reason: Text


class EnteredPoints(Message):
    """The points that the reviewer gives an indicator whose points the rules leave open."""

    id: Code
    points: Points
    reason: Text


class ReviewSelfEvaluation(
    Command, name="self-evaluation.review", who={Role.FINANCE}, reads_past=True
):
    """Review the form; its grade follows from its score.

    `points` are those of indicators that the rules leave open (AMB-43), each with its reason. A
    record of execution that came after the filing counts; where it differs from the filing,
    `opinion` says a word on it.
    """

    opinion: Text | None = None
    points: tuple[EnteredPoints, ...] = ()


class SelfEvaluationFiled(Event, name="self-evaluation.filed", version=3):
    """The form was filed; `self_evaluation.score` gives points and `score`, null without a rule.

    `executed` is the newest record as of the end of the year; `filed_executed` is what was filed
    where that differs. Without a record, `executed` is what was filed and is `unconfirmed`.
    """

    budget: Yuan
    budget_basis: Literal["initial", "adjusted"]
    executed: Yuan
    executed_basis: Literal["executed"]
    indicators: IndicatorResults
    document: Text
    score: Points | None = None
    execution_points: Points | None = None
    points: tuple[ScoredIndicator, ...] = ()
    due: Day | None = None
    notice: Text | None = None
    late: bool
    explanation: Annotated[Text | None, WITHHOLDABLE] = None
    filed_executed: Yuan | None = None
    unconfirmed: bool = False


class SelfEvaluationReturned(Event, name="self-evaluation.returned", version=1):
    """The form was sent back."""

    reason: Annotated[Text, WITHHOLDABLE]


class SelfEvaluationReviewed(Event, name="self-evaluation.reviewed", version=3):
    """The form was reviewed: its score and, by `grade.bands`, its grade; executed in yuan.

    `executed` is that of a record that came after the filing and differs from it; then
    `filed_executed` is what counted at the filing.
    """

    score: Points | None = None
    grade: GradeId | None = None
    executed: Yuan
    executed_basis: Literal["executed"] = "executed"
    opinion: Annotated[Text | None, WITHHOLDABLE] = None
    entered: tuple[EnteredPoints, ...] = ()
    filed_executed: Yuan | None = None


def budget_is_approved(
    state: ProjectYear, _act: CommandContext[FileSelfEvaluation], _in_force: InForce
) -> Refusal | None:
    """The project has a budget."""
    if state.issued is not None:
        return None
    return refusals.wrong_phase(
        "预算尚未批复，没有可以自评的内容。",
        "the budget was not approved: there is nothing to evaluate.",
    )


def budget_year_is_over(
    state: ProjectYear, act: CommandContext[FileSelfEvaluation], _in_force: InForce
) -> Refusal | None:
    """The first day of the next year has come."""
    opens = first_day(state.known.budget_year)
    return not_before(
        opens,
        act.day,
        f"绩效自评自 {opens} 起填报。",
        f"its self-evaluation is filed from {opens} on.",
    )


def no_form_stands(
    state: ProjectYear, _act: CommandContext[FileSelfEvaluation], _in_force: InForce
) -> Refusal | None:
    """No form waits or is reviewed."""
    return may_file(state.evaluation.itself.filing, _ZH, _EN)


def budget_is_more_than_zero(
    _state: ProjectYear, act: CommandContext[FileSelfEvaluation], _in_force: InForce
) -> Refusal | None:
    """The budget that the form gives is more than zero."""
    if act.command.budget:
        return None
    return refusals.invalid(
        "budget", "预算数须大于零，请更正。", "the budget is more than zero yuan: correct it."
    )


def amounts_fit_the_budget(
    state: ProjectYear, act: CommandContext[FileSelfEvaluation], _in_force: InForce
) -> Refusal | None:
    """No amount of the form is far from the approved budget, or it is confirmed."""
    return amounts.held(act, amounts_of(state), *_AMOUNTS)


def budget_is_the_approved_one(
    state: ProjectYear, act: CommandContext[FileSelfEvaluation], _in_force: InForce
) -> Refusal | None:
    """The budget of the form is the approved one of its basis."""
    command, issued = act.command, state.issued
    approved = issued and (issued.initial if command.budget_basis == "initial" else issued.amount)
    if command.budget == approved:
        return None
    basis = "年初" if command.budget_basis == "initial" else "全年（调整后）"
    known = "没有批复数，请改用另一口径" if approved is None else f"批复数为 {approved:,f} 元"
    return refusals.invalid(
        "budget",
        f"所填{basis}预算数 {command.budget:,f} 元与批复不一致：{basis}预算{known}，请按批复填报。",
        f"the approved {command.budget_basis} budget is {approved}: file it as approved.",
    )


def difference_is_explained(
    state: ProjectYear, act: CommandContext[FileSelfEvaluation], _in_force: InForce
) -> Refusal | None:
    """An amount that differs from the record as of the end of the year is explained."""
    return unexplained(state, act, year_end(state))


def target_can_be_scored(
    state: ProjectYear, _act: CommandContext[FileSelfEvaluation], _in_force: InForce
) -> Refusal | None:
    """The approved target has nothing that no rule can score."""
    wrong = cannot_be_scored(state.target.approved)
    if not wrong:
        return None
    return refusals.wrong_phase(
        f"批复的指标 {'、'.join(wrong)} 目标值为负数，无法计分；请先更正表述（target.adjust，"
        "如下降率 >= 5），由财政部门批准后再自评。",
        f"{', '.join(wrong)} has a negative target, which no rule can score: say it in another "
        "way (target.adjust), finance approves that, then file the form.",
    )


@guarded_by(
    budget_is_approved,
    budget_year_is_over,
    no_form_stands,
    budget_is_more_than_zero,
    for_new_acts(target_can_be_scored),
    for_new_acts(amounts_fit_the_budget),
    for_new_acts(budget_is_the_approved_one),
    for_new_acts(difference_is_explained),
)
def file(state: ProjectYear, act: CommandContext[FileSelfEvaluation], in_force: InForce) -> Decided:
    """Take the form of a project with a budget, from the first day of the next year on."""
    basis = check_results(state, act, in_force)
    if isinstance(basis, Refusal):
        return basis
    executed = executed_as_of(state, act, year_end(state))
    scored = _score(act, executed, in_force)
    if isinstance(scored, Refusal):
        return scored
    return _filed(state, act, in_force, executed, (*basis, scored))


def _score(
    act: CommandContext[FileSelfEvaluation], executed: Executed, in_force: InForce
) -> Answer | Refusal:
    command = act.command
    answer = in_force.ask(
        "self_evaluation.score",
        act.effective_on,
        budget=f"{command.budget:f}",
        executed=f"{executed.amount:f}",
        indicators=as_asked(command.indicators),
    )
    if answer.stated and Decimal(answer.outcome["score"] or 0) > HUNDRED:
        return refusals.invalid(
            "indicators",
            "自评得分超过 100 分，请核对指标分值。",
            "the points sum to more than 100: check what the indicators are worth.",
            answer,
        )
    return answer


def _filed(
    state: ProjectYear,
    act: CommandContext[FileSelfEvaluation],
    in_force: InForce,
    executed: Executed,
    basis: tuple[Answer, ...],
) -> Decided:
    before = state.evaluation.itself.filing
    day, late = lateness(state, act, in_force, SELF_EVALUATION, before, since=3)
    event = SelfEvaluationFiled(
        **amounts.told(act.command) | {"executed": executed.amount},
        filed_executed=executed.filed,
        unconfirmed=executed.unconfirmed,
        **_scored(basis[-1]),
        due=day.due,
        notice=day.notice,
        late=late,
    )
    confirmed = amounts.confirmed(act, amounts_of(state), *_AMOUNTS)
    return (Decision(event, (*basis, *day.basis)), *confirmed)


def send_back(
    state: ProjectYear, act: CommandContext[ReturnSelfEvaluation], _in_force: InForce
) -> Decided:
    """Send the form back to the unit."""
    refusal = may_review(state.evaluation.itself.filing, act, _ZH, _EN)
    return refusal or (Decision(SelfEvaluationReturned(reason=act.command.reason)),)


def newer_record_is_seen(
    state: ProjectYear, act: CommandContext[ReviewSelfEvaluation], _in_force: InForce
) -> Refusal | None:
    """A record that came after the filing and differs from it is seen by the reviewer."""
    return unseen(_record(state), act.command.opinion, "opinion")


def _record(state: ProjectYear) -> tuple[date, Decimal] | None:
    return recorded_since(state, year_end(state), state.evaluation.itself.executed)


def form_waits_for_another(
    state: ProjectYear, act: CommandContext[ReviewSelfEvaluation], _in_force: InForce
) -> Refusal | None:
    """A form waits, and another person than the reviewer filed it."""
    return may_review(state.evaluation.itself.filing, act, _ZH, _EN)


@guarded_by(form_waits_for_another, for_new_acts(newer_record_is_seen))
def review(
    state: ProjectYear, act: CommandContext[ReviewSelfEvaluation], in_force: InForce
) -> Decided:
    """Review the form; the score stands as computed and gives the grade."""
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
    return (Decision(event, (*computed.basis, *basis)),)


@dataclass(frozen=True, slots=True)
class _Computed:
    """What the rules make of the form, or of the form with the amount of a newer record."""

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
        dict(form) | _scored(answer) | {"executed": record[1]}
    )
    return _Computed(again.score, again.execution_points, again.points, record[1], (answer,))


def _scored(answer: Answer) -> dict[str, Any]:
    scored = answer.outcome if answer.stated else {}
    return {
        "score": scored.get("score"),
        "execution_points": scored.get("execution_points"),
        "points": scored.get("indicators", ()),
    }


def _reviewed_score(
    computed: _Computed, act: CommandContext[ReviewSelfEvaluation]
) -> Decimal | Refusal | None:
    """The score, with the points that the reviewer enters where the rules leave some open."""
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
    """The indicators of the newest form whose points the rules leave open, by their ids."""
    form = _form(past)
    return [one.id for one in form.points if one.points is None] if form else []


def _worth(past: Iterable[Recorded[Any]]) -> dict[str, Decimal]:
    """The points that each indicator of the newest form is worth, by its id."""
    form = _form(past)
    return {one.id: one.points for one in form.indicators} if form else {}


def _form(past: Iterable[Recorded[Any]]) -> SelfEvaluationFiled | None:
    forms = [one.event for one in past if isinstance(one.event, SelfEvaluationFiled)]
    return forms[-1] if forms else None


def was_filed(state: ProjectYear, recorded: Recorded[SelfEvaluationFiled]) -> ProjectYear:
    """Evolve by `self-evaluation.filed`: the evaluation half has begun."""
    event = recorded.event
    filing = filed(recorded, state.evaluation.itself.filing)
    return state.evaluated(itself=Assessed(filing, event.executed, event.score), opened=True)


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


DECIDE: Deciders = {
    FileSelfEvaluation: file,
    ReturnSelfEvaluation: send_back,
    ReviewSelfEvaluation: review,
}
EVOLVE: Evolvers = {
    SelfEvaluationFiled: was_filed,
    SelfEvaluationReturned: returned,
    SelfEvaluationReviewed: reviewed,
}
