"""The boards against the log: incremental, rebuilt, interrupted, side by side."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from structlog.testing import capture_logs

from domain.kernel.decider import CommandContext
from domain.kernel.serialization.envelope import unseal
from domain.kernel.subject_ids import packs
from domain.subjects.project_year import decider as project_year
from projections.boards.projection import Projection, rebuild
from projections.conftest import Open
from store import sqlite_url
from store.port import EventLog, StoreUnavailable
from testkit.builders.bureau import (
    COUNTY,
    FINANCE,
    MAY,
    RESULT,
    THREE,
    Bureau,
    a_half_year,
    morning,
)
from testkit.projection_rows import all_rows, as_folded, columns, deadline, folded_afresh, take_in


def test_an_empty_log_gives_empty_boards(log: EventLog, boards: Projection) -> None:
    assert boards.catch_up() == 0
    assert boards.built().position == 0
    assert all_rows(boards)["subject"] == []


def test_the_boards_equal_a_fresh_fold_after_every_event(log: EventLog, boards: Projection) -> None:
    # given a bureau after each of whose acts the boards are caught up
    seen = 0

    class Watched(Bureau):
        def store(self, act: CommandContext[Any], stream: str) -> None:
            nonlocal seen
            super().store(act, stream)
            boards.catch_up()
            assert as_folded(boards) == folded_afresh(self)
            assert boards.built().position == log.last_position()
            seen += 1

    # when
    watched = Watched(log)
    watched.open_year()
    a_half_year(watched)
    # then
    assert seen > 30


@pytest.mark.parametrize("batch", [1, 3, 7, 1000])
def test_incremental_and_rebuilt_boards_are_the_same(
    half_year: Bureau, opened: Open, path: Path, batch: int
) -> None:
    # given
    bit_by_bit = opened(batch=batch, kept=2)
    taken = bit_by_bit.catch_up()
    incremental = all_rows(bit_by_bit)
    # when
    progress: list[tuple[int, int]] = []
    rebuilt = rebuild(half_year.log, path, lambda done, of: progress.append((done, of)))
    # then
    assert rebuilt == taken == half_year.log.last_position()
    rows = len(half_year.log.streams(""))
    assert progress[-1] == (rebuilt + rows, rebuilt + rows)
    assert progress == sorted(progress)
    assert all_rows(bit_by_bit) == incremental


DIES = """
import os, signal, sys
from pathlib import Path
from projections.boards import board_file
from projections.boards.projection import Projection
from store import open_log

put, rows = board_file._put, 0

def dying(connection, summary):
    global rows
    rows += 1
    put(connection, summary)
    if rows == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

