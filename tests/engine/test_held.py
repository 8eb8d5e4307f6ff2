"""What a workflow holds, by its history: the same as it would answer, and nobody asks it.

(docs/decisions/1210-a-subject-asks-one-question-at-a-time.md, 1256)
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client, WorkflowHandle, WorkflowQueryFailedError

from activities.command_handler import CommandHandler
from activities.drift import Examination, Views
from activities.messages import ViewMessage
from activities.reconciler import Pace, Reconciler
from activities.recovery import Recovery
from activities.submission import submit
from activities.workflow_clocks import all_set_right
from activities.workflow_view import Held, held
from console.worker import running_worker
from domain.shared.fan_out.messages import FAN_OUT
from faults.waiting import until
from store import sqlite_url
from store.factory import settle_kind
from store.port import EventLog
from tests.engine.away import runs_of
from tests.histories.scenario_clock import RUNS, started_in_january
from tests.small_log import P1, P2, THE_YEAR, act, at, small_log


@pytest.fixture
def url(tmp_path: Path) -> str:
    return sqlite_url(tmp_path / "log.db")


async def is_as_answered(client: Client, stream: str) -> bool:
    """Whether the history says of a workflow what it answers itself."""
    view = await client.get_workflow_handle(stream).query("view", result_type=ViewMessage)
    found = await held(client, stream)
    assert found is not None
    assert view.ahead_seconds is not None
    return found.version == view.version > 0 and found.ahead_seconds == pytest.approx(
        view.ahead_seconds, abs=0.001
    )


async def test_given_a_look_an_act_and_a_notice_in_a_drill_then_the_history_says_what_is_held(
    client: Client, log: EventLog, url: str
) -> None:
    async with running_worker(client, url, None):
        await started_in_january(client, log)
        assert await is_as_answered(client, P1), "it has looked, and lives in January"
        # when
        await submit(client, act(P1, "target.file"))
        # then
        await until(lambda: is_as_answered(client, P1), "it has taken an act")
        # when a notice reaches all subjects
        notice = {"deadline": "target.filing", "due": "2023-02-10", "document": "合成通知"}
        outcome = await submit(client, act(THE_YEAR, "deadline.set", **notice))
        assert outcome["status"] == "accepted", outcome
        # then
        await until(lambda: has_told_all(log), "the notice has reached all")
        await until(lambda: is_as_answered(client, THE_YEAR), "the year has told others")


def has_told_all(log: EventLog) -> bool:
    step = CommandHandler(log).view(THE_YEAR).next_step
    return step is None or step.kind not in FAN_OUT


async def test_given_steps_and_later_runs_on_a_real_log_then_the_history_says_what_is_held(
    client: Client, url: str
) -> None:
    with small_log(url, "real") as log:
        async with running_worker(client, url, None):
            await started_in_january(client, log)
            settle_kind(url)
            # when
            await client.get_workflow_handle(P1).signal("refresh")

            async def has_come_to_now() -> bool:
                return len(await runs_of(client, P1)) == RUNS and await is_as_answered(client, P1)

            # then
            await until(has_come_to_now, "the project has found the rounds that are over")
            found = await held(client, P1)
            assert found == Held(log.versions([P1])[P1], 0.0)


async def test_given_no_workflow_then_nothing_is_held(client: Client) -> None:
    assert await held(client, P1) is None


@pytest.fixture
async def behind(client: Client, log: EventLog, url: str) -> AsyncIterator[EventLog]:
    """A log in which an act was stored that its workflow has not heard of."""
    async with running_worker(client, url, None):
        await Recovery(client, log).run()
        await until(lambda: holds(client, P2, 1), "it has looked")
        CommandHandler(log).submit(act(P2, "library.admit"), at("2023-01-14"))
        yield log


async def holds(client: Client, stream: str, version: int) -> bool:
    try:
        view = await client.get_workflow_handle(stream).query("view", result_type=ViewMessage)
    except WorkflowQueryFailedError:
        return False
    return bool(view is not None and view.version == version)


async def test_given_a_workflow_that_is_behind_when_all_look_at_it_then_none_queries_it(
    client: Client, behind: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries: list[object] = []

    async def noted(handle: WorkflowHandle[Any, Any], query: object, **_: object) -> None:
        queries.append((handle.id, query))

    views = Views(behind)
    views.fold()
    # when
    with monkeypatch.context() as patched:
        patched.setattr(WorkflowHandle, "query", noted)
        await Examination(client, behind, views).run()
        await Reconciler(client, behind, Pace(settle=0.0)).sweep()
        await all_set_right(client, behind, [P1, P2])
    # then
    await until(lambda: holds(client, P2, 2), "the sweep has told it")
    assert queries == []
