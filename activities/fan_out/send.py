"""Fan-out: one act on many subjects, in batches of 100.

It runs with bounded concurrency, can be resumed, and is idempotent.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID, uuid5

import structlog
from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.service import RPCError, RPCStatusCode

from activities.fan_out.record import recorded_of
from activities.outcomes import Json
from activities.submission import NotSettled, submit
from domain.kernel.decider import SYSTEM, Recorded, Step
from domain.kernel.request import BadRequest, Request
from domain.kernel.serialization.envelope import unseal
from domain.kernel.subject_ids import SubjectKind, parse_subject
from domain.shared.fan_out.messages import (
    OPEN_SUBJECTS,
    REACH,
    Reach,
    Reached,
    Reaching,
    SubjectsOpened,
)
from domain.subjects.jurisdiction_year.opening import YearOpened
from domain.subjects.jurisdiction_year.portfolio import parse_portfolio
from domain.subjects.jurisdiction_year.registration import registration
from domain.subjects.organisations.late_arrivals import ARRIVALS
from domain.subjects.organisations.units import UnitMerged, UnitSplit
from projections.fan_out_links import left_out, link_of
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
"""The kinds of subjects whose timers depend on notices and packs."""

SENDING = frozenset({OPEN_SUBJECTS, REACH})
"""The kinds of steps that send commands; every other fan-out step refreshes the open subjects."""

BATCH = 100
CONCURRENCY = 20

T = TypeVar("T")


async def reach(
    client: Client, events: EventLog, stream: str, step: Step, threads: Executor | None = None
) -> Reached:
    """Send a step to all its subjects; returns their number and the refusals to record.

    The log is read in `threads`, one call at a time; by default in the event loop's threads.
    """
    loop = asyncio.get_running_loop()
    if step.kind in SENDING:
        requests = await loop.run_in_executor(threads, requests_of, events, stream, step)
        start = await loop.run_in_executor(threads, start_of, events, step)
        outcomes = await _send_requests(client, requests, start)
        return await loop.run_in_executor(threads, reached_of, events, stream, step, outcomes)
    subjects = await loop.run_in_executor(threads, _subjects_with_days, events, stream)
    return await _refresh_subjects(client, subjects)


def taken_at(events: EventLog, stream: str, step: Step, at: datetime) -> Step:
    """The step as taken at a business instant.

    A retry is sent as of that instant: a ruling may have come since the step was planned, and an
    act that rests on the ruling must not be recorded on an earlier day.
    """
    if step.kind != REACH or link_of(events, stream, int(step.deadline)).to is None:
        return step
    return replace(step, planned=max(step.planned, at))


def start_of(events: EventLog, step: Step) -> str | None:
    """The business start of a subject that a step starts: now on a real log.

    In a drill it is the instant for which the step is planned.
    """
    return None if events.identity().is_real else step.planned.isoformat()


async def _send_requests(
    client: Client, requests: Sequence[Request], start: str | None
) -> Mapping[str, Json]:
    """Send to every subject; a subject that does not answer does not block the others.

    After all others have answered, raises the first failure.
    """
    outcomes: dict[str, Json] = {}
    failures: list[Exception] = []

    async def send(request: Request) -> None:
        try:
            outcomes[request.subject] = await submit(client, request, start)
        except (BadRequest, NotSettled, RPCError, WorkflowUpdateFailedError) as error:
            log.warning("no answer", subject=request.subject, act=request.command, why=str(error))
            failures.append(error)

    async for _ in batches(requests, send):
        pass
    if failures:
        raise failures[0]
    return outcomes


def reached_of(events: EventLog, stream: str, step: Step, outcomes: Mapping[str, Json]) -> Reached:
    """The result to record for a step, from its outcomes; a long list becomes stored content."""
    before = () if step.kind == OPEN_SUBJECTS else left_out(events, stream, int(step.deadline))
    return recorded_of(outcomes, before, events.put_content)


def requests_of(events: EventLog, stream: str, step: Step) -> list[Request]:
    """The system's commands to the subjects of a step; the same at every call.

    The step of an opening registers the portfolio's rows of its day; their cause is the opening of
    the year. Every other step sends the commands of the event at its version; if that event
    recorded refusals, it sends the refused commands again. Each command has the id uuid5(id of the
    sending event, subject); the next sending has another event. Raises `LookupError` for a year
    that is not open, `TypeError` for an event that reaches no subjects.
    """
    if step.kind == OPEN_SUBJECTS:
        cause, reaches = _registrations(events, stream, date.fromisoformat(step.deadline))
        by = cause
    else:
        by, cause, reaches = _sending(events, stream, int(step.deadline))
    return [
        Request(uuid5(by, one.subject), one.subject, one.command, SYSTEM, one.fields, cause)
        for one in reaches
    ]


def _sending(events: EventLog, stream: str, version: int) -> tuple[UUID, UUID, Sequence[Reach]]:
    """The event that a sending belongs to, the event that began the fan-out, and its commands."""
    link = link_of(events, stream, version)
    first = link.first
    if isinstance(first.event, SubjectsOpened):
        cause, reaches = _registrations(events, stream, first.event.on)
    else:
        cause, reaches = _reaches(events, stream, first)
    if link.to is not None:
        reaches = [one for one in reaches if one.subject in link.to]
    return link.by.id, cause, reaches


def _registrations(events: EventLog, stream: str, on: date) -> tuple[UUID, Sequence[Reach]]:
    """The event that opened the year, and the acts that register a day's rows of the portfolio."""
    year = parse_subject(stream)
    work_year = year.year or 0
    for recorded in events.read(stream):
        if isinstance(recorded.event, YearOpened):
            rows = parse_portfolio(events.content(recorded.event.portfolio))
            opening = [row for row in rows if row.registered_on(work_year) == on]
            return recorded.id, [registration(row, year.jurisdiction, work_year) for row in opening]
    raise LookupError(f"{stream} is not open")


