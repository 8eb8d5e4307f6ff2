"""The boards that a running stack keeps: current without being asked, and never in the way."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from activities.command_handler import CommandHandler
from console import followed_boards as keeping
from console.followed_boards import followed_boards
from console.settings import projection_path, store_url
from projections.boards.board_file import BoardFile
from projections.boards.drift import BoardDrift, drift_of
from projections.boards.projection import Projection
from store.port import EventLog
from tests.small_log import P2, act, at, small_log

SOON = 0.01


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    """A county's year in a data directory whose boards nobody asked for yet."""
    with small_log(store_url(tmp_path)) as made:
        yield made


def built(data: Path) -> int:
    with closing(BoardFile(projection_path(data))) as boards:
        return boards.built().position


async def until_built(data: Path, position: int) -> None:
    async with asyncio.timeout(10):
        while await asyncio.to_thread(built, data) < position:  # noqa: ASYNC110 - in a file
            await asyncio.sleep(SOON)


async def test_given_a_running_stack_when_the_log_grows_then_the_boards_follow_unasked(
    log: EventLog, tmp_path: Path
) -> None:
    async with followed_boards(tmp_path, store_url(tmp_path), SOON):
        # given
        await until_built(tmp_path, log.last_position())
        # when
        admitted = CommandHandler(log).submit(act(P2, "library.admit"), at("2023-01-16"))
        # then
        assert admitted.outcome["status"] == "accepted"
        await until_built(tmp_path, log.last_position())


async def test_given_an_event_that_cannot_be_read_then_the_stack_runs_and_stops_as_ever(
    log: EventLog, tmp_path: Path
) -> None:
    # given
    last = log.last_position()
    with closing(sqlite3.connect(tmp_path / "log.db")) as connection:
        connection.execute("UPDATE stored_events SET state = x'7b' WHERE rowid = ?", (last,))
        connection.commit()
    # when
    with capture_logs() as said:
        async with followed_boards(tmp_path, store_url(tmp_path), SOON):
            await until_built(tmp_path, last - 1)
    # then
    assert [one["event"] for one in said] == ["boards are not kept up to date"]


@pytest.mark.parametrize("follows", [True, False])
def test_given_a_running_stack_when_boards_are_examined_then_it_is_given_time_to_take_in_the_log(
    log: EventLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, follows: bool
) -> None:
    # given boards of which the stack takes what is new while it is waited for
    (tmp_path / "running.json").write_text("{}")
    path = projection_path(tmp_path)
    with closing(Projection(log, path)) as boards:
        boards.catch_up()
        CommandHandler(log).submit(act(P2, "library.admit"), at("2023-01-16"))
        assert drift_of(log, path)
        monkeypatch.setattr(keeping, "_TAKES", 0.5)
        monkeypatch.setattr(time, "sleep", lambda _: boards.catch_up() if follows else None)
        # when
        drifted = keeping.drift_left(tmp_path, log)
    # then
    assert (drifted is None) is follows


def test_given_no_stack_when_boards_are_examined_then_it_is_not_waited(
    log: EventLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    with closing(Projection(log, projection_path(tmp_path))) as boards:
        boards.catch_up()
    CommandHandler(log).submit(act(P2, "library.admit"), at("2023-01-16"))
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    # when
    drifted = keeping.drift_left(tmp_path, log)
    # then
    assert drifted is not None
    assert drifted.drift is BoardDrift.BEHIND
    assert waited == []
