"""A database that lacks a table of the log says so at once, and is not asked again and again."""

from __future__ import annotations

from contextlib import closing

import pytest

from store import migrate
from store.databases.incomplete import missing_part
from store.factory import open_database
from store.port import StoreDamaged, StoreUnavailable


def test_a_table_that_is_gone_is_damage(url: str) -> None:
    migrate(url)
    with closing(open_database(url)) as database:
        database.write("DROP TABLE content", ())
        with pytest.raises(StoreDamaged, match="content") as told:
            database.rows(database.checks.contents, ())
    assert "jixiao restore" in str(told.value)


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("no such table: command_log", "command_log"),
        ("no such column: c.act", "c.act"),
        ('relation "stored_events" does not exist', "stored_events"),
        ("database is locked", None),
        ("disk I/O error", None),
    ],
)
def test_the_part_that_is_gone_is_read_from_the_message(said: str, part: str | None) -> None:
    assert missing_part(StoreUnavailable(said)) == part
