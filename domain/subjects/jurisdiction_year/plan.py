"""The year's plan of key evaluations 财政重点评价: what is to be evaluated, by type."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, NonNegativeInt, PositiveInt

from domain.kernel import refusals
from domain.kernel.answer import Answer
from domain.kernel.decider import (
    EVALUATIONS_BEFORE,
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.message import WITHHOLDABLE, Command, Event, Message
from domain.kernel.policies import for_new_acts, from_version, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import BudgetType, Role, Text, Yuan
from domain.rules.engine.exact import total
from domain.shared.filings import amounts
from domain.subjects.jurisdiction_year.plan_funds import (
    Source,
    a_difference_is_explained,
    last_year,
)
from domain.subjects.jurisdiction_year.state import JurisdictionYear, Plan

MINIMUM = "key_evaluation.minimum"
COVERAGE = "key_evaluation.budget_coverage"

ObjectType = Literal[
    "department_overall",
    "fiscal_policy",
    "project",
    "government_procurement",
    "purchased_services",
    "special_bonds",
    "government_debt",
    "government_investment_fund",
    "ppp",
    "lower_government",
    "other_major",
    "key_construction",
    "subsidy",
]
"""The types that a plan may name; `domain.shared.evaluation_objects` reads their stored names."""


class PlannedObjects(Message):
    """Objects of one type: how many, and with what funds in yuan."""

    object_type: ObjectType
    objects: PositiveInt
    funds: Yuan


Objects = Annotated[tuple[PlannedObjects, ...], Field(min_length=1, max_length=50)]
BudgetTypes = Annotated[tuple[BudgetType, ...], Field(min_length=1, max_length=4)]


NO_PROJECTS = frozenset({"department_overall", "fiscal_policy", "lower_government"})
"""The types of objects that are no projects."""


class SetPlan(
    Command,
    name="key-evaluation-plan.set",
    who={Role.FINANCE},
    frame=EVALUATIONS_BEFORE,
    version=2,
):
    """Set the plan; set again before the selection, the newest counts.

    `budget_types` are the budgets that the objects belong to. `funds_last_year` in yuan is needed
    where a rule compares with it and the log has no selection of last year; where it has one, that
    counts, and `explanation` says why another figure was typed. `exception` is the reference
    of a granted exception from the rule.
    `amount_confirmed` is the reason for funds that are far from last year's, or the earlier plan's.
    """

    objects: Objects
    budget_types: BudgetTypes
    funds_last_year: Yuan | None = None
    exception: Text | None = None
    document: Text | None = None
    amount_confirmed: Text | None = None
    explanation: Text | None = None


class PlanSet(Event, name="key-evaluation-plan.set", version=2):
    """The plan was set; `count` and `funds` (yuan) are the sums of its objects.

    `short_of` is what an exception was needed for. `projects` is how many of the objects are
    projects: so many are to be selected; null in the first version. `funds_last_year` in yuan comes
    from the log or was stated; `funds_last_year_stated` was typed where that of the log counts.
    """

    objects: Objects
    budget_types: BudgetTypes
    count: PositiveInt
    funds: Yuan
    funds_basis: Literal["planned"] = "planned"
    funds_last_year: Yuan | None = None
    short_of: tuple[Text, ...] = ()
    exception: Text | None = None
    document: Text | None = None
    projects: NonNegativeInt | None = None
    funds_last_year_source: Source | None = None
    funds_last_year_stated: Yuan | None = None
    explanation: Annotated[Text | None, WITHHOLDABLE] = None


def each_type_stands_once(
    _state: JurisdictionYear, act: CommandContext[SetPlan], _in_force: InForce
) -> Refusal | None:
    """No type of object stands twice."""
    types = [one.object_type for one in act.command.objects]
    if len(set(types)) == len(types):
        return None
    return refusals.invalid("objects", "对象类型重复。", "a type of object stands twice.")


def nothing_is_selected(
    state: JurisdictionYear, _act: CommandContext[SetPlan], _in_force: InForce
) -> Refusal | None:
    """The objects of the plan are not selected yet."""
    if not state.key_selected:
        return None
    return refusals.wrong_phase(
        "重点评价对象已选取，计划不再变更。",
        "the objects are selected: the plan is set no more.",
    )


def funds_fit_the_others(
    state: JurisdictionYear, act: CommandContext[SetPlan], _in_force: InForce
) -> Refusal | None:
    """The funds are not far from last year's or from the plan before, or they are confirmed."""
    return amounts.held_values(act, *_compared(state, act))


def _compared(
    state: JurisdictionYear, act: CommandContext[SetPlan]
) -> tuple[dict[str, Decimal], dict[str, Decimal | None]]:
    """The other amounts, in yuan, and the funds of the plan by the field that they come from."""
    others = {"上年度重点评价资金": last_year(act).funds or Decimal(0)}
    if state.plan is not None:
        others["原计划资金"] = state.plan.funds
    return others, {"objects": total(one.funds for one in act.command.objects)}


def named_exception_is_granted(
    state: JurisdictionYear, act: CommandContext[SetPlan], _in_force: InForce
) -> Refusal | None:
    """An exception that the plan names was granted, whether the plan needs it yet or not."""
    reference = act.command.exception
    return None if reference is None else _not_granted(state, reference)


