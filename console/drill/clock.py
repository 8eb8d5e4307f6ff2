"""The clock of a drill: it moves each subject's workflow to its own business instant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode

from console.drill.moving import move
from store import clock

_NEAR = timedelta(seconds=1)


class DrillClock:
    """Moves workflows through business time by time skipping, forward only.

    Never move a subject during an act on it, and aim at least an hour away from any timer: an act
    that commits during a skip makes the server skip on.
    """

    def __init__(self, client: Client, ahead: Mapping[str, timedelta] | None = None) -> None:
        """Skip time through `client`, whose server must allow it.

        `ahead` is business time minus wall time of the subjects that already run.
        """
        self._client = client
        self._starts: dict[str, datetime] = {}
        self._ahead: dict[str, timedelta] = dict(ahead or {})
        self._ended: set[str] = set()

    def begin(self, subject: str, business_start: datetime) -> None:
        """Set the business instant at which a subject's workflow is started or restarted."""
        if subject in self._ended:
            self._ended.remove(subject)
            self._ahead.pop(subject, None)
            self._starts[subject] = business_start
        self._starts.setdefault(subject, business_start)

    def started(self) -> tuple[str, ...]:
        """The subjects that were started and have not ended."""
        return tuple(subject for subject in self._starts if subject not in self._ended)

    async def advance(self, subject: str, to: datetime) -> bool:
        """Move a subject to an instant; false if it has no running workflow.

        A subject that is already there is left alone.
        """
        if subject in self._ended:
            return False
        handle = self._client.get_workflow_handle(subject)
        ahead = self._ahead.get(subject) or await self._find(subject, handle)
        if ahead is None:
            return False
        distance = to - (clock.now() + ahead)
        if distance >= _NEAR and not await move(self._client, subject, distance):
            self._ended.add(subject)
            return False
        self._ahead[subject] = ahead + max(distance, timedelta(0))
        return True

    async def _find(self, subject: str, handle: WorkflowHandle[Any, Any]) -> timedelta | None:
        """A workflow's business time minus wall time, or `None` if it has none."""
        try:
            described = await handle.describe()
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return None
            raise
        start = self._starts.setdefault(subject, described.start_time)
        return start - described.start_time
