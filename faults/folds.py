"""Workflows and boards against a fresh fold of the log, by the product's own fold."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from temporalio.client import Client, WorkflowExecutionStatus, WorkflowQueryFailedError
from temporalio.service import RPCError

from activities.command_handler import CommandHandler
from activities.messages import ViewMessage
from faults.checker.findings import Code, Finding
from faults.waiting import comes
from projections.boards.projection import rebuild
from store.port import EventLog, StoreUnavailable

_SETTLED_WITHIN = 120.0
_AT_ONCE = 10
_TABLES = {
    "subject": "SELECT stream, * FROM subject ORDER BY stream",
    "deadline": "SELECT stream, * FROM deadline ORDER BY stream, deadline",
}


async def same_views(
    client: Client, log: EventLog, within: float = _SETTLED_WITHIN
) -> list[Finding]:
    """Every workflow holds the view that a fresh fold of its stream gives; closed ones ended.

    What is under way still is given so many seconds.
    """
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(stream: str) -> Finding | None:
        async with gate:
            if await comes(lambda: _agrees(client, log, stream), within):
                return None
            folded = await asyncio.to_thread(_folded, log, stream)
            return Finding(Code.VIEW_DIFFERS, stream, f"the log has {folded}")

    found = await asyncio.gather(*map(one, log.streams("")))
    return [finding for finding in found if finding is not None]


async def _agrees(client: Client, log: EventLog, stream: str) -> bool:
    handle = client.get_workflow_handle(stream)
    try:
        folded = await asyncio.to_thread(_folded, log, stream)
        status = (await handle.describe()).status
        held = await handle.query("view", result_type=ViewMessage)
    except (RPCError, WorkflowQueryFailedError, StoreUnavailable):
        return False
    over = WorkflowExecutionStatus.COMPLETED
    meant = over if folded.closed else WorkflowExecutionStatus.RUNNING
    return held == folded and status is meant


def _folded(log: EventLog, stream: str) -> ViewMessage:
    """The view of a subject, by a decider that has kept nothing."""
    return ViewMessage.of(CommandHandler(log).view(stream))


async def same_boards(
    log: EventLog, boards: Path, within: float = _SETTLED_WITHIN
) -> list[Finding]:
    """The boards that were kept up to date all the while are those of a fresh fold."""
    caught_up = await comes(lambda: _position(boards) == log.last_position(), within)
    if not caught_up:
        detail = f"built on position {_position(boards)}, the log has {log.last_position()}"
        return [Finding(Code.BOARDS_DIFFER, "all", detail)]
    return await asyncio.to_thread(lambda: list(_other_rows(log, boards)))


def _other_rows(log: EventLog, boards: Path) -> Iterator[Finding]:
    with tempfile.TemporaryDirectory(prefix="jixiao-boards-") as scratch:
        fresh = Path(scratch) / "boards.db"
        rebuild(log, fresh)
        kept, folded = _rows(boards), _rows(fresh)
    differ = {key for key in {*kept, *folded} if kept.get(key) != folded.get(key)}
    for table, stream in sorted(differ):
        yield Finding(Code.BOARDS_DIFFER, stream, f"its rows in {table} are not those of a fold")


def _rows(boards: Path) -> dict[tuple[str, str], list[tuple[Any, ...]]]:
    """All rows of the boards, by table and stream."""
    found: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    with closing(sqlite3.connect(boards)) as file:
        for table, asked in _TABLES.items():
            for row in file.execute(asked):
                found.setdefault((table, row[0]), []).append(tuple(row))
    return found


def _position(boards: Path) -> int:
    with closing(sqlite3.connect(boards)) as file:
        return int(file.execute("SELECT position FROM built").fetchone()[0])
