"""Histories that a fault of the engine's client disordered, and what their replay must say.

`python -m tests.engine.upstream.record` lives the cases until the fault strikes and saves those
histories that are missing here.
"""

from __future__ import annotations

import gzip
from pathlib import Path

from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

HERE = Path(__file__).parent


def saved(name: str) -> WorkflowHistory:
    """The saved history of a case."""
    text = gzip.decompress((HERE / f"{name}.json.gz").read_bytes()).decode()
    return WorkflowHistory.from_json(name, text)


async def replayed(history: WorkflowHistory, kind: type) -> Exception | None:
    """How the replay of a history fails; `None` where the workflow does the same again."""
    replayer = Replayer(workflows=[kind])
    result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
    return result.replay_failure


async def replays_or_fails_by(history: WorkflowHistory, kind: type, why: str) -> bool:
    """Whether the replay does the same, or fails as it does where the fault struck."""
    failure = await replayed(history, kind)
    return failure is None or why in str(failure)
