"""Acts across subjects: batches of 100, bounded concurrency, resumable, never doubled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from concurrent.futures import Executor
from datetime import date
from typing import Any, TypeVar
from uuid import UUID, uuid5

import structlog
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.submission import submit
from domain.decision import SYSTEM, Recorded, Step
from domain.envelope import unseal
from domain.fan_out import OPEN_SUBJECTS, REACH, Reach, Reaching
from domain.jurisdiction_year.opening import YearOpened
from domain.jurisdiction_year.portfolio import parse_portfolio
from domain.jurisdiction_year.registering import registration
from domain.organisations.arriving import ARRIVALS
from domain.organisations.units import UnitMerged, UnitSplit
from domain.request import Request
from domain.subject import SubjectKind, parse_subject
from store.port import EventLog, notifications_behind

log = structlog.get_logger()

SUBJECTS_WITH_DAYS = frozenset(
    {
        SubjectKind.PROJECT_YEAR,
        SubjectKind.UNIT_YEAR,
        SubjectKind.JURISDICTION_YEAR,
        SubjectKind.POLICY,
    }
)
"""Kinds of subjects that plan timers by notices and packs."""

SENDING = frozenset({OPEN_SUBJECTS, REACH})
"""Kinds of steps that send commands; any other one tells the open subjects to look again."""

BATCH = 100
CONCURRENCY = 20

T = TypeVar("T")


async def reach(
    client: Client, events: EventLog, stream: str, step: Step, threads: Executor | None = None
) -> int:
    """Reach all subjects of a step; returns how many.

    The log is asked in `threads`, one at a time; by default in those of the event loop.
    """
    loop = asyncio.get_running_loop()
    if step.kind in SENDING:
        requests = await loop.run_in_executor(threads, requests_of, events, stream, step)
        return await _send_requests(client, requests, step)
    subjects = await loop.run_in_executor(threads, _subjects_with_days, events, stream)
    return await _refresh_subjects(client, subjects)


async def _send_requests(client: Client, requests: Sequence[Request], step: Step) -> int:
    start = step.planned.isoformat()

    async def send(request: Request) -> None:
        outcome = await submit(client, request, start)
        if outcome["status"] != "accepted":
            told = {"subject": request.subject, "act": request.command}
            log.warning("not taken", **told, why=outcome["en"])

    async for _ in batches(requests, send):
        pass
    return len(requests)


def requests_of(events: EventLog, stream: str, step: Step) -> list[Request]:
    """The system's commands to the subjects that a step reaches; the same ones each time.

    A step that opens subjects registers the rows of its day, caused by the opening of the year;
    one that reaches sends what the event at its version leads to. Raises LookupError for a year
    that is not open, TypeError for an event that reaches no subjects.
    """
    opens = step.kind == OPEN_SUBJECTS
    cause, reaches = (_registrations if opens else _reaches)(events, stream, step)
    return [
        Request(uuid5(cause, one.subject), one.subject, one.command, SYSTEM, one.fields, cause)
        for one in reaches
    ]


def _registrations(events: EventLog, stream: str, step: Step) -> tuple[UUID, list[Reach]]:
    """The event that opened the year, and the acts that register the portfolio's rows of a day."""
    on, year = date.fromisoformat(step.deadline), parse_subject(stream)
    work_year = year.year or 0
    for recorded in events.read(stream):
        if isinstance(recorded.event, YearOpened):
            rows = parse_portfolio(events.content(recorded.event.portfolio))
            opening = [row for row in rows if row.registered_on(work_year) == on]
            return recorded.id, [registration(row, year.jurisdiction, work_year) for row in opening]
    raise LookupError(f"{stream} is not open")


def _reaches(events: EventLog, stream: str, step: Step) -> tuple[UUID, Sequence[Reach]]:
    """The event at the step's version, and what it leads to.

    The end of a unit reaches also what came to the unit behind the look that it was decided on.
    """
    version = int(step.deadline)
    recorded = events.read(stream, version - 1)[0]
    event = recorded.event
    if not isinstance(event, Reaching):
        raise TypeError(f"{stream}: event {version} reaches no subjects")
    reaches = event.reaches(stream)
    if isinstance(event, UnitMerged | UnitSplit):
        reaches = (*reaches, *event.reaches_late(stream, _arrivals(events, event.position)))
    return recorded.id, reaches


def _arrivals(events: EventLog, position: int) -> Iterator[Recorded[Any]]:
    """What came to any unit behind a position."""
    for one in notifications_behind(events, position):
        if one.topic.rpartition("@")[0] in ARRIVALS:
            yield unseal(one.topic, one.state, basis=False)


def _subjects_with_days(events: EventLog, stream: str) -> list[str]:
    return [
        other
        for prefix in places_told(stream)
        for other in events.streams(prefix)
        if parse_subject(other).kind in SUBJECTS_WITH_DAYS
    ]


async def _refresh_subjects(client: Client, subjects: Sequence[str]) -> int:
    async def refresh_one(subject: str) -> None:
        try:
            await client.get_workflow_handle(subject).signal("refresh")
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            log.info("no workflow runs, nothing to refresh", subject=subject)

    async for _ in batches(subjects, refresh_one):
        pass
    return len(subjects)


def places_told(stream: str) -> tuple[str, ...]:
    """Prefixes of the subjects that a stream tells: its work year's, the budget year's before it.

    Policies belong to no year and are told of every one.
    """
    subject = parse_subject(stream)
    if subject.year is None:
        return (f"{subject.jurisdiction}/",)
    places: tuple[int | str, ...] = (subject.year - 1, subject.year, SubjectKind.POLICY.value)
    return tuple(f"{subject.jurisdiction}/{place}/" for place in places)


async def batches(items: Sequence[T], do: Callable[[T], Awaitable[None]]) -> AsyncIterator[int]:
    """Do something for all items, a batch at a time; yields how many are done."""
    gate = asyncio.Semaphore(CONCURRENCY)

    async def one(item: T) -> None:
        async with gate:
            await do(item)

    for first in range(0, len(items), BATCH):
        batch = items[first : first + BATCH]
        async with asyncio.TaskGroup() as tasks:  # the first that fails ends the others
            for item in batch:
                tasks.create_task(one(item))
        yield first + len(batch)
