"""The year of the golden stack: two counties' frozen files, and a drill that takes their acts.

Every act stands in its file with its id, and with all that a drill fills in (hashes of packs and
portfolio, holidays), so that it stays the same request whatever today's program would fill in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from temporalio.client import Client

from console.drill.continuing import answered_by, reached
from console.drill.driver import Driver, Progress, Reached, Taken
from console.drill.files import DrillFiles, read_drill_files
from console.drill.plan import first_instant, plan
from store.port import EventLog

HERE = Path(__file__).parent
WORK_YEAR = 2023
COUNTIES = ("652822", "652825")
"""In the order in which they are driven; the second one is stopped in a fan-out."""

STOPPED_ON, LAST_DAY = date(2023, 9, 15), date(2024, 1, 5)
"""The last day is after the new year, when timers fire that were open at the stop."""


def files_of(county: str) -> DrillFiles:
    """The frozen portfolio and scenario of a county."""
    portfolio, scenario = HERE / f"{county}.csv", HERE / f"{county}.jsonl"
    return read_drill_files(portfolio, scenario, county, WORK_YEAR)


@dataclass
class FrozenYear:
    """Both counties' year on one log and one engine; `taken` are the acts with their answers."""

    client: Client
    log: EventLog
    taken: list[Taken] = field(default_factory=list)

    async def begins(self, county: str, to: date) -> None:
        """Drive a county from its first day to the end of a day."""
        await self._drive(county, to, Reached())

    async def goes_on(self, county: str, to: date) -> None:
        """Drive a county on from where the log stands, as `jixiao drill --continue` does."""
        scenario = HERE / f"{county}.jsonl"
        answered = answered_by(self.log, files_of(county).acts, scenario, county)
        await self._drive(county, to, await reached(self.client, self.log, answered))

    async def _drive(self, county: str, to: date, before: Reached) -> None:
        files = files_of(county)
        start = first_instant(files.acts, files.rows, WORK_YEAR)
        driver = Driver(self.client, county, WORK_YEAR, start, files.rows, reached=before)
        days = plan(files.acts, files.rows, to)
        progress = Progress(start.date(), len(days))
        try:
            await driver.run(days, to, progress)
        finally:
            self.taken += progress.taken
