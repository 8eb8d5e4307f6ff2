"""The histories of a stage, replayed by the workflows as they are now."""

from __future__ import annotations

from temporalio.worker import Replayer

from console.worker import workflow_runner
from tests.engine.stage import Stage
from workflows import WORKFLOWS


async def replay_all(stage: Stage) -> set[str]:
    """Replay every run of every subject; returns the subjects. Raises what a replay raises."""
    replayer = Replayer(workflows=list(WORKFLOWS), workflow_runner=workflow_runner())
    found = set()
    async for execution in stage.client.list_workflows():
        handle = stage.client.get_workflow_handle(execution.id, run_id=execution.run_id)
        await replayer.replay_workflow(await handle.fetch_history())
        found.add(execution.id)
    return found
