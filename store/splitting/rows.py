"""The rows of a log's tables, read table by table from either database.

The statements are written out for each database: the position of an event has another name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from store.databases.database import Database, Row
from store.databases.sqlite import SqliteDatabase


@dataclass(frozen=True, slots=True)
class Table:
    """A table, of whose columns the first orders its rows and has no two alike.

    `from_sqlite` and `from_postgres` take the value behind which, and how many rows; `insert` puts
    such a row into a SQLite file. `batch` is how many rows are read at once, `start` what lies
    before all rows.
    """

    from_sqlite: str
    from_postgres: str
    insert: str
    batch: int
    start: int | str = 0


EVENTS = Table(
    from_sqlite="""
        SELECT rowid, originator_id, originator_version, topic, state
        FROM stored_events WHERE rowid > ? ORDER BY rowid LIMIT ?""",
    from_postgres="""
        SELECT notification_id, originator_id, originator_version, topic, state
        FROM stored_events WHERE notification_id > %s ORDER BY notification_id LIMIT %s""",
    insert="""
        INSERT INTO stored_events (rowid, originator_id, originator_version, topic, state)
        VALUES (?, ?, ?, ?, ?)""",
    batch=2_000,
)
COMMANDS = Table(
    from_sqlite="""
        SELECT position, command_id, request_hash, stream, first_version, last_version,
               act, outcome, recorded_at, stored_at
        FROM command_log WHERE position > ? ORDER BY position LIMIT ?""",
    from_postgres="""
        SELECT position, command_id, request_hash, stream, first_version, last_version,
               act, outcome, recorded_at, stored_at
        FROM command_log WHERE position > %s ORDER BY position LIMIT %s""",
    insert="""
        INSERT INTO command_log (position, command_id, request_hash, stream,
                                 first_version, last_version, act, outcome, recorded_at, stored_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
    batch=2_000,
)
CONTENTS = Table(
    from_sqlite="SELECT sha256, bytes FROM content WHERE sha256 > ? ORDER BY sha256 LIMIT ?",
    from_postgres="SELECT sha256, bytes FROM content WHERE sha256 > %s ORDER BY sha256 LIMIT %s",
    insert="INSERT INTO content (sha256, bytes) VALUES (?, ?)",
    batch=8,
    start="",
)
LETTERS = Table(
    from_sqlite="""
        SELECT position, letter_id, event_id, channel, role, organisation, day, title, body,
               state, attempts, last_error, digest
        FROM outbox WHERE position > ? ORDER BY position LIMIT ?""",
    from_postgres="""
        SELECT position, letter_id, event_id, channel, role, organisation, day, title, body,
               state, attempts, last_error, digest
        FROM outbox WHERE position > %s ORDER BY position LIMIT %s""",
    insert="""
        INSERT INTO outbox (position, letter_id, event_id, channel, role, organisation, day, title,
                            body, state, attempts, last_error, digest)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
    batch=2_000,
)


def rows_of(database: Database, table: Table) -> Iterator[Row]:
    """All rows of a table in the order of its first column, as they are stored."""
    of_file = isinstance(database, SqliteDatabase)
    statement = table.from_sqlite if of_file else table.from_postgres
    after: object = table.start
    while batch := database.rows(statement, (after, table.batch)):
        after = batch[-1][0]
        for row in batch:
            yield tuple(map(_plain, row))


def _plain(value: object) -> object:
    """A value as SQLite stores it: an id as text, bytes unchanged."""
    if value is None or isinstance(value, int | str | bytes):
        return value
    return bytes(value) if isinstance(value, memoryview) else str(value)
