"""The boards that a running stack keeps: current without being asked, and never in the way."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from structlog.testing import capture_logs

from projections.boards import followed_boards as following
from projections.boards.board_file import BoardFile
from projections.boards.drift import BoardDrift
from projections.boards.followed_boards import followed_boards
from projections.boards.projection import Projection
from store import sqlite_url
from testkit.builders.bureau import THREE, Bureau

SOON = 0.01


@pytest.fixture
def url(path: Path) -> str:
    """Where the log is that the bureau acts on."""
    return sqlite_url(path.with_name("log.db"))


def built(path: Path) -> int:
    with closing(BoardFile(path)) as boards:
        return boards.built().position


async def until_built(path: Path, position: int) -> None:
    async with asyncio.timeout(10):
        while await asyncio.to_thread(built, path) < position:  # noqa: ASYNC110 - in a file
            await asyncio.sleep(SOON)


async def test_given_a_running_stack_when_the_log_grows_then_the_boards_follow_unasked(
    bureau: Bureau, path: Path, url: str
) -> None:
    async with followed_boards(path, url, SOON):
        # given
        await until_built(path, bureau.log.last_position())
        # when
        bureau.budgeted(THREE[0])
        # then
        await until_built(path, bureau.log.last_position())


async def test_given_an_event_that_cannot_be_read_then_the_stack_runs_and_stops_as_ever(
    bureau: Bureau, path: Path, url: str
) -> None:
    # given
    last = bureau.log.last_position()
    with closing(sqlite3.connect(path.with_name("log.db"))) as connection:
        connection.execute("UPDATE stored_events SET state = x'7b' WHERE rowid = ?", (last,))
        connection.commit()
    # when
    with capture_logs() as said:
        async with followed_boards(path, url, SOON):
            await until_built(path, last - 1)
    # then
    assert [one["event"] for one in said] == ["boards are not kept up to date"]


def _clock(sleep: Callable[[float], object]) -> SimpleNamespace:
    """The module `time` as the module under test sees it, and no other thread."""
    return SimpleNamespace(monotonic=time.monotonic, sleep=sleep)


@pytest.fixture
def behind(bureau: Bureau, boards: Projection) -> Projection:
    """Boards that have not taken in what happened last."""
    boards.catch_up()
    bureau.budgeted(THREE[0])
    return boards


@pytest.mark.parametrize("follows", [True, False])
def test_given_a_running_stack_when_boards_are_examined_then_it_is_given_time_to_take_in_the_log(
    bureau: Bureau, behind: Projection, monkeypatch: pytest.MonkeyPatch, follows: bool
) -> None:
    # given a stack that takes in what is new, or has ceased to, while it is waited for
    monkeypatch.setattr(following, "_TAKES", 0.5)
    waits = _clock(lambda _: behind.catch_up() if follows else None)
    monkeypatch.setattr(following, "time", waits)
    # when
    drifted = following.drift_left(behind.path, bureau.log, followed=True)
    # then
    assert (drifted is None) is follows


def test_given_no_stack_when_boards_are_examined_then_nobody_waits(
    bureau: Bureau, behind: Projection, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    waited: list[float] = []
    monkeypatch.setattr(following, "time", _clock(waited.append))
    # when
    drifted = following.drift_left(behind.path, bureau.log, followed=False)
    # then
    assert drifted is not None
    assert drifted.drift is BoardDrift.BEHIND
    assert waited == []
