"""Memory of a worker per cached idle workflow: a registered project that nothing happens to."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import psutil

from bench.ratios import MEMORY, Measured, Pair
from bench.server import Server
from bench.sides import AT_ONCE, Side
from bench.year import acts_of, codes
from console.drill.plan import acts_at

_WARM = 50
_SETTLE_SECONDS = 1.0


async def memory(server: Server, subjects: int, rounds: int) -> Measured:
    """Start rounds of so many idle subjects on both sides; the growth of each worker per subject.

    To be run on new workers: what they have freed before would hide what is taken.
    """
    sides = server.sides()
    workers = [psutil.Process(one.pid) for one in (server.stack.worker, server.bare_worker)]
    for side in sides:
        await _start(side, codes("I-", min(_WARM, 10 * subjects)))
    pairs = []
    for number in range(rounds):
        ours, bare = [
            await _growth(side, worker, codes(f"I{number}-", subjects))
            for side, worker in zip(sides, workers, strict=True)
        ]
        pairs.append(Pair(ours, bare))
    return Measured(MEMORY, pairs, [f"{subjects} subjects a round"])


async def _growth(side: Side, worker: psutil.Process, started: Sequence[str]) -> float:
    """By how many KiB per subject a worker grows."""
    before = worker.memory_info().rss
    await _start(side, started)
    await asyncio.sleep(_SETTLE_SECONDS)
    return max((worker.memory_info().rss - before) / 1024 / len(started), 0.1)


async def _start(side: Side, started: Sequence[str]) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(code: str) -> None:
        added = acts_of(code)[0]
        async with gate:
            await side.send(side.client, added.request, acts_at(added.on).isoformat())

    async with asyncio.TaskGroup() as tasks:
        for code in started:
            tasks.create_task(one(code))
