"""One process, one command after the other."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from uuid import uuid4

import psycopg
import pytest

from domain.kernel.decider import Recorded
from store.port import ContentDamaged, ContentMissing, EventLog, VersionConflict
from store.settings import is_postgres, sqlite_path
from testkit.builders import stored_commands


def texts(events: list[Recorded[stored_commands.Noted]]) -> list[str]:
    return [recorded.event.text for recorded in events]


def test_what_is_appended_is_read_back_in_order(log: EventLog) -> None:
    # given
    row, events = stored_commands.command(notes=("一", "二", "三"))
    # when
    stored = log.append(row, events)
    # then
    assert stored == row
    assert texts(log.read(stored_commands.STREAM)) == ["一", "二", "三"]
    assert texts(log.read(stored_commands.STREAM, after=1)) == ["二", "三"]
    assert log.read(stored_commands.STREAM, after=3) == []
    assert log.read("652825/2023/P002") == []


def test_a_command_comes_back_as_it_was_stored_with_the_offset_of_its_instants(
    log: EventLog,
) -> None:
    row, events = stored_commands.command()
    log.append(row, events)
    found = log.command(row.command_id)
    assert found == row
    assert found.recorded_at.utcoffset() == stored_commands.RECORDED_AT.utcoffset()
    assert log.command(uuid4()) is None


def test_a_command_sent_again_has_its_effect_once_and_the_first_row_is_returned(
    log: EventLog,
) -> None:
    # given
    row, events = stored_commands.command()
    log.append(row, events)
    # when: sent again as it was, and as a retry decided anew on the version that it made itself
    same = log.append(row, events)
    anew = log.append(*stored_commands.command(after=1, command_id=row.command_id))
    # then
    assert same == anew == row
    assert texts(log.read(stored_commands.STREAM)) == ["一"]


def test_the_same_id_with_other_content_shows_by_the_hash_of_the_first_row(log: EventLog) -> None:
    row, events = stored_commands.command(request_hash="first")
    log.append(row, events)
    other = stored_commands.command(after=1, command_id=row.command_id, request_hash="second")
    assert log.append(*other).request_hash == "first"
    assert log.commands(stored_commands.STREAM) == [row]


def test_an_older_version_than_the_newest_is_a_conflict_and_leaves_no_command(
    log: EventLog,
) -> None:
    # given
    log.append(*stored_commands.command(notes=("一", "二")))
    late, events = stored_commands.command(after=1, notes=("乙", "丙"))
    # when
    with pytest.raises(VersionConflict):
        log.append(late, events)
    # then
    assert log.command(late.command_id) is None
    assert texts(log.read(stored_commands.STREAM)) == ["一", "二"]


def test_a_refusal_is_kept_without_events_and_once(log: EventLog) -> None:
    # given
    refused, none = stored_commands.command(notes=())
    # when
    first, second = log.append(refused, none), log.append(refused, none)
    # then
    assert first == second == refused
    assert log.read(stored_commands.STREAM) == []
    assert log.commands(stored_commands.STREAM) == [refused]


def test_the_commands_of_a_stream_come_in_the_order_of_their_storing(log: EventLog) -> None:
    rows = [stored_commands.command(after=after)[0] for after in range(3)]
    refused = stored_commands.command(notes=())[0]
    for after, row in enumerate(rows):
        log.append(row, stored_commands.command(after=after, command_id=row.command_id)[1])
    log.append(refused, ())
    log.append(*stored_commands.command("652825/2023/P002"))
    assert log.commands(stored_commands.STREAM) == [*rows, refused]


@pytest.mark.parametrize("after", [0, 2])
def test_a_row_that_names_other_versions_than_its_events_is_a_mistake_of_the_caller(
    log: EventLog, after: int
) -> None:
    row, _ = stored_commands.command(after=1)
    with pytest.raises(ValueError, match="other versions"):
        log.append(row, stored_commands.command(after=after)[1])
    with pytest.raises(ValueError, match="another stream"):
        log.append(row, stored_commands.command("652825/2023/P002", after=1)[1])
    assert log.last_position() == 0


def test_notifications_come_in_batches_across_streams(log: EventLog) -> None:
    # given
    assert (log.last_position(), log.notifications(0, 10)) == (0, [])
    appended = [stored_commands.command(f"652825/2023/P{n}", notes=("一", "二")) for n in range(3)]
    for row, events in appended:
        log.append(row, events)
    # when
    first = log.notifications(0, 4)
    rest = log.notifications(first[-1].position, 4)
    # then
    assert [len(first), len(rest)] == [4, 2]
    stored = [(event.topic, event.state) for _, events in appended for event in events]
    assert [(n.topic, n.state) for n in first + rest] == stored
    assert rest[-1].position == log.last_position()
    assert log.notifications(log.last_position(), 4) == []


def test_the_notifications_of_a_stream_are_its_events_with_their_positions(log: EventLog) -> None:
    # given: two streams in turns
    for after in range(3):
        for stream in ("652825/2023/P1", "652825/2023/P2"):
            log.append(*stored_commands.command(stream, after=after))
    # when
    found = log.notifications_of("652825/2023/P2", 1)
    # then
    assert found == [one for one in log.notifications(0, 10) if one.position in {4, 6}]
    assert log.notifications_of("652825/2023/P2", 3) == []
    assert log.notifications_of("652825/2023/P3") == []


def test_streams_are_found_by_their_prefix_and_sorted_by_code_point(log: EventLog) -> None:
    # given
    ids = ["652825/2023", "652825/2023/P1", "652825/2023/a", "652825/2023/项目", "652825/2024/P1"]
    for stream in reversed(ids):
        log.append(*stored_commands.command(stream, notes=("一", "二")))
    log.append(*stored_commands.command("652825/2023/refused", notes=()))
    # then
    assert log.streams("652825/2023/") == ids[1:4]
    assert log.streams("") == ids
    assert log.streams("652825/2023/P") == ids[1:2]
    assert log.streams("652826") == []


def test_versions_are_those_of_the_newest_events(log: EventLog) -> None:
    log.append(*stored_commands.command("652825/2023/P1", notes=("一", "二")))
    log.append(*stored_commands.command("652825/2023/P2"))
    found = log.versions(["652825/2023/P2", "652825/2023/P1", "652825/2023/P3"])
    assert found == {"652825/2023/P1": 2, "652825/2023/P2": 1}
    assert log.versions([]) == {}


def test_content_is_kept_once_under_its_sha256(log: EventLog) -> None:
    first = log.put_content("国家".encode())
    assert log.put_content("国家".encode()) == first
    assert log.content(first) == "国家".encode()
    assert log.put_content(b"") != first
    with pytest.raises(ContentMissing):
        log.content("0" * 64)


def test_content_that_was_changed_in_the_database_is_not_given_out(log: EventLog, url: str) -> None:
    sha256 = log.put_content(b"pack")
    if is_postgres(url):
        with psycopg.connect(url) as postgres:
            postgres.execute("UPDATE content SET bytes = 'other'")
    else:
        with closing(sqlite3.connect(sqlite_path(url))) as sqlite, sqlite:
            sqlite.execute("UPDATE content SET bytes = x'00'")
    with pytest.raises(ContentDamaged):
        log.content(sha256)
