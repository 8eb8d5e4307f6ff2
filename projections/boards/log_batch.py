"""A folded batch of the log: the streams that changed, and those whose rules changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from domain.kernel.decider import Recorded
from domain.kernel.serialization.envelope import leaf_of, unseal
from domain.kernel.subject_ids import Subject
from domain.shared.fan_out.messages import SubjectsOpened, SubjectsRefreshed
from projections.boards.board_file import BoardFile, Built, tail_of
from projections.boards.in_force_cache import InForceCache
from projections.boards.invalidation import BINDING
from projections.boards.rows import Summary
from projections.boards.state_cache import Fold, FoldCache
from projections.boards.summary import summarise
from projections.boards.tables import LinkRow, link_key
from projections.errors import UnreadableEvent
from store.port import EventLog, Notification

CHUNK = 1_000
"""The number of events fetched at once."""

KEPT = 20_000
"""The number of folded subjects kept in memory."""

PositionReached = Callable[[int], None]
"""A callback that receives the log position reached."""

LinkKeeper = Callable[[list[LinkRow]], None]
"""Keeps the links of some events."""

BINDS_NOBODY = (SubjectsOpened, SubjectsRefreshed)
"""Events of these subjects that bind nobody."""


@dataclass(slots=True)
class LogBatch:
    """The changes by a batch of the log.

    `changed` gives each stream that has new events its newest version in the batch; `announced`
    are the jurisdictions and years (none: all) in which something else is in force. `links` say
    where the events stand and what caused them. `trouble` is why the batch ends before an event.
    """

    end: Built
    events: int = 0
    changed: dict[str, int] = field(default_factory=dict)
    announced: set[tuple[str, int | None]] = field(default_factory=set)
    links: list[LinkRow] = field(default_factory=list)
    trouble: UnreadableEvent | None = None


class Reader:
    """Reads batches of a log and summarises the changed subjects."""

    def __init__(self, events: EventLog, kept: int = KEPT) -> None:
        """Read `events`, with at most `kept` subjects in memory."""
        self._events = events
        self._folds = FoldCache(events, kept)
        self._in_force_cache = InForceCache(events)
        self._last = Built()

    def read(
        self,
        after: Built,
        limit: int | None,
        reached: PositionReached | None = None,
        keep: LinkKeeper | None = None,
    ) -> LogBatch:
        """Fold at most `limit` events (none: all) behind a position.

        If `keep` is given, it receives links as they are read: a whole log has many.
        """
        if after != self._last:  # another process took what lies between, notices perhaps
            self._in_force_cache.forget_all()
        batch = LogBatch(after)
        while batch.trouble is None and (limit is None or batch.events < limit):
            wanted = CHUNK if limit is None else min(CHUNK, limit - batch.events)
            found = self._events.notifications(batch.end.position, wanted)
            self._fold(batch, found)
            if keep is not None:
                keep(batch.links)
                batch.links.clear()
            if reached is not None:
                reached(batch.end.position)
            if len(found) < wanted:
                break
        for jurisdiction, year in batch.announced:
            self._in_force_cache.forget(jurisdiction, year)
        self._last = batch.end
        return batch

    def summaries(self, batch: LogBatch, file: BoardFile) -> Iterator[Summary]:
        """The rows of everything that a batch changes; `file` is at the batch's start."""
        affected: dict[str, int] = {}
        for jurisdiction, year in batch.announced:
            affected.update(file.subjects(jurisdiction, year))
        affected.update(batch.changed)
        for stream, version in affected.items():
            fold = self._folds.at(stream, version)
            yield summarise(
                fold.subject, fold.state, fold.history, self._in_force_cache.of(fold.subject)
            )

    def _fold(self, batch: LogBatch, found: list[Notification]) -> None:
        done = None
        for notification in found:
            try:
                recorded = unseal(notification.topic, notification.state, basis=False)
                fold = self._folds.take(recorded)
            except (LookupError, ValueError, TypeError, AttributeError) as error:
                batch.trouble = _unreadable(notification, error)
                break
            _mark(batch, fold, recorded)
            cause = recorded.caused_by
            key = link_key(cause) if cause else None
            batch.links.append((notification.position, link_key(recorded.id), key))
            done = notification
        if done is not None:
            batch.end = Built(done.position, tail_of(done))


def _mark(batch: LogBatch, fold: Fold, recorded: Recorded[Any]) -> None:
    batch.events += 1
    batch.changed[recorded.stream] = recorded.version
    if fold.subject.kind in BINDING and not isinstance(recorded.event, BINDS_NOBODY):
        batch.announced.update(_bound_by(fold.subject))


def _bound_by(subject: Subject) -> set[tuple[str, int | None]]:
    """The budget years that a work year binds: its own, and the year that it evaluates."""
    if subject.year is None:
        return {(subject.jurisdiction, None)}
    return {(subject.jurisdiction, subject.year), (subject.jurisdiction, subject.year - 1)}


def _unreadable(notification: Notification, error: Exception) -> UnreadableEvent:
    try:
        stream = str(leaf_of(notification.state)["stream"])
    except (LookupError, ValueError, TypeError, RecursionError):
        stream = "unknown"
    return UnreadableEvent(notification.position, stream, notification.topic, error)
