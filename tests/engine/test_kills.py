"""Worker and server are killed while a half runs, at moments drawn from a seed."""

import asyncio
import random
from collections.abc import Awaitable, Callable

import pytest

from tests.engine.halves import IN_BOTH
from tests.engine.holds import Year, holds
from tests.engine.stage import Stage, until

pytestmark = IN_BOTH


def moments(stage: Stage, seed: int) -> list[int]:
    """Two positions of the log."""
    return sorted(random.Random(seed).sample(stage.half.moments, 2))  # noqa: S311 - no secret


async def drive_and_disturb(
    stage: Stage, moments: list[int], disturb: Callable[[], Awaitable[None]]
) -> None:
    """Drive the half; disturb it each time the log has come to a position.

    On the quiet day all who are to be told of a notice are told, however late: what is due after it
    would else be crossed in no time by those who do not know of it yet.
    """

    async def drive() -> None:
        await stage.drive(stage.half.quiet)
        await stage.drive(stage.half.until)

    async with asyncio.TaskGroup() as tasks:
        driving = tasks.create_task(drive())
        for moment in moments:
            await until(lambda m=moment: stage.log.last_position() >= m, f"event {moment}")
            assert not driving.done()
            await disturb()


@pytest.mark.parametrize("seed", [1, 2])
async def test_given_a_worker_killed_at_any_moment_when_it_is_back_then_all_holds(
    stage: Stage, undisturbed: Year, seed: int
) -> None:
    # given
    await stage.start_worker(sweep=1.0)

    async def kill() -> None:
        await stage.kill_worker()
        await stage.start_worker(sweep=1.0)

    # when
    await drive_and_disturb(stage, moments(stage, seed), kill)
    # then
    await holds(stage, undisturbed)


@pytest.mark.parametrize("seed", [3, 4])
async def test_given_a_server_killed_at_any_moment_when_it_is_back_then_all_holds(
    stage: Stage, undisturbed: Year, seed: int
) -> None:
    await stage.start_worker(sweep=1.0)
    await drive_and_disturb(stage, moments(stage, seed), stage.restart_engine)
    await holds(stage, undisturbed)
