"""Differences between two past dates, each with the events that caused it.

The state known on the first date takes the later events one by one; each change is attributed to
its event (docs/command-line.md, 1101).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from domain.kernel.serialization.envelope import leaf_of, unseal
from domain.kernel.subject_ids import Subject, parse_subject
from domain.subjects.project_year.population import ProjectWithdrawn
from domain.subjects.unit_year.population import UnitWithdrawn
from projections.boards.invalidation import BINDING
from projections.differences.change_tracker import Changed, ChangeTracker, Event
from projections.figures.figures import Figure, figures
from store.in_force import watched
from store.port import EventLog, notifications_behind
from store.views.as_of import PastLog

_WITHDRAWN = (ProjectWithdrawn, UnitWithdrawn)
_New = Mapping[UUID, tuple[int, Event]]
"""The events in between by id, each with its position."""


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A value of a figure on both dates; `causes` are the new events in it, or withdrawals."""

    before: Figure | None
    after: Figure
    causes: tuple[Event, ...]


def differing(
    first: PastLog,
    second: PastLog,
    news: Iterable[Event],
    jurisdiction: str,
    streams: Iterable[str],
) -> tuple[Changed, ...]:
    """The differences of some subjects by the `news`, the events `between` the two dates."""
    following = ChangeTracker(first, second, streams)
    following.bound_by(
        stream
        for stream in second.streams(f"{jurisdiction}/")
        if parse_subject(stream).kind in BINDING
    )
    for recorded in news:
        following.take(recorded)
    return tuple(following.changed())


def differing_of(first: PastLog, second: PastLog, subject: Subject) -> tuple[Changed, ...]:
    """The differences of one subject; only its stream and the streams that bind it are read."""
    binding = _binding(second, subject)
    following = ChangeTracker(first, second, (subject.stream,))
    following.bound_by(binding)
    for recorded in _between_of(first, second, {subject.stream, *binding}):
        following.take(recorded)
    return tuple(following.changed())


def _binding(log: PastLog, subject: Subject) -> tuple[str, ...]:
    """The streams that may bind a subject; without a year those of all years."""
    if subject.year is not None:
        return watched(subject.jurisdiction, (subject.year, subject.year + 1))
    streams = log.below.streams(f"{subject.jurisdiction}/")
    return tuple(stream for stream in streams if parse_subject(stream).kind in BINDING)


def _between_of(first: PastLog, second: PastLog, streams: Iterable[str]) -> Iterator[Event]:
    """The events of some streams that `second` has and `first` lacks, in the order of the log."""
    known = {one.position for stream in streams for one in first.notifications_of(stream)}
    found = [one for stream in streams for one in second.notifications_of(stream)]
    for one in sorted(found, key=lambda found: found.position):
        if one.position not in known:
            yield unseal(one.topic, one.state, basis=False)


def differing_figures(
    first: PastLog, second: PastLog, news: Iterable[Event], jurisdiction: str, work_year: int
) -> tuple[ChangedFigure, ...]:
    """The figures of a work year that differ by the `news`, the events between the dates."""
    then = {_key(one): one for one in figures(first, jurisdiction, work_year)}
    new = {one.id: (position, one) for position, one in enumerate(news)}
    return tuple(
        ChangedFigure(before, after, tuple(_behind(first, new, before, after)))
        for after in figures(second, jurisdiction, work_year)
        if (before := then.get(_key(after))) is None or before.value != after.value
    )


def between(first: PastLog, second: PastLog) -> Iterator[Event]:
    """The events that `second` has and `first` lacks, in the order of the log."""
    known = notifications_behind(first)
    next_known = next(known, None)
    for one in notifications_behind(second):
        if next_known is not None and one.state == next_known.state:
            next_known = next(known, None)
        else:
            yield unseal(one.topic, one.state, basis=False)


def _behind(first: EventLog, new: _New, before: Figure | None, after: Figure) -> Iterator[Event]:
    """The events in the order of the log."""
    gone = set(before.events if before else ()) - set(after.events)
    lost = _streams_of(first, gone) if gone else set()
    behind = (set(after.events) - set(before.events if before else ())) & new.keys()
    if lost:
        behind |= {
            id_
            for id_, (_, one) in new.items()
            if one.stream in lost and isinstance(one.event, _WITHDRAWN)
        }
    for _, one in sorted((new[id_] for id_ in behind), key=lambda found: found[0]):
        yield one


def _streams_of(log: EventLog, events: set[UUID]) -> set[str]:
    leaves = (leaf_of(one.state) for one in notifications_behind(log))
    return {leaf["stream"] for leaf in leaves if UUID(leaf["event_id"]) in events}


def _key(figure: Figure) -> tuple[str, str, int]:
    return figure.id, figure.name, figure.budget_year
