"""The subjects that may be open: all except those found closed without a later event.

A closed subject stays closed until its stream moves, or until rules or notices are adopted for its
year or jurisdiction. So a sweep reads open subjects and subjects with new events, and never again
subjects that closed years ago (docs/decisions/1060-recovery-starts-what-the-log-says-is-open.md,
1190).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from activities.fan_out.send import places_told
from domain.kernel.serialization.envelope import leaf_of
from domain.shared.fan_out.messages import SubjectsRefreshed
from store.port import EventLog, Notification


class MaybeOpen:
    """The ids of open subjects, and of subjects with new events since the last sweep.

    Before the first sweep it holds all subjects of the log.
    """

    def __init__(self, events: EventLog) -> None:
        """Start without knowledge of `events`: the first look reads every stream."""
        self._events = events
        self._streams: set[str] | None = None

    def all(self) -> list[str]:
        """The streams that may be open, the newest years first."""
        if self._streams is None:
            self._streams = set(self._events.streams(""))
        return sorted(self._streams, reverse=True)

    def hear(self, news: Sequence[Notification]) -> set[str]:
        """Process events in the order of the log; returns the streams that moved."""
        moved = {_stream_of(one) for one in news}
        if self._streams is not None:  # before the first look, all may be open
            self._streams |= moved
            self._streams.update(self._told_by({_stream_of(one) for one in news if _tells(one)}))
        return moved

    def found_closed(self, stream: str) -> None:
        """Drop a closed subject; later events bring it back through `hear`."""
        if self._streams is not None:
            self._streams.discard(stream)

    def _told_by(self, tellers: Iterable[str]) -> Iterable[str]:
        places = {place for teller in tellers for place in places_told(teller)}
        return (stream for place in places for stream in self._events.streams(place))


def _stream_of(notification: Notification) -> str:
    return str(leaf_of(notification.state)["stream"])


def _tells(notification: Notification) -> bool:
    """Whether an event notified subjects of new rules: it may open them again."""
    return notification.topic.rpartition("@")[0] == SubjectsRefreshed.name
