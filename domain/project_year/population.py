"""Population: a project enters the year's register, or is withdrawn from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from domain.answer import Answer
from domain.decision import Act, Decided, Deciders, Decision, Evolvers, InForce, Recorded
from domain.frozen import replace
from domain.message import WITHHOLDABLE, Command, Event
from domain.policy.scope import SUBJECTS as SPECIAL_SUBJECTS
from domain.project_year.state import ExAnte, Project, ProjectYear
from domain.refusal import Code as RefusalCode
from domain.refusal import Refusal
from domain.subject import parse_subject
from domain.vocabulary import BudgetType, Code, Day, Origin, Role, Text, Yuan


class AddProject(Command, name="project.add", who={Role.FINANCE, Role.SYSTEM}):
    """Register a project of the budget year; `requested` is the amount asked for, in yuan."""

    project_name: Text
    unit: Code
    unit_name: Text
    budget_type: BudgetType
    origin: Origin
    opened_on: Day
    is_new: bool = False
    is_major: bool = False
    one_off: bool = False
    key_project: bool = False
    subject_kind: Text | None = None
    confidential: bool = False
    requested: Yuan


class WithdrawProject(Command, name="project.withdraw", who={Role.FINANCE, Role.UNIT}):
    """Take a project out of the year, with the reason."""

    reason: Text


class ProjectAdded(Event, name="project.added", version=1):
    """A project was registered; `exante_required` is null where the rules say nothing."""

    project_name: Annotated[Text, WITHHOLDABLE]
    unit: Code
    unit_name: Annotated[Text, WITHHOLDABLE]
    budget_type: BudgetType
    origin: Origin
    opened_on: Day
    is_new: bool
    is_major: bool
    one_off: bool
    key_project: bool
    subject_kind: Text | None = None
    confidential: bool
    requested: Yuan
    requested_basis: Text
    exante_required: bool | None = None


class ProjectWithdrawn(Event, name="project.withdrawn", version=1):
    """A project was taken out of the year."""

    reason: Annotated[Text, WITHHOLDABLE]


def add(state: ProjectYear, act: Act[AddProject], in_force: InForce) -> Decided:
    """Register the project and settle by `exante.required` whether it has to be assessed.

    The decision rests on what the rules have of its subject and budget, too.
    """
    if state.project is not None:
        return Refusal(
            RefusalCode.DUPLICATE,
            f"{state.stream} 已登记。",
            f"{state.stream} is registered already.",
        )
    command = act.command
    answer = in_force.ask(
        "exante.required",
        act.effective_on,
        subject="project",
        is_new=command.is_new,
        is_major=command.is_major,
    )
    basis = "initial" if command.origin is Origin.INITIAL else "adjusted"
    event = ProjectAdded(
        **command.model_dump(),
        requested_basis=basis,
        exante_required=answer.outcome == "required" if answer.stated else None,
    )
    return (Decision(event, (answer, *scope_of(act, in_force))),)


def scope_of(act: Act[AddProject], in_force: InForce) -> Iterator[Answer]:
    """What the rules say of a special subject, and of a budget beside the general public one.

    They widen what is under performance management (JS-083, KZ-037 to KZ-040) and shut nothing out:
    what they do not name is registered like any other.
    """
    if act.command.subject_kind in SPECIAL_SUBJECTS:
        yield in_force.ask("scope.subjects", act.effective_on)
    if act.command.budget_type is not BudgetType.GENERAL_PUBLIC:
        yield in_force.ask("scope.budget_types", act.effective_on)


def withdraw(_state: ProjectYear, act: Act[WithdrawProject], _in_force: InForce) -> Decided:
    """Withdraw the project; its workflow ends."""
    return (Decision(ProjectWithdrawn(reason=act.command.reason)),)


def added(state: ProjectYear, recorded: Recorded[ProjectAdded]) -> ProjectYear:
    """Evolve by `project.added`."""
    event = recorded.event
    subject = parse_subject(state.stream)
    project = Project(
        code=subject.code or "",
        name=event.project_name,
        unit=event.unit,
        unit_name=event.unit_name,
        budget_type=event.budget_type,
        origin=event.origin,
        budget_year=subject.year or 0,
        registered_on=recorded.effective_on,
        is_new=event.is_new,
        is_major=event.is_major,
        one_off=event.one_off,
        key_project=event.key_project,
        requested=event.requested,
        confidential=event.confidential,
        subject_kind=event.subject_kind,
    )
    return replace(state, project=project, exante=ExAnte(required=event.exante_required))


def was_withdrawn(state: ProjectYear, _recorded: Recorded[ProjectWithdrawn]) -> ProjectYear:
    """Evolve by `project.withdrawn`."""
    return replace(state, withdrawn=True)


DECIDE: Deciders = {AddProject: add, WithdrawProject: withdraw}
EVOLVE: Evolvers = {ProjectAdded: added, ProjectWithdrawn: was_withdrawn}
