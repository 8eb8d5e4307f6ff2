"""Warnings 预警 in a round of monitoring, and the cause that the unit states of a deviation."""

from __future__ import annotations

from typing import Annotated, Literal

from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.vocabulary import Day, Role, Text
from domain.subjects.project_year.monitoring.completion import fed
from domain.subjects.project_year.monitoring.rounds import round_is_open
from domain.subjects.project_year.state import ProjectYear


class Warn(Command, name="monitoring.warn", who={Role.FINANCE, Role.SYSTEM}, version=2):
    """Warn the unit about a line touched or a problem seen."""

    node: Day
    reason: Text


class AnalyseCause(Command, name="monitoring.analyse-cause", who={Role.UNIT}):
    """State the cause of a deviation and the corrective measure."""

    node: Day
    cause: Text
    measure: Text


class Warned(Event, name="monitoring.warned", version=1):
    """The unit was warned; `lines` are the `monitoring.warning_lines` that were touched."""

    node: Day
    reason: Annotated[Text, WITHHOLDABLE]
    lines: tuple[Literal["execution", "completion", "deviation"], ...] = ()


class CauseAnalysed(Event, name="monitoring.cause-analysed", version=1):
    """The unit stated cause and measure."""

    node: Day
    cause: Annotated[Text, WITHHOLDABLE]
    measure: Annotated[Text, WITHHOLDABLE]


@guarded_by(round_is_open)
def warn(state: ProjectYear, act: CommandContext[Warn], in_force: InForce) -> Decided:
    """Warn; the lines touched are those that `monitoring.warning_lines` finds."""
    result = state.rounds[act.command.node].result
    if result is None:
        return (Decision(Warned(**vars(act.command))),)
    rate_of = fed if act.version >= Warn.version else str
    answer = in_force.ask(
        "monitoring.warning_lines",
        act.effective_on,
        execution_rate=rate_of(result.execution_rate),
        completion_rate=rate_of(result.completion_rate),
    )
    lines = tuple(answer.outcome["touched"]) if answer.stated else ()
    return (Decision(Warned(**vars(act.command), lines=lines), (answer,)),)


@guarded_by(round_is_open)
def analyse_cause(
    _state: ProjectYear, act: CommandContext[AnalyseCause], _in_force: InForce
) -> Decided:
    """Record the unit's analysis of a deviation."""
    return (Decision(CauseAnalysed(**vars(act.command))),)


def unchanged(state: ProjectYear, _recorded: Recorded[Event]) -> ProjectYear:
    """Evolve by an event that changes nothing but the version."""
    return state


DECIDE: Deciders = {Warn: warn, AnalyseCause: analyse_cause}
EVOLVE: Evolvers = {Warned: unchanged, CauseAnalysed: unchanged}
