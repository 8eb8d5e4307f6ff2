"""The processes of a stress: workers, clients and the server, killed and started again."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from random import Random

from temporalio.client import Client

from deploy.engine import EngineProcess
from faults.forked import ForkedProcess
from faults.sender import ClientDied, Sender
from faults.waiting import until
from tests.engine.stress.slow import Given, slow_worker

CLIENTS = 3
SERVER = "server"
_SERVERS_SHARE = 0.25


class Crew:
    """The processes; whoever is killed is started again at once."""

    def __init__(self, engine: EngineProcess, client: Client, folder: Path, *, url: str) -> None:
        """Work on the log at `url`, and keep everything in `folder`."""
        self.client = client
        self.folder = folder
        self.url = url
        self.killed: Counter[str] = Counter()
        self._engine = engine
        self._workers: dict[str, ForkedProcess] = {}
        self._given: dict[str, Given] = {}
        address = engine.engine.address
        self.senders = [
            Sender(address, client.namespace, folder / f"record-{number}.jsonl")
            for number in range(CLIENTS)
        ]

    @property
    def records(self) -> list[Path]:
        """What the clients sent and were told."""
        return sorted(self.folder.glob("record-*.jsonl"))

    async def start(self, workers: int, share: float, *, guarded: bool) -> None:
        """Start the clients and so many workers."""
        (self.folder / "slow").mkdir()
        await asyncio.gather(*[sender.start() for sender in self.senders])
        address = self._engine.engine.address
        for name in [f"worker-{number}" for number in range(workers)]:
            place = (address, self.client.namespace, self.url, self.folder)
            self._given[name] = Given(name, *place, share, guarded)
            await self._start_worker(name)

    def calm(self) -> None:
        """Let queries be answered at once from now on."""
        for given in self._given.values():
            given.quiet.touch()

    async def strike(self, random: Random) -> None:
        """Kill a worker or the server, and start it again."""
        is_server = random.random() < _SERVERS_SHARE
        victim = SERVER if is_server else random.choice(sorted(self._workers))
        self.killed[victim] += 1
        if is_server:
            await asyncio.to_thread(self._engine.kill)
            await asyncio.to_thread(self._engine.restart)
        else:
            await asyncio.to_thread(self._workers[victim].kill)
            await self._start_worker(victim)

    async def stop(self) -> None:
        """End all clients and workers; leave the server running."""
        await asyncio.gather(*[sender.stop() for sender in self.senders])
        for worker in self._workers.values():
            await asyncio.to_thread(worker.stop)
        if self._engine.is_down:
            await asyncio.to_thread(self._engine.restart)

    async def _start_worker(self, name: str) -> None:
        given = self._given[name]
        log = self.folder / f"{name}.log"
        worker = await asyncio.to_thread(ForkedProcess, slow_worker, (given,), log)
        self._workers[name] = worker

        def polls() -> bool:
            if worker.exit_code() is not None:
                raise RuntimeError(f"{name} ended: {worker.output()[-2000:]}")
            return given.ready.exists() and given.ready.read_text() == str(worker.pid)

        await until(polls, f"{name} polls")


@asynccontextmanager
async def running_crew(
    engine: EngineProcess, client: Client, folder: Path, url: str
) -> AsyncIterator[Crew]:
    """A crew for as long as the context lasts."""
    crew = Crew(engine, client, folder, url=url)
    try:
        yield crew
    finally:
        with suppress(ClientDied):
            await crew.stop()
