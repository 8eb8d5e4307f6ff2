"""The port of the event log: all that the product asks of a database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from domain.kernel.decider import Recorded
from domain.kernel.serialization.envelope import Sealed

Versions = Mapping[str, int]
"""The newest version of each of some streams; 0 is a stream without events."""

_BATCH = 2_000

NOTHING: Versions = MappingProxyType({})


class VersionConflict(Exception):  # noqa: N818 - the field's own name
    """The versions that a decision rested on have changed: load them and decide again."""


class StoreUnavailable(Exception):  # noqa: N818
    """The database did not take or answer now (locked, full, away): try again later."""


class StoreDamaged(StoreUnavailable):
    """The database's own file is damaged: restore a backup."""


class StoreNotMigrated(Exception):  # noqa: N818
    """The database has no tables, or those of another version: `jixiao migrate`."""


class ContentMissing(KeyError):  # noqa: N818
    """No content is kept under a sha256."""


class ContentDamaged(Exception):  # noqa: N818
    """Kept content no longer has the sha256 under which it was kept: restore it from a backup."""


class LogRefused(Exception):  # noqa: N818
    """A log may not be used like this, or not here; the message is one line for people."""


MIXED_ZH = "本库既有真实年度又有演练年度，只可查阅；请先用 jixiao split 拆分为两库再办理。"
MIXED_EN = (
    "this log has real years and years of drills: it is read only until `jixiao split` makes two "
    "logs of it"
)


class LogKind(StrEnum):
    """Whose clock a log's acts are dated by.

    Of the machine (real), of a drill (simulated), or of both, in years opened before logs had a
    kind (mixed): such a log is read, and takes no new act.
    """

    REAL = "real"
    SIMULATED = "simulated"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class LogIdentity:
    """Which log this is, and which copy of it: a restored backup is another copy.

    The kind is null until the log is used for the first time.
    """

    id: UUID
    copy: UUID
    kind: LogKind | None = None

    @property
    def is_real(self) -> bool:
        """Whether the machine's clock dates the acts of the log."""
        return self.kind is LogKind.REAL


class CommandUnreadable(ValueError):  # noqa: N818
    """A row of the command log is none that this program wrote: see `jixiao doctor`."""


class CommandRow(NamedTuple):
    """A row of the command log: an act that was taken or refused, once.

    `act` and `outcome` are JSON values. `first_version` and `last_version` are the versions of the
    events that it led to; both are null where it led to none.
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
        """Which log this is, and of what kind."""
        ...

    def newest_recorded_at(self) -> datetime | None:
        """The business instant at which the newest act was recorded; none in an empty log."""
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

        `expected` are the streams that the outcome rests on, each in the version that it was
        decided on; the log compares them inside the transaction
        (docs/decisions/0503-what-an-act-rests-on-is-compared-in-its-transaction.md).
        Returns the row that is in the log: this one, or the first one where the command id is
        there already (compare `request_hash`). Raises `VersionConflict` where one of these streams
        has another version, or an event's version is taken, and `StoreUnavailable`.
        """
        ...

    def command(self, command_id: UUID) -> CommandRow | None:
        """The row of a command, if it is in the log."""
        ...

    def commands(self, stream: str) -> list[CommandRow]:
        """All commands of a stream, refused ones too, in the order of their storing."""
        ...

    def notifications(self, after: int, limit: int) -> list[Notification]:
        """At most `limit` events of all streams behind a position, in order."""
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
        """Keep content under its sha256 (hex), which is returned; storing it twice is harmless."""
        ...

    def content(self, sha256: str) -> bytes:
        """The content kept under a sha256.

        Raises `ContentMissing` where there is none, `ContentDamaged` where it is not what was
        stored.
        """
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...


def notifications_behind(log: EventLog, position: int = 0) -> Iterator[Notification]:
    """The events of all streams behind a position, in order, read batch by batch."""
    while batch := log.notifications(position, _BATCH):
        position = batch[-1].position
        yield from batch
