"""Acts on one subject that overlap, the store slower than a workflow task: the history replays."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from temporalio.client import Client
from temporalio.worker import Replayer

from activities.command_handler import CommandHandler
from activities.recovery import Recovery
from activities.resumption import Resumption
from activities.submission import TASK_TIMEOUT, submit
from console.worker import running_worker, workflow_runner
from domain.kernel.request import Request
from store import sqlite_url
from store.port import EventLog
from tests.engine.stage import until
from tests.small_log import P2, act
from workflows import WORKFLOWS

pytestmark = pytest.mark.time_bound

ADMITTED = act(P2, "library.admit")
ACTS = [replace(ADMITTED, command_id=UUID(int=number)) for number in range(10)]
"""The same act by ten hands: the first is accepted."""


class Slow:
    """Lets deciding wait, for `seconds` each, and counts how many of a subject decide at once."""

    def __init__(self, *seconds: float) -> None:
        self._seconds = list(seconds)
        self._lock = threading.Lock()
        self._deciding = 0
        self.most = 0
        self.decided: list[str] = []

    def deciding(self, decide: Any) -> Any:
        def slowly(
            handler: CommandHandler, request: Request, instant: datetime, **more: Any
        ) -> Any:
            with self._lock:
                self._deciding += 1
                self.most = max(self.most, self._deciding)
                wait = self._seconds.pop(0) if self._seconds else 0.0
            try:
                time.sleep(wait)
                return decide(handler, request, instant, **more)
            finally:
                with self._lock:
                    self._deciding -= 1
                    self.decided.append(str(request.command_id))

        return slowly


@pytest.mark.parametrize("seconds", [(0.2,) * 10, (TASK_TIMEOUT.total_seconds() + 0.5,)])
async def test_given_ten_overlapping_acts_when_all_are_answered_then_the_history_replays(
    client: Client,
    log: EventLog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    seconds: tuple[float, ...],
) -> None:
    # given
    slow = Slow(*seconds)
    monkeypatch.setattr(CommandHandler, "submit", slow.deciding(CommandHandler.submit))
    await Recovery(client, log).bring_back(P2, Resumption(log))
    first = asyncio.create_task(submit(client, ACTS[0]))
    async with running_worker(client, sqlite_url(tmp_path / "log.db"), None):
        await until(lambda: slow.most == 1, "the first act is being decided")
        # when
        others = [asyncio.create_task(submit(client, one)) for one in ACTS[1:]]
        held = asyncio.create_task(client.get_workflow_handle(P2).query("view"))
        outcomes = await asyncio.gather(first, *others)
        await held
        history = await client.get_workflow_handle(P2).fetch_history()
    # then
    told = [outcome["status"] for outcome in outcomes]
    assert sorted(told) == ["accepted"] + ["refused"] * 9
    assert told[0] == "accepted", "the first that came"
    assert sorted(slow.decided) == sorted(str(one.command_id) for one in ACTS)
    assert slow.most == 1, "one at a time"
    replayer = Replayer(workflows=list(WORKFLOWS), workflow_runner=workflow_runner())
    result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
    assert result.replay_failure is None
