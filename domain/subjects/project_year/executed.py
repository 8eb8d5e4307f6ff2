"""The amount executed as of a day: the newest record that the log has, else what was filed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext
from domain.kernel.refusal import Refusal
from domain.subjects.project_year.deadlines.due_dates import RESULT, SELF_EVALUATION, key
from domain.subjects.project_year.monitoring.state import Reviewed
from domain.subjects.project_year.state import ProjectYear

BOUND = 2
"""The version of the filings from which on the record feeds the rules."""


@dataclass(frozen=True, slots=True)
class Executed:
    """The amount that feeds the rules, in yuan; `filed` is what the form says where it differs.

    It is `unconfirmed` where no record was there.
    """

    amount: Decimal
    filed: Decimal | None = None
    unconfirmed: bool = False


def executed_as_of(state: ProjectYear, act: CommandContext[Any], day: date) -> Executed:
    """The amount executed as of a day, for a form that gives one."""
    filed: Decimal = act.command.executed
    if act.recorded_as < BOUND:
        return Executed(filed)
    record = state.execution.by(day) if state.execution else None
    if record is None:
        return Executed(filed, unconfirmed=True)
    amount = record[1]
    return Executed(amount, filed if filed != amount else None)


def recorded_since(
    state: ProjectYear, day: date, filed: Decimal | None
) -> tuple[date, Decimal] | None:
    """The newest record as of a day (its day and its amount), if it differs from a filing's amount.

    A filing that was made with a record has its amount: such a record came after the filing.
    """
    record = state.execution.by(day) if state.execution else None
    return record if record is not None and filed is not None and record[1] != filed else None


def unseen(record: tuple[date, Decimal] | None, words: str | None, field: str) -> Refusal | None:
    """Refuse a review by another amount than the filing's, until the reviewer says a word on it."""
    if record is None or words is not None:
        return None
    as_of, amount = record
    return refusals.missing(
        field,
        f"填报之后，财政部门导入了新的执行数（截至 {as_of}）{amount:,f} 元，与填报数不一致；"
        "审核将以导入的执行数计算。请核对后写明审核意见再提交，或退回单位重新填报。",
        f"a record as of {as_of} of {amount:,f} yuan came after the filing and differs from it; "
        f"the review is by the record: say in `{field}` what you found, or send the filing back.",
    )


def unexplained(state: ProjectYear, act: CommandContext[Any], day: date) -> Refusal | None:
    """Refuse a form whose amount differs from the record and that does not say why."""
    record = state.execution.by(day) if state.execution else None
    filed: Decimal = act.command.executed
    if record is None:
        return _beyond(state, filed)
    as_of, amount = record
    if filed == amount or act.command.explanation is not None:
        return None
    return refusals.missing(
        "explanation",
        f"所填执行数 {filed:,f} 元与财政部门导入的执行数（截至 {as_of}）{amount:,f} 元不一致，"
        "执行率以后者计算；请在 explanation 中说明差异原因，或请财政部门导入最新执行数"
        "（execution.record）。",
        f"{filed:,f} yuan differs from the record as of {as_of}, {amount:,f} yuan, by which the "
        "rate is computed: say why in `explanation`, or ask finance for a newer record.",
    )


def _beyond(state: ProjectYear, filed: Decimal) -> Refusal | None:
    if state.budget is None or filed <= state.budget:
        return None
    return refusals.gate_not_met(
        f"所填执行数 {filed:,f} 元超出批复的预算 {state.budget:,f} 元，"
        "须先由财政部门导入执行数（execution.record）。",
        f"{filed:,f} yuan is beyond the approved budget of {state.budget:,f} yuan: the finance "
        "bureau records the execution first (execution.record).",
    )


def differing(state: ProjectYear, as_of: date, amount: Decimal) -> tuple[str, ...]:
    """The keys of reviewed filings that a new record as of a day differs from."""
    return tuple(_differing(state, as_of, amount))


def _differing(state: ProjectYear, as_of: date, amount: Decimal) -> Iterator[str]:
    for node, current in state.rounds.items():
        if not isinstance(current, Reviewed) or not _newer(state, as_of, node):
            continue
        if current.result.executed not in {None, amount}:
            yield key(RESULT, node)
    itself = state.evaluation.itself
    if itself.reviewed and _newer(state, as_of, year_end(state)) and itself.executed != amount:
        yield SELF_EVALUATION


def _newer(state: ProjectYear, as_of: date, day: date) -> bool:
    """Whether a record as of one day is the newest as of another."""
    record = state.execution.by(day) if state.execution else None
    return as_of <= day and (record is None or as_of >= record[0])


def year_end(state: ProjectYear) -> date:
    """The last day of the budget year."""
    return date(state.known.budget_year, 12, 31)
