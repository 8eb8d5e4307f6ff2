"""An annotation is an act as any other: its workflow knows of it, and a closed subject takes it."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from temporalio.client import Client, WorkflowExecutionStatus

from activities.command_handler import CommandHandler
from activities.recovery import Recovery
from activities.submission import submit
from activities.workflow_view import held_version
from console.worker import running_worker
from domain.kernel.decider import Actor
from domain.kernel.request import Request
from domain.kernel.vocabulary import Role
from store import sqlite_url
from store.port import EventLog
from tests.engine.stage import until
from tests.small_log import BUREAU, CLOSED, P1

ANOTHER = Actor("fin-02", BUREAU.organisation, Role.FINANCE)


@pytest.mark.parametrize("stream", [P1, CLOSED])
async def test_an_annotation_reaches_the_log_and_the_workflow(
    client: Client, log: EventLog, tmp_path: Path, stream: str
) -> None:
    # given
    named = log.read(stream)[-1]
    fields = {
        "events": [str(named.id)],
        "true_on": "2023-01-09",
        "reason": "系统时钟停滞",
        "document": "且财绩〔2023〕9号",
    }
    request = Request(UUID(int=1), stream, "record.annotate", ANOTHER, fields)
    async with running_worker(client, sqlite_url(tmp_path / "log.db"), None):
        await Recovery(client, log).run()
        # when
        outcome = await submit(client, request)
        # then
        assert outcome["status"] == "accepted", outcome
        newest = log.read(stream)[-1]
        assert (newest.event.name, newest.version) == ("record.annotated", named.version + 1)
        handle = client.get_workflow_handle(stream)
        if CommandHandler(log).view(stream).closed:

            async def has_ended() -> bool:
                return (await handle.describe()).status is WorkflowExecutionStatus.COMPLETED

            await until(has_ended, "the workflow ends again")
        else:

            async def knows() -> bool:
                return await held_version(client, stream) == newest.version

            await until(knows, "the workflow holds the annotated version")
