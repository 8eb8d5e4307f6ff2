"""The change tracker: it follows subjects event by event and records what each event changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from domain.kernel.decider import InForce, Recorded
from domain.kernel.serialization.envelope import unseal
from domain.shared.filings.correction import FilingWithdrawn
from projections.binding_events import BindingEvents
from projections.boards.in_force_cache import InForceCache
from projections.boards.invalidation import rebinds
from projections.boards.log_batch import BINDS_NOBODY
from projections.boards.state_cache import Fold, start
from projections.boards.summary import name_of
from projections.differences.comparison_snapshot import DUE, FILED, Snapshot, filed_by, snapshot_of
from store.port import EventLog
from store.views.as_of import PastLog

Event = Recorded[Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A value of a subject's snapshot on both dates; null if it has none."""

    what: str
    before: Any
    after: Any
    causes: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A subject that differs; `name` is its name on the second date."""

    stream: str
    name: str | None
    changes: tuple[Change, ...]


@dataclass(slots=True)
class _Followed:
    """A subject followed from the first date to the second."""

    fold: Fold
    first: Snapshot = field(default_factory=dict)
    now: Snapshot = field(default_factory=dict)
    filed: dict[str, Any] = field(default_factory=dict)
    causes: dict[str, list[Event]] = field(default_factory=dict)
    taken_back: Event | None = None
    seen_under: InForce | None = None

    def take(self, recorded: Event) -> None:
        """Take the subject's next event."""
        self.fold.take(recorded)
        self.filed.update(filed_by(recorded.event))
        if isinstance(recorded.event, FilingWithdrawn):
            self.taken_back = recorded

    def look(self, in_force: InForce, cause: Event | None = None) -> None:
        """Take a snapshot; attribute changes to the event, and to a withdrawal of the same act."""
        snapshot = {**snapshot_of(self.fold, in_force), **self.filed}
        causes = list(self._causes(cause)) if cause else []
        for what in {*self.now, *snapshot}:
            if self.now.get(what) != snapshot.get(what):
                kept = self.causes.setdefault(what, [])
                kept.extend(one for one in causes if one not in kept)
        self.now = snapshot
        self.seen_under = in_force

    def _causes(self, cause: Event) -> Iterator[Event]:
        back = self.taken_back
        if back is not None and back is not cause and back.command_id == cause.command_id:
            yield back
        yield cause

    def changes(self) -> Iterator[Change]:
        """The differences at the end; dates and filed values only if both dates have them."""
        for what in dict.fromkeys((*self.first, *self.now)):
            before, after = self.first.get(what), self.now.get(what)
            if before != after and not (what.startswith((DUE, FILED)) and None in (before, after)):
                yield Change(what, before, after, tuple(self.causes[what]))


class ChangeTracker:
    """Subjects followed over the events between two dates, under the values in force at each."""

    def __init__(self, first: PastLog, contents: EventLog, streams: Iterable[str]) -> None:
        self._first = first
        self._streams = dict.fromkeys(streams)
        self._followed: dict[str, _Followed] = {}
        self._binds: dict[str, Fold] = {}
        events: Any = BindingEvents(contents)  # the part of a log that `InForceReader` reads
        self._events = events
        self._in_force_cache = InForceCache(events)

    def bound_by(self, streams: Iterable[str]) -> None:
        """Read the values in force on the first date."""
        for stream in streams:
            fold = self._binds[stream] = start(stream)
            for recorded in self._known(stream):
                fold.take(recorded)
                self._events.note(recorded)

    def take(self, recorded: Event) -> None:
        """Take an event and record what it changes."""
        stream = recorded.stream
        lives = [self._life(stream)] if stream in self._streams else []
        if stream in self._binds:
            if self._rebinds(recorded):
                lives = [self._life(one) for one in self._streams]
                self._in_force_cache.forget_all()
            self._events.note(recorded)
        for life in lives:
            mine = life.fold.subject.stream == stream
            if mine:
                life.take(recorded)
            in_force = self._in_force_cache.of(life.fold.subject)
            if mine or life.seen_under is not in_force:
                life.look(in_force, recorded)

    def changed(self) -> Iterator[Changed]:
        """The subjects that differ, by stream."""
        for stream, life in sorted(self._followed.items()):
            changes = tuple(life.changes())
            if changes:
                yield Changed(stream, name_of(life.fold.state), changes)

    def _rebinds(self, recorded: Event) -> bool:
        """Take an event that may bind others; returns whether it does."""
        fold = self._binds[recorded.stream]
        before = fold.state
        fold.take(recorded)
        if isinstance(recorded.event, BINDS_NOBODY):
            return False
        return rebinds(fold.subject.kind, before, fold.state)

    def _known(self, stream: str) -> Iterator[Event]:
        """The events of a subject that were known on the first date."""
        for one in self._first.notifications_of(stream):
            yield unseal(one.topic, one.state, basis=False)

    def _life(self, stream: str) -> _Followed:
        life = self._followed.get(stream)
        if life is None:
            life = self._followed[stream] = _Followed(start(stream))
            for recorded in self._known(stream):
                life.take(recorded)
            life.look(self._in_force_cache.of(life.fold.subject))
            life.first = life.now
            life.causes.clear()
        return life
