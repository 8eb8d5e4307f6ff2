"""The outbox workflow: it has letters sent, and ends when none is pending."""

from __future__ import annotations

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

_SENDING = timedelta(hours=1)
_HEARTBEAT = timedelta(minutes=1)
_RETRY = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1))
"""Without limit: a mail server may be down for a weekend."""


@workflow.defn(name="Outbox")
class OutboxWorkflow:
    """Sends the pending letters of a store's outbox."""

    @workflow.run
    async def run(self) -> None:
        """Send until every letter is accepted or refused; the engine retries."""
        await workflow.execute_activity(
            "send_letters",
            start_to_close_timeout=_SENDING,
            heartbeat_timeout=_HEARTBEAT,
            retry_policy=_RETRY,
        )
