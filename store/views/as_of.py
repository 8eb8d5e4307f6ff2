"""A log as known on a past day, without later records."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ValidationError

from domain.kernel.decider import Recorded
from domain.kernel.serialization.envelope import Sealed, unseal
from domain.kernel.vocabulary import business_date
from store.port import (
    NOTHING,
    CommandRow,
    EventLog,
    LogIdentity,
    Notification,
    StoreUnavailable,
    Versions,
)

_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class PastDay:
    """A past day, inclusive (Asia/Shanghai): by recording, or by taking effect."""

    recorded_by: date | None = None
    effective_by: date | None = None

    def has(self, recorded_at: datetime, effective_on: date) -> bool:
        """Whether an event with these two times is included."""
        return _by(business_date(recorded_at), self.recorded_by) and _by(
            effective_on, self.effective_by
        )


def _by(day: date, last: date | None) -> bool:
    return last is None or day <= last


class ReadOnly(Exception):  # noqa: N818 - what it says
    """A past log cannot be appended to."""


class _Leaf(BaseModel):
    """The times of an event from its stored bytes, for known and unknown events."""

    recorded_at: datetime
    effective_on: date
    stream: str
    version: int
    command_id: UUID


class _Stored(BaseModel):
    leaf: _Leaf


def _leaf_of(one: Notification) -> _Leaf:
    try:
        return _Stored.model_validate_json(one.state).leaf
    except ValidationError as error:
        why = f"the event at position {one.position} cannot be read: see `jixiao doctor`"
        raise StoreUnavailable(why) from error


class PastLog:
    """An `EventLog` as of the end of a day, for reading only.

    Positions are counted again from 1 over the included events.
    """

    def __init__(self, below: EventLog, past: PastDay) -> None:
        """Read from `below`; `close` closes it."""
        self._below = below
        self._past = past
        self._found: list[Notification] = []
        self._streams: dict[str, list[tuple[int, Notification]]] = {}
        self._acts: set[UUID] = set()
        self._look()

    def _look(self) -> None:
        position = 0
        while batch := self._below.notifications(position, _BATCH):
            position = batch[-1].position
            for one in batch:
                self._note(one, _leaf_of(one))

    def _note(self, one: Notification, leaf: _Leaf) -> None:
        if self._past.has(leaf.recorded_at, leaf.effective_on):
            found = Notification(len(self._found) + 1, one.topic, one.state)
            self._found.append(found)
            self._streams.setdefault(leaf.stream, []).append((leaf.version, found))
            self._acts.add(leaf.command_id)

    def identity(self) -> LogIdentity:
        """The identity of the log below."""
        return self._below.identity()

    def newest_recorded_at(self) -> datetime | None:
        """The recording instant of the newest included event."""
        return _leaf_of(self._found[-1]).recorded_at if self._found else None

    def read(self, stream: str, after: int = 0) -> list[Recorded[Any]]:
        """The included events of a stream after a version."""
        return [unseal(one.topic, one.state) for one in self.notifications_of(stream, after)]

    def notifications_of(self, stream: str, after: int = 0) -> list[Notification]:
        """The same events as `read` returns, still encoded."""
        return [one for version, one in self._streams.get(stream, ()) if version > after]

    def append(
        self, row: CommandRow, events: Sequence[Sealed], expected: Versions = NOTHING
    ) -> CommandRow:
        """Refuse: raises `ReadOnly`."""
        raise ReadOnly(f"{row.stream}: {len(events)} events on {dict(expected)}, but it is past")

    def command(self, command_id: UUID) -> CommandRow | None:
        """The row of a command, if it is included."""
        row = self._below.command(command_id)
        return row if row is not None and self._had(row) else None

    def commands(self, stream: str) -> list[CommandRow]:
        """All included commands of a stream."""
        return [row for row in self._below.commands(stream) if self._had(row)]

    def _had(self, row: CommandRow) -> bool:
        """Whether an act is included: by its events; without events, by its recording."""
        if row.last_version is not None:
            return row.command_id in self._acts
        return self._past.has(row.recorded_at, business_date(row.recorded_at))

    def notifications(self, after: int, limit: int) -> list[Notification]:
        """At most `limit` included events after a position."""
        first = bisect_right(self._found, after, key=lambda one: one.position)
        return self._found[first : first + limit]

    def last_position(self) -> int:
        """The position of the newest included event."""
        return len(self._found)

    def streams(self, prefix: str) -> list[str]:
        """The streams with included events, sorted."""
        return sorted(stream for stream in self._streams if stream.startswith(prefix))

    def versions(self, streams: Sequence[str]) -> dict[str, int]:
        """The newest included version of each of these streams."""
        return {one: self._streams[one][-1][0] for one in streams if one in self._streams}

    def put_content(self, content: bytes) -> str:
        """Refuse: raises `ReadOnly`."""
        raise ReadOnly(f"{len(content)} bytes: the past does not change")

    def content(self, sha256: str) -> bytes:
        """Content by its sha256, which is the same on every day."""
        return self._below.content(sha256)

    def close(self) -> None:
        """Close the log below."""
        self._below.close()


def as_of(log: EventLog, past: PastDay) -> EventLog:
    """The log itself without a past day, otherwise the log as of that day."""
    return log if past == PastDay() else PastLog(log, past)
