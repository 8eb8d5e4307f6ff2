"""What each event says to the trail: the deadline it meets, its day, the step that was taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.kernel.decider import Recorded
from domain.kernel.message import Event
from domain.kernel.subject_ids import SubjectKind
from domain.shared.catalogue.catalogues import Catalogues
from domain.shared.catalogue.entries import Settles
from domain.shared.deadlines.deadline_acts import Extended, Passed
from domain.shared.deadlines.missed import given_late
from domain.shared.deadlines.set_day import DaySet
from domain.subjects.registry import CATALOGUES
from projections.boards.deadline_access import DATED
from projections.boards.deadline_history import LATE, Keep, Trail


def note(
    trail: Trail,
    recorded: Recorded[Any],
    state: Any,
    kind: SubjectKind,
    catalogues: Catalogues = CATALOGUES,
) -> None:
    """Keep what an event says; `state` is that of the subject, of a `kind`, before the event."""
    trail.last_at = recorded.recorded_at
    keep = _KEEP.get(type(recorded.event))
    if keep is not None:
        keep(trail, recorded, state)
        return
    settles = catalogues.settles(kind, recorded.event.name)
    if settles is not None and not settles.unless(state):
        _settle(trail, recorded, settles)


def _settle(trail: Trail, recorded: Recorded[Any], settles: Settles) -> None:
    event = recorded.event
    keys = settles.keys(settles.deadline, event)
    if settles.filed:
        if event.due is not None:
            trail.judged.update(dict.fromkeys(keys, event.due))
        return
    done = settles.done(event) if settles.done else (recorded.effective_on, settles.by)
    trail.settled.update(dict.fromkeys(keys, done))


def _passed(trail: Trail, recorded: Recorded[Passed], _state: Any) -> None:
    event = recorded.event
    before = trail.passed.get(event.deadline, frozenset())
    late = given_late(event.step, event.planned, recorded.recorded_at)
    step = f"{event.step}{LATE}" if late else event.step
    trail.passed[event.deadline] = before | {(event.due, step)}


def _day_set(trail: Trail, recorded: Recorded[DaySet], _state: Any) -> None:
    trail.noticed[recorded.event.deadline] = recorded.event.document


def _extended(trail: Trail, recorded: Recorded[Extended], state: Any) -> None:
    event = recorded.event
    filing = DATED[type(state)].filing_at(state, event.deadline)
    if filing is not None and filing.open:  # what waits for review is judged by the new day
        trail.judged[event.deadline] = event.until


_KEEP: Mapping[type[Event], Keep] = {Passed: _passed, Extended: _extended, DaySet: _day_set}