@guarded_by(
    each_type_stands_once,
    from_version(2, a_difference_is_explained),
    from_version(2, named_exception_is_granted),
    for_new_acts(funds_fit_the_others),
)
def set_again(state: JurisdictionYear, act: CommandContext[SetPlan], in_force: InForce) -> Decided:
    """Set the plan where it meets what the rules ask of it, whatever was selected by another."""
    command = act.command
    count = sum(one.objects for one in command.objects)
    funds = total(one.funds for one in command.objects)
    minimum = _minimum(act, in_force, count, funds)
    coverage = in_force.ask(
        COVERAGE, act.effective_on, budget_types=[str(one) for one in command.budget_types]
    )
    refusal = _below(state, act, minimum) or _uncovered(coverage)
    if refusal:
        return refusal
    event = PlanSet(**_kept(act), count=count, funds=funds, short_of=_short_of(minimum))
    confirmed = amounts.confirmed_values(act, *_compared(state, act))
    return (Decision(event, (minimum, coverage)), *confirmed)


@guarded_by(nothing_is_selected)
def set_plan(state: JurisdictionYear, act: CommandContext[SetPlan], in_force: InForce) -> Decided:
    """Set the plan where it meets what the rules ask of its count, funds and budgets."""
    return set_again(state, act, in_force)


def _kept(act: CommandContext[SetPlan]) -> dict[str, Any]:
    """The fields of the act, with last year's funds and the number of projects from version 2."""
    given = amounts.told(act.command)
    if act.version == 1:
        return given
    found = last_year(act)
    of_funds = {
        "funds_last_year": found.funds,
        "funds_last_year_source": found.source,
        "funds_last_year_stated": found.stated,
    }
    projects = (one.objects for one in act.command.objects if one.object_type not in NO_PROJECTS)
    return {**given, **of_funds, "projects": sum(projects)}


def _minimum(act: CommandContext[SetPlan], in_force: InForce, count: int, funds: Decimal) -> Answer:
    return ask_minimum(act, in_force, count, funds, last_year(act).funds)


def ask_minimum(
    act: CommandContext[Any], in_force: InForce, count: int, funds: Decimal, before: Decimal | None
) -> Answer:
    """The answer on a number of objects and their funds, beside those of last year, in yuan."""
    return in_force.ask(
        MINIMUM,
        act.effective_on,
        count=count,
        funds=f"{funds:f}",
        funds_last_year=f"{before or Decimal(0):f}",
    )


def _short_of(minimum: Answer) -> tuple[str, ...]:
    if not minimum.stated or minimum.outcome == "met":
        return ()
    return tuple(minimum.outcome.get("exception_required", ()))


def _below(
    state: JurisdictionYear, act: CommandContext[SetPlan], minimum: Answer
) -> Refusal | None:
    if not minimum.stated:
        return None
    if last_year(act).funds is None:
        return refusals.missing(
            "funds_last_year",
            "规则与上年度资金规模比较，请填写上年度重点评价资金总额。",
            "the rule compares with last year's funds: give them.",
            minimum,
        )
    not_met = [] if minimum.outcome == "met" else minimum.outcome.get("not_met", [])
    if not_met:
        return refusals.gate_not_met(
            f"重点评价计划未达到规定的最低要求（{'、'.join(not_met)}），请增加评价对象。",
            f"the plan is below the minimum ({', '.join(not_met)}): plan more objects.",
            minimum,
        )
    return _unexcepted(state, act.command, minimum) if _short_of(minimum) else None


def _unexcepted(state: JurisdictionYear, command: SetPlan, minimum: Answer) -> Refusal | None:
    if command.exception is None:
        return refusals.missing(
            "exception",
            "资金规模低于上年度，须先批准例外（exception.grant）并填写其文号。",
            "the funds are below last year's: grant an exception first (exception.grant) and give "
            "its reference.",
            minimum,
        )
    return _not_granted(state, command.exception, minimum)


def _not_granted(state: JurisdictionYear, reference: str, *basis: Answer) -> Refusal | None:
    if (MINIMUM, reference) in state.exceptions:
        return None
    return refusals.invalid(
        "exception",
        f"没有文号为 {reference} 的例外，请先就 {MINIMUM} 批准例外（exception.grant）。",
        f"no exception from {MINIMUM} has the reference {reference}: grant it first "
        "(exception.grant).",
        *basis,
    )


def _uncovered(coverage: Answer) -> Refusal | None:
    missing = coverage.outcome["missing"] if coverage.stated else []
    if not missing:
        return None
    return refusals.gate_not_met(
        f"重点评价须覆盖的预算尚缺：{'、'.join(missing)}，请补充评价对象。",
        f"the plan covers no {', '.join(missing)}: plan an object of each.",
        coverage,
    )


def plan_set(state: JurisdictionYear, recorded: Recorded[PlanSet]) -> JurisdictionYear:
    """Evolve by `key-evaluation-plan.set`."""
    event = recorded.event
    plan = Plan(
        recorded.id,
        event.count,
        event.funds,
        event.exception,
        state.plan,
        event.projects,
        total(one.funds for one in event.objects if one.object_type in NO_PROJECTS),
        event.funds_last_year,
    )
    return replace(state, plan=plan)


DECIDE: Deciders = {SetPlan: set_plan}
EVOLVE: Evolvers = {PlanSet: plan_set}
