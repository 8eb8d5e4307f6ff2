"""The cache of subject states: each is folded once and then caught up with the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domain.kernel.bounded_cache import BoundedCache
from domain.kernel.decider import Decider, Recorded
from domain.kernel.subject_ids import Subject, SubjectKind
from domain.subjects.registry import DECIDERS
from store.port import EventLog

KEPT = 20_000
"""The bound of the cache, for some prefectures' years; a state takes some KB."""


class StateCache:
    """The cached states of a log's subjects; safe to use from several threads."""

    def __init__(
        self, events: EventLog, deciders: Mapping[SubjectKind, Decider] = DECIDERS
    ) -> None:
        """Fold the streams of `events`."""
        self._log = events
        self._deciders = deciders
        self._kept = BoundedCache[str, Any](KEPT)

    def kept(self, subject: Subject) -> Any:
        """The cached state; the log is read only the first time."""
        return self._kept.get(subject.stream) or self.newest(subject)

    def newest(self, subject: Subject) -> Any:
        """The current state, caught up with the log."""
        kept = self._kept.get(subject.stream)
        state = kept or self._deciders[subject.kind].initial(subject.stream)
        return self.after(subject, state, self._log.read(subject.stream, after=state.version))

    def all_newest(self, subjects: Sequence[Subject]) -> list[Any]:
        """The current states of many subjects; only new events are read."""
        newest = self._log.versions([subject.stream for subject in subjects])
        return [self._at_least(subject, newest.get(subject.stream, 0)) for subject in subjects]

    def cold(self, subjects: Iterable[Subject]) -> int:
        """How many of these subjects are not in the cache."""
        return sum(self._kept.get(subject.stream) is None for subject in subjects)

    def _at_least(self, subject: Subject, version: int) -> Any:
        kept = self._kept.get(subject.stream)
        return kept if kept is not None and kept.version >= version else self.newest(subject)

    def forget(self, stream: str) -> None:
        """Drop a subject's state."""
        self._kept.drop(stream)

    def after(self, subject: Subject, state: Any, news: Iterable[Recorded[Any]]) -> Any:
        """The state after the next events; it is cached.

        Raises `ValueError` if a version is missing: no act is decided on a damaged stream.
        """
        evolve = self._deciders[subject.kind].evolve
        for version, recorded in enumerate(news, state.version + 1):
            if recorded.version != version:
                missing = f"{subject.stream} lacks its event of version {version}"
                raise ValueError(f"{missing}: `jixiao doctor` shows what else is damaged")
            state = evolve(state, recorded)
        return self._kept.put(subject.stream, state)
