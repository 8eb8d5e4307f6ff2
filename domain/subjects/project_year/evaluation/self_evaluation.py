"""Self-evaluation 绩效自评: the unit files its form in the work year after the budget year."""

from __future__ import annotations

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
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import for_new_acts, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Day, Points, Role, Text, Yuan
from domain.rules.engine.exact import HUNDRED
from domain.shared.filings import amounts
from domain.shared.filings.filing import Assessed, filed
from domain.subjects.project_year.amounts import amounts_of
from domain.subjects.project_year.deadlines.due_dates import SELF_EVALUATION
from domain.subjects.project_year.evaluation.indicator_results import (
    IndicatorResults,
    ScoredIndicator,
    as_asked,
    check_results,
)
from domain.subjects.project_year.evaluation.self_evaluation_policies import (
    budget_is_approved,
    budget_year_is_over,
    no_form_stands,
    target_can_be_scored,
)
from domain.subjects.project_year.executed import (
    Executed,
    executed_as_of,
    unexplained,
    year_end,
)
from domain.subjects.project_year.filings.lateness import lateness
from domain.subjects.project_year.state import ProjectYear

_AMOUNTS = ("budget", "executed")


class FileSelfEvaluation(Command, name="self-evaluation.file", who={Role.UNIT}):
    """File the self-evaluation form of a budget year after its end.

    `budget` (on `budget_basis`) and `executed` are in yuan for the whole year. If a target was
    approved, `indicators` are its indicators, each with its actual value. `amount_confirmed` is
    the reason why an amount far from the approved budget is right.
    """

    budget: Yuan
    budget_basis: Literal["initial", "adjusted"]
    executed: Yuan
    executed_basis: Literal["executed"] = "executed"
    indicators: IndicatorResults
    document: Text
    explanation: Text | None = None
    amount_confirmed: Text | None = None


class SelfEvaluationFiled(Event, name="self-evaluation.filed", version=3):
    """The form was filed.

    The rule `self_evaluation.score` gives `points` and `score`; they are null if no rule is stated.
    `executed` is the newest record as of the end of the year. If the form gives another amount,
    `filed_executed` is that amount. Without a record, `executed` is the amount of the form and
    `unconfirmed` is true.
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


def budget_is_more_than_zero(
    _state: ProjectYear, act: CommandContext[FileSelfEvaluation], _in_force: InForce
) -> Refusal | None:
    """The budget of the form is more than zero."""
    if act.command.budget:
        return None
    return refusals.invalid(
        "budget", "预算数须大于零，请更正。", "the budget is more than zero yuan: correct it."
    )


def amounts_fit_the_budget(
    state: ProjectYear, act: CommandContext[FileSelfEvaluation], _in_force: InForce
) -> Refusal | None:
    """Each amount of the form is near the approved budget, or `amount_confirmed` has a reason."""
    return amounts.held(act, amounts_of(state), *_AMOUNTS)


def budget_is_the_approved_one(
    state: ProjectYear, act: CommandContext[FileSelfEvaluation], _in_force: InForce
) -> Refusal | None:
    """The budget of the form is the approved budget on the same basis."""
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
    """If `executed` differs from the newest record of the year, the form has an explanation."""
    return unexplained(state, act, year_end(state))


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
    """File the form with its score, judged by the due day in force."""
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
        **scored_fields(basis[-1]),
        due=day.due,
        notice=day.notice,
        late=late,
    )
    confirmed = amounts.confirmed(act, amounts_of(state), *_AMOUNTS)
    remarks = amounts.beyond(executed.amount, act.command.budget)
    return (Decision(event, (*basis, *day.basis), remarks=remarks), *confirmed)


def scored_fields(answer: Answer) -> dict[str, Any]:
    """The fields of `self-evaluation.filed` that an answer of `self_evaluation.score` gives."""
    scored = answer.outcome if answer.stated else {}
    return {
        "score": scored.get("score"),
        "execution_points": scored.get("execution_points"),
        "points": scored.get("indicators", ()),
    }


def was_filed(state: ProjectYear, recorded: Recorded[SelfEvaluationFiled]) -> ProjectYear:
    """Evolve by `self-evaluation.filed`, which begins the evaluation half."""
    event = recorded.event
    filing = filed(recorded, state.evaluation.itself.filing)
    return state.evaluated(itself=Assessed(filing, event.executed, event.score), opened=True)


DECIDE: Deciders = {FileSelfEvaluation: file}
EVOLVE: Evolvers = {SelfEvaluationFiled: was_filed}
