"""Dual monitoring 双监控: the round opens at its node, the unit files, the bureau reviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
    Step,
    Steps,
)
from domain.kernel.frozen import replace
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import for_new_acts, from_version, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Day, Number, Percent, Role, Text, Yuan, rate
from domain.shared.deadlines.due_dates import the_node
from domain.shared.filings import amounts
from domain.shared.filings.filing import FilingStatus, may_file, may_review
from domain.subjects.project_year import refusals
from domain.subjects.project_year.amounts import amounts_of
from domain.subjects.project_year.deadlines.due_dates import (
    OPEN_ROUND,
    RESULT,
    key,
    nodes,
    nodes_answer,
)
from domain.subjects.project_year.executed import executed_as_of, unexplained
from domain.subjects.project_year.filings.lateness import filed, lateness
from domain.subjects.project_year.monitoring import touching
from domain.subjects.project_year.monitoring.baseline import baseline
from domain.subjects.project_year.monitoring.completion import (
    Reached,
    completed,
    completion_is_computed,
)
from domain.subjects.project_year.monitoring.state import Open, Result, Round, Skipped
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets.indicators import Completion, stands_twice

Rate = Annotated[Number, Field(ge=0)]
_WARNS = 2
"""The version of a result from which the system warns of it."""


class OpenRound(Command, name="monitoring.open-round", who={Role.SYSTEM}):
    """The node is reached: open the round, or record that the project is not in it."""

    node: Day


class FileResult(Command, name="monitoring.file-result", who={Role.UNIT}, version=3):
    """File execution and completion as of the node.

    `executed` in yuan; `indicators` gives the value that each indicator of the approved target
    reached, from which the overall completion is computed. `completion_rate` is that completion in
    percent where no target is approved, and in imports where only the rate is known. Where a text
    takes the initial target as the baseline, the values of its indicators are given, and those of
    the adjusted target.
    `amount_confirmed` is the reason for an amount that is far from the approved budget.
    """

    node: Day
    executed: Yuan
    completion_rate: Percent | None = None
    indicators: tuple[Reached, ...] = ()
    explanation: Text | None = None
    amount_confirmed: Text | None = None


class ReturnResult(Command, name="monitoring.return", who={Role.FINANCE}, reads_past=True):
    """Send the result back, with the reason."""

    node: Day
    reason: Text


class RoundOpened(Event, name="monitoring.round-opened", version=1):
    """The round of a node is open for this project."""

    node: Day


class RoundSkipped(Event, name="monitoring.round-skipped", version=1):
    """The project had no approved budget by the node (AMB-32): it is not in this round."""

    node: Day


class AdjustedCompletion(Completion):
    """The completion of an indicator of the adjusted target."""


class ResultFiled(Event, name="monitoring.result-filed", version=5):
    """The result was filed; rates in percent, amounts in yuan; `due` inclusive, null if none.

    `completion_rate` is computed from the `indicators`, or as typed where there are none to compute
    from. `executed` is the newest record as of the node; `filed_executed` is the filed amount if it
    differs. Without a record, `executed` is the filed amount, and `unconfirmed` is true. Where the
    initial target counts, `adjusted_rate` and `adjusted_indicators` are the completion of the
    adjusted one.
    """

    node: Day
    executed: Yuan
    budget: Yuan
    execution_rate: Rate
    completion_rate: Percent
    indicators: tuple[Completion, ...] = ()
    explanation: Annotated[Text | None, WITHHOLDABLE] = None
    due: Day | None = None
    notice: Text | None = None
    late: bool
    filed_executed: Yuan | None = None
    unconfirmed: bool = False
    adjusted_rate: Percent | None = None
    adjusted_indicators: tuple[AdjustedCompletion, ...] = ()


class ResultReturned(Event, name="monitoring.returned", version=1):
    """The result was sent back."""

    node: Day
    reason: Annotated[Text, WITHHOLDABLE]


def open_round(state: ProjectYear, act: CommandContext[OpenRound], in_force: InForce) -> Decided:
    """Open the round for a project budgeted by its node, else record that it is skipped."""
    node = act.command.node
    project = state.known
    if node in state.rounds or node < project.registered_on:
        return ()
    if node not in nodes(in_force, project.budget_year):
        return ()
    basis = (
        nodes_answer(in_force, project.budget_year, node),
        in_force.ask("monitoring.scope", node),
    )
    if state.budgeted_by(node):
        return (Decision(RoundOpened(node=node), basis),)
    return (Decision(RoundSkipped(node=node), basis),)


def round_is_open(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The project takes part in the round of the node."""
    node = act.command.node
    current = state.rounds.get(node)
    if isinstance(current, Skipped) and current.exception is not None:
        return refusals.round_excepted(node, current.exception)
    if current is None or isinstance(current, Skipped):
        return refusals.no_such_round(node)
    return None if state.issued is not None else refusals.budget_withdrawn()


def no_result_stands(
    state: ProjectYear, act: CommandContext[FileResult], _in_force: InForce
) -> Refusal | None:
    """The round has no result that awaits review or is reviewed."""
    filing = state.rounds[act.command.node].filing
    return may_file(filing, "监控结果", "the monitoring result")


