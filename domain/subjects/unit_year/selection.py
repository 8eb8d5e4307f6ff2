"""Selection for department evaluation 部门评价: the department selects among its own projects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import Field, NonNegativeInt

from domain.kernel import refusals
from domain.kernel.answer import Answer
from domain.kernel.decider import (
    UNIT_PROJECTS,
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.message import WITHHOLDABLE, Command, Event, Message
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.subject_ids import parse_subject, project_year
from domain.kernel.vocabulary import Code, Number, Role, Text, Yuan
from domain.rules.engine.exact import rounded, total
from domain.shared.deadlines.evaluation_half import not_before
from domain.shared.fan_out import dispatch
from domain.shared.fan_out.messages import Reach
from domain.shared.fan_out.priority import Priority, priority
from domain.subjects.unit_year import selection_frame as frame_of
from domain.subjects.unit_year.due_dates import evaluates_from
from domain.subjects.unit_year.state import Selection, UnitYear

Codes = Annotated[tuple[Code, ...], Field(max_length=10_000)]
Ratio = Annotated[Number, Field(ge=0)]

MARK_SELECTED = "department-evaluation.mark-selected"


class SelectProjects(
    Command, name="department-evaluation.select", who={Role.DEPARTMENT}, frame=UNIT_PROJECTS
):
    """Select projects of the budget year for department evaluation, by their codes.

    `evaluated_before` are the unit's projects that had a department evaluation in an earlier year,
    as the department declares (AMB-15). `reason` is needed if the selection departs from the order
    that the rules give.
    """

    selected: Annotated[Codes, Field(min_length=1)]
    evaluated_before: Codes = ()
    reason: Text | None = None


class FrameMember(Message):
    """A project of the frame with its amounts, in yuan; null where there is none yet."""

    project: Code
    budget: Yuan | None = None
    executed: Yuan | None = None


class ProjectsSelected(Event, name="department-evaluation.selected", version=1):
    """The selection with the frame that it was made from, as the log had it at `position`.

    `base` is the frame's budget, initial plus in-year (AMB-12), `amount` the sum of the selected
    projects, both in yuan; `ratio` is in percent with two decimals. `order` is the order given by
    the rules; `follows_order` is null if they give none.
    """

    position: NonNegativeInt
    frame: tuple[FrameMember, ...]
    base: Yuan
    amount: Yuan
    amount_basis: Text
    ratio: Ratio
    selected: Codes
    evaluated_before: Codes = ()
    order: Codes = ()
    follows_order: bool | None = None
    reason: Annotated[Text | None, WITHHOLDABLE] = None

    def reaches(self, stream: str) -> tuple[Reach, ...]:
        """Mark each selected project as selected by this unit."""
        owner = parse_subject(stream)
        return tuple(
            Reach(
                project_year(owner.jurisdiction, owner.year or 0, code),
                MARK_SELECTED,
                {"unit": owner.code},
            )
            for code in self.selected
        )


def budget_year_is_over(
    state: UnitYear, act: CommandContext[SelectProjects], _in_force: InForce
) -> Refusal | None:
    """The first day of the evaluation half has come."""
    opens = evaluates_from(state)
    return not_before(
        opens,
        act.effective_on,
        f"部门评价请于 {opens} 起选取项目。",
        f"projects are selected from {opens} on.",
    )


def nothing_is_selected(
    state: UnitYear, _act: CommandContext[SelectProjects], _in_force: InForce
) -> Refusal | None:
    """The department selects once."""
    if state.selection is None:
        return None
    return refusals.duplicate("部门评价项目选取", "the selection for department evaluation")


def frame_has_budgets(
    _state: UnitYear, act: CommandContext[SelectProjects], _in_force: InForce
) -> Refusal | None:
    """At least one project of the frame has a budget."""
    return frame_of.unfit_frame(act.frame, frame_of.budgets(act.frame))


def codes_are_of_the_frame(
    _state: UnitYear, act: CommandContext[SelectProjects], _in_force: InForce
) -> Refusal | None:
    """Each code stands once and is of a project of the frame; the selected ones have budgets."""
    return frame_of.unfit_codes(act.command.selected, act.command.evaluated_before, act.frame)


@guarded_by(budget_year_is_over, nothing_is_selected, frame_has_budgets, codes_are_of_the_frame)
def select(_state: UnitYear, act: CommandContext[SelectProjects], in_force: InForce) -> Decided:
    """Select once, meeting the share and the order that the rules state."""
    budgets = frame_of.budgets(act.frame)
    ordered = _ordered(act, budgets, in_force)
    if isinstance(ordered, Refusal):
        return ordered
    coverage = _coverage(act, budgets, in_force)
    if isinstance(coverage, Refusal):
        return coverage
    return (Decision(_selected(act, budgets, ordered), (coverage, ordered.answer)),)


def _ordered(
    act: CommandContext[SelectProjects], budgets: Mapping[str, Decimal], in_force: InForce
) -> Priority | Refusal:
    command = act.command
    answer = in_force.ask(
        "department_evaluation.priority",
        act.effective_on,
        candidates=[
            frame_of.candidate(member, command.evaluated_before)
            for member in frame_of.members(act.frame)
            if member.code in budgets
        ],
    )
    ordered = priority(answer, command.selected)
    if ordered.follows is not False or command.reason is not None:
        return ordered
    order = ordered.order
    return refusals.missing(
        "reason",
        f"所选项目未按规定的优先顺序（{'、'.join(order)}），请说明理由或按顺序选取。",
        f"the selection departs from the order of the rules ({', '.join(order)}): give the "
        "reason, or select in that order.",
        answer,
    )


def _coverage(
    act: CommandContext[SelectProjects], budgets: Mapping[str, Decimal], in_force: InForce
) -> Answer | Refusal:
    answer = in_force.ask(
        "department_evaluation.coverage",
        act.effective_on,
        selected=[str(budgets[code]) for code in act.command.selected],
        base=str(total(budgets.values())),
    )
    if not answer.stated or answer.outcome["met"]:
        return answer
    ratio, shortfall = answer.outcome["ratio"], answer.outcome["shortfall"]
    return refusals.gate_not_met(
        f"所选项目金额占比 {ratio}%，未达到规定比例，尚差 {shortfall} 元，请增选项目。",
        f"the selected projects are {ratio} % of the base, short by {shortfall} yuan: select more.",
        answer,
    )


def _selected(
    act: CommandContext[SelectProjects], budgets: Mapping[str, Decimal], ordered: Priority
) -> ProjectsSelected:
    command = act.command
    base = total(budgets.values())
    amount = total(budgets[code] for code in command.selected)
    return ProjectsSelected(
        position=act.frame.position if act.frame else 0,
        frame=tuple(
            FrameMember(
                project=member.code,
                budget=member.facts["budget"],
                executed=member.facts["executed"],
            )
            for member in frame_of.members(act.frame)
        ),
        base=base,
        amount=amount,
        amount_basis="initial_and_in_year",
        ratio=rounded(Fraction(amount) * 100 / Fraction(base), 2, "half_up"),
        selected=command.selected,
        evaluated_before=command.evaluated_before,
        order=ordered.order,
        follows_order=ordered.follows,
        reason=command.reason,
    )


def selected(state: UnitYear, recorded: Recorded[ProjectsSelected]) -> UnitYear:
    """Evolve by `department-evaluation.selected`: the projects are still to be reached."""
    found = Selection(recorded.id, recorded.event.selected)
    begun: UnitYear = dispatch.begun(state, recorded)
    return replace(begun, selection=found)


DECIDE: Deciders = {SelectProjects: select, **dispatch.DECIDE}
EVOLVE: Evolvers = {ProjectsSelected: selected, **dispatch.EVOLVE}
