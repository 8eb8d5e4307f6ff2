"""The cache of subject states: each is folded once, and caught up with the log when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domain.kernel.bounded_cache import BoundedCache
from domain.kernel.decider import Decider, Recorded
from domain.kernel.subject_ids import Subject, SubjectKind
from domain.subjects.registry import DECIDERS
from store.port import EventLog

KEPT = 20_000
"""The subjects of some prefectures' years stay folded in memory; a state is some KB."""


class StateCache:
    """The states of a log's subjects; safe to use from several threads."""

    def __init__(
        self, events: EventLog, deciders: Mapping[SubjectKind, Decider] = DECIDERS
    ) -> None:
        """Fold the streams of `events`."""
        self._log = events
        self._deciders = deciders
        self._kept = BoundedCache[str, Any](KEPT)

    def kept(self, subject: Subject) -> Any:
        """The state as it was last seen; the log is asked only the first time."""
        return self._kept.get(subject.stream) or self.newest(subject)

    def newest(self, subject: Subject) -> Any:
        """The state as the log has it now."""
        kept = self._kept.get(subject.stream)
        state = kept or self._deciders[subject.kind].initial(subject.stream)
        return self.after(subject, state, self._log.read(subject.stream, after=state.version))

    def all_newest(self, subjects: Sequence[Subject]) -> list[Any]:
        """The states of many subjects as the log has them now; only what is news is read."""
        newest = self._log.versions([subject.stream for subject in subjects])
        return [self._at_least(subject, newest.get(subject.stream, 0)) for subject in subjects]

    def _at_least(self, subject: Subject, version: int) -> Any:
        kept = self._kept.get(subject.stream)
        return kept if kept is not None and kept.version >= version else self.newest(subject)

    def forget(self, stream: str) -> None:
        """Keep a subject's state no longer."""
        self._kept.drop(stream)

    def after(self, subject: Subject, state: Any, news: Iterable[Recorded[Any]]) -> Any:
        """The state after the events that follow it, kept from now on.

        Raises `ValueError` where a version is missing: nothing is decided on a damaged stream.
        """
        evolve = self._deciders[subject.kind].evolve
        for version, recorded in enumerate(news, state.version + 1):
            if recorded.version != version:
                missing = f"{subject.stream} lacks its event of version {version}"
                raise ValueError(f"{missing}: `jixiao doctor` shows what else is damaged")
            state = evolve(state, recorded)
        return self._kept.put(subject.stream, state)
