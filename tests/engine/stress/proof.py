"""What has to hold after a stress: answers, views, histories."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from temporalio.client import (
    Client,
    WorkflowExecution,
    WorkflowExecutionStatus,
    WorkflowHistory,
)
from temporalio.service import RPCError
from temporalio.worker import Replayer

from activities.command_handler import CommandHandler
from activities.messages import ViewMessage
from console.worker import workflow_runner
from domain.kernel.decider import Recorded
from domain.kernel.request import Request, read_request
from domain.kernel.serialization.envelope import unseal
from faults.waiting import until
from store.port import CommandRow, EventLog
from tests.engine.holds import acknowledged_once, versions_of
from tests.engine.stress.subjects import streams
from workflows import WORKFLOWS

REUSED = "command-id-reused"
_ENDED_BY_A_SWEEP = WorkflowExecutionStatus.TERMINATED
_LOOKS = 20


@dataclass(frozen=True, slots=True)
class Proved:
    """How much was proved, and why histories do not replay: also of runs that a sweep ended."""

    answers: int
    refused_ids: int
    views: int
    histories: int
    begun_again: int
    continued: int
    unreplayable: tuple[str, ...]

    def __str__(self) -> str:
        """Part of a line."""
        return (
            f"answers in the log {self.answers} and ids refused {self.refused_ids}, "
            f"views {self.views}, histories {self.histories} "
            f"(continued as new {self.continued}, begun again {self.begun_again}, "
            f"not replayed {len(self.unreplayable)})"
        )


async def prove(client: Client, log: EventLog, records: Sequence[Path], kept: Path) -> Proved:
    """Look at everything; raises where an answer or a view is not as the log has it.

    The histories that do not replay are written to the folder `kept`.
    """
    told = [one for record in records for one in answers(record)]
    first = [(request, outcome) for request, outcome in told if outcome.get("code") != REUSED]
    prove_answers(log, first)
    handler = CommandHandler(log)
    for stream in streams():
        expected = ViewMessage.of(handler.view(stream))
        await until(lambda s=stream, e=expected: _views(client, s, e), f"the view of {stream}")
    runs = [one async for one in client.list_workflows()]
    failures = [await why_not_replayed(client, one, kept) for one in runs]
    ended = Counter(one.status for one in runs)
    return Proved(
        answers=len(first),
        refused_ids=len(told) - len(first),
        views=len(streams()),
        histories=len(runs),
        begun_again=ended[_ENDED_BY_A_SWEEP],
        continued=ended[WorkflowExecutionStatus.CONTINUED_AS_NEW],
        unreplayable=tuple(why for why in failures if why),
    )


def answers(record: Path) -> list[tuple[Request, dict[str, Any]]]:
    """What a client sent and was told, by its record."""
    lines = [json.loads(line) for line in record.read_text().splitlines()]
    sent = {one["n"]: read_request(one["request"]) for one in lines if one["what"] == "sent"}
    return [(sent[one["n"]], one["outcome"]) for one in lines if one["what"] == "acknowledged"]


def prove_answers(log: EventLog, told: Sequence[tuple[Request, dict[str, Any]]]) -> None:
    """Every answer is in the log, once, with the content that was sent; versions are dense."""
    events, rows_of = at_rest(log)
    for request, outcome in told:
        acknowledged_once(log, events, request, outcome)
    for stream in streams():
        stored = [one.version for one in events if one.stream == stream]
        rows = sorted(v for row in rows_of[stream] for v in versions_of(row))
        dense = list(range(1, len(stored) + 1))
        assert stored == rows == dense, f"{stream}: events {stored}, commands {rows}"


def at_rest(log: EventLog) -> tuple[list[Recorded[Any]], dict[str, list[CommandRow]]]:
    """All events and commands of one moment: read again where something was stored meanwhile.

    A sending whose client gave it up may still be taken.
    """
    for _ in range(_LOOKS):
        before = log.last_position()
        events, rows = recorded(log), {stream: log.commands(stream) for stream in streams()}
        if log.last_position() == before:
            return events, rows
    raise AssertionError("the log does not come to rest")


def recorded(log: EventLog) -> list[Recorded[Any]]:
    """All events of a log."""
    return [unseal(one.topic, one.state) for one in log.notifications(0, 100_000)]


async def _views(client: Client, stream: str, expected: ViewMessage) -> bool:
    handle = client.get_workflow_handle(stream)
    try:
        return await handle.query("view", result_type=ViewMessage) == expected
    except RPCError:  # a worker takes it up once more
        return False


async def why_not_replayed(client: Client, run: WorkflowExecution, kept: Path) -> str:
    """Why the product's workflows do not replay the history of a run, or nothing.

    Such a history is written to the folder `kept`.
    """
    handle = client.get_workflow_handle(run.id, run_id=run.run_id)
    replayer = Replayer(workflows=list(WORKFLOWS), workflow_runner=workflow_runner())
    history = await handle.fetch_history()
    result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
    failure = result.replay_failure
    if failure is None:
        return ""
    await asyncio.to_thread(_keep, history, kept)
    return f"{run.id} {run.run_id}: {failure}"


def _keep(history: WorkflowHistory, kept: Path) -> None:
    kept.mkdir(exist_ok=True)
    (kept / f"{history.run_id}.json").write_text(history.to_json())
