"""Saved histories are replayed once more in the SDK's sandbox, which loads workflows each time.

It stops what asks a clock, chance, the environment or a file, whatever the code looks like
(docs/decisions/1272-workflows-run-without-a-sandbox.md).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from temporalio.worker import Replayer
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from tests.histories.planted import PLANTED
from tests.histories.test_replay import ALL, FIRST_RUNS, HERE, history_of, named

NOT_LOADED_AGAIN = ("domain", "activities", "store", "pydantic", "pydantic_core", "cachetools")
"""Modules that are loaded once: they take too long, and the domain is read by a test."""

FIRST = HERE / "652825.2023.withdrawn.1.json.gz"


async def failure_of(file: Path, workflows: list[type]) -> str:
    """Why a history is not replayed in the sandbox; empty where it is."""
    restrictions = SandboxRestrictions.default.with_passthrough_modules(*NOT_LOADED_AGAIN)
    runner = SandboxedWorkflowRunner(restrictions=restrictions)
    replayer = Replayer(workflows=workflows, workflow_runner=runner)
    result = await replayer.replay_workflow(history_of(file), raise_on_replay_failure=False)
    return str(result.replay_failure or "")


@pytest.mark.parametrize("file", FIRST_RUNS, ids=named)
async def test_given_a_saved_history_when_replayed_in_the_sandbox_then_nothing_is_restricted(
    file: Path,
) -> None:
    assert await failure_of(file, ALL) == ""


@pytest.mark.parametrize("planted", PLANTED)
async def test_given_a_workflow_that_asks_outside_when_replayed_then_the_sandbox_stops_it(
    planted: type,
) -> None:
    assert "Cannot access" in await failure_of(FIRST, [planted])
