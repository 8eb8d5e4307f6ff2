"""The store is locked by somebody else for a while."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from structlog.testing import capture_logs

from console.drill.plan import ends_at
from tests.engine.acts import the_act
from tests.engine.halves import IN_BOTH
from tests.engine.holds import Year, holds
from tests.engine.stage import Stage, until

pytestmark = IN_BOTH
BUSY = 0.1


@contextmanager
def locked(stage: Stage) -> Iterator[None]:
    """Another connection writes, and does not come to an end."""
    with closing(sqlite3.connect(stage.folder / "log.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_given_a_locked_store_when_an_act_is_taken_then_it_is_taken_once_it_is_free(
    stage: Stage, undisturbed: Year
) -> None:
    # given
    await stage.start_worker(sweep=1.0, busy=BUSY)
    request = await the_act(stage)
    # when
    with capture_logs() as told:
        with locked(stage):
            before = stage.log.last_position()  # nobody writes any more
            taking = asyncio.create_task(stage.take(request))
            await until(
                lambda: any("SQLite" in str(entry.get("why")) for entry in told),
                "the update failed and is sent again",
            )
            assert stage.log.last_position() == before
        outcome = await taking
    # then
    assert outcome["status"] == "accepted"
    await holds(stage, undisturbed)


async def test_given_a_locked_store_when_a_timer_fires_then_its_step_is_taken_once_it_is_free(
    stage: Stage, undisturbed: Year
) -> None:
    # given
    await stage.start_worker(sweep=1.0, busy=BUSY)
    await stage.take(await the_act(stage))
    worker = stage.worker
    assert worker is not None
    project, day = stage.half.waits
    # when
    with locked(stage):
        moving = asyncio.create_task(
            stage.driver._clock.advance(stage.half.subject(project), ends_at(day))
        )
        await until(lambda: "step failed" in worker.output(), "the step fails")
    await moving
    # then
    await holds(stage, undisturbed)
