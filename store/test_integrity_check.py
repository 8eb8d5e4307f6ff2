"""What is found in a log that somebody edited; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from store.databases.database import Database
from store.factory import open_database
from store.integrity_check import Fault, Unsound, unsound
from store.port import EventLog
from testkit.builders import stored_commands

OTHER = "652825/2023/P002"


@pytest.fixture
def database(log: EventLog, url: str) -> Iterator[Database]:
    """The database below a log of two commands, three events and a content."""
    row, events = stored_commands.command(notes=("一", "二"))
    log.append(row, events)
    log.append(*stored_commands.command(stream=OTHER))
    log.append(*stored_commands.command(after=2, notes=()))
    log.put_content(b"kept")
    with closing(open_database(url)) as opened:
        yield opened


def found(url: str, log: EventLog) -> list[tuple[Fault, str]]:
    """What is found, without the gaps in the positions, which SQLite alone never has."""
    kept = [one for one in unsound(url, log) if one.fault is not Fault.POSITION_GAP]
    return [(one.fault, one.of) for one in kept if not is_of_the_test(one)]


def is_of_the_test(one: Unsound) -> bool:
    """Whether a finding is only that the test's own event is registered nowhere else."""
    unread = {Fault.EVENT_UNREADABLE, Fault.EVENT_UNKNOWN}
    return one.fault in unread and "test.noted@1" in one.detail


def gaps(url: str, log: EventLog) -> list[str]:
    return [one.of for one in unsound(url, log) if one.fault is Fault.POSITION_GAP]


def test_given_a_log_as_it_was_written_then_nothing_is_found_and_progress_told(
    url: str, log: EventLog, database: Database
) -> None:
    told: list[tuple[int, int]] = []
    assert unsound(url, log, lambda done, of: told.append((done, of))) == []
    assert told == [(0, 6), (3, 6), (6, 6)]


def test_given_a_deleted_event_then_the_gap_and_its_command_are_found(
    url: str, log: EventLog, database: Database
) -> None:
    database.write("DELETE FROM stored_events WHERE originator_version = 1", ())
    assert found(url, log) == [
        (Fault.VERSION_GAP, stored_commands.STREAM),
        (Fault.COMMAND_WITHOUT_EVENTS, stored_commands.STREAM),
        (Fault.COMMAND_WITHOUT_EVENTS, OTHER),
    ]
    assert gaps(url, log) == ([] if "postgres" in url else ["event position 2"])


def test_given_a_deleted_last_event_then_its_command_is_found(
    url: str, log: EventLog, database: Database
) -> None:
    database.write("DELETE FROM stored_events WHERE originator_version = 2", ())
    assert found(url, log) == [(Fault.COMMAND_WITHOUT_EVENTS, stored_commands.STREAM)]


def test_given_a_deleted_command_then_each_of_its_events_is_found(
    url: str, log: EventLog, database: Database
) -> None:
    database.write("DELETE FROM command_log WHERE first_version = 1 AND last_version = 2", ())
    without = (Fault.EVENT_WITHOUT_COMMAND, stored_commands.STREAM)
    assert found(url, log) == [without, without]


def test_given_a_deleted_refusal_then_the_file_shows_it_by_its_position(
    url: str, log: EventLog, database: Database
) -> None:
    log.append(*stored_commands.command(stream=OTHER, after=1))
    database.write("DELETE FROM command_log WHERE first_version IS NULL", ())
    assert found(url, log) == []
    assert gaps(url, log) == ([] if "postgres" in url else ["command position 4"])


def test_given_an_event_that_nobody_knows_then_its_position_is_told(
    url: str, log: EventLog, database: Database
) -> None:
    database.write("UPDATE stored_events SET topic = 'test.unheard@9' WHERE topic <> ''", ())
    positions = [of for fault, of in found(url, log) if fault is Fault.EVENT_UNREADABLE]
    assert positions == [f"position {number}" for number in (1, 2, 3)]


def test_given_altered_content_then_it_is_found(
    url: str, log: EventLog, database: Database
) -> None:
    sha256 = log.put_content(b"kept")
    values = "'\\x6b6570'" if "postgres" in url else "x'6b6570'"
    database.write(f"UPDATE content SET bytes = {values}", ())  # noqa: S608 - the test's own text
    assert [(one.fault, one.of, one.detail) for one in unsound(url, log)] == [
        (Fault.CONTENT_ALTERED, sha256, "nobody speaks of it")
    ]
