"""The activity of the outbox workflow: it sends letters."""

from __future__ import annotations

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.notifications.letter_sending import LetterSender
from store.port import StoreUnavailable

log = structlog.get_logger()

UNSENT = "unsent"
"""The error type of an attempt that left letters pending: the engine retries."""


class OutboxActivities:
    """The activity of the outbox's workflow."""

    def __init__(self, sending: LetterSender) -> None:
        """Send through `sending`."""
        self._sending = sending

    @activity.defn(name="send_letters", no_thread_cancel_exception=True)
    def send_letters(self) -> int:
        """Send pending letters; fails, for a retry, if some are not accepted now."""
        try:
            done = self._sending.run(activity.heartbeat)
        except StoreUnavailable as error:
            raise ApplicationError(str(error), type=UNSENT) from error
        if done.sent or done.failed:
            log.info("letters sent", sent=done.sent, failed=done.failed)
        if done.waits:
            raise ApplicationError(done.waits, type=UNSENT)
        return done.sent
