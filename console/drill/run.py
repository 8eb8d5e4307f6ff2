"""The run of a drill: the stack, the driver, and the progress shown while it runs."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from console.drill.continuing import reached
from console.drill.driver import Driver, Progress, Reached, both
from console.drill.files import DrillFiles
from console.drill.plan import first_instant, plan
from console.drill.rates import valuing
from console.drill.skipping import can_skip
from console.drill.stating import stating
from console.drill.tally import Tally
from console.engine.binding import FOREIGN, binding_of
from console.engine.connection import connect
from console.settings import TEMPORAL_ADDRESS, store_url
from console.stack import Say, Stack, running_stack
from deploy.errors import EngineError
from store.factory import open_log
from store.port import EventLog, StoreNotMigrated

_LOOK_SECONDS = 0.5

Watch = Callable[[Progress, Tally], None]


@dataclass(frozen=True, slots=True)
class Drill:
    """The input of a run: a jurisdiction's work year with its files, until a day (inclusive).

    `answered` are the log's answers when a stopped drill continues, by command id.
    """

    jurisdiction: str
    work_year: int
    files: DrillFiles
    until: date
    answered: Mapping[UUID, dict[str, Any]] | None = None


async def run_drill(drill: Drill, stack: Stack, watch: Watch) -> Progress:
    """Run a drill on a stack; `watch` is called regularly and at the end."""
    log = open_log(stack.store_url)
    try:
        await asyncio.to_thread(drill.files.keep, log)
        client = await connect(stack.address)
        start = first_instant(drill.files.acts, drill.files.rows, drill.work_year)
        complete = both(stating(log, drill.jurisdiction, drill.work_year), valuing(log))
        before = Reached() if drill.answered is None else await reached(client, log, drill.answered)
        driver = Driver(
            client, drill.jurisdiction, drill.work_year, start, drill.files.rows, complete, before
        )
        days = plan(drill.files.acts, drill.files.rows, drill.until)
        progress = Progress(start.date(), len(days))
        onlooker = asyncio.create_task(_look_on(progress, log, watch))
        try:
            await driver.run(days, drill.until, progress)
        finally:
            onlooker.cancel()
            with suppress(asyncio.CancelledError):
                await onlooker
        return progress
    finally:
        log.close()


async def _look_on(progress: Progress, log: EventLog, watch: Watch) -> None:
    tally = Tally()
    while True:
        await asyncio.to_thread(tally.catch_up, log)
        watch(progress, tally)
        await asyncio.sleep(_LOOK_SECONDS)


@asynccontextmanager
async def drill_stack(data_dir: Path, *, ui: bool, say: Say) -> AsyncIterator[Stack]:
    """A stack that can skip time.

    It uses the named server if that can skip time and is free, otherwise the embedded one.
    """
    named = os.environ.get(TEMPORAL_ADDRESS)
    why = await _unfit(named, data_dir) if named else None
    own = why is not None
    if own:
        say(f"{named} {why}; the embedded server is started for this drill")
    async with running_stack(data_dir, skip_time=True, ui=ui, say=say, own_engine=own) as stack:
        yield stack


async def _unfit(address: str, data_dir: Path) -> str | None:
    """The reason why a drill cannot run on a named server, or `None`."""
    if not await can_skip(address):
        return "cannot skip time"
    identity = None
    with suppress(StoreNotMigrated), closing(open_log(store_url(data_dir))) as log:
        identity = log.identity()
    with suppress(EngineError):  # no namespace yet
        found = await binding_of(await connect(address), identity)
        if found.binding in FOREIGN:
            return "is bound to another log"
    return None
