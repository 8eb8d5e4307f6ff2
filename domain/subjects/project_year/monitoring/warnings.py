"""Warnings 预警 in a round of monitoring, and the cause that the unit states of a deviation."""

from __future__ import annotations

from typing import Annotated

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
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Day, Role, Text
from domain.subjects.project_year.monitoring.completion import fed
from domain.subjects.project_year.monitoring.rounds import round_is_open
from domain.subjects.project_year.monitoring.touching import (
    Warned,
    with_warning,
    without_warning,
)
from domain.subjects.project_year.state import ProjectYear

__all__ = ["DECIDE", "EVOLVE", "AnalyseCause", "CauseAnalysed", "Warn", "Warned"]


class Warn(Command, name="monitoring.warn", who={Role.FINANCE, Role.SYSTEM}, version=2):
    """Warn the unit about a line touched or a problem seen."""

    node: Day
    reason: Text


class AnalyseCause(Command, name="monitoring.analyse-cause", who={Role.UNIT}):
    """State the cause of a deviation and the corrective measure."""

    node: Day
    cause: Text
    measure: Text


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


def round_is_open_or_warned(
    state: ProjectYear, act: CommandContext[AnalyseCause], in_force: InForce
) -> Refusal | None:
    """The project takes part in the round, or the system warned as of the day."""
    return None if act.command.node in state.warned else round_is_open(state, act, in_force)


@guarded_by(round_is_open_or_warned)
def analyse_cause(
    _state: ProjectYear, act: CommandContext[AnalyseCause], _in_force: InForce
) -> Decided:
    """Record the unit's analysis of a deviation."""
    return (Decision(CauseAnalysed(**vars(act.command))),)


def warned(state: ProjectYear, recorded: Recorded[Warned]) -> ProjectYear:
    """Evolve by `monitoring.warned`."""
    return with_warning(state, recorded.event)


def cause_analysed(state: ProjectYear, recorded: Recorded[CauseAnalysed]) -> ProjectYear:
    """Evolve by `monitoring.cause-analysed`."""
    return without_warning(state, recorded.event.node)


DECIDE: Deciders = {Warn: warn, AnalyseCause: analyse_cause}
EVOLVE: Evolvers = {Warned: warned, CauseAnalysed: cause_analysed}
