"""The names of the eventsourcing library that are not public and that `sqlite*` rests on: pinned.

After an update of the library: see that each still means the same, then change the version here.
"""

from __future__ import annotations

import sqlite3
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
)

ROOT = Path(__file__).parents[2]
PINNED = "9.5.6"


def test_the_library_is_the_one_that_these_names_were_read_in() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]

    assert [one["version"] for one in lock if one["name"] == "eventsourcing"] == [PINNED]
    assert version("eventsourcing") == PINNED


def test_a_pool_asks_create_connection_for_its_connections() -> None:
    class Counting(SQLiteConnectionPool):
        made = 0

        def _create_connection(self) -> SQLiteConnection:
            Counting.made += 1
            return super()._create_connection()

    pool = Counting(db_name=":memory:", pool_size=1)
    pool.put_connection(pool.get_connection())
    pool.close()

    assert Counting.made == 1


def test_a_connection_closes_itself_by_close_and_says_so_in_closed() -> None:
    closed: list[bool] = []

    class Telling(SQLiteConnection):
        def _close(self) -> None:
            super()._close()
            closed.append(self._closed)

    connection = Telling(sqlite3.connect(":memory:"), max_age=None)
    assert not connection.closed
    connection.close()

    assert (closed, connection.closed) == ([True], True)


@pytest.mark.parametrize("name", ["stored_events", "own"])
def test_events_are_inserted_by_the_statement_that_the_recorder_has(name: str) -> None:
    recorder = SQLiteApplicationRecorder(SQLiteDatastore(":memory:", originator_id_type="text"))
    columns = "originator_id, originator_version, topic, state"
    recorder.insert_events_statement = f"INSERT INTO {name} ({columns}) VALUES (?,?,?,?)"  # noqa: S608
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE TABLE {name} ({columns})")

    recorder._insert_events(
        SQLiteCursor(connection.cursor()), [StoredEvent("stream", 1, "topic@1", b"state")]
    )

    found = connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608
    assert found == [("stream", 1, "topic@1", b"state")]
