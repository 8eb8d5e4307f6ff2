"""The boards of a running stack, kept current by a background thread.

A query then finds the boards current and does not fold the events since the last query
(docs/decisions/0400-rebuild-swaps-contents.md, 1233).
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import structlog

from projections.boards.drift import BoardDrift, DriftedBoards, drift_of
from projections.boards.projection import Projection
from projections.errors import UnreadableEvent
from store.factory import open_log
from store.port import EventLog, StoreUnavailable

log = structlog.get_logger()

INTERVAL = 2.0
"""The seconds between two reads of the log."""

_TAKES = 8.0
"""The seconds within which a running stack should have processed the events read."""

_LOOK_SECONDS = 0.2


@asynccontextmanager
async def followed_boards(
    path: Path, store_url: str, interval: float = INTERVAL
) -> AsyncIterator[None]:
    """Keep the boards at `path` up to date with a log while the context is open."""
    stop = asyncio.Event()
    following = asyncio.create_task(_follow(path, store_url, stop, interval))
    try:
        yield
    finally:
        stop.set()
        await following


async def _follow(path: Path, store_url: str, stop: asyncio.Event, interval: float) -> None:
    """Follow the log until `stop`; a failure to keep the boards stops nothing else.

    The next command that queries them catches them up or reports the fault.
    """
    try:
        with (
            closing(open_log(store_url)) as events,
            closing(await asyncio.to_thread(Projection, events, path)) as boards,
        ):
            await boards.follow(stop, interval)
    except (UnreadableEvent, StoreUnavailable, sqlite3.Error, OSError) as error:
        log.warning("boards are not kept up to date", why=str(error))


def drift_left(path: Path, events: EventLog, *, followed: bool) -> DriftedBoards | None:
    """The difference between the boards at `path` and the log.

    If a running stack keeps them (`followed`), wait until it has processed the present events.
    """
    due = events.last_position()
    give_up = time.monotonic() + (_TAKES if followed else 0.0)
    while True:
        drifted = drift_of(events, path, due)
        behind = drifted is not None and drifted.drift is BoardDrift.BEHIND
        if not behind or time.monotonic() > give_up:
            return drifted
        time.sleep(_LOOK_SECONDS)
