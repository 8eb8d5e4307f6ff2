"""The field: server, worker and client as processes of their own, kept alive while they are struck.

Whoever dies is started again, as `jixiao up` does; a fault never has to bring back what it killed.
"""

from __future__ import annotations

import asyncio
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from temporalio.client import Client

from activities.recovery import BEGUN_AGAIN
from deploy.engine import EngineProcess, prepare_namespace, prepare_search_attributes
from faults.forked import ForkedProcess
from faults.orders import Orders
from faults.sender import ClientDied, Sender
from faults.wire import Wire, running_wire
from faults.worker_process import Given, started_worker
from projections.boards.projection import Projection
from store import migrate, open_log, sqlite_url
from store.port import EventLog

_SWEEP_SECONDS = 1.0
_BUSY_SECONDS = 0.5
_LOOK_SECONDS = 0.02
_BOARD_BATCH = 20

CLIENT, SERVER = "client", "server"


@dataclass(slots=True)
class Field:
    """A log in `folder` with all that works on it; `exits` is how each dead process ended."""

    engine: EngineProcess
    folder: Path
    client: Client
    log: EventLog
    orders: Orders
    sender: Sender
    to_client: Wire
    to_worker: Wire
    worker: ForkedProcess | None = None
    exits: dict[int, int | None] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        """The file of the event log."""
        return self.folder / "log.db"

    @property
    def record(self) -> Path:
        """The client's own record."""
        return self.folder / "record.jsonl"

    @property
    def seen(self) -> Path:
        """What the witness saw during the run."""
        return self.folder / "seen.jsonl"

    @property
    def boards(self) -> Path:
        """The boards, kept up to date all the while."""
        return self.folder / "boards.db"

    def is_stored(self, command_id: str) -> bool:
        """Whether a command is in the log, by its raw file."""
        with closing(sqlite3.connect(self.database)) as raw:
            asked = "SELECT 1 FROM command_log WHERE command_id = ?"
            return raw.execute(asked, (command_id,)).fetchone() is not None

    def begun_again(self) -> int:
        """How many subjects the workers have begun again because they were stuck, by their log."""
        log = self.folder / "worker.log"
        return log.read_text(errors="replace").count(BEGUN_AGAIN) if log.exists() else 0

    def is_killed(self, name: str, pid: int) -> bool:
        """Whether a process was seen to have died of SIGKILL; of the server, that it is gone."""
        ended = {**self.exits, **self.sender.exits}.get(pid)
        return ended == -signal.SIGKILL or (name == SERVER and ended is not None)

    async def start_worker(self) -> None:
        """Start a worker."""
        given = Given(
            self.to_worker.address,
            self.client.namespace,
            sqlite_url(self.database),
            self.folder,
            _SWEEP_SECONDS,
            _BUSY_SECONDS,
        )
        self.worker = await started_worker(given)

    async def keep_alive(self, over: asyncio.Event) -> None:
        """Start again whoever dies, until it is over."""
        while not over.is_set():
            await asyncio.gather(self._keep_worker(), self._keep_server(), self._keep_client())
            await asyncio.sleep(_LOOK_SECONDS)

    async def _keep_worker(self) -> None:
        if self.worker is None or (code := self.worker.exit_code()) is None:
            return
        self.exits[self.worker.pid] = code
        await self.start_worker()

    async def _keep_server(self) -> None:
        if not self.engine.is_down:
            return
        self.exits[self.engine.engine.pid] = 0
        await asyncio.to_thread(self.engine.restart)
        self.orders.tell_pid(SERVER, self.engine.engine.pid)

    async def _keep_client(self) -> None:
        if not self.sender.is_down:
            return
        with suppress(ClientDied):  # it is started again at the next look
            await self.sender.start()
            self.orders.tell_pid(CLIENT, self.sender.pid)


@asynccontextmanager
async def running_field(engine: EngineProcess, folder: Path) -> AsyncIterator[Field]:
    """Everything on a server, in a namespace and a folder of its own; nothing is left behind."""
    namespace, address = f"faults-{uuid4().hex[:12]}", engine.engine.address
    await prepare_namespace(address, namespace)
    await prepare_search_attributes(address, namespace)
    client = await Client.connect(address, namespace=namespace, identity="driver")
    url = sqlite_url(folder / "log.db")
    migrate(url)
    async with AsyncExitStack() as stack:
        log = open_log(url)
        stack.callback(log.close)
        to_client = await stack.enter_async_context(running_wire(address))
        to_worker = await stack.enter_async_context(running_wire(address))
        sender = Sender(to_client.address, namespace, folder / "record.jsonl")
        stack.push_async_callback(sender.stop)
        made = Field(engine, folder, client, log, Orders(folder), sender, to_client, to_worker)
        made.orders.tell_pid(SERVER, engine.engine.pid)
        stack.push_async_callback(_bring_back, engine)
        stack.push_async_callback(_stop_worker, made)
        await made.start_worker()
        over = asyncio.Event()
        async with asyncio.TaskGroup() as always:
            always.create_task(made.keep_alive(over))
            always.create_task(_follow(made, over))
            try:
                yield made
            finally:
                over.set()


async def _follow(made: Field, over: asyncio.Event) -> None:
    """Keep the boards up to date, a few events at a time."""
    with closing(Projection(made.log, made.boards, batch=_BOARD_BATCH)) as boards:
        await boards.follow(over)


async def _bring_back(engine: EngineProcess) -> None:
    """Leave the server running, as it was found."""
    if engine.is_down:
        await asyncio.to_thread(engine.restart)


async def _stop_worker(made: Field) -> None:
    if made.worker is not None:
        await asyncio.to_thread(made.worker.stop)
