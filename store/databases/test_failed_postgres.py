"""Connections to PostgreSQL that fail: each is replaced, and its place in the pool is free."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from typing import Any

import psycopg
import pytest
from eventsourcing.persistence import OperationalError

from store import migrate
from store.databases import postgres
from store.databases.postgres import CONNECTIONS, PostgresDatabase
from store.port import StoreUnavailable, VersionConflict
from store.recorded_log import RecordedLog
from testkit.builders import stored_commands

pytestmark = pytest.mark.postgres

PACKS = "652825/packs"
MORE_THAN_ALL = CONNECTIONS + 5


@pytest.fixture
def url(new_postgres: Callable[[], str]) -> str:
    made = new_postgres()
    migrate(made)
    return made


@pytest.fixture
def database(url: str) -> Iterator[PostgresDatabase]:
    with closing(PostgresDatabase(url)) as opened:
        yield opened


@pytest.fixture
def terminate(url: str) -> Iterator[Callable[[Any], None]]:
    """End the server's side of a connection."""
    with psycopg.connect(url, autocommit=True) as other:

        def end(connection: psycopg.Connection[Any]) -> None:
            pid = connection.info.backend_pid
            other.execute("SELECT pg_terminate_backend(%s, 10000)", (pid,))

        yield end


def every_connection_is_there(database: PostgresDatabase) -> None:
    """As many as the pool may have are lent at once, and work."""
    with ExitStack() as stack:
        for _ in range(CONNECTIONS):
            connection = stack.enter_context(database._datastore.get_connection())
            assert connection.execute("SELECT 1").fetchall() == [{"?column?": 1}]


def test_backends_that_end_amid_an_append_cost_neither_act_nor_connection(
    database: PostgresDatabase, terminate: Callable[[Any], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    log, struck, recorder = RecordedLog(database), set[str](), database._recorder
    append = recorder._append

    def strike(cursor: Any, given: Any) -> None:
        append(cursor, given)
        if given["stream"] not in struck:
            struck.add(given["stream"])
            terminate(cursor.connection)

    monkeypatch.setattr(recorder, "_append", strike)
    # when
    streams = [f"652825/2023/P{n}" for n in range(MORE_THAN_ALL)]
    for stream in streams:
        row, events = stored_commands.command(stream)
        assert log.append(row, events) == row
    # then
    assert struck == set(streams)
    assert log.versions(streams) == dict.fromkeys(streams, 1)
    every_connection_is_there(database)


def test_backends_that_end_amid_a_transaction_or_a_read_leave_their_places(
    database: PostgresDatabase, terminate: Callable[[Any], None]
) -> None:
    for _ in range(MORE_THAN_ALL):
        with suppress(OperationalError), database._datastore.transaction(commit=True) as cursor:
            terminate(cursor.connection)
        with suppress(OperationalError), database._datastore.get_connection() as connection:
            terminate(connection)
            connection.execute("SELECT 1")
    every_connection_is_there(database)


def test_rollbacks_that_fail_cost_their_connections_and_hold_up_nobody(
    database: PostgresDatabase,
) -> None:
    # given
    def fail(_: object) -> None:
        raise psycopg.OperationalError("the rollback failed")

    log = RecordedLog(database)
    for _ in range(MORE_THAN_ALL):
        row, events = stored_commands.command()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(psycopg.Connection, "rollback", fail)
            # when
            with pytest.raises((StoreUnavailable, VersionConflict)):
                log.append(row, events, {PACKS: 7})
        # then
        assert log.command(row.command_id) is None
    every_connection_is_there(database)
    assert log.append(*stored_commands.command())


@pytest.mark.parametrize("call", ["read", "write"])
def test_what_another_session_keeps_locked_is_waited_for_no_longer_than_may_be(
    url: str, database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    # given
    monkeypatch.setattr(postgres, "PATIENCE", 0.5)
    log = RecordedLog(database)
    sha256 = log.put_content(b"1")
    with psycopg.connect(url) as other:
        other.execute("LOCK TABLE content IN ACCESS EXCLUSIVE MODE")
        # when
        with pytest.raises(StoreUnavailable, match="lock timeout"):
            log.content(sha256) if call == "read" else log.put_content(b"2")
        other.rollback()
    # then
    assert log.content(log.put_content(b"2")) == b"2"
    every_connection_is_there(database)
