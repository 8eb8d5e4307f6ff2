"""State of broadcasts: a subject keeps its newest announcement and its newest delivery.

Its states have two fields: `announced` is the newest announcement, null before the first. `told` is
the version up to which all open subjects were notified.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.kernel import frozen
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
    View,
)
from domain.shared.fan_out.messages import REFRESH, Reached, RecordRefresh, SubjectsRefreshed


@dataclass(frozen=True, slots=True)
class Announcement:
    """The version of an announcement, and the business instant of its recording."""

    version: int
    at: datetime


def steps(state: Any) -> Iterator[Step]:
    """The step that notifies the open subjects of the newest announcement; none once delivered."""
    newest: Announcement | None = state.announced
    if newest is not None and state.told < newest.version:
        yield Step(str(newest.version), REFRESH, newest.at)


def seen(state: Any, phase: str) -> View:
    """The view of a subject that only announces."""
    return View(
        subject=state.stream,
        version=state.version,
        phase=phase,
        next_step=next(steps(state), None),
    )


def announced(state: Any, recorded: Recorded[Any]) -> Any:
    """The state after an event that the open subjects must be notified of."""
    newest = Announcement(recorded.version, recorded.recorded_at)
    return frozen.replace(state, announced=newest)


def record_refresh(state: Any, act: CommandContext[RecordRefresh], _in_force: InForce) -> Decided:
    """Record once that the open subjects were notified."""
    if act.command.up_to <= state.told:
        return ()
    return (Decision(SubjectsRefreshed(**vars(act.command))),)


def refreshed(state: Any, recorded: Recorded[SubjectsRefreshed]) -> Any:
    """Evolve by `subjects.refreshed`."""
    return frozen.replace(state, told=recorded.event.up_to)


def _recorded(step: Step, reached: Reached) -> RecordRefresh:
    missing = reached.without_workflow
    said = {"without_workflow": missing} if missing else {}
    return RecordRefresh(up_to=int(step.deadline), subjects=reached.subjects, **said)


STEPS: Steps = {REFRESH: _recorded}
DECIDE: Deciders = {RecordRefresh: record_refresh}
EVOLVE: Evolvers = {SubjectsRefreshed: refreshed}
