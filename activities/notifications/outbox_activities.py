"""The activity by which the outbox's workflow sends letters."""

from __future__ import annotations

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.notifications.letter_sending import LetterSender
from store.port import StoreUnavailable

log = structlog.get_logger()

UNSENT = "unsent"
"""The type of a failed try to send: the engine tries again."""


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
