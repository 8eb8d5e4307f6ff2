"""The outbox's workflow: a reminder is written as a file, and nothing is left to be sent."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

from temporalio.client import Client, WorkflowExecutionStatus

from activities.messages import OUTBOX
from console.worker import running_worker
from deploy.engine import Engine, prepare_namespace, prepare_search_attributes
from testkit.builders import bureau as given
from testkit.builders.bureau import P001, Bureau, morning
from store import migrate, open_log, sqlite_url
from tests.engine.stage import until

NAMESPACE = "outbox"


async def lived(engine: Engine, folder: Path) -> Client:
    """A client of the namespace in which an outbox sent its letter and ended."""
    await prepare_namespace(engine.address, NAMESPACE)
    await prepare_search_attributes(engine.address, NAMESPACE)
    client = await Client.connect(engine.address, namespace=NAMESPACE, identity="client")
    worker = await Client.connect(engine.address, namespace=NAMESPACE, identity="worker")
    url = sqlite_url(folder / "log.db")
    migrate(url)
    with closing(open_log(url)) as log:
        bureau = Bureau(log)
        bureau.open_year("real")
        given.in_may_with_a_day(bureau)

        async def ended() -> bool:
            described = await client.get_workflow_handle(OUTBOX).describe()
            return described.status is WorkflowExecutionStatus.COMPLETED

        async with running_worker(worker, url, None, folder):
            bureau.take_steps(P001, morning(date(2023, 6, 5)))
            await until(lambda: any((folder / "notices").glob("*")), "the letter is written")
            await until(ended, "nothing is left to be sent")
    return client
