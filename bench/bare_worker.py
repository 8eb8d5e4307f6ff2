"""The worker of the bare workflow: a process of its own, set up like the product's.

`python -m bench.bare_worker ADDRESS TURNS`: TURNS is a JSON file; prints `ready` when it polls.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.messages import NAMESPACE
from bench.bare import TASK_QUEUE, BareYear, Turn, answer, follow

_THREADS = 16
_CACHED = 10_000


async def run(address: str) -> None:
    """Run the worker until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    client = await Client.connect(address, namespace=NAMESPACE)
    with ThreadPoolExecutor(_THREADS) as threads:
        async with Worker(
            client,
            task_queue=TASK_QUEUE,
            workflows=[BareYear],
            activities=[answer],
            activity_executor=threads,
            max_concurrent_local_activities=_THREADS,
            workflow_runner=UnsandboxedWorkflowRunner(),
            max_cached_workflows=_CACHED,
        ):
            print("ready", flush=True)  # noqa: T201 - what the starter waits for
            await stop.wait()


def _turn(stored: dict[str, object]) -> Turn:
    upserts = stored.pop("upserts")
    return Turn(**stored, upserts=tuple(upserts))  # type: ignore[arg-type]


if __name__ == "__main__":
    follow([_turn(one) for one in json.loads(Path(sys.argv[2]).read_text())])
    asyncio.run(run(sys.argv[1]))
