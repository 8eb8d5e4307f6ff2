"""The interface of a database to the event log, below the port."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from eventsourcing.persistence import StoredEvent

from store.databases.check_statements import CheckStatements
from store.databases.outbox_statements import OutboxStatements
from store.port import Versions

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Statements:
    """The SQL of one database; every statement is answered from an index.

    `streams` and `versions` touch one entry of the key per stream and no state
    (docs/performance-notes.md, 0305).
    """

    command: str
    commands: str
    read: str
    notifications_of: str
    notifications: str
    last_position: str
    streams: str
    versions: str
    put_content: str
    content: str
    identity: str
    settle_kind: str
    another_copy: str
    home: str
    set_home: str
    no_home: str
    restored: str
    note_restored: str
    newest_recorded_at: str


class Database(Protocol):
    """Runs statements; raises `StoreUnavailable` when the database does not answer."""

    sql: Statements
    checks: CheckStatements
    outbox: OutboxStatements

    def insert(self, command: Row, events: Sequence[StoredEvent], expected: Versions) -> None:
        """Insert a command, then its events, in one transaction.

        Inserts nothing and raises the library's `IntegrityError` or `VersionConflict` when the
        command id or a version is taken, or a stream has another version than `expected`: several
        of these may be so at once, and it says one.
        """
        ...

    def rows(self, statement: str, parameters: Row) -> list[Row]:
        """The rows that a statement selects."""
        ...

    def write(self, statement: str, parameters: Row) -> None:
        """Run a statement in a transaction of its own."""
        ...

    def write_all(self, statements: Sequence[tuple[str, Row]]) -> None:
        """Run statements in one transaction; repeating all of them must be harmless."""
        ...

    def ends(self) -> tuple[int, int]:
        """The newest positions of events and of commands.

        Every row up to them is committed and readable.
        """
        ...

    def place(self) -> Mapping[str, str]:
        """The place of the database: its file on this machine, or its server and number there.

        A copy has another place. Empty if the server does not give it.
        """
        ...

    def close(self) -> None:
        """Close all connections."""
        ...
