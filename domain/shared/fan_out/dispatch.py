"""State and retries of fan-outs: up to six automatic sendings, then only on request.

A state has `reaching` and `unreached`, both keyed by the version of the event that began the
fan-out. Subjects that refused for a passing reason get the act again, at growing intervals. Those
that still refuse at the end, and every final refusal, stay in `unreached` until somebody requests
another sending (docs/decisions/0009-telling-subjects.md, 1194).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

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
from domain.shared.fan_out.messages import (
    REACH,
    Reached,
    RecordReached,
    SendAgain,
    SendingAsked,
    SubjectsReached,
    recorded_fields,
)
from domain.shared.fan_out.retry import (
    Sending,
    Sendings,
    due,
    send_again,
    sending_asked,
    sent,
    sent_by,
)


def steps(reaching: Sendings, in_force: InForce) -> Iterator[Step]:
    """The steps for the fan-outs that are not recorded yet."""
    for _, sending in sorted(reaching.items()):
        yield Step(str(sending.by), REACH, due(sending, in_force))


def begun(state: Any, recorded: Recorded[Any], not_before: datetime | None = None) -> Any:
    """The state after an event that begins a fan-out, at once or `not_before` an instant."""
    at = max(recorded.recorded_at, not_before or recorded.recorded_at)
    first = Sending(at, recorded.version)
    return replace(state, reaching={**state.reaching, recorded.version: first})


def record_reached(state: Any, act: CommandContext[RecordReached], in_force: InForce) -> Decided:
    """Record once that all subjects of an event were asked; never before its instant."""
    first = sent_by(state.reaching, act.command.of)
    if first is None or due(state.reaching[first], in_force) > act.at:
        return ()
    return (Decision(SubjectsReached(**recorded_fields(act.command, in_force.open_rules))),)


def reached(state: Any, recorded: Recorded[SubjectsReached]) -> Any:
    """Evolve by `subjects.reached`."""
    first = sent_by(state.reaching, recorded.event.of)
    if first is None:
        return state
    return sent(state, recorded, first, state.reaching[first].number)


def _recorded(step: Step, reached: Reached) -> RecordReached:
    return RecordReached(of=int(step.deadline), **reached.recorded())


STEPS: Steps = {REACH: _recorded}
DECIDE: Deciders = {RecordReached: record_reached, SendAgain: send_again}
EVOLVE: Evolvers = {SubjectsReached: reached, SendingAsked: sending_asked}
