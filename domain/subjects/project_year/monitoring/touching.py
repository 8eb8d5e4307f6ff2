"""A stated line that is touched: the system warns by itself, in the same outcome."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from domain.kernel.answer import Answer
from domain.kernel.decider import SYSTEM, CommandContext, Decision, InForce
from domain.kernel.frozen import replace
from domain.kernel.message import WITHHOLDABLE, Event
from domain.kernel.vocabulary import Day, Number, Text, rate
from domain.subjects.project_year.monitoring.completion import fed, plain
from domain.subjects.project_year.monitoring.state import Skipped, Touched
from domain.subjects.project_year.state import ProjectYear

DAYS = "warning.after_days"
"""The bureau's parameter: the days after a warning within which its cause is analysed."""

Line = Literal["execution", "completion", "deviation"]
Rate = Annotated[Number, Field(ge=0)]

LINES: Mapping[Line, str] = {
    "execution": "预算执行进度",
    "completion": "绩效目标完成情况",
    "deviation": "预算执行与绩效目标总体完成偏离率",
}
"""The lines in the words of LT-019."""


class Warned(Event, name="monitoring.warned", version=2):
    """The unit was warned; `lines` are the `monitoring.warning_lines` that were touched.

    `node` is the day of a record if an `automatic` warning came between two nodes. The system found
    that one by the rates (percent); the cause is analysed by the day `analyse_by` (inclusive).
    """

    node: Day
    reason: Annotated[Text, WITHHOLDABLE]
    lines: tuple[Line, ...] = ()
    automatic: bool | None = None
    execution_rate: Rate | None = None
    completion_rate: Rate | None = None
    analyse_by: Day | None = None


def lines_touched(
    act: CommandContext[Any], in_force: InForce, execution: Decimal, completion: Decimal
) -> Answer:
    """The answer of `monitoring.warning_lines` to two rates in percent, rounded once."""
    return in_force.ask(
        "monitoring.warning_lines",
        act.effective_on,
        execution_rate=fed(execution),
        completion_rate=fed(completion),
    )


def of_filing(
    act: CommandContext[Any], in_force: InForce, execution: Decimal, completion: Decimal
) -> tuple[Decision[Event], ...]:
    """The warning that a monitoring result leads to, if it touches a stated line."""
    answer = lines_touched(act, in_force, execution, completion)
    touched = tuple(answer.outcome["touched"]) if answer.stated else ()
    if not touched:
        return ()
    rates = {"execution_rate": fed(execution), "completion_rate": fed(completion)}
    return (_warning(act, in_force, act.command.node, touched, rates, (answer,)),)


def of_record(
    state: ProjectYear, act: CommandContext[Any], in_force: InForce
) -> tuple[Decision[Event], ...]:
    """The warning that a record of execution leads to between two nodes, if it touches a line.

    Only the line of execution needs no completion. The other lines are asked if a result was filed
    as of the same day.
    """
    day, budget = act.command.as_of, state.budget
    between = in_force.ask("monitoring.between_nodes", act.effective_on)
    if not between.stated or not budget:
        return ()
    execution, completion = rate(act.command.executed, budget), _completion(state, day)
    asked = lines_touched(act, in_force, execution, execution if completion is None else completion)
    found = asked.outcome["touched"] if asked.stated else ()
    touched = tuple(one for one in found if completion is not None or one == "execution")
    if not touched or _is_known(state, day):
        return ()
    rates = {"execution_rate": fed(execution)}
    if completion is not None:
        rates["completion_rate"] = fed(completion)
    return (_warning(act, in_force, day, touched, rates, (asked, between)),)


def _completion(state: ProjectYear, day: date) -> Decimal | None:
    current = state.rounds.get(day)
    if current is None or isinstance(current, Skipped) or current.result is None:
        return None
    return current.result.completion_rate


def _is_known(state: ProjectYear, day: date) -> bool:
    """Whether a warning as of the day still waits for its cause."""
    return day in state.warned


def _warning(
    act: CommandContext[Any],
    in_force: InForce,
    node: date,
    lines: tuple[Line, ...],
    rates: Mapping[str, str],
    basis: tuple[Answer, ...],
) -> Decision[Event]:
    days = in_force.parameter(DAYS, act.day)
    event = Warned(
        node=node,
        reason=f"触及{'、'.join(LINES[one] for one in lines)}警戒线",
        lines=lines,
        automatic=True,
        analyse_by=act.day + timedelta(days=int(days)) if days else None,
        **{name: plain(value) for name, value in rates.items()},
    )
    return Decision(event, basis, cause=0, actor=SYSTEM)


def without_warning(state: ProjectYear, node: date) -> ProjectYear:
    """The state in which no warning of a node waits for its cause."""
    if node not in state.warned:
        return state
    kept = {day: one for day, one in state.warned.items() if day != node}
    return replace(state, warned=kept)


def with_warning(state: ProjectYear, event: Warned) -> ProjectYear:
    """The state after a warning; the cause of one by the system is analysed next."""
    if not event.automatic:
        return state
    return replace(state, warned={**state.warned, event.node: Touched(event.analyse_by)})
