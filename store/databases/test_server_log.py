"""A conflict leaves no error in the log of a PostgreSQL server."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier
from uuid import uuid4

import psycopg
import pytest

from store import migrate, open_log
from store.port import CommandRow, EventLog, VersionConflict, Versions
from testkit.builders import stored_commands
from testkit.builders.stored_commands import Given

pytestmark = pytest.mark.postgres

PACKS = "652825/packs"
AT_ONCE = 4
TURNS = 15
TROUBLE = re.compile(r"\b(ERROR|FATAL|PANIC|WARNING):")


@pytest.fixture
def url(new_postgres: Callable[[], str]) -> str:
    made = new_postgres()
    migrate(made)
    return made


def outcome(log: EventLog, command: Given, expected: Versions) -> CommandRow | None:
    try:
        return log.append(*command, expected)
    except VersionConflict:
        return None


def at_once(log: EventLog, commands: list[Given], expected: Versions) -> list[CommandRow | None]:
    """Append all at the same time; none for a version conflict."""
    barrier = Barrier(len(commands))

    def send(command: Given) -> CommandRow | None:
        barrier.wait(timeout=60)
        return outcome(log, command, expected)

    with ThreadPoolExecutor(len(commands)) as threads:
        return [sent.result() for sent in [threads.submit(send, one) for one in commands]]


def test_given_conflicts_of_every_kind_at_once_then_the_server_logs_no_error(
    url: str, server_log: Callable[[], str]
) -> None:
    with closing(open_log(url)) as log:
        log.append(*stored_commands.command(PACKS, notes=("一", "二")))
        for turn in range(TURNS):
            # a version that four want
            rivals = [stored_commands.command(after=turn) for _ in range(AT_ONCE)]
            taken = at_once(log, rivals, {PACKS: 2})
            assert len([row for row in taken if row]) == 1
            # a command id that four use, with events and without
            for notes in (("一", "二"), ()):
                same = [stored_commands.command(f"652825/2023/A{turn}", 0, notes, uuid4())]
                stored = at_once(log, same * AT_ONCE, {PACKS: 2})
                assert stored == [same[0][0]] * AT_ONCE
                reused = stored_commands.command(command_id=same[0][0].command_id, after=turn + 1)
                assert log.append(*reused, {PACKS: 2}) == same[0][0]
            # a basis that has moved, with events and without
            stale = [
                stored_commands.command(f"652825/2023/B{turn}", notes=notes)
                for notes in (("一",), ())
            ]
            assert at_once(log, stale * 2, {PACKS: 1}) == [None] * AT_ONCE
        assert log.versions([stored_commands.STREAM]) == {stored_commands.STREAM: TURNS}
    found = [line for line in server_log().splitlines() if TROUBLE.search(line)]
    assert found == []


def test_given_an_error_then_the_server_logs_it(url: str, server_log: Callable[[], str]) -> None:
    with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.UndefinedTable):
        connection.execute("SELECT * FROM nowhere")
    assert 'ERROR:  relation "nowhere" does not exist' in server_log()


def test_a_conflict_names_the_streams_that_moved(url: str) -> None:
    with closing(open_log(url)) as log:
        log.append(*stored_commands.command(PACKS))
        with pytest.raises(VersionConflict, match=PACKS):
            log.append(*stored_commands.command(), {PACKS: 0})
        log.append(*stored_commands.command())
        with pytest.raises(VersionConflict, match=stored_commands.STREAM):
            log.append(*stored_commands.command(), {PACKS: 1})


def test_where_the_default_isolation_is_stricter_a_basis_that_moves_is_still_seen(
    url: str, server_log: Callable[[], str]
) -> None:
    # given
    with psycopg.connect(url, autocommit=True) as connection:
        name = connection.info.dbname
        statement = f"ALTER DATABASE {name} SET default_transaction_isolation = 'repeatable read'"
        connection.execute(statement.encode())
    # when: two acts at once that rest on each other's stream
    with closing(open_log(url)) as log:
        for turn in range(TURNS):
            streams = f"652825/2023/A{turn}", f"652825/2023/B{turn}"
            rivals = [stored_commands.command(stream) for stream in streams]
            stored = at_once(log, rivals, dict.fromkeys(streams, 0))
            # then
            assert len([row for row in stored if row]) == 1
    assert not TROUBLE.search(server_log())
