"""Nothing is decided on a stream that lacks an event."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from uuid import uuid4

import pytest

from activities.command_handler import CommandHandler
from domain.kernel.request import Request
from store.port import EventLog
from store.settings import sqlite_path
from testkit.builders.bureau import FINANCE, P001, TARGET, UNIT, morning

AT = morning(date(2023, 1, 10))


def act(command: str, **fields: str) -> Request:
    return Request(uuid4(), P001, command, FINANCE, fields)


def delete(url: str, version: int) -> None:
    with closing(sqlite3.connect(sqlite_path(url))) as database, database:
        database.execute(
            "DELETE FROM stored_events WHERE originator_id = ? AND originator_version = ?",
            (P001, version),
        )


@pytest.mark.parametrize("version", [1, 2])
def test_given_a_missing_event_when_an_act_comes_then_it_is_not_decided(
    url: str, log: EventLog, version: int
) -> None:
    # given: an event that others follow is gone
    handler = CommandHandler(log)
    handler.submit(act("library.admit"), AT)
    handler.submit(Request(uuid4(), P001, "target.file", UNIT, TARGET), AT)
    delete(url, version)
    # when
    with pytest.raises(ValueError, match=f"lacks its event of version {version}: `jixiao doctor`"):
        CommandHandler(log).submit(act("project.withdraw", reason="取消"), AT)
    # then
    assert [one.version for one in log.read(P001)] == [one for one in (1, 2, 3) if one != version]


def test_given_a_whole_stream_when_an_act_comes_then_it_is_decided(log: EventLog) -> None:
    CommandHandler(log).submit(act("library.admit"), AT)
    settled = CommandHandler(log).submit(act("project.withdraw", reason="取消"), AT)
    assert settled.outcome["status"] == "accepted"
