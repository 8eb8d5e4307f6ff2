"""A worker in a process of its own that strikes as it is ordered, and whose clock is moved.

In its folder are orders, notes, and the file `clock`: by how many seconds the wall clock is off.
"""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from temporalio.client import Client

from activities import subject_activities
from activities.command_handler import CommandHandler
from activities.reconciler import Pace
from console import logs, worker
from faults.forked import ForkedProcess
from faults.orders import Orders, write_whole
from faults.striking_log import StrikingLog
from faults.waiting import until
from store.databases import sqlite
from store.factory import open_log
from store.settings import sqlite_path

WORKER = "worker"
"""The worker as a victim."""

CLOCK = "clock"
"""The file that says by how many seconds a worker's wall clock is off."""


def moved_clock(folder: Path) -> datetime:
    """The wall clock, moved by what the folder says."""
    file = folder / CLOCK
    moved = int(file.read_text() or 0) if file.exists() else 0
    return datetime.now(UTC) + timedelta(seconds=moved)


@dataclass(frozen=True, slots=True)
class Given:
    """What a worker is given.

    `store` is the log's URL; `sweep` the pace of the sweeps in seconds, or none; `busy` how many
    seconds a locked store is waited for; `ready` is made when it polls.
    """

    address: str
    namespace: str
    store: str
    folder: Path
    sweep: float | None
    busy: float

    @property
    def ready(self) -> Path:
        """A file that is there when the worker polls."""
        return self.folder / "ready"


async def started_worker(given: Given) -> ForkedProcess:
    """Start a worker; returns when it polls, or has ended."""
    log = given.folder / "worker.log"
    worker = await asyncio.to_thread(ForkedProcess, worker_process, (given,), log)
    Orders(given.folder).tell_pid(WORKER, worker.pid)

    def polls() -> bool:
        polling = given.ready.exists() and given.ready.read_text() == str(worker.pid)
        return polling or worker.exit_code() is not None

    await until(polls, "a worker polls")
    return worker


def worker_process(given: Given) -> None:
    """Run a worker until SIGTERM."""
    logs.configure(machine=True)
    asyncio.run(_main(given))


async def _main(given: Given) -> None:
    client = await Client.connect(given.address, namespace=given.namespace, identity="worker")
    pace = Pace(interval=given.sweep, settle=given.sweep) if given.sweep else None
    setattr(sqlite, "BUSY_TIMEOUT", given.busy)  # noqa: B010 - typed
    strikes = partial(StrikingLog, folder=given.folder, file=sqlite_path(given.store))
    clock = partial(moved_clock, given.folder)
    # the product's worker, with another log and another clock in it
    setattr(subject_activities, "CommandHandler", partial(CommandHandler, clock=clock))  # noqa: B010 - typed
    setattr(worker, "open_log", lambda url: strikes(open_log(url)))  # noqa: B010 - typed
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with worker.running_worker(client, given.store, pace):
        write_whole(given.ready, str(os.getpid()))
        await stop.wait()
