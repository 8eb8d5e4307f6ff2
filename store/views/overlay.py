"""A log over a log: appended events stay in memory; the log below is never written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from domain.kernel.decider import Recorded
from domain.kernel.serialization.envelope import Sealed, unseal
from store.port import (
    NOTHING,
    CommandRow,
    EventLog,
    LogIdentity,
    Notification,
    VersionConflict,
    Versions,
)


class Overlay:
    """An `EventLog` that reads another log; used to try acts without storing them."""

    def __init__(self, below: EventLog) -> None:
        """Read from `below`, which the caller closes."""
        self._below = below
        self._events: list[Sealed] = []
        self._rows: dict[UUID, CommandRow] = {}
        self._contents: dict[str, bytes] = {}

    def identity(self) -> LogIdentity:
        """The identity of the log below."""
        return self._below.identity()

    def newest_recorded_at(self) -> datetime | None:
        """The business instant of the newest recorded act."""
        newest = [row.recorded_at for row in self._rows.values()][-1:]
        return newest[0] if newest else self._below.newest_recorded_at()

    def read(self, stream: str, after: int = 0) -> list[Recorded[Any]]:
        """The events of a stream; the events of the log below come first."""
        above = [
            unseal(event.topic, event.state)
            for event in self._events
            if event.stream == stream and event.version > after
        ]
        return [*self._below.read(stream, after), *above]

    def notifications_of(self, stream: str, after: int = 0) -> list[Notification]:
        """The same events as `read` gives, not read yet."""
        last = self._below.last_position()
        above = [
            Notification(last + position, event.topic, event.state)
            for position, event in enumerate(self._events, start=1)
            if event.stream == stream and event.version > after
        ]
        return [*self._below.notifications_of(stream, after), *above]

    def append(
        self, row: CommandRow, events: Sequence[Sealed], expected: Versions = NOTHING
    ) -> CommandRow:
        """Keep the command and its events in memory; raises `VersionConflict`."""
        first = self.command(row.command_id)
        if first is not None:
            return first
        if events:
            expected = {**expected, row.stream: events[0].version - 1}
        found = self.versions([*expected])
        for stream, version in expected.items():
            if found.get(stream, 0) != version:
                raise VersionConflict(f"{stream} is at version {found.get(stream, 0)}")
        self._rows[row.command_id] = row
        self._events.extend(events)
        return row

    def command(self, command_id: UUID) -> CommandRow | None:
        """The row of a command."""
        return self._rows.get(command_id) or self._below.command(command_id)

    def commands(self, stream: str) -> list[CommandRow]:
        """All commands of a stream."""
        above = [row for row in self._rows.values() if row.stream == stream]
        return [*self._below.commands(stream), *above]

    def notifications(self, after: int, limit: int) -> list[Notification]:
        """Events of all streams after a position."""
        found = self._below.notifications(after, limit)
        last = self._below.last_position()
        above = [
            Notification(last + position, event.topic, event.state)
            for position, event in enumerate(self._events, start=1)
            if last + position > after
        ]
        return [*found, *above][:limit]

    def last_position(self) -> int:
        """The position of the newest event."""
        return self._below.last_position() + len(self._events)

    def streams(self, prefix: str) -> list[str]:
        """The ids of the streams that start with a prefix, sorted."""
        above = {event.stream for event in self._events if event.stream.startswith(prefix)}
        return sorted({*self._below.streams(prefix), *above})

    def versions(self, streams: Sequence[str]) -> dict[str, int]:
        """The newest version of each of these streams."""
        found = self._below.versions(streams)
        wanted = set(streams)
        for event in self._events:
            if event.stream in wanted:
                found[event.stream] = event.version
        return found

    def put_content(self, content: bytes) -> str:
        """Store content in memory under its sha256."""
        digest = sha256(content).hexdigest()
        self._contents[digest] = content
        return digest

    def content(self, sha256: str) -> bytes:
        """The content stored under a sha256; raises `ContentMissing`."""
        return self._contents.get(sha256) or self._below.content(sha256)

    def close(self) -> None:
        """Drop the appended events."""
        self._events.clear()
        self._rows.clear()
