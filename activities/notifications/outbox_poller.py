"""The outbox poller: it follows the log, fills the outbox, and starts the sending workflow."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import structlog
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RPCError, RPCStatusCode

from activities.messages import OUTBOX, OUTBOX_QUEUE
from activities.notifications.letter_settings import BadSettings
from activities.notifications.outbox_filler import OutboxFiller
from activities.standing_still import StandingStill
from activities.stuck import problems_of
from store.outbox import Channel, Outbox
from store.port import StoreUnavailable

log = structlog.get_logger()

_LOOK = timedelta(seconds=1)
_ENDS_EACH_SECONDS = 600.0
"""The least time between two restarts of a workflow whose every task fails."""


class OutboxPoller:
    """Fills the outbox from the log and starts the sending workflow while letters are pending.

    Every look reads the pending letters, so none is forgotten if a process or the engine's database
    is lost.
    """

    def __init__(self, client: Client, writing: OutboxFiller, outbox: Outbox) -> None:
        """Write through `writing`; start the workflow through `client`."""
        self._client = client
        self._writing = writing
        self._outbox = outbox
        self._standing_still = StandingStill(client)
        self._ended_at = -_ENDS_EACH_SECONDS

    async def run(self) -> None:
        """Poll until cancelled; a failure is logged and the next poll retries."""
        said = ""
        while True:
            try:
                await self.look()
                said = ""
            except (BadSettings, StoreUnavailable) as error:
                if str(error) != said:
                    log.warning("letters wait", why=str(error))
                said = str(error)
            except Exception:
                log.exception("letters wait, the next look tries again")
            await asyncio.sleep(_LOOK.total_seconds())

    async def look(self) -> None:
        """Write new letters and have them sent."""
        try:
            await asyncio.to_thread(self._writing.catch_up)
        finally:
            if await asyncio.to_thread(self._is_pending):
                await self._have_sent()

    def _is_pending(self) -> bool:
        return any(self._outbox.pending(channel, 1) for channel in Channel)

    async def _have_sent(self) -> None:
        """Start the workflow unless it runs; end a stuck workflow first."""
        await self._end_stuck()
        await self._client.start_workflow(
            "Outbox",
            id=OUTBOX,
            task_queue=OUTBOX_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        )

    async def _end_stuck(self) -> None:
        """End the workflow if its tasks keep failing or stand still; it holds no data."""
        if time.monotonic() - self._ended_at < _ENDS_EACH_SECONDS:
            return
        why = await self._why_stuck()
        if why:
            log.warning("the outbox's workflow is stuck and is begun again", why=why)
            self._ended_at = time.monotonic()
            await self._client.get_workflow_handle(OUTBOX).terminate(why)

    async def _why_stuck(self) -> str:
        """The reason why the workflow is stuck, or an empty text."""
        try:
            described = await self._client.get_workflow_handle(OUTBOX).describe()
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return ""
            raise
        if described.status is not WorkflowExecutionStatus.RUNNING:
            return ""
        still = self._standing_still.found_in(OUTBOX, described)
        return still.why if still else ", ".join(problems_of(described))
