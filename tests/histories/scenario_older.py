"""A project whose log is replaced by an older one while its workflow runs.

`older_unpatched` is the same life as lived by the workflow before
`workflows.subject_workflow.FOLLOWS`; it cannot be recorded again.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

from temporalio.client import Client

from activities.recovery import Recovery

from activities.resumption import Resumption
from activities.submission import submit
from console.worker import running_worker
from deploy.engine import Engine, prepare_namespace, prepare_search_attributes
from store import sqlite_url
from tests.small_log import P2, act, registered, small_log

NAMESPACE = "older"


async def lived(engine: Engine, folder: Path) -> Client:
    """A client of the namespace in which a project lived through it."""
    await prepare_namespace(engine.address, NAMESPACE)
    await prepare_search_attributes(engine.address, NAMESPACE)
    client = await Client.connect(engine.address, namespace=NAMESPACE, identity="client")
    worker = await Client.connect(engine.address, namespace=NAMESPACE, identity="worker")
    newer, older = (sqlite_url(folder / f"{name}.db") for name in ("newer", "older"))
    admission = replace(act(P2, "library.admit"), command_id=UUID(int=1))
    with small_log(newer) as log, small_log(older):
        await Recovery(client, log).bring_back(P2, Resumption(log))
        async with running_worker(worker, newer, None):
            await submit(client, admission)
        async with running_worker(worker, older, None):
            await submit(client, registered(2))
            await submit(client, admission, anew=True)
    return client
