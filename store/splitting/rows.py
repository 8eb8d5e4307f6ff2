"""The rows of a log's tables, read table by table from either database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from store.databases.database import Database, Row


@dataclass(frozen=True, slots=True)
class Table:
    """A table by its columns; the first column is unique and orders the rows."""

    name: str
    columns: tuple[str, ...]
    batch: int
    start: int | str = 0

    def columns_in(self, database: Database) -> str:
        """The names of the columns in a database."""
        position = "notification_id" if "%s" in database.sql.command else "rowid"
        return ", ".join(self.columns).replace("rowid", position)

    @property
    def insert(self) -> str:
        """The statement that inserts a row into a SQLite file."""
        marks = ", ".join("?" * len(self.columns))
        columns = ", ".join(self.columns)
        return f"INSERT INTO {self.name} ({columns}) VALUES ({marks})"  # noqa: S608 - own names


EVENTS = Table(
    "stored_events", ("rowid", "originator_id", "originator_version", "topic", "state"), 2_000
)
COMMANDS = Table(
    "command_log",
    (
        *("position", "command_id", "request_hash", "stream", "first_version", "last_version"),
        *("act", "outcome", "recorded_at", "stored_at"),
    ),
    2_000,
)
CONTENTS = Table("content", ("sha256", "bytes"), 8, "")
LETTERS = Table(
    "outbox",
    (
        *("position", "letter_id", "event_id", "channel", "role", "organisation", "day", "title"),
        *("body", "state", "attempts", "last_error"),
    ),
    2_000,
)


def rows_of(database: Database, table: Table) -> Iterator[Row]:
    """All rows of a table in the order of its first column, as they are stored."""
    mark = "%s" if "%s" in database.sql.command else "?"
    columns = table.columns_in(database)
    key = columns.split(",", 1)[0]
    statement = (
        f"SELECT {columns} FROM {table.name} WHERE {key} > {mark} "  # noqa: S608 - own names
        f"ORDER BY {key} LIMIT {table.batch}"
    )
    after: object = table.start
    while batch := database.rows(statement, (after,)):
        after = batch[-1][0]
        for row in batch:
            yield tuple(map(_plain, row))


def _plain(value: object) -> object:
    """A value as SQLite stores it: an id as text, bytes unchanged."""
    if value is None or isinstance(value, int | str | bytes):
        return value
    return bytes(value) if isinstance(value, memoryview) else str(value)
