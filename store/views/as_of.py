"""A log as it was known on a past day: what was recorded later is not there."""

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
    """A past day, inclusive (Asia/Shanghai): what was recorded by it, what took effect by it."""

    recorded_by: date | None = None
    effective_by: date | None = None

    def has(self, recorded_at: datetime, effective_on: date) -> bool:
        """Whether an event with these two times was there."""
        return _by(business_date(recorded_at), self.recorded_by) and _by(
            effective_on, self.effective_by
        )


def _by(day: date, last: date | None) -> bool:
    return last is None or day <= last


class ReadOnly(Exception):  # noqa: N818 - what it says
    """The past does not change: nothing is appended to it."""


class _Leaf(BaseModel):
    """What places an event in time, of the stored bytes of any event, known to us or not."""

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
    """An `EventLog` as it stood at the end of a day; reading only.

    Positions are those of the events that were there, counted again from 1.
    """

    def __init__(self, below: EventLog, past: PastDay) -> None:
        """Read from `below`; it stays the caller's to close."""
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
        """The business instant at which the newest event that was there was recorded."""
        return _leaf_of(self._found[-1]).recorded_at if self._found else None

    def read(self, stream: str, after: int = 0) -> list[Recorded[Any]]:
        """The events of a stream that were there, behind a version."""
        return [unseal(one.topic, one.state) for one in self.notifications_of(stream, after)]

    def notifications_of(self, stream: str, after: int = 0) -> list[Notification]:
        """The same events as `read` gives, not read yet."""
        return [one for version, one in self._streams.get(stream, ()) if version > after]

    def append(
        self, row: CommandRow, events: Sequence[Sealed], expected: Versions = NOTHING
    ) -> CommandRow:
        """Refuse: raises `ReadOnly`."""
        raise ReadOnly(f"{row.stream}: {len(events)} events on {dict(expected)}, but it is past")

    def command(self, command_id: UUID) -> CommandRow | None:
        """The row of a command that was there."""
        row = self._below.command(command_id)
        return row if row is not None and self._had(row) else None

    def commands(self, stream: str) -> list[CommandRow]:
        """All commands of a stream that were there."""
        return [row for row in self._below.commands(stream) if self._had(row)]

    def _had(self, row: CommandRow) -> bool:
        """Whether an act was there: by its events; one without any takes effect when recorded."""
        if row.last_version is not None:
            return row.command_id in self._acts
        return self._past.has(row.recorded_at, business_date(row.recorded_at))

    def notifications(self, after: int, limit: int) -> list[Notification]:
        """At most `limit` events behind a position."""
        first = bisect_right(self._found, after, key=lambda one: one.position)
        return self._found[first : first + limit]

    def last_position(self) -> int:
        """The position of the newest event that was there."""
        return len(self._found)

    def streams(self, prefix: str) -> list[str]:
        """The streams that were there, sorted."""
        return sorted(stream for stream in self._streams if stream.startswith(prefix))

    def versions(self, streams: Sequence[str]) -> dict[str, int]:
        """The newest version of each of these streams that was there."""
        return {one: self._streams[one][-1][0] for one in streams if one in self._streams}

    def put_content(self, content: bytes) -> str:
        """Refuse: raises `ReadOnly`."""
        raise ReadOnly(f"{len(content)} bytes: the past does not change")

    def content(self, sha256: str) -> bytes:
        """Content by its sha256, which never changes."""
        return self._below.content(sha256)

    def close(self) -> None:
        """Let go of the log below."""
        self._below.close()


def as_of(log: EventLog, past: PastDay) -> EventLog:
    """The log itself where no past day is asked for, else the log as it was."""
    return log if past == PastDay() else PastLog(log, past)
