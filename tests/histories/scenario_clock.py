"""A project that an older program started in January, on a log that turns out to be real.

It waits for June, is told to look, finds that it is long past, and goes on from now.
"""

from __future__ import annotations

from pathlib import Path

from temporalio.client import Client

from activities.messages import TASK_QUEUE, Start
from activities.workflow_view import held_version
from console.worker import running_worker
from deploy.engine import Engine, prepare_namespace, prepare_search_attributes
from store import sqlite_url
from store.factory import settle_kind
from store.port import EventLog
from tests.engine.away import is_resting, runs_of
from tests.engine.stage import until
from tests.small_log import P1, at, small_log

NAMESPACE = "clock"
JANUARY = at("2023-01-12")
RUNS = 3
"""To the round of May, to that of August, and after it."""


async def started_in_january(client: Client, log: EventLog) -> None:
    """Start the project's workflow as an older program did, and wait until it waits for June."""
    await client.start_workflow(
        "ProjectYear", Start(P1, JANUARY.isoformat()), id=P1, task_queue=TASK_QUEUE
    )
    await until(lambda: knows(client, log), "the project is looked at")
    await until(lambda: is_resting(client, P1), "the project waits for June")


async def knows(client: Client, log: EventLog) -> bool:
    """Whether the project's workflow holds all that the log has of it."""
    return await held_version(client, P1) == log.versions([P1])[P1]


async def lived(engine: Engine, folder: Path) -> Client:
    """A client of the namespace in which a project lived through it."""
    await prepare_namespace(engine.address, NAMESPACE)
    await prepare_search_attributes(engine.address, NAMESPACE)
    client = await Client.connect(engine.address, namespace=NAMESPACE, identity="client")
    worker = await Client.connect(engine.address, namespace=NAMESPACE, identity="worker")
    url = sqlite_url(folder / "log.db")
    with small_log(url, "real") as log:
        async with running_worker(worker, url, None):
            await started_in_january(client, log)
            settle_kind(url)
            await client.get_workflow_handle(P1).signal("refresh")

            async def has_come_to_now() -> bool:
                return len(await runs_of(client, P1)) == RUNS and await knows(client, log)

            await until(has_come_to_now, "the project has found the rounds that are over")
    return client
