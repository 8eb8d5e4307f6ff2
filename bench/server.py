"""One real server with two workers, each a process of its own: the product's and the bare one."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from temporalio.client import Client

from activities.submission import submit
from bench.bare import Turn
from bench.cpu import Taking
from bench.histories import turns_of
from bench.sides import Side, drive, send_bare, send_ours
from bench.sqlite_log import contents_in
from bench.year import opening, subject_of
from console.drill.plan import acts_at
from console.engine.connection import connect
from console.stack import Stack, running_stack
from console.worker_process import await_worker
from deploy.process import ServerProcess
from store.factory import open_log

PATTERN = "PATTERN"
"""The project whose history the bare workflow follows."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server with both workers; `pattern` is the id of the workflow that was followed."""

    client: Client
    stack: Stack
    bare_worker: ServerProcess
    pattern: str

    def sides(self) -> tuple[Side, Side]:
        """Ours and bare, before anything is driven."""
        server = self.stack.engine.engine.pid if self.stack.engine else None
        ours, bare = (
            Taking.part({"worker": worker.pid, "server": server, "client": os.getpid()})
            for worker in (self.stack.worker, self.bare_worker)
        )
        return (
            Side(self.client, send_ours, bare=False, taking=ours),
            Side(self.client, send_bare, bare=True, taking=bare),
        )


@asynccontextmanager
async def running_server(directory: Path, say: Callable[[str], None]) -> AsyncIterator[Server]:
    """Start everything, open the year, and let the bare workflow follow one project's history."""
    async with running_stack(
        directory, skip_time=True, ui=False, say=say, own_engine=True
    ) as stack:
        client = await connect(stack.address)
        await _open_year(client, stack)
        await drive([Side(client, send_ours, bare=False)], [PATTERN])
        pattern = subject_of(PATTERN)
        turns = await turns_of(client, pattern)
        worker = await asyncio.to_thread(_start_bare, directory, stack.address, turns)
        try:
            yield Server(client, stack, worker, pattern)
        finally:
            await asyncio.to_thread(worker.stop)


async def _open_year(client: Client, stack: Stack) -> None:
    log = open_log(stack.store_url)
    try:
        contents = await asyncio.to_thread(contents_in, log)
    finally:
        log.close()
    for act in opening(contents):
        start = acts_at(act.on).isoformat()
        outcome = await submit(client, act.request, start)
        if outcome["status"] != "accepted":
            raise RuntimeError(f"{act.request.subject}: {act.request.command}: {outcome['en']}")


def _start_bare(directory: Path, address: str, turns: Sequence[Turn]) -> ServerProcess:
    file = directory / "turns.json"
    file.write_text(json.dumps([asdict(turn) for turn in turns]))
    command = [sys.executable, "-m", "bench.bare_worker", address, str(file)]
    worker = ServerProcess(command, directory / "bare.log")
    await_worker(worker)
    return worker
