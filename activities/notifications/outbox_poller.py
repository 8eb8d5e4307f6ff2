"""The outbox poller: it follows the log, writes letters, and starts the sending workflow."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog
from temporalio import activity
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import ApplicationError

from activities.messages import OUTBOX, OUTBOX_QUEUE
from activities.notifications.letter_sending import LetterSender
from activities.notifications.letter_settings import BadSettings
from activities.notifications.letter_writing import LetterWriter
from store.outbox import Channel, Outbox
from store.port import StoreUnavailable

log = structlog.get_logger()

UNSENT = "unsent"
"""The type of a failed try to send: the engine tries again."""

_LOOK = timedelta(seconds=1)


class OutboxPoller:
    """Writes letters as the log goes on, and sees to it that a workflow sends them.

    What is pending is asked for at every look, so nothing is forgotten where a process or the
    engine's database was lost in between.
    """

    def __init__(self, client: Client, writing: LetterWriter, outbox: Outbox) -> None:
        """Write by `writing`; start the workflow through `client`."""
        self._client = client
        self._writing = writing
        self._outbox = outbox

    async def run(self) -> None:
        """Look again and again until cancelled; what fails is logged and done at the next look."""
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
        """Write what is new, and have it sent."""
        try:
            await asyncio.to_thread(self._writing.catch_up)
        finally:
            if await asyncio.to_thread(self._is_pending):
                await self._have_sent()

    def _is_pending(self) -> bool:
        return any(self._outbox.pending(channel, 1) for channel in Channel)

    async def _have_sent(self) -> None:
        """Start the workflow; one that runs is left alone."""
        await self._client.start_workflow(
            "Outbox",
            id=OUTBOX,
            task_queue=OUTBOX_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        )


class OutboxActivities:
    """The activity of the outbox's workflow."""

    def __init__(self, sending: LetterSender) -> None:
        """Send by `sending`."""
        self._sending = sending

    @activity.defn(name="send_letters", no_thread_cancel_exception=True)
    def send_letters(self) -> int:
        """Send what is pending; fails, to be tried again, where some of it is not taken now."""
        try:
            done = self._sending.run(activity.heartbeat)
        except StoreUnavailable as error:
            raise ApplicationError(str(error), type=UNSENT) from error
        if done.sent or done.failed:
            log.info("letters sent", sent=done.sent, failed=done.failed)
        if done.waits:
            raise ApplicationError(done.waits, type=UNSENT)
        return done.sent
