"""The event log over a database: one implementation of the port for both databases."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from eventsourcing.persistence import IntegrityError, StoredEvent

from domain.kernel.decider import Recorded
from domain.kernel.lost_days import LostDays
from domain.kernel.message import Event
from domain.kernel.serialization.envelope import Sealed, unseal
from store.command_rows import columns_of, require_match, row_of
from store.databases.database import Database
from store.databases.incomplete import incomplete
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

_DAMAGED = (
    "事件库已损坏：位置倒退，请执行 jixiao doctor / "
    "the event log is damaged: its positions go back; see `jixiao doctor`"
)
_BEHIND_ALL = "\U0010ffff"


def _load_events() -> None:
    import domain.subjects.registry  # noqa: F401, PLC0415 - slow to load, and not every call reads


# An event is read as the class that bears its name, and a class is known once its module is loaded.
# Every log is opened here, so whoever reads one finds the events of all subjects.
Event.load_others = _load_events


class RecordedLog:
    """The `EventLog` of a database; safe to use from several threads.

    Every method raises `StoreUnavailable` when the database does not answer.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sql = database.sql
        self._identity: LogIdentity | None = None

    def identity(self) -> LogIdentity:
        """The identity and kind of this log; a kind never changes once it is set.

        Raises `StoreDamaged` if the log has no identity.
        """
        if self._identity is None or self._identity.kind is None:
            try:
                found = self._database.rows(self._sql.identity, ())
                if not found:
                    raise StoreDamaged(incomplete("log_identity"))
                ((one, copy, kind),) = found
                of = LogKind(kind) if kind else None
                restored = self._database.rows(self._sql.restored, ())
                lost = tuple(LostDays(*map(datetime.fromisoformat, row)) for row in restored)
                self._identity = LogIdentity(UUID(str(one)), UUID(str(copy)), of, lost)
            except ValueError as error:
                why = (
                    "事件库已损坏，无法读取其标识，请恢复备份 / "
                    f"the event log is damaged: its identity cannot be read: {error}"
                )
                raise StoreDamaged(f"{why}; restore a backup") from error
        return self._identity

    def newest_recorded_at(self) -> datetime | None:
        """The business instant of the newest recorded act; `None` in an empty log."""
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

        Returns the row in the log: this row, or the first row if the command id is already stored,
        by another process or by this one after a lost acknowledgement. Raises `VersionConflict` if
        a stream has another version than `expected` or an event's version is taken, and
        `ValueError` when the row does not fit the events.
        """
        require_match(row, events)
        try:
            stored = [_stored(event) for event in events]
            self._database.insert(columns_of(row), stored, _compared(row, events, expected))
        except VersionConflict:
            if (first := self.command(row.command_id)) is None:
                raise
            return first
        except IntegrityError as taken:
            if (first := self.command(row.command_id)) is None:
                raise VersionConflict(f"{row.stream} has a version {row.first_version}") from taken
            return first
        return row

    def command(self, command_id: UUID) -> CommandRow | None:
        """The row of a command, if it is in the log."""
        found = self._database.rows(self._sql.command, (str(command_id),))
        return row_of(found[0]) if found else None

    def commands(self, stream: str) -> list[CommandRow]:
        """All commands of a stream, including refused ones, in the order of storing."""
        return [row_of(columns) for columns in self._database.rows(self._sql.commands, (stream,))]

    def notifications(self, after: int, limit: int) -> list[Notification]:
        """At most `limit` events of all streams after a position, in order."""
        found = self._database.rows(self._sql.notifications, (after, limit))
        for position, _, _ in found:
            if position <= after:  # a damaged database returns the same rows endlessly
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
        """Store content and return its sha256 (hex); idempotent."""
        sha256 = hashlib.sha256(content).hexdigest()
        self._database.write(self._sql.put_content, (sha256, content))
        return sha256

    def content(self, sha256: str) -> bytes:
        """The content stored under a sha256.

        Raises `ContentMissing` if there is none, `ContentDamaged` if its sha256 differs.
        """
        found = self._database.rows(self._sql.content, (sha256,))
        if not found:
            raise ContentMissing(sha256)
        content = found[0][0]
        if not isinstance(content, bytes) or hashlib.sha256(content).hexdigest() != sha256:
            raise ContentDamaged(
                f"保存的内容 {sha256} 已被改动 / the content kept under {sha256} has another sha256"
            )
        return content

    def close(self) -> None:
        """Close the database."""
        self._database.close()


def _compared(row: CommandRow, events: Sequence[Sealed], expected: Versions) -> Versions:
    """The streams to compare, the events' own one among them.

    Unique versions alone would let events follow a version that the log does not have, where its
    file was replaced by an older one. Raises `ValueError` if the events do not follow the expected
    version.
    """
    if not events:
        return expected
    before = events[0].version - 1
    if expected.get(row.stream, before) != before:
        raise ValueError(f"command {row.command_id} does not follow the version it was decided on")
    return {**expected, row.stream: before}


def _stored(event: Sealed) -> StoredEvent:
    return StoredEvent(event.stream, event.version, event.topic, event.state)
