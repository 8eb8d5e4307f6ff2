"""A stage for the tests: a namespace and an event log of their own, a driver, worker processes."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from temporalio.client import Client

from activities.command_handler import CommandHandler
from activities.messages import ViewMessage
from activities.resumption import Resumption
from activities.submission import submit
from console.cli.input.act_lines import ActLine
from console.drill.driver import Driver, Progress
from console.drill.files import DrillFiles
from console.drill.plan import acts_at, first_instant, plan
from deploy.engine import EngineProcess, prepare_namespace, prepare_search_attributes
from deploy.process import ServerProcess
from domain.kernel.request import Request
from domain.kernel.subject_ids import project_year
from faults.forked import ForkedProcess
from faults.orders import Moment, Order, Orders
from faults.waiting import until
from faults.worker_process import WORKER, Given, started_worker
from store import migrate, open_log, sqlite_url
from store.port import EventLog
from tests.engine import tiny
from tests.engine.halves import BUDGET_YEAR, Half

HERE = Path(__file__).parent
_COMMIT = "commit"


async def new_namespace(engine: EngineProcess) -> Client:
    """A client of a namespace of its own."""
    namespace, address = f"test-{uuid4().hex[:12]}", engine.engine.address
    await prepare_namespace(address, namespace)
    await prepare_search_attributes(address, namespace)
    return await Client.connect(address, namespace=namespace, identity="client")


def subject(project: str) -> str:
    return project_year(tiny.COUNTY, tiny.YEAR, project)


class Stage:
    """A half of a tiny life on the engine; `acknowledged` are acts with what was told."""

    def __init__(
        self, engine: EngineProcess, client: Client, folder: Path, half: Half, files: DrillFiles
    ) -> None:
        self.engine = engine
        self.client = client
        self.folder = folder
        self.half = half
        self.files = files
        self.url = sqlite_url(folder / "log.db")
        migrate(self.url)
        self.log: EventLog = open_log(self.url)
        files.keep(self.log)
        self.acknowledged: list[tuple[Request, dict[str, Any]]] = []
        self.worker: ForkedProcess | None = None
        start = first_instant(files.acts, files.rows, tiny.YEAR)
        self.driver = Driver(client, tiny.COUNTY, tiny.YEAR, start, files.rows)
        self._driven = date.min

    @staticmethod
    async def build(
        engine: EngineProcess,
        folder: Path,
        half: Half = BUDGET_YEAR,
        files: DrillFiles | None = None,
    ) -> Stage:
        """A stage in a namespace of its own, with the files of a half or with others."""
        client = await new_namespace(engine)
        return Stage(engine, client, folder, half, files or half.files(folder))

    def close(self) -> None:
        if self.worker is not None:
            self.worker.kill()
        self.log.close()

    async def start_worker(
        self,
        at: dict[str, Any] | None = None,
        *,
        kills: tuple[str, ...] = (),
        dies: bool = True,
        sweep: float | None = None,
        busy: float = 3.0,
    ) -> None:
        """Start a worker; with `at`, the `kills` and (if it `dies`) it end behind that commit."""
        orders = Orders(self.folder)
        orders.withdraw(_COMMIT)
        orders.tell_pid("server", self.engine.engine.pid)
        if at is not None:
            victims = (*kills, WORKER) if dies else kills
            orders.lay(Order(_COMMIT, Moment.AFTER, victims, **at))
        address, namespace = self.engine.engine.address, self.client.namespace
        given = Given(address, namespace, self.url, self.folder, sweep, busy)
        self.worker = await started_worker(given)

    async def kill_worker(self) -> None:
        assert self.worker is not None
        await asyncio.to_thread(self.worker.kill)

    async def worker_died(self) -> None:
        worker = self.worker
        assert worker is not None
        await until(lambda: worker.exit_code() is not None, "the worker is killed")
        assert worker.exit_code() == -9, worker.output()[-2000:]

    async def restart_engine(self) -> None:
        """Kill the server, if it is not dead, and start it again on its file."""
        await asyncio.to_thread(self.engine.kill)
        await asyncio.to_thread(self.engine.restart)

    def start_client(self, request: Request) -> ServerProcess:
        """Send an act from a process of its own; its output is the outcome."""
        orders = {
            "address": self.engine.engine.address,
            "namespace": self.client.namespace,
            "request": request.as_json(),
            "pid": str(Orders(self.folder).pid_file("client")),
        }
        command = [sys.executable, str(HERE / "client_process.py"), json.dumps(orders)]
        return ServerProcess(command, self.folder / "client.log")

    async def drive(self, to: date) -> None:
        """Take the year's acts up to a day (inclusive) and let every subject live until its end."""
        days = [day for day in plan(self.files.acts, self.files.rows, to) if day.on > self._driven]
        progress = Progress(to, len(days))
        await self.driver.run(days, to, progress)
        self._driven = to
        self.acknowledged += [(taken.act.request, taken.outcome) for taken in progress.taken]

    async def advance(self, line: ActLine) -> Request:
        """Move the subject of an act to the instant at which it is taken."""
        assert line.on is not None
        await self.driver._clock.advance(line.request.subject, acts_at(line.on))
        return line.request

    async def take(self, request: Request, business_start: str | None = None) -> dict[str, Any]:
        """Take an act and be told its outcome."""
        outcome = await submit(self.client, request, business_start)
        self.acknowledged.append((request, outcome))
        return outcome

    async def store_behind_the_engine(self, request: Request, at: str) -> None:
        """Decide and store an act as one did whose workflow, client and server died at once."""
        instant = datetime.fromisoformat(at)
        settled = await asyncio.to_thread(CommandHandler(self.log).submit, request, instant)
        assert settled.outcome["status"] == "accepted", settled.outcome

    def begins_anew(self, stream: str) -> None:
        """Have the drill's clock look again where a subject's workflow is that was lost."""
        clock = self.driver._clock
        clock._ahead.pop(stream)
        goes_on = Resumption(self.log).of(CommandHandler(self.log).view(stream))
        assert goes_on is not None, "time is simulated"
        clock._starts[stream] = goes_on

    async def held(self, stream: str) -> int:
        """The version that a subject's workflow holds."""
        view: ViewMessage | None = await self.client.get_workflow_handle(stream).query(
            "view", result_type=ViewMessage
        )
        return view.version if view else 0

    def stored(self, stream: str) -> int:
        """The version that the log has."""
        return self.log.versions([stream]).get(stream, 0)

    def count(self, command: str) -> int:
        """How many acts of a name are in the log."""
        rows = [row for stream in self.log.streams("") for row in self.log.commands(stream)]
        return sum(row.act["command"] == command for row in rows)
