"""The part of a worker that writes and sends letters."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from pathlib import Path

from temporalio.client import Client
from temporalio.worker import Worker, WorkflowRunner

from activities.messages import OUTBOX_QUEUE
from activities.notifications.letter_sending import LetterSender
from activities.notifications.outbox_activities import OutboxActivities
from activities.notifications.outbox_filler import OutboxFiller
from activities.notifications.outbox_poller import OutboxPoller
from store.factory import open_outbox
from store.port import EventLog
from workflows.outbox import OutboxWorkflow


@asynccontextmanager
async def notifying(
    client: Client,
    events: EventLog,
    store_url: str,
    data_dir: Path | None,
    runner: WorkflowRunner,
) -> AsyncIterator[None]:
    """Write and send letters while the context is open; without a directory, do nothing."""
    if data_dir is None:
        yield
        return
    with closing(open_outbox(store_url)) as outbox, ThreadPoolExecutor(1, "outbox") as threads:
        worker = Worker(
            client,
            task_queue=OUTBOX_QUEUE,
            workflows=[OutboxWorkflow],
            activities=[OutboxActivities(LetterSender(outbox, data_dir)).send_letters],
            activity_executor=threads,
            max_concurrent_activities=1,
            workflow_runner=runner,
        )
        writing = OutboxFiller(events, outbox, data_dir)
        async with worker:
            looking = asyncio.create_task(OutboxPoller(client, writing, outbox).run())
            try:
                yield
            finally:
                looking.cancel()
                await asyncio.wait([looking])
