"""Acts across subjects: batches of 100, bounded concurrency, resumable, never doubled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID, uuid5

import structlog
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.submission import submit
from domain.decision import SYSTEM, Step
from domain.fan_out import OPEN_SUBJECTS, REACH, Reach, Reaching
from domain.jurisdiction_year.opening import YearOpened
from domain.jurisdiction_year.portfolio import Row, parse_portfolio
from domain.jurisdiction_year.registering import registration
from domain.request import Request
from domain.subject import SubjectKind, parse_subject
from store.port import EventLog

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

BATCH = 100
CONCURRENCY = 20

T = TypeVar("T")


async def reach(client: Client, events: EventLog, stream: str, step: Step) -> int:
    """Reach all subjects of a step; returns how many."""
    if step.kind == OPEN_SUBJECTS:
        return await _open_subjects(client, events, stream, step)
    if step.kind == REACH:
        return await _reach_subjects(client, events, stream, step)
    return await _refresh_subjects(client, events, stream)


async def _open_subjects(client: Client, events: EventLog, stream: str, step: Step) -> int:
    opened, rows = await asyncio.to_thread(_opening, events, stream, step)
    year = parse_subject(stream)
    start = step.planned.isoformat()

    async def open_one(row: Row) -> None:
        act = registration(row, year.jurisdiction, year.year or 0)
        subject = act.subject
        request = Request(
            command_id=uuid5(opened, subject),
            subject=subject,
            command=act.command,
            actor=SYSTEM,
            fields=act.fields,
            caused_by=opened,
        )
        outcome = await submit(client, request, start)
        if outcome["status"] != "accepted":
            log.warning("not registered", subject=subject, why=outcome["en"])

    async for _ in batches(rows, open_one):
        pass
    return len(rows)


async def _reach_subjects(client: Client, events: EventLog, stream: str, step: Step) -> int:
    """Send the commands that the event at the step's version leads to."""
    version = int(step.deadline)
    recorded = (await asyncio.to_thread(events.read, stream, version - 1))[0]
    if not isinstance(recorded.event, Reaching):
        raise TypeError(f"{stream}: event {version} reaches no subjects")
    start = step.planned.isoformat()

    async def reach_one(one: Reach) -> None:
        request = Request(
            command_id=uuid5(recorded.id, one.subject),
            subject=one.subject,
            command=one.command,
            actor=SYSTEM,
            fields=one.fields,
            caused_by=recorded.id,
        )
        outcome = await submit(client, request, start)
        if outcome["status"] != "accepted":
            log.warning("not taken", subject=one.subject, act=one.command, why=outcome["en"])

    reached = recorded.event.reaches(stream)
    async for _ in batches(reached, reach_one):
        pass
    return len(reached)


def _opening(events: EventLog, stream: str, step: Step) -> tuple[UUID, list[Row]]:
    """The event that opened the year, and the rows of the portfolio registered on a day."""
    on, work_year = date.fromisoformat(step.deadline), parse_subject(stream).year or 0
    for recorded in events.read(stream):
        if isinstance(recorded.event, YearOpened):
            rows = parse_portfolio(events.content(recorded.event.portfolio))
            return recorded.id, [row for row in rows if row.registered_on(work_year) == on]
    raise LookupError(f"{stream} is not open")


async def _refresh_subjects(client: Client, events: EventLog, stream: str) -> int:
    subjects = [
        other
        for prefix in _prefixes(stream)
        for other in await asyncio.to_thread(events.streams, prefix)
        if parse_subject(other).kind in SUBJECTS_WITH_DAYS
    ]

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


def _prefixes(stream: str) -> tuple[str, ...]:
    """Where a stream's subjects stand: those of the work year, of the budget year before it.

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
