"""A log as known on a past day, without later records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import BaseModel, ValidationError

from domain.kernel.bounded_cache import BoundedCache
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

_KEPT_STREAMS = 4096
"""The subjects of a fan-out of which is known whether they were there."""


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


class _Placed(NamedTuple):
    """An event of the log below, and what places it in time."""

    notification: Notification
    leaf: _Leaf


def _leaf_of(one: Notification) -> _Leaf:
    try:
        return _Stored.model_validate_json(one.state).leaf
    except ValidationError as error:
        why = f"the event at position {one.position} cannot be read: see `jixiao doctor`"
        raise StoreUnavailable(why) from error


@dataclass(slots=True)
class _Whole:
    """Everything that was there: the events counted again from 1, and those of each stream."""

    found: list[Notification] = field(default_factory=list)
    streams: dict[str, list[_Placed]] = field(default_factory=dict)


class PastLog:
    """An `EventLog` as of the end of a day, for reading only.

    A subject exists from its first event on; a step that was planned for an earlier day does not
    come before that event. A question about a stream reads that stream; a question about the whole
    log reads all of it, once. Positions count the events that existed then, from 1. Events that are
    appended to the log later are not part of this view.
    """

    def __init__(self, below: EventLog, past: PastDay) -> None:
        """Read from `below`; it stays the caller's to close."""
        self.below = below
        self._past = past
        self._end = below.last_position()
        self._streams = BoundedCache[str, bool](_KEPT_STREAMS)

    def has(self, one: Notification) -> bool:
        """Whether an event of the log below was there."""
        placed = _Placed(one, _leaf_of(one))
        return one.position <= self._end and self._had(placed) and self._began(placed.leaf.stream)

    def _began(self, stream: str) -> bool:
        """Whether the first event of a stream was there."""
        known = self._streams.get(stream)
        return self._streams.put(stream, bool(self._of(stream))) if known is None else known

    @cached_property
    def _whole(self) -> _Whole:
        whole = _Whole()
        position = 0
        to_come: set[str] = set()
        while batch := self.below.notifications(position, _BATCH):
            position = batch[-1].position
            for one in batch:
                if one.position <= self._end:
                    self._note(whole, to_come, _Placed(one, _leaf_of(one)))
        return whole

    def _note(self, whole: _Whole, to_come: set[str], placed: _Placed) -> None:
        stream = placed.leaf.stream
        if stream in to_come:
            return
        if self._had(placed):
            one = placed.notification
            whole.found.append(Notification(len(whole.found) + 1, one.topic, one.state))
            whole.streams.setdefault(stream, []).append(placed)
        elif stream not in whole.streams:
            to_come.add(stream)

    def _of(self, stream: str) -> list[_Placed]:
        """The events of a stream that were there, in order."""
        if "_whole" in self.__dict__:
            return self._whole.streams.get(stream, [])
        rows = [one for one in self.below.notifications_of(stream) if one.position <= self._end]
        placed = [_Placed(one, _leaf_of(one)) for one in rows]
        began = placed and self._had(placed[0])
        return [one for one in placed if self._had(one)] if began else []

    def _had(self, placed: _Placed) -> bool:
        return self._past.has(placed.leaf.recorded_at, placed.leaf.effective_on)

    def identity(self) -> LogIdentity:
        """The identity of the log below."""
        return self.below.identity()

    def newest_recorded_at(self) -> datetime | None:
        """The business instant at which the newest event that was there was recorded."""
        found = self._whole.found
        return _leaf_of(found[-1]).recorded_at if found else None

    def read(self, stream: str, after: int = 0) -> list[Recorded[Any]]:
        """The included events of a stream after a version."""
        return [unseal(one.topic, one.state) for one in self.notifications_of(stream, after)]

    def notifications_of(self, stream: str, after: int = 0) -> list[Notification]:
        """The same events as `read` gives, not read yet; positions are those of the log below."""
        return [one.notification for one in self._of(stream) if one.leaf.version > after]

    def append(
        self, row: CommandRow, events: Sequence[Sealed], expected: Versions = NOTHING
    ) -> CommandRow:
        """Refuse: raises `ReadOnly`."""
        raise ReadOnly(f"{row.stream}: {len(events)} events on {dict(expected)}, but it is past")

    def command(self, command_id: UUID) -> CommandRow | None:
        """The row of a command that was there."""
        row = self.below.command(command_id)
        return row if row is not None and self._knew(row, self._acts(row.stream)) else None

    def commands(self, stream: str) -> list[CommandRow]:
        """All commands of a stream that were there."""
        acts = self._acts(stream)
        return [row for row in self.below.commands(stream) if self._knew(row, acts)]

    def _acts(self, stream: str) -> frozenset[UUID]:
        return frozenset(one.leaf.command_id for one in self._of(stream))

    def _knew(self, row: CommandRow, acts: frozenset[UUID]) -> bool:
        """Whether an act was there: by its events; one without any takes effect when recorded."""
        if row.last_version is not None:
            return row.command_id in acts
        return self._past.has(row.recorded_at, business_date(row.recorded_at))

    def notifications(self, after: int, limit: int) -> list[Notification]:
        """At most `limit` events behind a position."""
        return self._whole.found[after : after + limit]

    def last_position(self) -> int:
        """The position of the newest event that was there."""
        return len(self._whole.found)

    def streams(self, prefix: str) -> list[str]:
        """The streams that were there, sorted."""
        return [stream for stream in self.below.streams(prefix) if self._began(stream)]

    def versions(self, streams: Sequence[str]) -> dict[str, int]:
        """The newest version of each of these streams that was there."""
        found = {stream: self._of(stream) for stream in streams}
        return {stream: events[-1].leaf.version for stream, events in found.items() if events}

    def put_content(self, content: bytes) -> str:
        """Refuse: raises `ReadOnly`."""
        raise ReadOnly(f"{len(content)} bytes: the past does not change")

    def content(self, sha256: str) -> bytes:
        """Content by its sha256, which never changes."""
        return self.below.content(sha256)

    def close(self) -> None:
        """Let go of the log below."""
        self.below.close()


def as_of(log: EventLog, past: PastDay) -> EventLog:
    """The log itself without a past day, otherwise the log as of that day."""
    return log if past == PastDay() else PastLog(log, past)
