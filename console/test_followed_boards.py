"""The boards that a running stack keeps: current without being asked, and never in the way."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from activities.command_handler import CommandHandler
from console.followed_boards import followed_boards
from console.settings import projection_path, store_url
from projections.boards.board_file import BoardFile
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
