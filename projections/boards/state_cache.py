"""The cache of folded subjects: a bounded number stays in memory, others are folded again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain.kernel.bounded_cache import BoundedCache
from domain.kernel.decider import Decider, Recorded
from domain.kernel.subject_ids import Subject, parse_subject
from domain.subjects.registry import DECIDERS
from projections.boards.deadline_history import DeadlineHistory
from projections.boards.deadline_history_events import note
from store.port import EventLog


@dataclass(slots=True)
class Fold:
    """A subject with its state and its history up to a version."""

    subject: Subject
    decider: Decider
    state: Any
    history: DeadlineHistory
    version: int = 0

    def take(self, recorded: Recorded[Any]) -> None:
        """Take the next event; raises `KeyError` for an event of another subject."""
        before = self.state
        self.state = self.decider.evolve(before, recorded)
        note(self.history, recorded, before, self.subject.kind)
        self.version = recorded.version


def start(stream: str) -> Fold:
    """A subject before its first event; raises `ValueError` if the id is not a subject's."""
    subject = parse_subject(stream)
    decider = DECIDERS[subject.kind]
    return Fold(subject, decider, decider.initial(stream), DeadlineHistory())


class FoldCache:
    """The folds of a log's streams; at most `kept` of them stay in memory."""

    def __init__(self, events: EventLog, kept: int) -> None:
        """Fold the streams of `events`."""
        self._events = events
        self._folds = BoundedCache[str, Fold](kept)

    def take(self, recorded: Recorded[Any]) -> Fold:
        """Take an event; if the previous version is not in memory, the stream is read again."""
        fold = self._folds.get(recorded.stream)
        if fold is None or fold.version != recorded.version - 1:
            fold = self.at(recorded.stream, recorded.version - 1)
        fold.take(recorded)
        return fold

    def at(self, stream: str, version: int) -> Fold:
        """The fold of a stream at a version."""
        fold = self._folds.get(stream)
        if fold is None or fold.version != version:
            fold = self._folds.put(stream, self._read(stream, version))
        return fold

    def _read(self, stream: str, version: int) -> Fold:
        fold = start(stream)
        for recorded in self._events.read(stream) if version else ():
            if recorded.version > version:
                break
            fold.take(recorded)
        return fold
