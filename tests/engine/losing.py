"""A year in the hands of an engine: driven until a day, looked at, lost and recovered."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from temporalio.client import Client

from activities.command_handler import CommandHandler
from activities.messages import ViewMessage
from activities.search_attributes import PHASE
from console.cli.commands.outbox import write_notices
from console.drill.continuing import answered_by, reached
from console.drill.driver import Driver, Progress, Reached
from console.drill.files import DrillFiles
from console.drill.plan import first_instant, plan
from console.worker import running_worker
from deploy.namespace import SEARCH_ATTRIBUTES
from store import migrate, open_log, sqlite_url
from store.factory import open_outbox
from store.outbox import LetterState
from store.port import EventLog
from tests.engine import tiny, tiny_whole
from tests.engine.stage import until
from tests.engine.telling import Told, told

Letter = tuple[str, str, str, str, str, str]


@dataclass(frozen=True)
class Standing:
    """Where a subject's workflow stands: what it holds, and what the engine shows of it."""

    held: ViewMessage
    shown: dict[str, Any]


@dataclass(frozen=True)
class End:
    """What a year came to."""

    told: Told
    letters: list[Letter]
    files: int


class LivedYear:
    """The tiny whole year on a data directory and an engine; letters are written at each stop."""

    def __init__(self, client: Client, data: Path, files: DrillFiles) -> None:
        self.client = client
        self.data = data
        self.url = sqlite_url(data / "log.db")
        migrate(self.url)
        self.log: EventLog = open_log(self.url)
        self._files = files
        self._progress = Progress(tiny_whole.UNTIL, 0)
        self._driver: Driver | None = None
        self._driven = date.min

    @property
    def refused(self) -> list[Any]:
        """What was answered to acts that were refused."""
        return [one.outcome for one in self._progress.taken if one.refused]

    async def begins(self) -> None:
        """Begin at the year's first day."""
        self._files.keep(self.log)
        self._driver = self._driving(Reached())

    async def goes_on(self) -> None:
        """Go on where the log stands, as a drill does that was stopped."""
        scenario = self.data / "scenario.jsonl"
        answered = answered_by(self.log, self._files.acts, scenario, tiny.COUNTY)
        self._driver = self._driving(await reached(self.client, self.log, answered))

    def _driving(self, before: Reached) -> Driver:
        rows = self._files.rows
        start = first_instant(self._files.acts, rows, tiny.YEAR)
        return Driver(self.client, tiny.COUNTY, tiny.YEAR, start, rows, reached=before)

    async def lives(self, to: date) -> None:
        """Live until the end of a day."""
        assert self._driver is not None
        acts, rows = self._files.acts, self._files.rows
        days = [day for day in plan(acts, rows, to) if day.on > self._driven]
        await self._driver.run(days, to, self._progress)
        self._driven = to
        write_notices(self.url, self.data)

    async def standing(self) -> dict[str, Standing]:
        """Where the workflow of every open subject stands, once it knows the log."""
        return {stream: await self._standing(stream) for stream in self.open_subjects()}

    def open_subjects(self) -> list[str]:
        """The streams of the subjects that are not closed."""
        deciding = CommandHandler(self.log)
        return [stream for stream in self.log.streams("") if not deciding.view(stream).closed]

    async def _standing(self, stream: str) -> Standing:
        handle = self.client.get_workflow_handle(stream)
        found: list[ViewMessage] = []

        async def has_looked() -> bool:
            held: ViewMessage | None = await handle.query("view", result_type=ViewMessage)
            found.extend([held] if held else [])
            return bool(found)

        async def is_shown() -> bool:
            shown = (await handle.describe()).typed_search_attributes
            return shown.get(PHASE) == found[0].phase

        await until(has_looked, f"{stream} looks at the log")
        await until(is_shown, f"the engine shows {stream}")
        shown = (await handle.describe()).typed_search_attributes
        return Standing(
            found[0],
            {pair.key.name: pair.value for pair in shown if pair.key.name in SEARCH_ATTRIBUTES},
        )

    def copied(self, data: Path) -> Path:
        """Copy what outlives the engine, as it stands, into another data directory."""
        shutil.copytree(self.data, data, ignore=shutil.ignore_patterns("log.db*"))
        with closing(sqlite3.connect(self.data / "log.db")) as log:
            log.execute("VACUUM INTO ?", (str(data / "log.db"),))
        return data

    def end(self) -> End:
        """What the year came to."""
        with closing(open_outbox(self.url)) as outbox:
            rows = outbox.rows()
        assert all((row.state, row.attempts) == (LetterState.SENT, 1) for row in rows)
        letters = [
            (str(one.day), one.channel, one.role, one.organisation, one.title, one.body)
            for one in (row.letter for row in rows)
        ]
        return End(told(self.data), sorted(letters), len(list((self.data / "notices").iterdir())))


@asynccontextmanager
async def lived(client: Client, data: Path, files: DrillFiles) -> AsyncIterator[LivedYear]:
    """A year with a worker of its own."""
    year = LivedYear(client, data, files)
    with closing(year.log):
        async with running_worker(client, year.url, None):
            yield year
