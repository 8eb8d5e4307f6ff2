"""Several threads and processes on one log at once, and processes that are killed."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier
from threading import Barrier as ThreadBarrier
from uuid import UUID, uuid4

from store import open_log
from store.port import CommandRow, EventLog, Notification, VersionConflict
from testkit.builders import stored_commands
from testkit.builders.stored_commands import Given

SPAWN = multiprocessing.get_context("spawn")
Outcome = CommandRow | None
"""The row that is in the log, or none for a version conflict."""


def outcome(log: EventLog, command: Given) -> Outcome:
    try:
        return log.append(*command)
    except VersionConflict:
        return None


def contend(url: str, commands: list[Given], barrier: Barrier, parent: Connection) -> None:
    """What each process does: append its commands, each at the same time as the others'."""
    with closing(open_log(url)) as log:
        for command in commands:
            barrier.wait(timeout=60)
            parent.send(outcome(log, command))


def in_processes(url: str, per_process: list[list[Given]]) -> list[list[Outcome]]:
    barrier = SPAWN.Barrier(len(per_process))
    running = []
    for commands in per_process:
        here, there = SPAWN.Pipe(duplex=False)
        process = SPAWN.Process(target=contend, args=(url, commands, barrier, there), daemon=True)
        process.start()
        there.close()
        running.append((process, here, len(commands)))
    outcomes = [[here.recv() for _ in range(count)] for _, here, count in running]
    for process, here, _ in running:
        process.join()
        here.close()
    return outcomes


def test_one_command_from_three_processes_at_once_has_its_effect_once(
    log: EventLog, url: str
) -> None:
    # given
    commands = [stored_commands.command(f"652825/2023/P{n}", notes=("一", "二")) for n in range(25)]
    # when
    outcomes = in_processes(url, [commands] * 3)
    # then
    rows = [row for row, _ in commands]
    assert outcomes == [rows] * 3
    assert [len(log.read(row.stream)) for row in rows] == [2] * 25
    assert [log.commands(row.stream) for row in rows] == [[row] for row in rows]


def test_of_three_commands_at_one_version_at_once_one_is_stored(log: EventLog, url: str) -> None:
    # given
    per_process = [
        [stored_commands.command(after=after, notes=(str(process),)) for after in range(25)]
        for process in range(3)
    ]
    # when
    outcomes = in_processes(url, per_process)
    # then
    for stored, *attempts in zip(log.commands(stored_commands.STREAM), *outcomes, strict=True):
        assert [row for row in attempts if row] == [stored]
    assert [recorded.version for recorded in log.read(stored_commands.STREAM)] == list(range(1, 26))


def test_one_refusal_from_many_threads_at_once_is_kept_once(log: EventLog) -> None:
    refused = stored_commands.command(notes=())
    barrier = ThreadBarrier(8)

    def send() -> Outcome:
        barrier.wait()
        return outcome(log, refused)

    with ThreadPoolExecutor(8) as threads:
        outcomes = [sent.result() for sent in [threads.submit(send) for _ in range(8)]]
    assert outcomes == [refused[0]] * 8
    assert log.commands(stored_commands.STREAM) == [refused[0]]


def test_a_reader_behind_four_writers_misses_nothing(log: EventLog) -> None:
    # given
    def write(writer: int) -> None:
        for n in range(40):
            notes = ("一",) * (n % 3 + 1)
            assert outcome(log, stored_commands.command(f"652825/2023/{writer}-{n}", notes=notes))
            assert (
                outcome(log, stored_commands.command(f"652825/2023/{writer}-{n}", notes=notes))
                is None
            )

    # when
    with ThreadPoolExecutor(4) as threads:
        writing = [threads.submit(write, writer) for writer in range(4)]
        tailed: list[Notification] = []
        for batch in tail(log):
            tailed += batch
            if not batch and all(writer.done() for writer in writing):
                break
        for writer in writing:
            writer.result()
    # then: one more batch may have come between the empty one and the end of the writers
    tailed += log.notifications(tailed[-1].position, 1000)
    assert tailed == log.notifications(0, 1000)
    assert len(tailed) == 4 * sum(n % 3 + 1 for n in range(40))


def tail(log: EventLog) -> Iterator[list[Notification]]:
    position = 0
    while True:
        batch = log.notifications(position, 7)
        position = batch[-1].position if batch else position
        yield batch


def write_until_killed(url: str, stream: str, parent: Connection) -> None:
    """Append to a stream, telling the parent of each command that was acknowledged."""
    with closing(open_log(url)) as log:
        after = log.versions([stream]).get(stream, 0)
        while True:
            row = log.append(*stored_commands.command(stream, after, ("一", "二")))
            after += 2
            parent.send(row.command_id)


def test_killed_writers_lose_no_acknowledged_command_and_leave_no_half_one(
    log: EventLog, url: str
) -> None:
    # given
    acknowledged: dict[str, list[UUID]] = {"652825/2023/A": [], "652825/2023/B": []}
    # when
    for _ in range(4):
        writers = [(stream, *start_writer(url, stream)) for stream in acknowledged]
        for stream, _, here in writers:
            acknowledged[stream] += [here.recv() for _ in range(20)]
        for stream, process, here in writers:
            process.kill()
            process.join()
            acknowledged[stream] += rest_of(here)
    # then
    for stream, commands in acknowledged.items():
        stored = log.commands(stream)
        assert set(commands) <= {row.command_id for row in stored}
        assert len(stored) - len(commands) <= 4  # stored, killed before the acknowledgement
        assert [row.last_version for row in stored] == list(range(2, 2 * len(stored) + 1, 2))
        versions = [(e.version, e.command_id) for e in log.read(stream)]
        expected = [row.command_id for row in stored for _ in range(2)]
        assert versions == list(enumerate(expected, 1))


def start_writer(url: str, stream: str) -> tuple[BaseProcess, Connection]:
    here, there = SPAWN.Pipe(duplex=False)
    process = SPAWN.Process(target=write_until_killed, args=(url, stream, there), daemon=True)
    process.start()
    there.close()
    return process, here


def rest_of(here: Connection) -> list[UUID]:
    received: list[UUID] = []
    with here:
        while True:
            try:
                received.append(here.recv())
            except EOFError:
                return received


def test_two_clients_with_one_command_id_and_other_content_get_the_same_first_row(
    log: EventLog, url: str
) -> None:
    ids = [uuid4() for _ in range(10)]
    per_process = [
        [stored_commands.command(f"652825/2023/{c}", command_id=c, request_hash=h) for c in ids]
        for h in ("甲", "乙")
    ]
    first, second = in_processes(url, per_process)
    assert first == second
    assert [log.command(c) for c in ids] == first
