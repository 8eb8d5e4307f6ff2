"""Histories of project years: what the engine was made to do, ours and bare compared."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client

from bench.bare import Turn

FEW = 3
"""By how many events of history both sides may differ in all."""

_KINDS = {
    "workflow tasks": EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
    "updates": EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED,
    "timers": EventType.EVENT_TYPE_TIMER_STARTED,
    "timers fired": EventType.EVENT_TYPE_TIMER_FIRED,
    "local activities": EventType.EVENT_TYPE_MARKER_RECORDED,
    "upserts": EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
    "continue-as-news": EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW,
    "skips of time": EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED,
    "orders to skip": EventType.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED,
}


class NotAlike(Exception):  # noqa: N818 - the field's own name
    """The bare workflow does not make the engine do what ours does: no ratio can be given."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The events of all runs of a workflow, by type."""

    events: Counter[int] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """How many events of history a project year has."""
        return self.events.total()

    def said(self) -> str:
        """What the engine was made to do, in words."""
        kinds = [f"{self.events[kind]} {name}" for name, kind in _KINDS.items()]
        return f"{self.total} events of history: {', '.join(kinds)}"


async def turns_of(client: Client, workflow_id: str) -> list[Turn]:
    """The turns of one of our workflows, for the bare one to follow."""
    turns: list[Turn] = []
    async for event in _events(client, workflow_id):
        if event.event_type == EventType.EVENT_TYPE_MARKER_RECORDED:
            turns.extend(_turn(event))
        elif event.event_type == EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES:
            upserted = event.upsert_workflow_search_attributes_event_attributes.search_attributes
            last = turns[-1]
            turns[-1] = replace(last, upserts=tuple(sorted(upserted.indexed_fields)))
    return turns


async def chain_of(client: Client, workflow_id: str) -> Chain:
    """The events of all runs of a workflow."""
    chain = Chain()
    async for event in _events(client, workflow_id):
        chain.events[event.event_type] += 1
    return chain


def require_alike(ours: Chain, bare: Chain) -> None:
    """Raise `NotAlike` where the histories differ by more than a few events."""
    types = {*ours.events, *bare.events}
    differing = {
        EventType.Name(kind): (ours.events[kind], bare.events[kind])  # type: ignore[arg-type]
        for kind in types
        if ours.events[kind] != bare.events[kind]
    }
    if sum(abs(a - b) for a, b in differing.values()) > FEW:
        raise NotAlike(f"events of history, ours and bare: {differing}")


async def _events(client: Client, workflow_id: str) -> AsyncIterator[HistoryEvent]:
    """The events of all runs, the first run's first."""
    described = await client.get_workflow_handle(workflow_id).describe()
    run_id = described.raw_description.workflow_execution_info.first_run_id
    while run_id:
        next_run = ""
        async for event in client.get_workflow_handle(
            workflow_id, run_id=run_id
        ).fetch_history_events():
            yield event
            if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW:
                ended = event.workflow_execution_continued_as_new_event_attributes
                next_run = ended.new_execution_run_id
        run_id = next_run


def _turn(marker: HistoryEvent) -> Iterator[Turn]:
    """The turn that the answer of a local activity leads to; a mere look at the log is none."""
    details = marker.marker_recorded_event_attributes.details
    data = b"".join(payload.data for payload in details["result"].payloads)
    view = json.loads(data).get("view")
    if view is not None:
        step = view["next_step"]
        planned = step["planned"] if step else None
        yield Turn(len(data), planned, view["chapter"], closed=view["closed"])
