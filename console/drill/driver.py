"""The driver of a drill: it takes the acts of a scenario on the real engine."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from temporalio.client import Client

from activities.submission import submit
from console.cli.input.act_lines import ActLine
from console.drill.clock import DrillClock
from console.drill.plan import Day, Group, acts_at, ends_at, reached_by, reaches_others
from domain.kernel.request import Request
from domain.kernel.subject_ids import SubjectKind, jurisdiction_year, parse_subject
from domain.kernel.vocabulary import SHANGHAI, start_of
from domain.subjects.jurisdiction_year.portfolio import Row
from domain.subjects.jurisdiction_year.registration import registration

_AT_ONCE = 20
_OPENED_AT = time(8, tzinfo=SHANGHAI)
_REACHED_WITHIN = timedelta(minutes=1)
_EARLY = timedelta(hours=1)
"""The time after midnight at which units that end on a day hand over."""

_CALENDAR = frozenset(
    {
        SubjectKind.JURISDICTION_YEAR,
        SubjectKind.PACKS,
        SubjectKind.RULINGS,
    }
)

Complete = Callable[[Request], Awaitable[Request]]
"""Adds to an act, when it is taken, the fields that no file can know."""

Send = Callable[[Client, Request, str], Awaitable[dict[str, Any]]]
"""Takes an act and returns its outcome; the text is the business start of a new workflow."""


async def as_written(request: Request) -> Request:
    """Take an act unchanged."""
    return request


def both(first: Complete, then: Complete) -> Complete:
    """Complete an act in two ways, one after the other."""

    async def complete(request: Request) -> Request:
        return await then(await first(request))

    return complete


@dataclass(frozen=True, slots=True)
class Taken:
    """An act of the scenario with its outcome."""

    act: ActLine
    outcome: dict[str, Any]

    @property
    def refused(self) -> bool:
        """Whether it was refused."""
        return bool(self.outcome["status"] == "refused")


@dataclass(frozen=True, slots=True)
class Reached:
    """The progress of an earlier run: the log's answers to the acts, by command id.

    `ahead` is business time minus wall time of the running subjects.
    """

    answered: Mapping[UUID, dict[str, Any]] = field(default_factory=dict)
    ahead: Mapping[str, timedelta] = field(default_factory=dict)


@dataclass(slots=True)
class Progress:
    """The progress of a drill; `on` is its business day."""

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
        complete: Complete = as_written,
        reached: Reached = Reached(),
        send: Send = submit,
    ) -> None:
        """Drive through `client` from the business instant `start`.

        `complete` adds the fields known only when an act is taken; `reached` is the progress of an
        earlier run; `send` takes the acts.
        """
        self._client = client
        self._send = send
        self._clock = DrillClock(client, reached.ahead)
        self._answered = reached.answered
        self._year = jurisdiction_year(jurisdiction, work_year)
        self._start = start
        self._gate = asyncio.Semaphore(_AT_ONCE)
        self._complete = complete
        for row in rows:
            opened = datetime.combine(row.registered_on(work_year), _OPENED_AT)
            self._clock.begin(registration(row, jurisdiction, work_year).subject, opened)

    @property
    def clock(self) -> DrillClock:
        """The clock that moves the subjects' workflows."""
        return self._clock

    async def run(self, days: Sequence[Day], until: date, progress: Progress) -> None:
        """Take all acts, then advance every subject to the end of `until` (inclusive)."""
        for number, day in enumerate(days, start=1):
            progress.on, progress.day = day.on, number
            await self._take_day(day, progress)
        progress.on = until
        await self._let_live(ends_at(until))

    async def _take_day(self, day: Day, progress: Progress) -> None:
        await self._hand_over(day)
        if day.opens:
            await self._clock.advance(self._year, acts_at(day.on))
        for group in day.groups:
            await self._take_group(group, day.on, progress)

    async def _hand_over(self, day: Day) -> None:
        """Move every subject into a day on which units hand over, before its timers."""
        if not day.hands_over:
            return
        early = start_of(day.on) + _EARLY
        await self._advance_all(set(self._clock.started()) - day.hands_over, early)
        for subject in sorted(day.hands_over):
            await self._clock.advance(subject, early)

    async def _take_group(self, group: Group, on: date, progress: Progress) -> None:
        async with asyncio.TaskGroup() as tasks:
            for subject, acts in group.subjects.items():
                tasks.create_task(self._take_acts(subject, acts, on, progress))

    async def _take_acts(
        self, subject: str, acts: Sequence[ActLine], on: date, progress: Progress
    ) -> None:
        now = acts_at(on)
        acts = self._not_yet_taken(subject, acts, now, progress)
        if not acts:
            return
        async with self._gate:
            if not await self._clock.advance(subject, now):
                self._clock.begin(subject, self._begins(subject, now))
            await self._bring_up(acts, now)
            for act in acts:
                start = self._begins(subject, now).isoformat()
                request = await self._complete(act.request)
                outcome = await self._send(self._client, request, start)
                progress.taken.append(Taken(act, outcome))
            if any(reaches_others(act) for act in acts):
                await self._clock.advance(subject, now + _REACHED_WITHIN)

    def _not_yet_taken(
        self, subject: str, acts: Sequence[ActLine], now: datetime, progress: Progress
    ) -> list[ActLine]:
        """The acts without an answer in the log."""
        left = []
        for act in acts:
            outcome = self._answered.get(act.request.command_id)
            if outcome is None:
                left.append(act)
            else:
                self._clock.begin(subject, self._begins(subject, now))
                progress.taken.append(Taken(act, outcome))
        return left

    async def _bring_up(self, acts: Sequence[ActLine], now: datetime) -> None:
        """Move the subjects that an act may reach to its day.

        Otherwise the act would reach a subject in the subject's past.
        """
        begun = self._clock.started()
        subjects = {subject for act in acts for subject in reached_by(act, begun)}
        await self._advance_all(subjects, now)

    async def _advance_all(self, subjects: Iterable[str], now: datetime) -> None:
        at_once = asyncio.Semaphore(_AT_ONCE)

        async def one(subject: str) -> None:
            async with at_once:
                await self._clock.advance(subject, now)

        async with asyncio.TaskGroup() as tasks:
            for subject in sorted(subjects):
                tasks.create_task(one(subject))

    def _begins(self, subject: str, now: datetime) -> datetime:
        """The business start of a workflow that an act starts.

        On the first day, the calendar's subjects start at the drill's start instead.
        """
        first = now.date() == self._start.date()
        if first and parse_subject(subject).kind in _CALENDAR:
            return self._start
        return now

    async def _let_live(self, until: datetime) -> None:
        async def one(subject: str) -> None:
            async with self._gate:
                await self._clock.advance(subject, until)

        await self._clock.advance(self._year, until)
        async with asyncio.TaskGroup() as tasks:
            for subject in self._clock.started():
                if subject != self._year:
                    tasks.create_task(one(subject))
