"""A stretch of the log, folded: which streams changed, and which are bound anew."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from domain.kernel.decider import Recorded
from domain.kernel.serialization.envelope import leaf_of, unseal
from domain.kernel.subject_ids import Subject
from domain.shared.fan_out.messages import SubjectsOpened, SubjectsRefreshed
from projections.boards.board_file import BoardFile, Built
from projections.boards.in_force_cache import Binding
from projections.boards.invalidation import BINDING
from projections.boards.rows import Summary
from projections.boards.state_cache import Fold, FoldCache
from projections.boards.summary import summarise
from projections.errors import UnreadableEvent
from store.port import EventLog, Notification

CHUNK = 1_000
"""How many events are fetched at once."""

KEPT = 20_000
"""How many subjects stay folded in memory."""

Progress = Callable[[int], None]
"""Is told the log position that was reached."""

BINDS_NOBODY = (SubjectsOpened, SubjectsRefreshed)
"""Those of their events that bind nobody."""


@dataclass(slots=True)
class LogBatch:
    """What a stretch of the log leads to.

    `changed` gives each stream that has new events its newest version in the stretch; `announced`
    are the jurisdictions and years (none: all) in which something else is in force. `trouble` is
    why the stretch ends before an event.
    """

    end: Built
    events: int = 0
    changed: dict[str, int] = field(default_factory=dict)
    announced: set[tuple[str, int | None]] = field(default_factory=set)
    trouble: UnreadableEvent | None = None


class Reader:
    """Reads stretches of a log and summarises what they change."""

    def __init__(self, events: EventLog, kept: int = KEPT) -> None:
        """Read `events`, with at most `kept` subjects in memory."""
        self._events = events
        self._folds = FoldCache(events, kept)
        self._binding = Binding(events)
        self._last = Built()

    def read(self, after: Built, limit: int | None, progress: Progress | None = None) -> LogBatch:
        """Fold at most `limit` events (none: all) behind a position."""
        if after != self._last:  # another process took what lies between, notices perhaps
            self._binding.forget_all()
        stretch = LogBatch(after)
        while stretch.trouble is None and (limit is None or stretch.events < limit):
            wanted = CHUNK if limit is None else min(CHUNK, limit - stretch.events)
            found = self._events.notifications(stretch.end.position, wanted)
            self._fold(stretch, found)
            if progress is not None:
                progress(stretch.end.position)
            if len(found) < wanted:
                break
        for jurisdiction, year in stretch.announced:
            self._binding.forget(jurisdiction, year)
        self._last = stretch.end
        return stretch

    def summaries(self, stretch: LogBatch, file: BoardFile) -> Iterator[Summary]:
        """The rows of everything that a stretch changes; `file` stands at its beginning."""
        affected: dict[str, int] = {}
        for jurisdiction, year in stretch.announced:
            affected.update(file.subjects(jurisdiction, year))
        affected.update(stretch.changed)
        for stream, version in affected.items():
            fold = self._folds.at(stream, version)
            yield summarise(fold.subject, fold.state, fold.trail, self._binding.of(fold.subject))

    def _fold(self, stretch: LogBatch, found: list[Notification]) -> None:
        done = None
        for notification in found:
            try:
                recorded = unseal(notification.topic, notification.state, basis=False)
                fold = self._folds.take(recorded)
            except (LookupError, ValueError, TypeError, AttributeError) as error:
                stretch.trouble = _unreadable(notification, error)
                break
            _mark(stretch, fold, recorded)
            done = notification
        if done is not None:
            stretch.end = Built(done.position, tail_of(done))


def tail_of(notification: Notification) -> str:
    """The sha256 (hex) of an event's stored bytes."""
    return hashlib.sha256(notification.state).hexdigest()


def _mark(stretch: LogBatch, fold: Fold, recorded: Recorded[Any]) -> None:
    stretch.events += 1
    stretch.changed[recorded.stream] = recorded.version
    if fold.subject.kind in BINDING and not isinstance(recorded.event, BINDS_NOBODY):
        stretch.announced.update(_bound_by(fold.subject))


def _bound_by(subject: Subject) -> set[tuple[str, int | None]]:
    """The budget years that a subject binds: a work year's own, and the one evaluated in it."""
    if subject.year is None:
        return {(subject.jurisdiction, None)}
    return {(subject.jurisdiction, subject.year), (subject.jurisdiction, subject.year - 1)}


def _unreadable(notification: Notification, error: Exception) -> UnreadableEvent:
    try:
        stream = str(leaf_of(notification.state)["stream"])
    except (LookupError, ValueError, TypeError):
        stream = "unknown"
    return UnreadableEvent(notification.position, stream, notification.topic, error)
