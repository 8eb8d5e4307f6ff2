"""A worker in a process of its own that may be told to die at a commit.

`python worker_process.py ORDERS`: a JSON object with `address`, `namespace`, `store`; `sweep`, the
pace of the sweeps in seconds, or null; `busy`, how many seconds a locked store is waited for; and
`at`, `with`: behind the commit of the `at["number"]`th act of the name `at["command"]`, the
processes whose ids are in the files `with` are killed, and this one where `dies` is true.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from temporalio.client import Client

from activities.adoption import Pace
from console import logs, worker
from domain.envelope import Sealed
from store import sqlite_database
from store.opening import open_log
from store.port import NOTHING, CommandRow, EventLog, Versions

Orders = dict[str, Any]


class DeadlyLog:
    """An event log behind whose commit of a chosen act processes are killed."""

    def __init__(self, log: EventLog, orders: Orders) -> None:
        self._log = log
        self._orders = orders
        self._left = int(orders["at"].get("number", 1))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    def append(
        self, row: CommandRow, events: Sequence[Sealed], expected: Versions = NOTHING
    ) -> CommandRow:
        stored = self._log.append(row, events, expected)
        if stored is row and row.act["command"] == self._orders["at"]["command"]:
            self._left -= 1
            if self._left == 0:
                self._kill()
        return stored

    def _kill(self) -> None:
        for file in self._orders["with"]:
            os.kill(int(Path(file).read_text()), signal.SIGKILL)
        if self._orders["dies"]:
            os.kill(os.getpid(), signal.SIGKILL)


async def main(orders: Orders) -> None:
    client = await Client.connect(
        orders["address"], namespace=orders["namespace"], identity="worker"
    )
    pace = Pace(interval=orders["sweep"], settle=orders["sweep"]) if orders["sweep"] else None
    sqlite_database.BUSY_TIMEOUT = orders["busy"]
    if orders["at"]:
        worker.open_log = lambda url: DeadlyLog(open_log(url), orders)  # type: ignore[assignment,return-value]
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with worker.running_worker(client, orders["store"], pace):
        print("ready", flush=True)  # noqa: T201 - who started it waits for this
        await stop.wait()


if __name__ == "__main__":
    logs.configure(machine=True)
    asyncio.run(main(json.loads(sys.argv[1])))