board_file._put = dying
Projection(open_log(sys.argv[1]), Path(sys.argv[2]), batch=5).catch_up()
"""


@pytest.mark.parametrize("rows", [1, 2, 4, 8])
def test_a_kill_between_two_commits_loses_and_doubles_nothing(
    half_year: Bureau, opened: Open, path: Path, rows: int
) -> None:
    # given a process killed with some rows of a batch written and not committed
    first = opened(batch=5)
    take_in(first, 5)
    first.close()
    url = sqlite_url(path.with_name("log.db"))
    killed = subprocess.run(
        [sys.executable, "-c", DIES, url, str(path), str(rows)], check=False, timeout=60
    )
    assert killed.returncode == -signal.SIGKILL
    # when another one goes on
    goes_on = opened(batch=5)
    begun_at = goes_on.built().position
    taken = goes_on.catch_up()
    # then
    assert begun_at % 5 == 0
    assert begun_at + taken == half_year.log.last_position()
    after_kill = all_rows(goes_on)
    rebuild(half_year.log, path)
    assert all_rows(goes_on) == after_kill


def test_the_boards_show_nothing_behind_their_position(half_year: Bureau, opened: Open) -> None:
    # given two processes, each taking in a part of the log with nothing in memory
    take_in(opened(), 13)
    last = opened()
    # when: one that begins in the middle of a project
    take_in(last, 1)
    # then
    events = [unseal(found.topic, found.state) for found in half_year.log.notifications(0, 14)]
    stream = events[-1].stream
    state = project_year.initial(stream)
    for recorded in events:
        if recorded.stream == stream:
            state = project_year.evolve(state, recorded)
    view = project_year.view(state, half_year.in_force(stream))
    shown = (view.phase, view.version, view.waiting_for, None, view.overdue, False)
    assert as_folded(last)[stream] == shown
    assert view.version > 1
    assert folded_afresh(half_year)[stream][0] != view.phase


def test_two_processes_catching_up_at_once_are_harmless(half_year: Bureau, opened: Open) -> None:
    # given
    both = [opened(batch=2), opened(batch=3)]
    take_in(both[0], 1)
    # when
    threads = [Thread(target=boards.catch_up) for boards in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # then
    assert {boards.built().position for boards in both} == {half_year.log.last_position()}
    at_once = all_rows(both[0])
    rebuild(half_year.log, both[0].path)
    assert all_rows(both[0]) == at_once


def test_what_another_process_took_in_binds_this_one_too(bureau: Bureau, opened: Open) -> None:
    # given a process that knows the first notice, and another that takes in the second
    slow, quick = opened(), opened()
    bureau.notice(RESULT, date(2023, 6, 10))
    bureau.budgeted(THREE[0])
    bureau.take_steps(THREE[0], morning(date(2023, 5, 31)))
    slow.catch_up()
    bureau.notice(RESULT, date(2023, 6, 20))
    quick.catch_up()
    # when
    bureau.budgeted(THREE[1])
    bureau.take_steps(THREE[1], morning(date(2023, 5, 31)))
    slow.catch_up()
    # then
    found = deadline(slow, THREE[1], RESULT)
    assert found is not None
    assert found.due == date(2023, 6, 20)


async def test_following_takes_in_what_is_appended_until_it_is_stopped(
    bureau: Bureau, boards: Projection
) -> None:
    # given
    stop = asyncio.Event()
    following = asyncio.create_task(boards.follow(stop, interval=0.01))
    # when
    bureau.budgeted(THREE[0])
    async with asyncio.timeout(10):
        while boards.built().position < bureau.log.last_position():  # noqa: ASYNC110 - in a thread
            await asyncio.sleep(0.01)
    stop.set()
    await following
    # then
    assert as_folded(boards) == folded_afresh(bureau)


async def test_following_waits_for_a_log_that_does_not_answer(
    bureau: Bureau, boards: Projection, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a log that is away the first time
    stop = asyncio.Event()
    answers = boards.catch_up
    asked = 0

    def away_at_first() -> int:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise StoreUnavailable("away")
        stop.set()
        return answers()

    monkeypatch.setattr(boards, "catch_up", away_at_first)
    # when
    with capture_logs() as said:
        await boards.follow(stop, interval=0.01)
    # then
    assert boards.built().position == bureau.log.last_position()
    assert said[0]["why"] == "away"


def test_adopting_a_pack_binds_all_projects_anew(half_year: Bureau, boards: Projection) -> None:
    # given
    boards.catch_up()
    before = all_rows(boards)["deadline"]
    assert columns(boards, THREE[0], "phase") == ("monitoring-05",)
    adopted = {"pack": COUNTY, "pack_version": "2"}
    # when: a text that is no pack, under which no rule says anything
    broken = half_year.log.put_content(b"nothing: here")
    half_year.act(packs(COUNTY), "pack.adopt", MAY, FINANCE, **adopted, sha256=broken)
    with capture_logs() as said:
        boards.catch_up()
    # then
    assert columns(boards, THREE[0], "phase") == ("self-evaluation",)
    assert said[0]["jurisdiction"] == COUNTY
    # when: the right one again
    half_year.adopt(COUNTY, MAY)
    boards.catch_up()
    # then
    assert columns(boards, THREE[0], "phase") == ("monitoring-05",)
    assert all_rows(boards)["deadline"] == before
