"""What holds after every disturbance (issue: "It holds")."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from temporalio.client import WorkflowExecutionStatus

from activities.command_handler import CommandHandler
from domain.kernel.decider import Recorded
from domain.kernel.request import Request
from domain.kernel.serialization.envelope import event_id, unseal
from domain.shared.fan_out.messages import SubjectsRefreshed
from projections.figures.figures import figures
from store.port import EventLog
from tests.engine import tiny
from tests.engine.stage import Stage, until

Trail = Counter[tuple[str, str, str, str]]


@dataclass(frozen=True)
class Year:
    """What a year came to: its figures with the events behind them, and each stream's trail."""

    figures: frozenset[tuple[str, str, str, frozenset[Any]]]
    trail: Trail


def recorded(log: EventLog) -> list[Recorded[Any]]:
    return [unseal(one.topic, one.state) for one in log.notifications(0, 100_000)]


def year_of(log: EventLog) -> Year:
    """The figures, and what was recorded of which subject as of which day."""
    found = figures(log, tiny.COUNTY, tiny.YEAR)
    trail = Counter(
        (one.stream, one.event.name, str(one.effective_on), one.actor.id)
        for one in recorded(log)
        if one.event.name != SubjectsRefreshed.name  # notices at once are told of at once
    )
    return Year(frozenset((f.id, f.name, f.value, frozenset(f.events)) for f in found), trail)


async def holds(stage: Stage, undisturbed: Year, more: Trail | None = None) -> None:
    """Everything that was promised, now and at the end of the half.

    `more` are the events that the test itself led to.
    """
    settled_once(stage)
    await nobody_is_behind(stage)
    await stage.drive(stage.half.until)
    settled_once(stage)
    await nobody_is_behind(stage)
    year = year_of(stage.log)
    assert year.figures == undisturbed.figures
    expected = undisturbed.trail + (more or Counter())
    missing, too_many = expected - year.trail, year.trail - expected
    assert (dict(missing), dict(too_many)) == ({}, {}), "missing, too many"


def settled_once(stage: Stage) -> None:
    """Every acknowledged act is in the log exactly once, and versions are dense."""
    events = recorded(stage.log)
    for request, outcome in stage.acknowledged:
        acknowledged_once(stage.log, events, request, outcome)
    for stream in stage.log.streams(""):
        rows = stage.log.commands(stream)
        told = [version for row in rows for version in versions_of(row)]
        stored = [one.version for one in events if one.stream == stream]
        assert stored == list(range(1, len(stored) + 1)), stream
        assert sorted(told) == stored, stream


def acknowledged_once(
    log: EventLog, events: list[Recorded[Any]], request: Request, outcome: dict[str, Any]
) -> None:
    row = log.command(request.command_id)
    assert row is not None, request
    assert (row.request_hash, row.outcome) == (request.hash(), outcome), request
    mine = [one.id for one in events if one.command_id == request.command_id]
    assert mine == [event_id(request.command_id, n) for n in range(len(versions_of(row)))]
    assert [str(one) for one in mine] == [one["id"] for one in outcome.get("events", [])]


def versions_of(row: Any) -> range:
    if row.first_version is None:
        return range(0)
    return range(row.first_version, row.last_version + 1)


async def nobody_is_behind(stage: Stage) -> None:
    """Every open subject has a running workflow that holds what the log has."""
    deciding = CommandHandler(stage.log)
    for stream in stage.log.streams(""):
        if deciding.view(stream).closed:
            continue
        await until(lambda s=stream: knows(stage, s), f"the workflow of {stream} knows the log")


async def knows(stage: Stage, stream: str) -> bool:
    described = await stage.client.get_workflow_handle(stream).describe()
    assert described.status is WorkflowExecutionStatus.RUNNING, (stream, described.status)
    return await stage.held(stream) == stage.stored(stream)