def result_waits_for_another(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The round has a result that awaits review, and another person filed it."""
    filing = state.rounds[act.command.node].filing
    return may_review(filing, act, "监控结果", "monitoring result")


def indicators_are_approved(
    state: ProjectYear, act: CommandContext[FileResult], in_force: InForce
) -> Refusal | None:
    """Each indicator of the result is in the approved target, and none occurs twice."""
    indicators = act.command.indicators
    known = baseline(state, act, in_force).ids
    unknown = [item.id for item in indicators if item.id not in known]
    return stands_twice(indicators) or (_not_approved(unknown) if unknown else None)


def _not_approved(unknown: Sequence[str]) -> Refusal:
    return refusals.invalid(
        "indicators",
        f"指标 {'、'.join(unknown)} 不在已批复的绩效目标中。",
        f"{', '.join(unknown)} is not in the approved target.",
    )


def difference_is_explained(
    state: ProjectYear, act: CommandContext[FileResult], _in_force: InForce
) -> Refusal | None:
    """An amount that differs from the record as of the node is explained."""
    return unexplained(state, act, act.command.node)


def executed_fits_the_budget(
    state: ProjectYear, act: CommandContext[FileResult], _in_force: InForce
) -> Refusal | None:
    """The executed amount is not far from the approved budget, or it is confirmed."""
    return amounts.held(act, amounts_of(state), "executed")


@guarded_by(
    round_is_open,
    no_result_stands,
    indicators_are_approved,
    from_version(2, completion_is_computed),
    for_new_acts(executed_fits_the_budget),
    for_new_acts(difference_is_explained),
)
def file_result(state: ProjectYear, act: CommandContext[FileResult], in_force: InForce) -> Decided:
    """Accept the result of an open round; a late result is marked, not refused."""
    command = act.command
    before = state.rounds[command.node].filing
    day, late = lateness(state, act, in_force, key(RESULT, command.node), before, since=3)
    executed = executed_as_of(state, act, command.node)
    measured = baseline(state, act, in_force)
    found = completed(act, measured.counts, in_force)
    is_computed = measured.beside and command.completion_rate is None
    beside = completed(act, measured.beside, in_force) if is_computed else None
    computed = {"completion_rate": found.completion_rate, "indicators": found.indicators}
    event = ResultFiled(
        **amounts.told(command) | {"executed": executed.amount} | computed,
        filed_executed=executed.filed,
        unconfirmed=executed.unconfirmed,
        adjusted_rate=beside.completion_rate if beside else None,
        adjusted_indicators=_adjusted(beside.indicators) if beside else (),
        budget=state.budget,
        execution_rate=rate(executed.amount, state.budget or Decimal(1)),
        due=day.due,
        notice=day.notice,
        late=late,
    )
    confirmed = amounts.confirmed(act, amounts_of(state), "executed")
    remarks = amounts.beyond(executed.amount, state.budget)
    warned = _warned(act, in_force, event)
    basis = (*measured.basis, *found.basis, *(beside.basis if beside else ()), *day.basis)
    return (Decision(event, basis, remarks=remarks), *warned, *confirmed)


def _adjusted(indicators: Sequence[Completion]) -> tuple[AdjustedCompletion, ...]:
    return tuple(AdjustedCompletion(**dict(one)) for one in indicators)


def _warned(
    act: CommandContext[FileResult], in_force: InForce, event: ResultFiled
) -> tuple[Decision[Event], ...]:
    """The warning of the system, of results from the second version on."""
    if act.version < _WARNS:
        return ()
    return touching.of_filing(act, in_force, event.execution_rate, event.completion_rate)


@guarded_by(round_is_open, result_waits_for_another)
def return_result(
    _state: ProjectYear, act: CommandContext[ReturnResult], _in_force: InForce
) -> Decided:
    """Send the result back to the unit."""
    return (Decision(ResultReturned(**vars(act.command))),)


def filed_result(state: ProjectYear, node: date) -> Result:
    """The result that was filed at a node; raises `ValueError` if there is none."""
    current = state.rounds[node]
    if isinstance(current, Skipped) or current.result is None:
        raise ValueError(f"{state.stream}: no result was filed at {node}")
    return current.result


def with_round(state: ProjectYear, changed: Round) -> ProjectYear:
    """The state with one round changed."""
    return replace(state, rounds={**state.rounds, changed.node: changed})


def round_opened(state: ProjectYear, recorded: Recorded[RoundOpened]) -> ProjectYear:
    """Evolve by `monitoring.round-opened`."""
    return with_round(state, Open(recorded.event.node))


def round_skipped(state: ProjectYear, recorded: Recorded[RoundSkipped]) -> ProjectYear:
    """Evolve by `monitoring.round-skipped`."""
    return with_round(state, Skipped(recorded.event.node))


def result_filed(state: ProjectYear, recorded: Recorded[ResultFiled]) -> ProjectYear:
    """Evolve by `monitoring.result-filed`."""
    event = recorded.event
    filing = filed(recorded, state.rounds[event.node].filing)
    result = Result(filing, event.execution_rate, event.completion_rate, event.executed)
    before = touching.without_warning(state, event.node)
    return with_round(before, Open(event.node, result))


def result_returned(state: ProjectYear, recorded: Recorded[ResultReturned]) -> ProjectYear:
    """Evolve by `monitoring.returned`."""
    node = recorded.event.node
    return with_round(state, Open(node, filed_result(state, node).marked(FilingStatus.RETURNED)))


def _opening(step: Step, _reached: object) -> OpenRound:
    return OpenRound(node=the_node(step.deadline))


STEPS: Steps = {OPEN_ROUND: _opening}
DECIDE: Deciders = {
    OpenRound: open_round,
    FileResult: file_result,
    ReturnResult: return_result,
}
EVOLVE: Evolvers = {
    RoundOpened: round_opened,
    RoundSkipped: round_skipped,
    ResultFiled: result_filed,
    ResultReturned: result_returned,
}
