"""The subjects that may be open: all except those found closed with no later event.

A closed subject stays closed until its stream moves, or the subjects of its year or jurisdiction
receive newly adopted rules or notices. So a sweep looks at open subjects and at those with new
events, and never again at subjects that closed years ago
(docs/decisions/1190-a-sweep-costs-what-is-open.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from activities.fan_out.send import places_told
from domain.kernel.serialization.envelope import leaf_of
from domain.shared.fan_out.messages import SubjectsRefreshed
from store.port import EventLog, Notification


class MaybeOpen:
    """Holds the ids of open subjects, and of subjects with new events until a sweep looks at them.

    Before the first sweep it holds all subjects of the log.
    """

    def __init__(self, events: EventLog) -> None:
        """Know nothing of `events` yet: the first look is at every stream."""
        self._events = events
        self._streams: set[str] | None = None

    def all(self) -> list[str]:
        """The streams that may be open, the newest years first."""
        if self._streams is None:
            self._streams = set(self._events.streams(""))
        return sorted(self._streams, reverse=True)

    def hear(self, news: Sequence[Notification]) -> set[str]:
        """Take in events in the order of the log; returns the streams that moved."""
        moved = {_stream_of(one) for one in news}
        if self._streams is not None:  # until the first look all may be open
            self._streams |= moved
            self._streams.update(self._told_by({_stream_of(one) for one in news if _tells(one)}))
        return moved

    def found_closed(self, stream: str) -> None:
        """Drop a subject; events after the look bring it back when `hear` takes them in."""
        if self._streams is not None:
            self._streams.discard(stream)

    def _told_by(self, tellers: Iterable[str]) -> Iterable[str]:
        places = {place for teller in tellers for place in places_told(teller)}
        return (stream for place in places for stream in self._events.streams(place))


def _stream_of(notification: Notification) -> str:
    return str(leaf_of(notification.state)["stream"])


def _tells(notification: Notification) -> bool:
    """Whether subjects were told that something is newly in force: it may open them again."""
    return notification.topic.rpartition("@")[0] == SubjectsRefreshed.name
