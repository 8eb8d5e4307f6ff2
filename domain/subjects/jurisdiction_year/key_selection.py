"""Selection for key evaluation 财政重点评价 among the projects of the budget year before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, NonNegativeInt

from domain.kernel import refusals
from domain.kernel.answer import Answer
from domain.kernel.decider import (
    EVALUATED_PROJECTS,
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Member,
    Recorded,
)
from domain.kernel.message import ADDED, WITHHOLDABLE, Command, Event, Message
from domain.kernel.policies import from_version, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.subject_ids import parse_subject, project_year
from domain.kernel.vocabulary import BudgetType, Code, Role, Text, Yuan
from domain.rules.engine.exact import total
from domain.shared.fan_out import dispatch
from domain.shared.fan_out.messages import Reach
from domain.shared.fan_out.priority import Priority, priority
from domain.subjects.jurisdiction_year.frame import (
    Codes,
    FrameProject,
    SomeCodes,
    budgeted_of,
    frame_of,
    position_of,
    taken_back_from,
    unfit_codes,
)
from domain.subjects.jurisdiction_year.object_types import (
    WITH_TYPES,
    Types,
    marks_of,
    types_are_of_the_selected,
    types_of_selected,
)
from domain.subjects.jurisdiction_year.plan import COVERAGE, MINIMUM, ask_minimum
from domain.subjects.jurisdiction_year.plan_funds import selected_funds
from domain.subjects.jurisdiction_year.state import Chosen, JurisdictionYear

MARK_SELECTED = "key-evaluation.mark-selected"
UNMARK_SELECTED = "key-evaluation.unmark-selected"
PRIORITY = "key_evaluation.priority"
TYPES = "key_evaluation.types"


class Criteria(Message):
    """The criteria of priority that a project meets, as the bureau finds (AMB-15)."""

    project: Code
    party_government_decision: bool = False
    broad_coverage: bool = False
    public_attention: bool = False
    influence: bool | None = None


Declared = Annotated[tuple[Criteria, ...], Field(max_length=10_000)]


class SelectForKeyEvaluation(
    Command,
    name="key-evaluation.select",
    who={Role.FINANCE},
    frame=EVALUATED_PROJECTS,
    version=3,
):
    """Select projects of the budget year before, by their codes, for key evaluation.

    A project that `criteria` does not name meets none. One that `types` does not name is counted as
    its register entry says. `reason` is needed where the selection departs from the order that the
    rules give. The selection that completes the plan meets the minimum of the rules, or the plan
    has an exception from it.
    """

    selected: SomeCodes
    criteria: Declared = ()
    types: Types = ()
    reason: Text | None = None


class KeyEvaluationSelected(Event, name="key-evaluation.selected", version=3):
    """The selection with the frame that it was made from, as the log had it at `position`.

    `amount` in yuan is the sum of the selected projects. `order` is the order given by the rules;
    `follows_order` is null if they give none. `types` are those of every selected project; events
    of before have none.
    """

    position: NonNegativeInt
    frame: tuple[FrameProject, ...]
    selected: SomeCodes
    amount: Yuan
    amount_basis: Literal["executed_or_budget"] = "executed_or_budget"
    criteria: Declared = ()
    types: Annotated[Types, ADDED] = ()
    order: Codes = ()
    follows_order: bool | None = None
    reason: Annotated[Text | None, WITHHOLDABLE] = None

    def reaches(self, stream: str) -> tuple[Reach, ...]:
        """Mark each selected project of the budget year before."""
        year, marks = parse_subject(stream), marks_of(self.types)
        return tuple(
            Reach(
                project_year(year.jurisdiction, (year.year or 0) - 1, code),
                MARK_SELECTED,
                marks.get(code, {}),
            )
            for code in self.selected
        )


class SelectionTakenBack(Event, name="key-evaluation.selection-taken-back", version=1):
    """Projects are selected no more: their selection was withdrawn or corrected.

    `cancelled` are those whose evaluation under way is cancelled, as the bureau decided.
    """

    projects: SomeCodes
    cancelled: Codes = ()
    reason: Annotated[Text, WITHHOLDABLE]

    def reaches(self, stream: str) -> tuple[Reach, ...]:
        """Take the mark back from each project."""
        return taken_back_from(stream, self.projects, UNMARK_SELECTED, self.cancelled, self.reason)


def plan_is_set(
    state: JurisdictionYear, _act: CommandContext[SelectForKeyEvaluation], _in_force: InForce
) -> Refusal | None:
    """The plan of key evaluations is set."""
    if state.plan is not None:
        return None
    return refusals.wrong_phase(
        "尚未制定重点评价计划，请先制定（key-evaluation-plan.set）。",
        "there is no plan of key evaluations: set it first (key-evaluation-plan.set).",
    )


def selected_are_of_the_frame(
    _state: JurisdictionYear, act: CommandContext[SelectForKeyEvaluation], _in_force: InForce
) -> Refusal | None:
    """Each selected project stands once and is of the frame."""
    return unfit_codes("selected", act.command.selected, budgeted_of(act))


def criteria_are_of_the_frame(
    _state: JurisdictionYear, act: CommandContext[SelectForKeyEvaluation], _in_force: InForce
) -> Refusal | None:
    """Each project with criteria stands once and is of the frame."""
    codes = (one.project for one in act.command.criteria)
    return unfit_codes("criteria", codes, budgeted_of(act))


def nothing_is_selected_again(
    state: JurisdictionYear, act: CommandContext[SelectForKeyEvaluation], _in_force: InForce
) -> Refusal | None:
    """No project was selected before."""
    again = "、".join(code for code in act.command.selected if code in state.key_selected)
    if not again:
        return None
    return refusals.invalid("selected", f"{again} 已选取。", f"{again}: selected already.")


def selection_meets_the_minimum(
    state: JurisdictionYear, act: CommandContext[SelectForKeyEvaluation], in_force: InForce
) -> Refusal | None:
    """What is selected meets the minimum once it completes the plan, or there is an exception."""
    plan, chosen = state.plan, {*state.key_selected, *act.command.selected}
    if plan is None or plan.projects is None or len(chosen) < plan.projects:
        return None
    beside = plan.count - plan.projects
    funds = total((selected_funds(state) or Decimal(0), _funds(act), plan.beside))
    minimum = ask_minimum(act, in_force, len(chosen) + beside, funds, plan.funds_last_year)
    excepted = (MINIMUM, plan.exception) in state.exceptions
    if not minimum.stated or minimum.outcome == "met" or excepted:
        return None
    return _below_minimum(minimum, funds, plan.funds_last_year)


def _funds(act: CommandContext[SelectForKeyEvaluation]) -> Decimal:
    members = budgeted_of(act)
    return total(_amount(members[code]) for code in act.command.selected)


def _below_minimum(minimum: Answer, funds: Decimal, before: Decimal | None) -> Refusal:
    return refusals.gate_not_met(
        f"本次选取后重点评价对象即告选齐，资金 {funds:,f} 元，上年度 {before or 0:,f} 元，"
        "未达到规定的最低要求。请增加选取的项目；确有原因的，先批准例外（exception.grant），"
        "在计划中填写其文号（key-evaluation-plan.set，exception），再选取。",
        f"this selection completes the plan with {funds:,f} yuan ({before or 0:,f} yuan last year),"
        " below the minimum: select more, or grant an exception (exception.grant), name it in the "
        "plan (key-evaluation-plan.set, exception), and select then.",
        minimum,
    )


@guarded_by(
    plan_is_set,
    selected_are_of_the_frame,
    criteria_are_of_the_frame,
    nothing_is_selected_again,
    from_version(2, selection_meets_the_minimum),
    from_version(WITH_TYPES, types_are_of_the_selected),
)
def select(
    state: JurisdictionYear, act: CommandContext[SelectForKeyEvaluation], in_force: InForce
) -> Decided:
    """Select as planned, in the order that the rules state or with a reason."""
    command, members = act.command, budgeted_of(act)
    ordered = _ordered(act, members, in_force)
    if isinstance(ordered, Refusal):
        return ordered
    event = KeyEvaluationSelected(
        **dict(command) | {"types": types_of_selected(act, members)},
        position=position_of(act),
        frame=frame_of(members.values()),
        amount=_funds(act),
        order=ordered.order,
        follows_order=ordered.follows,
    )
    basis = (ordered.answer, *_preferred(act, in_force), _coverage(state, act, members, in_force))
    return (Decision(event, basis, caused_by=state.plan.event_id if state.plan else None),)


def _coverage(
    state: JurisdictionYear,
    act: CommandContext[SelectForKeyEvaluation],
    members: Mapping[str, Member],
    in_force: InForce,
) -> Answer:
    """The budgets that the selected projects cover; the plan answers for all objects."""
    chosen = {*state.key_selected, *act.command.selected}
    types = {members[code].facts.get("budget_type") for code in chosen if code in members}
    covered = [str(one) for one in BudgetType if one in types]
    return in_force.ask(COVERAGE, act.effective_on, budget_types=covered)


def _preferred(
    act: CommandContext[SelectForKeyEvaluation], in_force: InForce
) -> tuple[Answer, ...]:
    """The types of objects that a text prefers: they refuse nothing."""
    return (in_force.ask(TYPES, act.effective_on),) if act.version >= WITH_TYPES else ()


def _ordered(
    act: CommandContext[SelectForKeyEvaluation], members: Mapping[str, Member], in_force: InForce
) -> Priority | Refusal:
    command = act.command
    declared = {one.project: one for one in command.criteria}
    candidates = [_candidate(member, declared.get(code)) for code, member in members.items()]
    answer = in_force.ask(PRIORITY, act.effective_on, candidates=candidates)
    ordered = priority(answer, command.selected)
    if ordered.follows is not False or command.reason is not None:
        return ordered
    first = "、".join(ordered.first(len(command.selected)))
    return refusals.missing(
        "reason",
        f"所选项目未按规定的优先顺序（应为 {first}），请说明理由或按顺序选取。",
        f"the selection departs from the order of the rules (which begins {first}): give the "
        "reason, or select in that order.",
        answer,
    )


def _candidate(member: Member, declared: Criteria | None) -> dict[str, Any]:
    met = declared or Criteria(project=member.code)
    return {
        "id": member.code,
        "party_government_decision": met.party_government_decision,
        "broad_coverage": met.broad_coverage,
        "public_attention": met.public_attention,
        "influence": met.influence is True,
        "amount": f"{_amount(member):f}",
    }


def _amount(member: Member) -> Decimal:
    """The amount executed, or the budget where that is not known, in yuan."""
    return Decimal(member.facts["executed"] or member.facts["budget"])


def key_of(event: KeyEvaluationSelected) -> str:
    """The key of a selection: its codes, at most three of them and how many more."""
    first, more = event.selected[:_NAMED], len(event.selected) - _NAMED
    return "+".join((*first, str(more)) if more > 0 else first)


_NAMED = 3


def taken_back(state: JurisdictionYear, recorded: Recorded[SelectionTakenBack]) -> JurisdictionYear:
    """Evolve by `key-evaluation.selection-taken-back`: the projects are still to be reached."""
    begun: JurisdictionYear = dispatch.begun(state, recorded)
    return begun


def selected(
    state: JurisdictionYear, recorded: Recorded[KeyEvaluationSelected]
) -> JurisdictionYear:
    """Evolve by `key-evaluation.selected`: the projects are still to be reached."""
    begun: JurisdictionYear = dispatch.begun(state, recorded)
    event = recorded.event
    chosen = Chosen(recorded.version, event.selected, event.amount)
    return replace(begun, selections={**begun.selections, key_of(event): chosen})


DECIDE: Deciders = {SelectForKeyEvaluation: select}
EVOLVE: Evolvers = {KeyEvaluationSelected: selected, SelectionTakenBack: taken_back}
