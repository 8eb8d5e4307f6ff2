"""A work year whose act looks at more projects than it has time to read: they are read before it.

The activity `prepare_frame` is called once, then the frame is warm (1409).
"""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from temporalio.client import Client

from activities import frame_loader
from activities.submission import submit
from console.worker import running_worker
from deploy.engine import Engine, prepare_namespace, prepare_search_attributes
from store import sqlite_url
from tests.histories.scenario_clock import started_in_january
from tests.small_log import THE_YEAR, act, small_log

NAMESPACE = "prepared"


async def lived(engine: Engine, folder: Path) -> Client:
    """A client of the namespace in which the work year took its act twice."""
    await prepare_namespace(engine.address, NAMESPACE)
    await prepare_search_attributes(engine.address, NAMESPACE)
    client = await Client.connect(engine.address, namespace=NAMESPACE, identity="client")
    worker = await Client.connect(engine.address, namespace=NAMESPACE, identity="worker")
    url = sqlite_url(folder / "log.db")
    with small_log(url) as log, patch.object(frame_loader, "MOST_COLD", 0):
        async with running_worker(worker, url, None):
            await started_in_january(client, log)
            for text in ("平稳", "再次"):
                analysis = act(THE_YEAR, "monitoring.analyse-round", node="2023-05-31", text=text)
                await submit(client, analysis)
    return client
