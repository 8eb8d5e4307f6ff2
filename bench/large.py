"""`python -m bench.large`: a year of thousands of projects under `jixiao up`, stage by stage.

The stack is the one that people start: real engine, SQLite, worker, web UI, on the real clock. The
year opens with all its projects on one day; then the stack is looked at, stopped, started, and
started once more on an engine that has lost everything.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from activities.submission import submit
from bench.large_page import LargeFindings, Memory, Stage
from bench.large_stack import UpProcess, command
from bench.large_year import LargeYear
from bench.machine import machine
from console.engine.connection import connect
from console.settings import engine_address, store_url
from domain.kernel.message import Event
from domain.kernel.request import Request
from domain.shared.fan_out.messages import SubjectsOpened, SubjectsRefreshed
from store.factory import open_log
from store.port import EventLog

Say = Callable[[str], None]

_LOOK_SECONDS = 0.5


@dataclass(slots=True)
class Large:
    """A running measurement; `quiet` seconds are longer than a worker's sweeps are apart."""

    year: LargeYear
    up: UpProcess
    quiet: float
    say: Say
    stages: list[Stage] = field(default_factory=list)
    memory: dict[str, Memory] = field(default_factory=dict)

    async def run(self) -> None:
        """All stages, one after the other."""
        await self.started("start on nothing")
        await self.opened()
        self.remember("all registered")
        await self.rested("a minute after")
        await self.asked("status, first", "status")
        await self.asked("status, again", "status")
        await self.asked("doctor", "doctor")
        self.remember("examined")
        await self.noticed("a notice to all")
        await self.restarted("stop and start")
        await self.acted("first act", 0)
        await self.asked("status after the start", "status")
        await self.rested("a minute after the start")
        await asyncio.to_thread(self.up.stop)
        self.up.lose_engine()
        await self.started("start on an empty engine")
        await self.asked("recover", "recover")
        await self.acted("act after recover", self.year.projects - 1)
        await self.rested("a minute after recover")
        await self.asked("status after recover", "status")
        await self.asked("doctor after recover", "doctor")
        self.remember("recovered")

    async def started(self, name: str) -> None:
        """Start the stack."""
        seconds = await asyncio.to_thread(self.up.start)
        self.note(Stage(name, seconds, self.up.taking.seconds()))

    async def restarted(self, name: str) -> None:
        """Stop the stack and start it again."""
        stopped = await asyncio.to_thread(self.up.stop)
        seconds = await asyncio.to_thread(self.up.start)
        self.note(Stage(name, stopped + seconds, self.up.taking.seconds()))

    async def opened(self) -> None:
        """Adopt the packs, open the year, and wait until every project is registered."""
        with closing(open_log(store_url(self.up.data))) as log:
            adoptions = list(self.year.adoptions(log))
            opening = self.year.opening(log)
            async with self.stage("packs"):
                for act in adoptions:
                    await self.take(act)
            async with self.stage("opening"):
                await self.take(opening)
                await self.recorded(log, SubjectsOpened)
            newest = log.versions(self.year.subjects())
        client = await connect(engine_address(self.up.data) or "")
        count = await client.count_workflows(
            'WorkflowType = "ProjectYear" AND ExecutionStatus = "Running"'
        )
        self.say(f"registered {len(newest)}, running {count.count}")
        if not len(newest) == count.count == self.year.projects:
            raise RuntimeError("not every project is registered and runs")

    async def noticed(self, name: str) -> None:
        """Set a parameter, and wait until every subject was told."""
        with closing(open_log(store_url(self.up.data))) as log:
            async with self.stage(name):
                await self.take(self.year.notice())
                await self.recorded(log, SubjectsRefreshed)

    async def recorded(self, log: EventLog, event: type[Event]) -> None:
        """Wait until the year has an event of a kind."""
        while True:
            events = await asyncio.to_thread(log.read, self.year.stream)
            if any(isinstance(one.event, event) for one in events):
                return
            await asyncio.sleep(_LOOK_SECONDS)

    async def take(self, act: Request) -> None:
        """Take an act; raises `RuntimeError` where it is refused."""
        client = await connect(engine_address(self.up.data) or "")
        outcome = await submit(client, act)
        if outcome["status"] != "accepted":
            raise RuntimeError(f"{act.subject}: {act.command}: {outcome['en']}")

    async def acted(self, name: str, number: int) -> None:
        """Take an act on a project."""
        async with self.stage(name):
            await self.take(self.year.admission(number))

    async def rested(self, name: str) -> None:
        """Do nothing while the worker sweeps."""
        async with self.stage(name):
            await asyncio.sleep(self.quiet)

    async def asked(self, name: str, *words: str) -> None:
        """Run a command beside the stack."""
        before, begun = self.up.taking.seconds(), time.monotonic()
        done = await command(self.up.data, *words)
        cpu = {**_used(before, self.up.taking.seconds()), "command": done.cpu}
        self.note(Stage(name, time.monotonic() - begun, cpu))

    @asynccontextmanager
    async def stage(self, name: str) -> AsyncIterator[None]:
        """Measure what is done in the context."""
        before, begun = self.up.taking.seconds(), time.monotonic()
        yield
        self.note(Stage(name, time.monotonic() - begun, _used(before, self.up.taking.seconds())))

    def note(self, stage: Stage) -> None:
        """Keep a stage and show it."""
        self.stages.append(stage)
        used = ", ".join(f"{name} {seconds:.2f}" for name, seconds in stage.cpu.items())
        self.say(f"{stage.name}: {stage.wall:.1f} s; CPU {used} s; {stage.share:.0%} of the cores")

    def remember(self, name: str) -> None:
        """Keep what memory the processes take now."""
        self.memory[name] = self.up.memory()
        told = ", ".join(
            f"{one} {now:.0f}/{most:.0f}" for one, (now, most) in self.up.memory().items()
        )
        self.say(f"memory, {name} (now/most, MiB): {told}")


def _used(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    return {name: seconds - before.get(name, 0.0) for name, seconds in after.items()}


async def measure(directory: Path, projects: int, quiet: float, say: Say) -> LargeFindings:
    """Measure all stages in a directory; the stack is stopped whatever happens."""
    up = UpProcess(directory)
    measured = Large(LargeYear.of_today(projects), up, quiet, say)
    try:
        await measured.run()
    finally:
        await asyncio.to_thread(up.stop)
    return LargeFindings(projects, measured.stages, measured.memory)


def large(
    projects: Annotated[int, typer.Option(help="Projects of the year.", min=2)] = 5_000,
    quiet: Annotated[float, typer.Option(help="Seconds of doing nothing, thrice.", min=0)] = 75.0,
    data: Annotated[Path | None, typer.Option(help="Keep the data here.")] = None,
    page: Annotated[Path | None, typer.Option(help="Write a page here.")] = None,
) -> None:
    """Open a year of many projects under `jixiao up` and measure each stage."""
    screen = Console()
    here = machine()
    with tempfile.TemporaryDirectory(prefix="jixiao-large-") as scratch:
        directory = (data or Path(scratch)).absolute()
        directory.mkdir(parents=True, exist_ok=True)
        found = asyncio.run(measure(directory, projects, quiet, screen.print))
    screen.print(found.table())
    if page is not None:
        page.write_text(found.page(here), encoding="utf-8")


if __name__ == "__main__":
    typer.run(large)
