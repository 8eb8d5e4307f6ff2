"""The port of the event log: the interface that the product uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from domain.kernel.decider import Recorded
from domain.kernel.lost_days import LostDays
from domain.kernel.serialization.envelope import Sealed

Versions = Mapping[str, int]
"""The newest version of some streams; 0 means a stream without events."""

_BATCH = 2_000

NOTHING: Versions = MappingProxyType({})


class VersionConflict(Exception):  # noqa: N818 - the field's own name
    """A version that a decision rests on has changed: load again and decide again."""


class StoreUnavailable(Exception):  # noqa: N818
    """The database did not answer (locked, full, unreachable): retry later."""


class FilesGone(StoreUnavailable):
    """Files of the log were deleted or replaced while it was open.

    Nothing is written or read until they have their names back; the message is for people.
    """


class StoreDamaged(StoreUnavailable):
    """The database's own file is damaged: restore a backup."""


class StoreNotMigrated(Exception):  # noqa: N818
    """The database has no tables, or tables of another version: run `jixiao migrate`."""


class ContentMissing(KeyError):  # noqa: N818
    """No content is stored under a sha256."""


class ContentDamaged(Exception):  # noqa: N818
    """Stored content no longer has its sha256: restore it from a backup."""


class LogRefused(Exception):  # noqa: N818
    """A log may not be used in this way or here; the message is one line for people."""


MIXED_ZH = "本库既有真实年度又有演练年度，只可查阅；请先用 jixiao split 拆分为两库再办理。"
MIXED_EN = (
    "this log has real years and years of drills: it is read only until `jixiao split` makes two "
    "logs of it"
)


class LogKind(StrEnum):
    """The kind of clock that dates a log's acts.

    The machine's clock (real), a drill's (simulated), or both, in years opened before logs had a
    kind (mixed). A mixed log can be read but accepts no new act.
    """

    REAL = "real"
    SIMULATED = "simulated"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class LogIdentity:
    """The identity of a log and of its copy: a restored backup is another copy.

    The kind is null until the log's first use. `restored` are the restores and take-overs of this
    log, each with the days whose acts it may have lost, the oldest first.
    """

    id: UUID
    copy: UUID
    kind: LogKind | None = None
    restored: tuple[LostDays, ...] = ()

    @property
    def is_real(self) -> bool:
        """Whether the machine's clock dates the acts of the log."""
        return self.kind is LogKind.REAL


class CommandUnreadable(ValueError):  # noqa: N818
    """A row of the command log that this program did not write: see `jixiao doctor`."""


class CommandRow(NamedTuple):
    """A row of the command log: an act with its outcome.

    `act` and `outcome` are JSON values. `first_version` and `last_version` are the versions of its
    events; both are null without events.
    """

    command_id: UUID
    request_hash: str
    stream: str
    first_version: int | None
    last_version: int | None
    act: dict[str, Any]
    outcome: dict[str, Any]
    recorded_at: datetime
    stored_at: datetime


class Notification(NamedTuple):
    """An event with its position in the log of all streams."""

    position: int
    topic: str
    state: bytes


class EventLog(Protocol):
    """The log of events and commands."""

    def identity(self) -> LogIdentity:
        """The identity and the kind of this log."""
        ...

    def newest_recorded_at(self) -> datetime | None:
        """The business instant of the newest recorded act; `None` in an empty log."""
        ...

    def read(self, stream: str, after: int = 0) -> list[Recorded[Any]]:
        """The events of a stream with a version greater than `after`, in order."""
        ...

    def notifications_of(self, stream: str, after: int = 0) -> list[Notification]:
        """The same events as `read` gives, not read yet, each with its position in the log."""
        ...

    def append(
        self, row: CommandRow, events: Sequence[Sealed], expected: Versions = NOTHING
    ) -> CommandRow:
        """Store the command and its events in one transaction, the command first.

        `expected` are the streams that the outcome rests on, with their versions; the transaction
        compares them (docs/decisions/0503-what-an-act-rests-on-is-compared-in-its-transaction.md).
        Returns the row in the log: this row, or the first row if the command id is already stored
        (compare `request_hash`). Raises `VersionConflict` if one of these streams has another
        version or an event's version is taken, and `StoreUnavailable`.
        """
        ...

    def command(self, command_id: UUID) -> CommandRow | None:
        """The row of a command, if it is in the log."""
        ...

    def commands(self, stream: str) -> list[CommandRow]:
        """All commands of a stream, including refused ones, in the order of storing."""
        ...

    def notifications(self, after: int, limit: int) -> list[Notification]:
        """At most `limit` events of all streams after a position, in order."""
        ...

    def last_position(self) -> int:
        """The position of the newest event; 0 in an empty log."""
        ...

    def streams(self, prefix: str) -> list[str]:
        """The ids of the streams that start with `prefix`, sorted."""
        ...

    def versions(self, streams: Sequence[str]) -> dict[str, int]:
        """The newest version of each of these streams; a stream without events is left out."""
        ...

    def put_content(self, content: bytes) -> str:
        """Store content and return its sha256 (hex); idempotent."""
        ...

    def content(self, sha256: str) -> bytes:
        """The content stored under a sha256.

        Raises `ContentMissing` if there is none, `ContentDamaged` if its sha256 differs.
        """
        ...

    def close(self) -> None:
        """Close the database."""
        ...


def notifications_behind(log: EventLog, position: int = 0) -> Iterator[Notification]:
    """The events of all streams after a position, in order, read batch by batch."""
    while batch := log.notifications(position, _BATCH):
        position = batch[-1].position
        yield from batch
