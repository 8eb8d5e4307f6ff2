"""An act that looks at more subjects than it has time to read: they are read before it (1409)."""

from __future__ import annotations

from pathlib import Path

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from activities import frame_loader
from activities.submission import submit
from console.worker import running_worker
from store import sqlite_url
from store.port import EventLog
from tests.histories.scenario_clock import started_in_january
from tests.small_log import THE_YEAR, act

SCHEDULED = EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED


@pytest.fixture
def url(tmp_path: Path) -> str:
    return sqlite_url(tmp_path / "log.db")


async def prepared(client: Client) -> list[str]:
    """The activities with heartbeats that the year's workflow called."""
    history = await client.get_workflow_handle(THE_YEAR).fetch_history()
    return [
        one.activity_task_scheduled_event_attributes.activity_type.name
        for one in history.events
        if one.event_type == SCHEDULED
    ]


async def test_given_a_cold_frame_then_it_is_prepared_once_and_the_act_is_decided(
    client: Client, log: EventLog, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame_loader, "MOST_COLD", 0)
    async with running_worker(client, url, None):
        await started_in_january(client, log)
        # when
        sheet = act(THE_YEAR, "monitoring.analyse-round", node="2023-05-31", text="平稳")
        told = await submit(client, sheet)
        # then
        assert told["code"] == "wrong-phase", "no project is in the round: the act itself decides"
        assert await prepared(client) == ["prepare_frame"]
        # when it is warm
        again = act(THE_YEAR, "monitoring.analyse-round", node="2023-05-31", text="再次")
        assert (await submit(client, again))["code"] == "wrong-phase"
        assert await prepared(client) == ["prepare_frame"]
