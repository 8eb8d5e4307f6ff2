"""A subject whose worker died is looked at while it is told to look again: its history replays.

A query would wait for the dead worker, and then be handed to another one with a history that ends
with the signal, before the signal's task (tests/engine/test_query_upstream.py).
"""

from __future__ import annotations

import asyncio

from temporalio.service import RPCError

from activities.workflow_view import held_version
from faults.waiting import until
from tests.engine.halves import BUDGET_YEAR
from tests.engine.replays import replay_all
from tests.engine.stage import Stage


async def test_given_a_dead_worker_when_a_subject_is_looked_at_and_told_to_look_then_it_replays(
    stage: Stage,
) -> None:
    # given
    await stage.start_worker()
    await stage.drive(BUDGET_YEAR.quiet)
    await stage.kill_worker()
    await stage.start_worker()
    stream = BUDGET_YEAR.stream
    told = stage.client.get_workflow_handle(stream)
    # when
    looking = asyncio.create_task(held_version(stage.client, stream))
    await asyncio.wait([looking], timeout=1.0)
    await told.signal("refresh")
    assert await looking == stage.stored(stream)
    await told.signal("refresh")
    # then
    await until(lambda: rests(stage, stream), "it has looked")
    assert stream in await replay_all(stage)


async def rests(stage: Stage, stream: str) -> bool:
    try:
        return await held_version(stage.client, stream) == stage.stored(stream)
    except RPCError:  # its tasks do not end yet
        return False
