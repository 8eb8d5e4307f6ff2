"""The check of one stream, before anything of it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from store.databases.database import Database
from store.factory import open_database
from store.soundness.comparison import command_of_row, compare, compare_order
from store.soundness.findings import Unsound
from store.soundness.stored_command import read_command
from store.soundness.stored_event import read_event


def stream_faults(url: str, stream: str) -> list[Unsound]:
    """The faults of a stream's events and commands in the log at a URL.

    It checks each row with its command and the version before it; `doctor` checks causes and
    contents. Raises `StoreUnavailable`.
    """
    with closing(open_database(url)) as database:
        return list(dict.fromkeys(_faults(database, stream)))


def _faults(database: Database, stream: str) -> Iterator[Unsound]:
    rows = database.rows(database.checks.commands_of, (stream,))
    commands = {}
    for row in rows:
        yield from read_command(row).faults
        one = command_of_row((*row[:2], *row[3:10]))
        commands[one.command_id] = one
    for row in database.rows(database.checks.events_of, (stream,)):
        event = read_event(row)
        yield from event.faults
        yield from compare_order(event)
        if event.leaf is not None:
            yield from compare(event, commands.get(event.leaf["command_id"]))
