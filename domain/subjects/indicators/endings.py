"""Single indicators leave the library in force and come back: `indicator.end`, `.restore`."""

from __future__ import annotations

from dataclasses import replace

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
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.subjects.indicators.messages import (
    EndIndicator,
    IndicatorEnded,
    IndicatorRestored,
    RestoreIndicator,
)
from domain.subjects.indicators.state import Indicators


def indicator_is_in_the_library(
    state: Indicators, act: CommandContext[EndIndicator | RestoreIndicator], _in_force: InForce
) -> Refusal | None:
    """The code is one of the library in force."""
    if act.command.code in state.library.indicators:
        return None
    return refusals.invalid(
        "code",
        f"现行指标库中没有编码为 {act.command.code} 的指标，请核对编码。",
        f"the library in force has no indicator {act.command.code}: check the code.",
    )


def indicator_was_not_ended(
    state: Indicators, act: CommandContext[EndIndicator], _in_force: InForce
) -> Refusal | None:
    """Nothing ended the indicator yet."""
    last_day = state.ended.get(act.command.code)
    if last_day is None:
        return None
    return refusals.duplicate(
        f"指标 {act.command.code} 的停用（末日 {last_day}）",
        f"the end of indicator {act.command.code} with {last_day}",
    )


@guarded_by(indicator_is_in_the_library, indicator_was_not_ended)
def end(state: Indicators, act: CommandContext[EndIndicator], _in_force: InForce) -> Decided:
    """End an indicator with a day."""
    title = state.library.indicators[act.command.code].title
    return (Decision(IndicatorEnded(title=title, **vars(act.command))),)


def indicator_was_ended(
    state: Indicators, act: CommandContext[RestoreIndicator], _in_force: InForce
) -> Refusal | None:
    """The indicator was ended."""
    if act.command.code in state.ended:
        return None
    return refusals.invalid(
        "code",
        f"指标 {act.command.code} 没有停用，无需恢复。",
        f"indicator {act.command.code} was not ended: nothing is left to do.",
    )


@guarded_by(indicator_is_in_the_library, indicator_was_ended)
def restore(
    state: Indicators, act: CommandContext[RestoreIndicator], _in_force: InForce
) -> Decided:
    """Take back the end of an indicator."""
    title = state.library.indicators[act.command.code].title
    return (Decision(IndicatorRestored(title=title, **vars(act.command))),)


def ended(state: Indicators, recorded: Recorded[IndicatorEnded]) -> Indicators:
    """Evolve by `indicator.ended`."""
    event = recorded.event
    return replace(state, ended={**state.ended, event.code: event.last_day}).put_together()


def restored(state: Indicators, recorded: Recorded[IndicatorRestored]) -> Indicators:
    """Evolve by `indicator.restored`."""
    left = {code: day for code, day in state.ended.items() if code != recorded.event.code}
    return replace(state, ended=left).put_together()


DECIDE: Deciders = {EndIndicator: end, RestoreIndicator: restore}
EVOLVE: Evolvers = {IndicatorEnded: ended, IndicatorRestored: restored}
