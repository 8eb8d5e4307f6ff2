"""What follows a feedback beside report and finding: a proposed measure, a problem carried over."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

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
from domain.kernel.policies import guarded_by
from domain.kernel.vocabulary import Code, Day, Role, Text
from domain.rules.families.feedback import Source
from domain.shared.rectification.days import day_can_be_met
from domain.shared.rectification.loop import Loop, problems_are_fed_back
from domain.shared.rectification.orders import Rectification
from domain.shared.rectification.problems import Problems, Renewing
from domain.shared.rectification.rectifying import rectification_is_unsettled
from domain.shared.rectification.reviewing import no_report_waits, rectification_is_not_accepted


class Propose(Command, name="rectification.propose", who={Role.UNIT}):
    """Propose the measure against problems that were fed back; the newest proposal counts."""

    source: Source
    problems: Problems
    measures: Text


class CarryOver(Command, name="rectification.carry-over", who={Role.FINANCE}):
    """Carry problems over that cannot be rectified in time: another day (inclusive), a reason."""

    source: Source
    problems: Problems
    reason: Text
    rectify_by: Day


class Proposed(Event, name="rectification.proposed", version=1):
    """The unit proposed the measure against a problem."""

    source: Source
    problem: Code
    measures: Annotated[Text, WITHHOLDABLE]


class CarriedOver(Event, name="rectification.carried-over", version=1):
    """A problem was carried over to another day (inclusive)."""

    source: Source
    problem: Code
    reason: Annotated[Text, WITHHOLDABLE]
    rectify_by: Day


@guarded_by(problems_are_fed_back, rectification_is_unsettled, no_report_waits)
def propose(_loop: Loop, _state: Any, act: CommandContext[Propose], _in_force: InForce) -> Decided:
    """Take the measure for each of the problems."""
    command = act.command
    events = (
        Proposed(source=command.source, problem=one, measures=command.measures)
        for one in command.problems
    )
    return tuple(map(Decision, events))


@guarded_by(problems_are_fed_back, rectification_is_not_accepted, no_report_waits, day_can_be_met)
def carry_over(
    _loop: Loop, _state: Any, act: CommandContext[CarryOver], _in_force: InForce
) -> Decided:
    """Carry each of the problems over: it stays open until the new day."""
    command = act.command
    events = (
        CarriedOver(
            source=command.source,
            problem=one,
            reason=command.reason,
            rectify_by=command.rectify_by,
        )
        for one in command.problems
    )
    return tuple(map(Decision, events))


def proposed(loop: Loop, state: Any, recorded: Recorded[Proposed]) -> Any:
    """Evolve by `rectification.proposed`."""
    event = recorded.event
    problem = loop.fed_back(state).problems[event.problem]
    return loop.with_problem(state, event.problem, replace(problem, proposed=event.measures))


def carried_over(loop: Loop, state: Any, recorded: Recorded[CarriedOver]) -> Any:
    """Evolve by `rectification.carried-over`."""
    event = recorded.event
    order = Rectification(recorded.id, recorded.effective_on, event.rectify_by)
    return loop.renewed(state, Renewing.CARRIED_OVER, event.problem, order)


def deciders(loop: Loop) -> Deciders:
    """These acts, for a kind of subject."""
    return {Propose: partial(propose, loop), CarryOver: partial(carry_over, loop)}


def evolvers(loop: Loop) -> Evolvers:
    """Their events, for a kind of subject."""
    return {Proposed: partial(proposed, loop), CarriedOver: partial(carried_over, loop)}
