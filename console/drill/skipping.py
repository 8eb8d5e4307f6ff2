"""Whether a server can skip time."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.testing import TimeSkipper, TimeSkippingConfig

_NOBODY = "jixiao-nobody-listens"


async def can_skip(address: str) -> bool:
    """Try it on a workflow without a worker, then terminate that workflow."""
    client = await Client.connect(address)
    skipping = TimeSkipper(client, config=TimeSkippingConfig(enabled=True)).client
    try:
        handle = await skipping.start_workflow(
            "Probe",
            id=f"probe-{uuid4()}",
            task_queue=_NOBODY,
            execution_timeout=timedelta(seconds=10),
        )
    except RPCError:
        return False
    await handle.terminate()
    return True
