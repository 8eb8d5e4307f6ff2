"""Overall self-evaluation 整体支出绩效自评: opened on 1 January, filed and scored, then graded."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

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
)
from domain.kernel.message import WITHHOLDABLE, Command, Event, Message
from domain.kernel.policies import for_new_acts, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Day, KnownCode, Points, Role, Text, Yuan
from domain.shared.deadlines.evaluation_half import EvaluationOpened, OpenEvaluation, not_before
from domain.shared.filings import amounts
from domain.shared.filings.filing import Assessed, assessed, filed, may_file, may_review
from domain.shared.filings.grading import graded
from domain.shared.filings.lateness import judged
from domain.shared.rectification.asking import asked_after
from domain.subjects.unit_year import scoring
from domain.subjects.unit_year.amounts import amounts_of
from domain.subjects.unit_year.due_dates import SELF_EVALUATION, due_of, evaluates_from
from domain.subjects.unit_year.feedback import SOURCE
from domain.subjects.unit_year.indicators import MeasuredIndicator, check_weights
from domain.subjects.unit_year.state import UnitYear

Indicators = Annotated[tuple[MeasuredIndicator, ...], Field(min_length=1, max_length=200)]
Basis = Literal["initial", "adjusted"]

_ZH, _EN = "整体支出绩效自评", "overall self-evaluation"


class FileOverallSelfEvaluation(Command, name="overall-self-evaluation.file", who={Role.UNIT}):
    """File the overall self-evaluation of a budget year that is over; amounts in yuan.

    `budget_basis` says whether `budget` is the initial or the adjusted budget. If the approved
    target has indicators, the indicators are the same. `execution_points` are the points for the
    execution rate.
    `amount_confirmed` is the reason for an amount that is far from the unit's other amounts.
    """

    budget: Yuan
    budget_basis: Basis
    executed: Yuan
    execution_points: Points
    indicators: Indicators
    document: Text | None = None
    amount_confirmed: Text | None = None


class ReturnOverallSelfEvaluation(
    Command, name="overall-self-evaluation.return", who={Role.FINANCE}, reads_past=True
):
    """Send the self-evaluation back, with the reason."""

    reason: Text


class ReviewOverallSelfEvaluation(
    Command, name="overall-self-evaluation.review", who={Role.FINANCE}, version=2
):
    """Review the self-evaluation; its grade follows from its score.

    From its second version on, the review asks for the feedback where the rules do.
    """

    opinion: Text | None = None


class Scored(Message):
    """The points that an indicator reached."""

    id: KnownCode
    points: Points


class OverallSelfEvaluationFiled(Event, name="overall-self-evaluation.filed", version=2):
    """The self-evaluation was filed; the rule `self_evaluation.score` gives `score` (0 to 100).

    `execution_reached` and `reached` are the parts of the score; `due` is inclusive.
    """

    budget: Yuan
    budget_basis: Basis
    executed: Yuan
    executed_basis: Text
    execution_points: Points
    indicators: Indicators
    document: Text | None = None
    score: Points | None = None
    execution_reached: Points | None = None
    reached: tuple[Scored, ...] = ()
    due: Day | None = None
    notice: Text | None = None
    late: bool


class OverallSelfEvaluationReturned(Event, name="overall-self-evaluation.returned", version=1):
    """The self-evaluation was sent back."""

    reason: Annotated[Text, WITHHOLDABLE]


class OverallSelfEvaluationReviewed(Event, name="overall-self-evaluation.reviewed", version=1):
    """The self-evaluation was reviewed; the rule `grade.bands` gives `grade`, or null."""

    executed: Yuan
    executed_basis: Text
    score: Points | None = None
    grade: Text | None = None
    opinion: Annotated[Text | None, WITHHOLDABLE] = None


def open_evaluation(
    state: UnitYear, act: CommandContext[OpenEvaluation], _in_force: InForce
) -> Decided:
    """Open the evaluation half once the budget year is over."""
    if state.evaluating or act.effective_on < evaluates_from(state):
        return ()
    return (Decision(EvaluationOpened()),)


def budget_year_is_over(
    state: UnitYear, act: CommandContext[FileOverallSelfEvaluation], _in_force: InForce
) -> Refusal | None:
    """The first day of the evaluation half has come."""
    opens = evaluates_from(state)
    return not_before(
        opens,
        act.effective_on,
        f"整体支出绩效自评请于 {opens} 起填报。",
        f"the {_EN} is filed from {opens} on.",
    )


def no_self_evaluation_stands(
    state: UnitYear, _act: CommandContext[FileOverallSelfEvaluation], _in_force: InForce
) -> Refusal | None:
    """No self-evaluation awaits review or is reviewed."""
    return may_file(state.self_evaluation.filing, _ZH, f"the {_EN}")


def budget_is_more_than_zero(
    _state: UnitYear, act: CommandContext[FileOverallSelfEvaluation], _in_force: InForce
) -> Refusal | None:
    """The overall budget is more than zero."""
    if act.command.budget:
        return None
    return refusals.invalid(
        "budget",
        "整体支出预算须大于零，否则无法计算执行率，请更正。",
        "an overall budget of zero gives no execution rate: correct it.",
    )


def indicators_are_approved(
    state: UnitYear, act: CommandContext[FileOverallSelfEvaluation], _in_force: InForce
) -> Refusal | None:
    """The indicators are the same as in the approved overall target, if there is one."""
    target = state.approved_target
    promised = set(target.indicators) if target else set()
    if not promised or {indicator.promise for indicator in act.command.indicators} == promised:
        return None
    return refusals.invalid(
        "indicators",
        "自评指标须与已批复的整体支出绩效目标一致，请按批复的指标填报。",
        "the indicators are those of the approved overall target: file them as approved.",
    )


def amounts_fit_the_others(
    state: UnitYear, act: CommandContext[FileOverallSelfEvaluation], _in_force: InForce
) -> Refusal | None:
    """Each amount that is far from the unit's other amounts is confirmed."""
    return amounts.held(act, amounts_of(state), "budget", "executed")


