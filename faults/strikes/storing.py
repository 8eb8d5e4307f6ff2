"""An event database that is full, or locked by somebody else."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing

from faults.field import Field
from faults.orders import Moment, Order
from faults.plan import Fault
from faults.strikes.target import Came, Hit, Target
from faults.waiting import comes

_MOST_REFUSALS = 8
_REFUSED_WITHIN = 20.0


async def fill(target: Target, fault: Fault) -> Hit:
    """Let the file have no more pages, from the act's append on, for so many refused writes.

    What still fits into pages that are there is stored, so the first refused write may be that of
    another act, soon after: whether any was is asked in the end.
    """
    refuse = 1 + fault.much % _MOST_REFUSALS
    order = Order(fault.name, Moment.BEFORE, command_id=target.command_id, refuse=refuse)
    target.field.orders.lay(order)
    return Hit(await target.send(), struck=False, affected=0)


async def was_full(field: Field, fault: Fault) -> Came:
    """Which acts were refused for want of room in the end, and whether all are stored now."""
    refused = {
        one["command_id"]
        for one in _refused(field)
        if one["order"] == fault.name and "full" in one["why"]
    }
    return Came(bool(refused), len(refused), all(map(field.is_stored, refused)))


async def lock(target: Target, _fault: Fault) -> Hit:
    """Hold the write lock until the act's append was refused."""
    before = len(_refused(target.field))

    def refused() -> set[str]:
        return {one["command_id"] for one in _refused(target.field)[before:]}

    with closing(_connected(target)) as other:
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        sending = asyncio.create_task(target.send())
        await comes(lambda: target.command_id in refused() or sending.done(), _REFUSED_WITHIN)
        affected = refused()
        other.execute("ROLLBACK")
    return Hit(await sending, target.command_id in affected, len(affected))


def _connected(target: Target) -> sqlite3.Connection:
    return sqlite3.connect(
        target.field.database, timeout=10, isolation_level=None, check_same_thread=False
    )


def _refused(field: Field) -> list[dict[str, str]]:
    """The workers' notes of writes that the database refused."""
    file = field.folder / "refused.jsonl"
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text().splitlines()]
