"""Imported history: a project of an earlier budget year, registered for its evaluation half.

Nothing of its budget year is done again: no assessment, no target, no monitoring round.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal

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
from domain.kernel.policies import for_new_acts, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.subject_ids import parse_subject
from domain.kernel.vocabulary import Day, Role, Yuan
from domain.shared.filings import amounts, funding
from domain.shared.filings.filing import Filing, FilingStatus
from domain.shared.filings.hand_over import registered_with
from domain.subjects.project_year.evaluation.state import Evaluation, History
from domain.subjects.project_year.exante.split import FundingRecorded
from domain.subjects.project_year.exante.state import ExAnte
from domain.subjects.project_year.refusals import no_budget
from domain.subjects.project_year.register import EntryMade, EntryTold, project_of
from domain.subjects.project_year.state import Admitted, ProjectYear
from domain.subjects.project_year.targets.indicators import Indicator, stands_twice
from domain.subjects.project_year.targets.state import (
    Approval,
    Budget,
    Execution,
    FiledTarget,
    Target,
)


class ImportHistory(
    EntryTold, name="history.import", who={Role.FINANCE, Role.SYSTEM}, at_once=True
):
    """Register a project of an earlier budget year, whose work came before the system.

    Amounts in yuan; `adjusted` and `executed` where known. `indicators` are those of the approved
    target. `failed_reviews` are the monitoring nodes whose review failed; `rectified` and `refused`
    say whether the unit rectified the findings, or refused to. `amount_confirmed` is the reason for
    amounts that are far from each other.
    """

    initial: Yuan
    adjusted: Yuan | None = None
    executed: Yuan | None = None
    indicators: tuple[Indicator, ...] = ()
    failed_reviews: tuple[Day, ...] = ()
    rectified: bool = False
    refused: bool = False
    department_evaluated_before: bool = False


class HistoryImported(EntryMade, name="history.imported", version=3):
    """A project was registered as imported history; `budget` in yuan on `budget_basis`."""

    initial: Yuan
    adjusted: Yuan | None = None
    budget: Yuan
    budget_basis: Literal["initial", "adjusted"]
    executed: Yuan | None = None
    executed_basis: Literal["executed"] = "executed"
    indicators: tuple[Indicator, ...] = ()
    failed_reviews: tuple[Day, ...] = ()
    rectified: bool
    refused: bool
    department_evaluated_before: bool


def project_is_unregistered(
    state: ProjectYear, _act: CommandContext[ImportHistory], _in_force: InForce
) -> Refusal | None:
    """The project is not registered yet."""
    return None if state.entry is None else refusals.registered_already(state.stream)


def budget_year_is_over(
    state: ProjectYear, act: CommandContext[ImportHistory], _in_force: InForce
) -> Refusal | None:
    """The budget year is an earlier one."""
    year = _year(state)
    if year < act.day.year:
        return None
    return refusals.wrong_phase(
        f"{year} 年预算尚在执行，请用 project.add 登记；历史导入只用于以前年度。",
        f"the budget year {year} is not over: register the project by project.add; "
        "history is of an earlier year.",
    )


def budget_is_more_than_zero(
    _state: ProjectYear, act: CommandContext[ImportHistory], _in_force: InForce
) -> Refusal | None:
    """The budget that was approved last is more than zero."""
    return None if _budget(act.command) else no_budget()


def amounts_fit_each_other(
    _state: ProjectYear, act: CommandContext[ImportHistory], _in_force: InForce
) -> Refusal | None:
    """The amounts are not far from the initial budget, or they are confirmed."""
    return amounts.held(act, _initial(act), "adjusted", "executed")


def _initial(act: CommandContext[ImportHistory]) -> dict[str, Decimal]:
    return {"年初预算数": act.command.initial}


def each_indicator_stands_once(
    _state: ProjectYear, act: CommandContext[ImportHistory], _in_force: InForce
) -> Refusal | None:
    """No indicator stands twice."""
    return stands_twice(act.command.indicators)


def failed_nodes_are_of_the_year(
    state: ProjectYear, act: CommandContext[ImportHistory], _in_force: InForce
) -> Refusal | None:
    """The nodes whose review failed are days of the budget year, each once."""
    year, failed = _year(state), act.command.failed_reviews
    if len(set(failed)) == len(failed) and all(node.year == year for node in failed):
        return None
    return refusals.invalid(
        "failed_reviews",
        f"监控节点须为 {year} 年内的日期，且不得重复。",
        f"a node is a day of {year}, and stands once.",
    )


def parts_fit_the_amount(
    _state: ProjectYear, act: CommandContext[ImportHistory], _in_force: InForce
) -> Refusal | None:
    """The funding by source, if it is given, sums to the initial or the adjusted budget."""
    return funding.held(act, act.command.funding, _wholes(act.command))


def _year(state: ProjectYear) -> int:
    return parse_subject(state.stream).year or 0


def _budget(command: ImportHistory) -> Decimal:
    return command.initial if command.adjusted is None else command.adjusted


@guarded_by(
    project_is_unregistered,
    budget_year_is_over,
    budget_is_more_than_zero,
    for_new_acts(amounts_fit_each_other),
    each_indicator_stands_once,
    failed_nodes_are_of_the_year,
    parts_fit_the_amount,
)
def import_history(
    state: ProjectYear, act: CommandContext[ImportHistory], in_force: InForce
) -> Decided:
    """Register the project once; it then stands before its self-evaluation."""
    command = act.command
    event = HistoryImported(
        **command.told(),
        budget=_budget(command),
        budget_basis="initial" if command.adjusted is None else "adjusted",
    )
    made = registered_with(command.unit, state.stream, Decision(event), act, in_force)
    if isinstance(made, Refusal):
        return made
    return (
        *made,
        *amounts.confirmed(act, _initial(act), "adjusted", "executed"),
        *_funding(act),
    )


def _wholes(command: ImportHistory) -> dict[str, Decimal]:
    given = {"年初预算": command.initial, "全年预算": command.adjusted}
    return {name: amount for name, amount in given.items() if amount is not None}


def _funding(act: CommandContext[ImportHistory]) -> Iterator[Decision[Any]]:
    split = act.command.funding
    if split is not None:
        yield Decision(FundingRecorded(funding=split, amount=split.total), cause=0)
        yield from funding.confirmed(act, split, _wholes(act.command))


def imported(state: ProjectYear, recorded: Recorded[HistoryImported]) -> ProjectYear:
    """Evolve by `history.imported`."""
    event = recorded.event
    on = recorded.effective_on
    reviewed = Filing(recorded.id, recorded.actor.id, on, on, status=FilingStatus.REVIEWED)
    content = FiledTarget(reviewed, event.indicators, event.budget)
    target = Target(content, Approval(event.indicators))
    return ProjectYear(
        stream=state.stream,
        entry=Admitted(project_of(state.stream, event, on, requested=event.budget)),
        exante=ExAnte(required=None),
        target=target,
        issued=Budget(event.budget, on, event.initial),
        execution=None if event.executed is None else Execution(event.executed),
        evaluation=Evaluation(opened=True, history=_history(event)),
        own_days=state.own_days,
    )


def _history(event: HistoryImported) -> History:
    return History(
        failed=event.failed_reviews,
        rectified=event.rectified,
        refused=event.refused,
        department_evaluated_before=event.department_evaluated_before,
    )


DECIDE: Deciders = {ImportHistory: import_history}
EVOLVE: Evolvers = {HistoryImported: imported}