@guarded_by(
    budget_year_is_over,
    no_self_evaluation_stands,
    budget_is_more_than_zero,
    indicators_are_approved,
    for_new_acts(amounts_fit_the_others),
)
def file_evaluation(
    state: UnitYear, act: CommandContext[FileOverallSelfEvaluation], in_force: InForce
) -> Decided:
    """Accept and score the self-evaluation; a late filing is marked, not refused."""
    command = act.command
    weights = check_weights(command.indicators, command.execution_points, act, in_force)
    if isinstance(weights, Refusal):
        return weights
    answer = scoring.ask(
        command.budget, command.executed, command.indicators, act.effective_on, in_force
    )
    refusal = scoring.too_high(answer)
    if refusal:
        return refusal
    binding = due_of(state, in_force, SELF_EVALUATION)
    day, late = judged(act, binding, state.self_evaluation.filing)
    event = OverallSelfEvaluationFiled(
        **amounts.told(command),
        executed_basis="executed",
        **scoring.parts(answer),
        due=day.due,
        notice=day.notice,
        late=late,
    )
    confirmed = amounts.confirmed(act, amounts_of(state), "budget", "executed")
    remarks = amounts.beyond(command.executed, command.budget)
    return (Decision(event, (*weights, answer, *day.basis), remarks=remarks), *confirmed)


def return_evaluation(
    state: UnitYear, act: CommandContext[ReturnOverallSelfEvaluation], _in_force: InForce
) -> Decided:
    """Send the self-evaluation back to the unit."""
    refusal = may_review(state.self_evaluation.filing, act, _ZH, _EN)
    return refusal or (Decision(OverallSelfEvaluationReturned(reason=act.command.reason)),)


def review(
    state: UnitYear, act: CommandContext[ReviewOverallSelfEvaluation], in_force: InForce
) -> Decided:
    """Review a self-evaluation that somebody else filed, and grade it by `grade.bands`."""
    found = state.self_evaluation
    refusal = may_review(found.filing, act, _ZH, _EN)
    if refusal:
        return refusal
    grade, basis = graded(found.score, act, in_force)
    event = OverallSelfEvaluationReviewed(
        executed=found.executed,
        executed_basis="executed",
        score=found.score,
        grade=grade,
        opinion=act.command.opinion,
    )
    fed_back = asked_after(state.fed_back, act, in_force, SOURCE, grade, since=2)
    return (Decision(event, basis), *fed_back)


def opened(state: UnitYear, _recorded: Recorded[EvaluationOpened]) -> UnitYear:
    """Evolve by `evaluation.opened`."""
    return replace(state, evaluating=True)


def was_filed(state: UnitYear, recorded: Recorded[OverallSelfEvaluationFiled]) -> UnitYear:
    """Evolve by `overall-self-evaluation.filed`."""
    event = recorded.event
    again = filed(recorded, state.self_evaluation.filing)
    return replace(state, self_evaluation=Assessed(again, event.executed, event.score))


def returned(state: UnitYear, _recorded: Recorded[OverallSelfEvaluationReturned]) -> UnitYear:
    """Evolve by `overall-self-evaluation.returned`."""
    return replace(state, self_evaluation=assessed(state.self_evaluation).returned())


def reviewed(state: UnitYear, recorded: Recorded[OverallSelfEvaluationReviewed]) -> UnitYear:
    """Evolve by `overall-self-evaluation.reviewed`."""
    found = assessed(state.self_evaluation).graded(recorded.event.grade)
    return replace(state, self_evaluation=found)


DECIDE: Deciders = {
    OpenEvaluation: open_evaluation,
    FileOverallSelfEvaluation: file_evaluation,
    ReturnOverallSelfEvaluation: return_evaluation,
    ReviewOverallSelfEvaluation: review,
}
EVOLVE: Evolvers = {
    EvaluationOpened: opened,
    OverallSelfEvaluationFiled: was_filed,
    OverallSelfEvaluationReturned: returned,
    OverallSelfEvaluationReviewed: reviewed,
}
