"""Guards of a project's year: the checks of every act before its phase decides."""

from __future__ import annotations

from typing import Any

from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Role
from domain.shared.filings.annotation_messages import AnnotateRecord
from domain.shared.filings.delegation import for_unit
from domain.shared.filings.undoable import WithdrawAct
from domain.shared.people.sections import Matter, within_the_remit
from domain.shared.rectification.days import unmeetable
from domain.shared.signatures.asked import is_signed
from domain.subjects.project_year import refusals
from domain.subjects.project_year.state import ProjectYear, Withdrawn


def admit(state: ProjectYear, act: CommandContext[Any], in_force: InForce) -> Refusal | None:
    """Refuse an act on an unknown or withdrawn project, or of a unit that may not act for it."""
    if state.entry is None:
        return refusals.not_registered(state.stream)
    if isinstance(act.command, AnnotateRecord):  # a past day is put right at any time
        return None
    if isinstance(state.entry, Withdrawn):
        return None if takes_back(act.command) else refusals.project_withdrawn(state.stream)
    project = state.entry.project
    if act.actor.role is Role.UNIT:
        return for_unit(state, act, in_force, project.unit)
    matter = Matter.of_project(project.unit, project.budget_type.value, project.subject_kind)
    return within_the_remit(matter, act, in_force, state.stream) or is_signed(act, in_force)


def takes_back(command: Any) -> bool:
    """Whether a command takes back the withdrawal of the project."""
    return isinstance(command, WithdrawAct) and command.act == "project.withdraw"


def budgeted(state: ProjectYear) -> Refusal | None:
    """Refuse to select or draw a project that has no budget: there is nothing to evaluate."""
    if state.issued is not None:
        return None
    return refusals.wrong_phase(
        "预算尚未批复，没有可以评价的内容，请先批复预算。",
        "the budget was not approved: there is nothing to evaluate before that.",
    )


def amount_is_more_than_zero(
    _state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """A budget of zero leaves nothing to execute or to measure."""
    return None if act.command.amount else refusals.no_budget()


def day_can_be_met(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """Refuse a day for rectification that is past, or that the project does not live to see."""
    return unmeetable(act, state.known.budget_year)
