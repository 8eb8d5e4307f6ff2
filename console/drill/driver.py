"""The driver of a drill: takes exactly the acts of a scenario on the real engine."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from temporalio.client import Client

from activities.submission import submit
from console.act_lines import ActLine
from console.drill.clock import DrillClock
from console.drill.plan import Day, Group, acts_at, ends_at
from domain.jurisdiction_year.portfolio import Row
from domain.subject import SubjectKind, jurisdiction_year, parse_subject, project_year
from domain.vocabulary import SHANGHAI

_AT_ONCE = 20
_OPENED_AT = time(8, tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class Taken:
    """An act of the scenario and what came of it."""

    act: ActLine
    outcome: dict[str, Any]

    @property
    def refused(self) -> bool:
        """Whether it was refused."""
        return bool(self.outcome["status"] == "refused")


@dataclass(slots=True)
class Progress:
    """How far a drill is; `on` is its business day."""

    on: date
    days: int
    day: int = 0
    taken: list[Taken] = field(default_factory=list)


class Driver:
    """Runs the days of a plan; acts across subjects are barriers."""

    def __init__(
        self,
        client: Client,
        jurisdiction: str,
        work_year: int,
        start: datetime,
        rows: Sequence[Row],
    ) -> None:
        """Drive through `client` from the business instant `start`."""
        self._client = client
        self._clock = DrillClock(client)
        self._year = jurisdiction_year(jurisdiction, work_year)
        self._start = start
        self._gate = asyncio.Semaphore(_AT_ONCE)
        for row in rows:
            opened = datetime.combine(row.opened_on, _OPENED_AT)
            self._clock.begin(project_year(jurisdiction, work_year, row.code), opened)

    async def run(self, days: Sequence[Day], until: date, progress: Progress) -> None:
        """Take all acts, then let every subject live until the end of `until` (inclusive)."""
        for number, day in enumerate(days, start=1):
            progress.on, progress.day = day.on, number
            await self._take_day(day, progress)
        progress.on = until
        await self._let_live(ends_at(until))

    async def _take_day(self, day: Day, progress: Progress) -> None:
        if day.opens:
            await self._clock.advance(self._year, acts_at(day.on))
        for group in day.groups:
            await self._take_group(group, day.on, progress)

    async def _take_group(self, group: Group, on: date, progress: Progress) -> None:
        async with asyncio.TaskGroup() as tasks:
            for subject, acts in group.subjects.items():
                tasks.create_task(self._take_acts(subject, acts, on, progress))

    async def _take_acts(
        self, subject: str, acts: Sequence[ActLine], on: date, progress: Progress
    ) -> None:
        async with self._gate:
            now = acts_at(on)
            if not await self._clock.advance(subject, now):
                self._clock.begin(subject, self._begins(subject, now))
            for act in acts:
                start = self._begins(subject, now).isoformat()
                outcome = await submit(self._client, act.request, start)
                progress.taken.append(Taken(act, outcome))

    def _begins(self, subject: str, now: datetime) -> datetime:
        """When a workflow begins that an act starts: the calendar itself with the drill."""
        if parse_subject(subject).kind is SubjectKind.PROJECT_YEAR:
            return now
        return self._start

    async def _let_live(self, until: datetime) -> None:
        async def one(subject: str) -> None:
            async with self._gate:
                await self._clock.advance(subject, until)

        await self._clock.advance(self._year, until)
        async with asyncio.TaskGroup() as tasks:
            for subject in self._clock.started():
                if subject != self._year:
                    tasks.create_task(one(subject))
