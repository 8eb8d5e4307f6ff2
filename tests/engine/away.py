"""A store that a worker cannot reach for a while, neither to read nor to write."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest
from temporalio.client import Client, WorkflowHistory

from console import worker
from deploy import configuration
from store.port import EventLog, StoreUnavailable

Asked = Callable[..., Any]


class Leash:
    """Lets a log go away and come back; `refused` counts the questions asked meanwhile."""

    def __init__(self) -> None:
        self.is_away = False
        self.refused = 0

    def on(self, log: EventLog) -> AwayLog:
        return AwayLog(log, self)

    @contextmanager
    def away(self) -> Iterator[None]:
        self.is_away = True
        try:
            yield
        finally:
            self.is_away = False


class AwayLog:
    """A log that does not answer while it is away."""

    def __init__(self, log: EventLog, leash: Leash) -> None:
        self._log = log
        self._leash = leash

    def __getattr__(self, name: str) -> Any:
        """What the log itself has, unless it is away."""
        found = getattr(self._log, name)
        return found if name == "close" else self._unless_away(found)

    def _unless_away(self, ask: Asked) -> Asked:
        def asked(*given: Any, **named: Any) -> Any:
            if self._leash.is_away:
                self._leash.refused += 1
                raise StoreUnavailable("away")
            return ask(*given, **named)

        return asked


@asynccontextmanager
async def worker_on_a_leash(client: Client, url: str) -> AsyncIterator[Leash]:
    """The product's worker in this process, without sweeps, over a log that can go away."""
    leash = Leash()
    with pytest.MonkeyPatch.context() as patch:
        opened = worker.open_log
        patch.setattr(worker, "open_log", lambda url: leash.on(opened(url)))
        async with worker.running_worker(client, url, None):
            yield leash


@contextmanager
def suggesting(events: int) -> Iterator[None]:
    """Servers started within suggest to continue as new at so many events of history."""
    settings = {
        **configuration.TIME_SKIPPING,
        "limit.historyCount.suggestContinueAsNew": events,
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(configuration, "TIME_SKIPPING", settings)
        yield


async def runs_of(client: Client, stream: str) -> list[str]:
    """The ids of a workflow's runs, the oldest first."""
    found = [one async for one in client.list_workflows(f'WorkflowId = "{stream}"')]
    return [one.run_id for one in sorted(found, key=lambda one: one.start_time)]


async def is_resting(client: Client, stream: str) -> bool:
    """Whether the last that a workflow did was to set a timer."""
    newest = (await client.get_workflow_handle(stream).fetch_history()).events[-1]
    return newest.HasField("timer_started_event_attributes")


async def has_looked(client: Client, stream: str) -> bool:
    """Whether the last that a workflow asked of the log was answered."""
    events = (await client.get_workflow_handle(stream).fetch_history()).events
    markers = [one.marker_recorded_event_attributes for one in events]
    asked = [one for one in markers if one.marker_name == "core_local_activity"]
    return bool(asked) and not asked[-1].HasField("failure")


async def history(client: Client, stream: str, run: str) -> WorkflowHistory:
    return await client.get_workflow_handle(stream, run_id=run).fetch_history()


def rests(lived: WorkflowHistory) -> list[tuple[float, float]]:
    """Each timer of a run: for how long it was set, and for how long it ran, in seconds.

    One that still runs is left out.
    """
    set_at = {
        event.event_id: event
        for event in lived.events
        if event.HasField("timer_started_event_attributes")
    }
    found = []
    for event in lived.events:
        if event.HasField("timer_fired_event_attributes"):
            begun = set_at[event.timer_fired_event_attributes.started_event_id]
        elif event.HasField("timer_canceled_event_attributes"):
            begun = set_at[event.timer_canceled_event_attributes.started_event_id]
        else:
            continue
        wanted = begun.timer_started_event_attributes.start_to_fire_timeout.ToTimedelta()
        ran = event.event_time.ToDatetime() - begun.event_time.ToDatetime()
        found.append((wanted.total_seconds(), ran.total_seconds()))
    return found
