"""The event log over a database: the port, said once for both."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from eventsourcing.persistence import IntegrityError, StoredEvent

from domain.kernel.decider import Recorded
from domain.kernel.message import Event
from domain.kernel.serialization.envelope import Sealed, unseal
from store.command_rows import columns_of, require_match, row_of
from store.databases.database import Database
from store.port import (
    NOTHING,
    CommandRow,
    ContentDamaged,
    ContentMissing,
    LogIdentity,
    LogKind,
    Notification,
    StoreDamaged,
    VersionConflict,
    Versions,
)

_DAMAGED = "the event log is damaged: its positions go back; see `jixiao doctor`"
_BEHIND_ALL = "\U0010ffff"


def _load_events() -> None:
    import domain.subjects.registry  # noqa: F401, PLC0415 - slow to load, and not every call reads


# An event is read as the class that bears its name, and a class is known once its module is loaded.
# Every log is opened here, so whoever reads one finds the events of all subjects.
Event.load_others = _load_events


class RecordedLog:
    """The `EventLog` of a database; safe to use from several threads.

    Every method raises `StoreUnavailable` when the database does not take or answer now.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sql = database.sql
        self._identity: LogIdentity | None = None

    def identity(self) -> LogIdentity:
        """Which log this is, and of what kind; a kind that is settled never changes.

        Raises `StoreDamaged` where the log does not say.
        """
        if self._identity is None or self._identity.kind is None:
            try:
                ((one, copy, kind),) = self._database.rows(self._sql.identity, ())
                of = LogKind(kind) if kind else None
                self._identity = LogIdentity(UUID(str(one)), UUID(str(copy)), of)
            except ValueError as error:
                why = f"the event log is damaged: its identity cannot be read: {error}"
                raise StoreDamaged(f"{why}; restore a backup") from error
        return self._identity

    def newest_recorded_at(self) -> datetime | None:
        """The business instant at which the newest act was recorded; none in an empty log."""
        found = self._database.rows(self._sql.newest_recorded_at, ())
        return datetime.fromisoformat(found[0][0]) if found else None

    def read(self, stream: str, after: int = 0) -> list[Recorded[Any]]:
        """The events of a stream with a version greater than `after`, in order."""
        found = self._database.rows(self._sql.read, (stream, after))
        return [unseal(topic, state) for topic, state in found]

    def notifications_of(self, stream: str, after: int = 0) -> list[Notification]:
        """The same events as `read` gives, not read yet, each with its position in the log."""
        found = self._database.rows(self._sql.notifications_of, (stream, after))
        return [*map(Notification._make, found)]

    def append(
        self, row: CommandRow, events: Sequence[Sealed], expected: Versions = NOTHING
    ) -> CommandRow:
        """Store the command and its events in one transaction, the command first.

        Returns the row that is in the log: this one, or the first one where the command id is
        there already, by another process or by this one when its acknowledgement was lost. Raises
        `VersionConflict` where a stream has another version than `expected`, or an event's version
        is taken, and `ValueError` when the row does not fit the events.
        """
        require_match(row, events)
        try:
            stored = [_stored(event) for event in events]
            self._database.insert(columns_of(row), stored, _others(row, events, expected))
        except IntegrityError as taken:
            first = self.command(row.command_id)
            if first is None:
                raise VersionConflict(f"{row.stream} has a version {row.first_version}") from taken
            return first
        return row

    def command(self, command_id: UUID) -> CommandRow | None:
        """The row of a command, if it is in the log."""
        found = self._database.rows(self._sql.command, (str(command_id),))
        return row_of(found[0]) if found else None

    def commands(self, stream: str) -> list[CommandRow]:
        """All commands of a stream, refused ones too, in the order of their storing."""
        return [row_of(columns) for columns in self._database.rows(self._sql.commands, (stream,))]

    def notifications(self, after: int, limit: int) -> list[Notification]:
        """At most `limit` events of all streams behind a position, in order."""
        found = self._database.rows(self._sql.notifications, (after, limit))
        for position, _, _ in found:
            if position <= after:  # a damaged database gives the same rows without end
                raise StoreDamaged(_DAMAGED)
            after = position
        return [*map(Notification._make, found)]

    def last_position(self) -> int:
        """The position of the newest event; 0 in an empty log."""
        return self._database.rows(self._sql.last_position, ())[0][0] or 0

    def streams(self, prefix: str) -> list[str]:
        """The ids of the streams that start with `prefix`, sorted by code point."""
        end = prefix + _BEHIND_ALL
        return [row[0] for row in self._database.rows(self._sql.streams, (prefix, end, end))]

    def versions(self, streams: Sequence[str]) -> dict[str, int]:
        """The newest version of each of these streams; a stream without events is left out."""
        found = self._database.rows(self._sql.versions, (json.dumps(list(streams)),))
        return {stream: version for stream, version in found if version is not None}

    def put_content(self, content: bytes) -> str:
        """Keep content under its sha256 (hex), which is returned; storing it twice is harmless."""
        sha256 = hashlib.sha256(content).hexdigest()
        self._database.write(self._sql.put_content, (sha256, content))
        return sha256

    def content(self, sha256: str) -> bytes:
        """The content kept under a sha256.

        Raises `ContentMissing` where there is none, `ContentDamaged` where it is not what was
        stored.
        """
        found = self._database.rows(self._sql.content, (sha256,))
        if not found:
            raise ContentMissing(sha256)
        content = found[0][0]
        if not isinstance(content, bytes) or hashlib.sha256(content).hexdigest() != sha256:
            raise ContentDamaged(f"the content kept under {sha256} has another sha256")
        return content

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()


def _others(row: CommandRow, events: Sequence[Sealed], expected: Versions) -> Versions:
    """The streams to compare; that of the events themselves is compared by its unique versions.

    Raises `ValueError` where the events do not follow the version that is expected of it.
    """
    if not events or row.stream not in expected:
        return expected
    if expected[row.stream] != events[0].version - 1:
        raise ValueError(f"command {row.command_id} does not follow the version it was decided on")
    return {stream: at for stream, at in expected.items() if stream != row.stream}


def _stored(event: Sealed) -> StoredEvent:
    return StoredEvent(event.stream, event.version, event.topic, event.state)
