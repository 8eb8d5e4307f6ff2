"""Histories that no version can replay: why their subjects were stuck.

`act-before-an-answer` is of a real year: its marker of an answer stands one task before the act
that the workflow took first (docs/decisions/1210-a-subject-asks-one-question-at-a-time.md). In
`signal-amid-a-query` a signal takes the place of that act; in `signal-before-its-task` a worker was
given a query with a history that ends with a signal, took it at once, and so took two signals apart
that every replay takes as one
(docs/decisions/1210-a-subject-asks-one-question-at-a-time.md, 1256). Such a workflow is begun
again from the log, whatever its tasks fail of: tests/engine/test_stuck.py.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from temporalio.api.enums.v1 import WorkflowTaskFailedCause
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from console.worker import workflow_runner
from workflows import WORKFLOWS

REAL_YEAR = "act-before-an-answer"


def history(name: str) -> WorkflowHistory:
    file = Path(__file__).parent / f"{name}.json.gz"
    return WorkflowHistory.from_json(name, gzip.decompress(file.read_bytes()).decode())


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (REAL_YEAR, "UpdateMachine in state CompletedCommandCreated"),
        ("signal-amid-a-query", "Update machine does not handle this event"),
        ("signal-before-its-task", "Missing associated machine for LocalActivity(7)"),
    ],
)
async def test_given_a_history_that_a_query_disordered_when_replayed_then_it_fails(
    name: str, why: str
) -> None:
    replayer = Replayer(workflows=list(WORKFLOWS), workflow_runner=workflow_runner())
    result = await replayer.replay_workflow(history(name), raise_on_replay_failure=False)
    assert why in str(result.replay_failure)


def test_given_its_failed_tasks_then_the_engine_calls_none_nondeterministic() -> None:
    failed = [
        event.workflow_task_failed_event_attributes.cause
        for event in history(REAL_YEAR).events
        if event.HasField("workflow_task_failed_event_attributes")
    ]
    unhandled = WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_WORKFLOW_WORKER_UNHANDLED_FAILURE
    assert failed == [unhandled]