def _reaches(
    events: EventLog, stream: str, recorded: Recorded[Any]
) -> tuple[UUID, Sequence[Reach]]:
    """The event that begins a fan-out, and its commands.

    The end of a unit also reaches the subjects that joined the unit after the decision.
    """
    event = recorded.event
    if not isinstance(event, Reaching):
        raise TypeError(f"{stream}: event {recorded.version} reaches no subjects")
    reaches = event.reaches(stream)
    if isinstance(event, UnitMerged | UnitSplit):
        reaches = (*reaches, *event.reaches_late(stream, _arrivals(events, event.position)))
    return recorded.id, reaches


def _arrivals(events: EventLog, position: int) -> Iterator[Recorded[Any]]:
    """The subjects that joined any unit after a position."""
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


async def _refresh_subjects(client: Client, subjects: Sequence[str]) -> Reached:
    without_workflow = 0

    async def refresh_one(subject: str) -> None:
        nonlocal without_workflow
        try:
            await client.get_workflow_handle(subject).signal("refresh")
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            without_workflow += 1
            log.info("no workflow runs, nothing to refresh", subject=subject)

    async for _ in batches(subjects, refresh_one):
        pass
    return Reached(len(subjects), without_workflow=without_workflow)


def places_told(stream: str) -> tuple[str, ...]:
    """The id prefixes of the subjects that a stream notifies.

    They are those of its work year and of the budget year before it. Policies belong to no year and
    are notified by every stream.
    """
    subject = parse_subject(stream)
    if subject.year is None:
        return (f"{subject.jurisdiction}/",)
    places: tuple[int | str, ...] = (subject.year - 1, subject.year, SubjectKind.POLICY.value)
    return tuple(f"{subject.jurisdiction}/{place}/" for place in places)


async def batches(items: Sequence[T], do: Callable[[T], Awaitable[None]]) -> AsyncIterator[int]:
    """Run a coroutine for all items, batch by batch; yields the number done so far."""
    gate = asyncio.Semaphore(CONCURRENCY)

    async def one(item: T) -> None:
        async with gate:
            await do(item)

    for first in range(0, len(items), BATCH):
        batch = items[first : first + BATCH]
        async with asyncio.TaskGroup() as tasks:  # the first failure cancels the others
            for item in batch:
                tasks.create_task(one(item))
        yield first + len(batch)
