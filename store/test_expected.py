"""What an append rests on is compared inside its transaction, on both databases.

(docs/decisions/0503-what-an-act-rests-on-is-compared-in-its-transaction.md)
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from threading import Barrier

import pytest

from store import open_log
from store.port import CommandRow, EventLog, VersionConflict
from testkit.builders import stored_commands
from testkit.builders.stored_commands import Given

SPAWN = multiprocessing.get_context("spawn")
PACKS = "652825/packs"


def append_elsewhere(url: str, command: Given) -> None:
    """Append in a process of its own."""
    with closing(open_log(url)) as log:
        log.append(*command)


def in_another_process(url: str, command: Given) -> None:
    process = SPAWN.Process(target=append_elsewhere, args=(url, command), daemon=True)
    process.start()
    process.join(timeout=60)
    assert process.exitcode == 0


@contextmanager
def refused(log: EventLog, row: CommandRow) -> Iterator[None]:
    """Expect a version conflict that leaves neither command nor event."""
    before = log.last_position()
    with pytest.raises(VersionConflict):
        yield
    assert log.command(row.command_id) is None
    assert log.last_position() == before


def test_what_stands_as_expected_is_appended(log: EventLog) -> None:
    log.append(*stored_commands.command(PACKS, notes=("一", "二")))
    row, events = stored_commands.command()
    assert log.append(row, events, {PACKS: 2, stored_commands.STREAM: 0, "652825/2023": 0}) == row
    assert log.versions([stored_commands.STREAM]) == {stored_commands.STREAM: 1}


@pytest.mark.parametrize("expected", [0, 1, 3])
@pytest.mark.parametrize("notes", [("一",), ()])
def test_a_stream_below_or_above_the_version_expected_is_a_conflict(
    log: EventLog, expected: int, notes: tuple[str, ...]
) -> None:
    log.append(*stored_commands.command(PACKS, notes=("一", "二")))
    row, events = stored_commands.command(notes=notes)
    with refused(log, row):
        log.append(row, events, {stored_commands.STREAM: 0, PACKS: expected})
    assert log.append(row, events, {stored_commands.STREAM: 0, PACKS: 2}) == row


def test_a_refusal_rests_on_its_own_stream(log: EventLog) -> None:
    log.append(*stored_commands.command())
    row, none = stored_commands.command(notes=())
    with refused(log, row):
        log.append(row, none, {stored_commands.STREAM: 0})
    assert log.append(row, none, {stored_commands.STREAM: 1}) == row


def test_events_on_a_version_that_is_taken_are_a_conflict(log: EventLog) -> None:
    log.append(*stored_commands.command())
    row, events = stored_commands.command(after=0)
    with refused(log, row):
        log.append(row, events, {stored_commands.STREAM: 0})


def test_events_that_do_not_follow_what_they_rest_on_are_a_mistake_of_the_caller(
    log: EventLog,
) -> None:
    row, events = stored_commands.command(after=1)
    with pytest.raises(ValueError, match="does not follow"):
        log.append(row, events, {stored_commands.STREAM: 0})


def test_a_command_that_is_stored_is_answered_whatever_moved_since(log: EventLog) -> None:
    row, events = stored_commands.command()
    log.append(row, events, {PACKS: 0})
    log.append(*stored_commands.command(PACKS))
    assert log.append(row, events, {PACKS: 0}) == row


def test_what_this_process_appended_itself_is_known(log: EventLog) -> None:
    first, second, third = (stored_commands.command(f"652825/2023/P{n}") for n in range(3))
    log.append(*first, {PACKS: 0})
    log.append(*stored_commands.command(PACKS), {PACKS: 0})
    with refused(log, second[0]):
        log.append(*second, {PACKS: 0})
    log.append(*second, {PACKS: 1})
    log.append(*stored_commands.command(PACKS, after=1))
    with refused(log, third[0]):
        log.append(*third, {PACKS: 1})


def test_what_another_process_appended_meanwhile_is_noticed(log: EventLog, url: str) -> None:
    # given: a stream that this process has compared twice
    first, second, third = (stored_commands.command(f"652825/2023/P{n}") for n in range(3))
    log.append(*first, {PACKS: 0})
    log.append(*second, {PACKS: 0})
    # when
    in_another_process(url, stored_commands.command(PACKS))
    # then
    with refused(log, third[0]):
        log.append(*third, {PACKS: 0})
    assert log.append(*third, {PACKS: 1}) == third[0]


def test_of_two_that_rest_on_each_other_at_once_one_is_stored(log: EventLog) -> None:
    def send(command: Given, other: str, barrier: Barrier) -> CommandRow | None:
        barrier.wait()
        try:
            return log.append(*command, {other: 0})
        except VersionConflict:
            return None

    with ThreadPoolExecutor(2) as threads:
        for n in range(25):
            streams = f"652825/2023/A{n}", f"652825/2023/B{n}"
            commands, barrier = [stored_commands.command(stream) for stream in streams], Barrier(2)
            others = reversed(streams)
            sent = [
                threads.submit(send, command, other, barrier)
                for command, other in zip(commands, others, strict=True)
            ]
            stored = [one.result() for one in sent]
            assert sum(row is not None for row in stored) == 1
            assert len(log.versions(streams)) == 1
