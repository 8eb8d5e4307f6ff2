"""Save histories that the fault disordered: `python -m tests.engine.upstream.record`."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from temporalio.client import Client, WorkflowHistory

from deploy.engine import start_engine
from tests.engine import test_overlap_upstream as overlap
from tests.engine import test_query_upstream as query
from tests.engine.stage import new_namespace
from tests.engine.upstream import HERE, replayed

Lived = Callable[[Client, int], Awaitable[WorkflowHistory | None]]

CASES: dict[str, tuple[Lived, type, str]] = {
    "signal": (
        lambda client, number: query.lived(client, number, query.LATER, query.signal_comes),
        query.Waits,
        query.SIGNAL,
    ),
    "timer": (
        lambda client, number: query.lived(client, number, query.TIMER, query.timer_fires),
        query.Waits,
        query.FIRES,
    ),
    "dead-worker": (query.looked_at, query.Looks, query.DIES),
    "overlap": (
        lambda client, number: overlap.overlapped(client, overlap.Unguarded, number),
        overlap.Unguarded,
        overlap.OVERLAP,
    ),
}


async def record(client: Client, name: str) -> None:
    """Live a case until the fault strikes, and save its history."""
    live, kind, why = CASES[name]
    for number in range(50):
        history = await live(client, number)
        if history is not None and why in str(await replayed(history, kind)):
            data = gzip.compress(history.to_json().encode(), mtime=0)
            (HERE / f"{name}.json.gz").write_bytes(data)
            return
    raise RuntimeError(f"{name}: the fault did not strike")


async def main() -> None:
    """Record what is missing."""
    with (
        TemporaryDirectory() as scratch,
        start_engine(Path(scratch) / "engine", skip_time=False) as engine,
    ):
        for name in CASES:
            if not (HERE / f"{name}.json.gz").exists():
                await record(await new_namespace(engine), name)


if __name__ == "__main__":
    asyncio.run(main())
