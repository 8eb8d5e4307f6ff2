"""The answers of the log to a run of a subject's workflow, read from the run's history.

A workflow holds the view of its last answer, so its history gives that view without a query. An
answer is in the marker of a local activity, or in the completion of a fan-out.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from temporalio.api.common.v1 import Payload, WorkflowExecution
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.workflowservice.v1 import (
    GetWorkflowExecutionHistoryRequest,
    GetWorkflowExecutionHistoryReverseRequest,
)
from temporalio.client import Client

from activities.messages import Answered, Start, ViewMessage

_LOCAL_ACTIVITY = "core_local_activity"
"""The engine's client names the markers of local activities like this."""

T = TypeVar("T")

_PAGE = 20
"""Events at a time: the newest answer is mostly among the last six."""


@dataclass(frozen=True, slots=True)
class Began:
    """With what a run began; `ahead_seconds` is how far its business time was ahead of now."""

    view: ViewMessage | None
    ahead_seconds: float


class Answers:
    """The answers of the log in the history of one run."""

    def __init__(self, client: Client, stream: str, run: str) -> None:
        """Read the history of `run` through `client`."""
        self._client = client
        self._execution = WorkflowExecution(workflow_id=stream, run_id=run)

    async def newest(self) -> ViewMessage | None:
        """The view in the last answer; none where there is none. Raises `RPCError`."""
        async for event in self._backwards():
            view = await self._view_in(event)
            if view is not None:
                return view
        return None

    async def began(self) -> Began:
        """With what the run began. Raises `RPCError`."""
        answer = await self._client.workflow_service.get_workflow_execution_history(
            GetWorkflowExecutionHistoryRequest(
                namespace=self._client.namespace,
                execution=self._execution,
                maximum_page_size=_PAGE,
            )
        )
        events = answer.history.events
        given = events[0].workflow_execution_started_event_attributes.input.payloads
        start = await self._decoded(given, Start)
        return Began(start.view, _ahead_seconds(start, events))

    async def _backwards(self) -> AsyncIterator[HistoryEvent]:
        """All events, the newest first."""
        page = b""
        while True:
            answer = await self._client.workflow_service.get_workflow_execution_history_reverse(
                GetWorkflowExecutionHistoryReverseRequest(
                    namespace=self._client.namespace,
                    execution=self._execution,
                    maximum_page_size=_PAGE,
                    next_page_token=page,
                )
            )
            for event in answer.history.events:
                yield event
            page = answer.next_page_token
            if not page:
                return

    async def _view_in(self, event: HistoryEvent) -> ViewMessage | None:
        if event.HasField("activity_task_completed_event_attributes"):
            answered = event.activity_task_completed_event_attributes.result.payloads
            return (await self._decoded(answered, Answered)).view
        marker = event.marker_recorded_event_attributes
        if marker.marker_name != _LOCAL_ACTIVITY or "result" not in marker.details:
            return None
        answered = marker.details["result"].payloads
        if json.loads(marker.details["data"].payloads[0].data)["activity_type"] == "look":
            return await self._decoded(answered, ViewMessage)
        return (await self._decoded(answered, Answered)).view

    async def _decoded(self, payloads: Sequence[Payload], kind: type[T]) -> T:
        decoded: list[T] = await self._client.data_converter.decode(payloads, [kind])
        return decoded[0]


def _ahead_seconds(start: Start, events: Sequence[HistoryEvent]) -> float:
    """Business time minus engine time, as the workflow computes it in its first task."""
    if start.offset_seconds is not None:
        return start.offset_seconds
    if start.business_start is None:
        return 0.0
    began = _first_task(events).event_time.ToDatetime(UTC)
    return (datetime.fromisoformat(start.business_start) - began).total_seconds()


def _first_task(events: Sequence[HistoryEvent]) -> HistoryEvent:
    """The beginning of the first task that was completed."""
    for event in events:
        if event.HasField("workflow_task_completed_event_attributes"):
            return events[event.workflow_task_completed_event_attributes.started_event_id - 1]
    return events[0]
