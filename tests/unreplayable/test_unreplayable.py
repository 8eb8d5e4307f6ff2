"""A history from a real year that no version can replay: why its subject was stuck.

Its marker of an answer stands one task before the act that the workflow took first
(docs/decisions/1210-a-subject-asks-one-question-at-a-time.md). Such a workflow is begun again from
the log, whatever its tasks fail of: tests/engine/test_stuck.py.
"""

from __future__ import annotations

import gzip
from pathlib import Path

from temporalio.api.enums.v1 import WorkflowTaskFailedCause
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from console.worker import workflow_runner
from workflows import WORKFLOWS

FILE = Path(__file__).parent / "act-before-an-answer.json.gz"


def history() -> WorkflowHistory:
    return WorkflowHistory.from_json("652825/2026/P1", gzip.decompress(FILE.read_bytes()).decode())


async def test_given_an_answer_marked_too_early_when_replayed_then_it_fails() -> None:
    replayer = Replayer(workflows=list(WORKFLOWS), workflow_runner=workflow_runner())
    result = await replayer.replay_workflow(history(), raise_on_replay_failure=False)
    assert "UpdateMachine in state CompletedCommandCreated" in str(result.replay_failure)


def test_given_its_failed_tasks_then_the_engine_calls_none_nondeterministic() -> None:
    failed = [
        event.workflow_task_failed_event_attributes.cause
        for event in history().events
        if event.HasField("workflow_task_failed_event_attributes")
    ]
    unhandled = WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_WORKFLOW_WORKER_UNHANDLED_FAILURE
    assert failed == [unhandled]
