"""What an owner of selections keeps of its fan-outs: which of its events still reach others.

Its states hold `reaching`: the version of each such event with the business instant of recording.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.decision import (
    Act,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
    Step,
    Steps,
)
from domain.fan_out import REACH, RecordReached, SubjectsReached

Reachings = Mapping[int, datetime]


def steps(reaching: Reachings) -> Iterator[Step]:
    """The steps that reach the subjects of the events that have not reached them yet."""
    for version, at in sorted(reaching.items()):
        yield Step(str(version), REACH, at)


def begun(state: Any, recorded: Recorded[Any], not_before: datetime | None = None) -> Any:
    """The state with an event that begins to reach others, at once or `not_before` an instant."""
    at = max(recorded.recorded_at, not_before or recorded.recorded_at)
    return replace(state, reaching={**state.reaching, recorded.version: at})


def record_reached(state: Any, act: Act[RecordReached], _in_force: InForce) -> Decided:
    """Record once that all subjects of an event were reached."""
    if act.command.of not in state.reaching:
        return ()
    return (Decision(SubjectsReached(**vars(act.command))),)


def reached(state: Any, recorded: Recorded[SubjectsReached]) -> Any:
    """Evolve by `subjects.reached`."""
    left = {of: at for of, at in state.reaching.items() if of != recorded.event.of}
    return replace(state, reaching=left)


def _recorded(step: Step, subjects: int) -> RecordReached:
    return RecordReached(of=int(step.deadline), subjects=subjects)


STEPS: Steps = {REACH: _recorded}
DECIDE: Deciders = {RecordReached: record_reached}
EVOLVE: Evolvers = {SubjectsReached: reached}
