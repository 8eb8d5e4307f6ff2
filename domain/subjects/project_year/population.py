"""Population: a project enters the year's register, or is withdrawn from it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any

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
from domain.kernel.frozen import replace
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import for_new_acts, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import BudgetType, Day, Origin, Role, Text, Yuan, business_date
from domain.rules.families.scope import SUBJECTS as SPECIAL_SUBJECTS
from domain.shared.filings import funding
from domain.shared.filings.hand_over import registered_with
from domain.shared.filings.leaving import EndedDuty
from domain.subjects.project_year.exante.gate import ask_required
from domain.subjects.project_year.exante.split import (
    FundingAsked,
    FundingRecorded,
    hangs_on_the_split,
)
from domain.subjects.project_year.exante.state import ExAnte
from domain.subjects.project_year.leaving import (
    bureau_withdraws_after_the_budget,
    each_duty_is_ended,
    executed_money_is_named,
)
from domain.subjects.project_year.register import EntryMade, EntryTold, project_of
from domain.subjects.project_year.state import Admitted, ProjectYear, Registered, Withdrawn


class AddProject(
    EntryTold, name="project.add", who={Role.FINANCE, Role.SYSTEM}, version=2, at_once=True
):
    """Register a project of the budget year; `requested` is the amount asked for, in yuan.

    `funding` is that amount by the level of government that gives it; `amount_confirmed` is the
    reason for a part that is far from the whole.
    """

    opened_on: Day
    requested: Yuan


class WithdrawProject(Command, name="project.withdraw", who={Role.FINANCE, Role.UNIT}):
    """Take a project out of the year, with the reason.

    The unit may until the budget is approved, then the bureau alone: it names the amount executed
    so far, in yuan, and what it decided on each duty that is open.
    """

    reason: Text
    executed: Yuan | None = None
    duties: tuple[EndedDuty, ...] = ()


class ProjectAdded(EntryMade, name="project.added", version=1):
    """A project was registered.

    `exante_required` is null where the rules say nothing, or while it hangs on the funding by
    source.
    """

    opened_on: Day
    requested: Yuan
    requested_basis: Text
    exante_required: bool | None = None


class ProjectWithdrawn(Event, name="project.withdrawn", version=2):
    """A project was taken out of the year; `executed` in yuan, null where nothing was known."""

    reason: Annotated[Text, WITHHOLDABLE]
    executed: Yuan | None = None
    duties: tuple[EndedDuty, ...] = ()


def project_is_unregistered(
    state: ProjectYear, _act: CommandContext[AddProject], _in_force: InForce
) -> Refusal | None:
    """The project is not registered yet."""
    return None if state.entry is None else refusals.registered_already(state.stream)


def parts_fit_the_amount(
    _state: ProjectYear, act: CommandContext[AddProject], _in_force: InForce
) -> Refusal | None:
    """The funding by source, if it is given, sums to the amount asked for."""
    return funding.held(act, act.command.funding, _whole(act.command))


@guarded_by(project_is_unregistered, parts_fit_the_amount)
def add(state: ProjectYear, act: CommandContext[AddProject], in_force: InForce) -> Decided:
    """Register the project and settle by `exante.required` whether it has to be assessed.

    Where that hangs on a split that nobody gave, the split is asked for. The decision rests on what
    the rules have of its subject and budget, too.
    """
    command, split = act.command, act.command.funding
    source = funding.source_of(split)
    required, answer = ask_required("project", command, act.effective_on, in_force, source)
    hangs = _hangs(act, in_force) if split is None and required is False else None
    basis = "initial" if command.origin is Origin.INITIAL else "adjusted"
    event = ProjectAdded(
        **command.told(), requested_basis=basis, exante_required=None if hangs else required
    )
    added = Decision(event, (answer, *scope_of(act, in_force)))
    made = registered_with(command.unit, state.stream, added, act, in_force)
    if isinstance(made, Refusal):
        return made
    return (*made, *_funding(act, required, hangs))


def _hangs(act: CommandContext[AddProject], in_force: InForce) -> Answer | None:
    if act.version < AddProject.version:
        return None
    return hangs_on_the_split(act.command, act, in_force)


def _funding(
    act: CommandContext[AddProject], required: bool | None, hangs: Answer | None
) -> Iterator[Decision[Any]]:
    """The split as given, with its confirmations, or that it is asked for."""
    if hangs is not None:
        yield Decision(FundingAsked(), (hangs,), cause=0)
    command = act.command
    if command.funding is not None:
        told = FundingRecorded(
            funding=command.funding, amount=command.requested, exante_required=required
        )
        yield Decision(told, cause=0)
        yield from funding.confirmed(act, command.funding, _whole(command))


def _whole(command: AddProject) -> dict[str, Decimal]:
    return {"申请金额": command.requested}


def scope_of(act: CommandContext[AddProject], in_force: InForce) -> Iterator[Answer]:
    """The answers of the rules on a special subject, and on a budget beside the general public one.

    These rules widen the scope of performance management (JS-083, KZ-037 to KZ-040) and exclude
    nothing: a project that they do not name is registered like any other.
    """
    if act.command.subject_kind in SPECIAL_SUBJECTS:
        yield in_force.ask("scope.subjects", act.effective_on)
    if act.command.budget_type is not BudgetType.GENERAL_PUBLIC:
        yield in_force.ask("scope.budget_types", act.effective_on)


@guarded_by(
    for_new_acts(bureau_withdraws_after_the_budget),
    for_new_acts(executed_money_is_named),
    for_new_acts(each_duty_is_ended),
)
def withdraw(
    _state: ProjectYear, act: CommandContext[WithdrawProject], _in_force: InForce
) -> Decided:
    """Withdraw the project; its workflow ends."""
    return (Decision(ProjectWithdrawn(**vars(act.command))),)


def added(state: ProjectYear, recorded: Recorded[ProjectAdded]) -> ProjectYear:
    """Evolve by `project.added`."""
    event = recorded.event
    project = project_of(state.stream, event, recorded.effective_on, event.requested)
    return replace(
        state,
        entry=Registered(project),
        exante=ExAnte(required=event.exante_required),
        entered_on=business_date(recorded.recorded_at),
    )


def was_withdrawn(state: ProjectYear, _recorded: Recorded[ProjectWithdrawn]) -> ProjectYear:
    """Evolve by `project.withdrawn`."""
    before = state.entry if isinstance(state.entry, Registered | Admitted) else None
    return replace(state, entry=Withdrawn(state.known, before))


DECIDE: Deciders = {AddProject: add, WithdrawProject: withdraw}
EVOLVE: Evolvers = {ProjectAdded: added, ProjectWithdrawn: was_withdrawn}
