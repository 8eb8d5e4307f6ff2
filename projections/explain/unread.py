"""Events of other subjects that cannot be read; a sound subject is still explained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.kernel.decider import Recorded
from domain.kernel.serialization.envelope import UnreadableState, unseal
from store.port import EventLog

_FAULTS = (UnreadableState, LookupError, ValueError, TypeError, AttributeError)


class Unread:
    """The positions of the events that were passed over."""

    def __init__(self) -> None:
        self.positions: set[int] = set()

    def add(self, position: int) -> None:
        """Note an event that was passed over."""
        self.positions.add(position)


def readable(log: EventLog, stream: str, unread: Unread) -> Iterator[Recorded[Any]]:
    """The events of a stream up to the first one that cannot be read, which is noted."""
    for one in log.notifications_of(stream):
        try:
            recorded = unseal(one.topic, one.state)
        except _FAULTS:
            unread.add(one.position)
            return
        yield recorded
