"""The server whose clock is moved: it says the shifted time, and goes on after each move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from temporalio.client import Client

from deploy.engine import EngineError, ServerBuild, prepare_namespace, start_engine
from testkit.shifted_clock import shift_to
from testkit.shifted_engine import CLOCK_SHIFT, obtain_shifted

_SOON = timedelta(minutes=2)


def silent(_: str) -> None:
    """Say nothing."""


async def started_at(address: str, workflow: str) -> datetime:
    """When the server says that a workflow began which it is asked to start now."""
    await prepare_namespace(address, "moved")
    client = await Client.connect(address, namespace="moved")
    handle = await client.start_workflow("Waits", id=workflow, task_queue="nobody")
    return (await handle.describe()).start_time


async def test_given_a_shift_when_the_server_runs_then_it_is_that_time_there(
    tmp_path: Path,
) -> None:
    for instant in (datetime(2025, 11, 28, 2, tzinfo=UTC), datetime(2031, 3, 1, 2, tzinfo=UTC)):
        build = ServerBuild(obtain_shifted(), {CLOCK_SHIFT: str(shift_to(instant))})
        with start_engine(tmp_path, skip_time=False, say=silent, build=build) as running:
            began = await started_at(running.engine.address, f"at-{instant.year}")
        assert instant - timedelta(seconds=1) < began < instant + _SOON


@pytest.mark.parametrize("environ", [{}, {CLOCK_SHIFT: ""}, {CLOCK_SHIFT: "1h"}])
def test_given_no_shift_when_the_server_is_started_then_it_says_so_and_does_not_run(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    build = ServerBuild(obtain_shifted(), environ)
    with pytest.raises(EngineError, match=f"{CLOCK_SHIFT} is no whole number of seconds"):
        start_engine(tmp_path, skip_time=False, say=silent, build=build)
