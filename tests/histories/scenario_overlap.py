"""A project that two acts reach with one task, so that the second waits for the first.

`overlap_unpatched` is the same life as lived by the workflow before
`workflows.questions.ONE_BY_ONE`; it cannot be recorded again.
"""

from __future__ import annotations

import asyncio
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
from tests.small_log import P2, act, small_log

NAMESPACE = "overlap"
_REACHES = 1.0
"""How long an act takes to reach the engine, amply, in seconds: nothing tells that it has."""


async def lived(engine: Engine, folder: Path) -> Client:
    """A client of the namespace in which a project lived through it."""
    await prepare_namespace(engine.address, NAMESPACE)
    await prepare_search_attributes(engine.address, NAMESPACE)
    client = await Client.connect(engine.address, namespace=NAMESPACE, identity="client")
    worker = await Client.connect(engine.address, namespace=NAMESPACE, identity="worker")
    url = sqlite_url(folder / "log.db")
    with small_log(url) as log:
        await Recovery(client, log).bring_back(P2, Resumption(log))
        acts = [replace(act(P2, "library.admit"), command_id=UUID(int=number)) for number in (1, 2)]
        sent = [asyncio.create_task(submit(client, one)) for one in acts]
        await asyncio.sleep(_REACHES)
        async with running_worker(worker, url, None):
            await asyncio.gather(*sent)
    return client
