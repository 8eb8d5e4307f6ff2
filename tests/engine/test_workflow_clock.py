"""A workflow on a real log that does not live now: it comes to now at its next view."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from temporalio.client import Client

from activities import drift
from activities.drift import Drift, Drifted, Examination, Views
from activities.messages import TASK_QUEUE, Start
from activities.reconciler import Pace, Reconciler
from activities.recovery import Recovery
from activities.submission import submit
from activities.workflow_clocks import WorkflowClocks
from activities.workflow_view import Held, held
from console.worker import running_worker
from store import sqlite_url
from store.factory import settle_kind
from store.port import EventLog, LogKind
from tests.engine.away import runs_of, worker_on_a_leash
from tests.engine.stage import until
from tests.histories.scenario_clock import JANUARY, RUNS, started_in_january
from tests.small_log import P1, P2, P3, act, small_log

AT_ONCE = Pace(settle=0.0)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return sqlite_url(tmp_path / "log.db")


@pytest.fixture
async def log(url: str) -> AsyncIterator[EventLog]:
    """A log of a real year, whose kind is open."""
    with small_log(url, "real") as made:
        yield made


@pytest.fixture
async def started(client: Client, log: EventLog, url: str) -> AsyncIterator[EventLog]:
    """A project lives in January, and the log is found to be real."""
    async with running_worker(client, url, None):
        await started_in_january(client, log)
        assert settle_kind(url).kind is LogKind.REAL
        yield log


async def ahead(client: Client, stream: str) -> float:
    found: float = await client.get_workflow_handle(stream).query("ahead", result_type=float)
    return found


async def is_at_now(client: Client, stream: str) -> bool:
    found = await held(client, stream)
    return found is not None and found.version > 0 and found.ahead_seconds == 0.0


async def examined(client: Client, log: EventLog) -> list[Drifted]:
    views = Views(log)
    views.fold()
    found = await Examination(client, log, views).run()
    return [one for one in found if one.of == P1]


def rounds(log: EventLog) -> list[datetime]:
    over = [one for one in log.read(P1) if one.event.name == "monitoring.round-skipped"]
    return [one.recorded_at for one in over]


async def test_given_a_workflow_of_january_when_it_looks_then_it_drops_it_and_takes_what_is_due(
    client: Client, started: EventLog
) -> None:
    assert await ahead(client, P1) < -timedelta(days=365).total_seconds()
    before = datetime.now(UTC)
    # when
    await client.get_workflow_handle(P1).signal("refresh")
    # then
    await until(lambda: len(rounds(started)) == RUNS - 1, "the rounds that are over are found")
    await until(lambda: is_at_now(client, P1), "it is at now")
    assert before <= min(rounds(started)) <= max(rounds(started)) <= datetime.now(UTC)
    # and each run begins where the one before it was
    runs = await runs_of(client, P1)
    assert len(runs) == RUNS
    for run in runs[1:]:
        history = await client.get_workflow_handle(P1, run_id=run).fetch_history()
        payload = history.events[0].workflow_execution_started_event_attributes.input.payloads[0]
        assert json.loads(payload.data)["offset_seconds"] == 0.0


async def test_given_a_workflow_of_january_when_somebody_acts_then_it_comes_to_now_and_wakes(
    client: Client, started: EventLog
) -> None:
    request = act(P1, "deadline.set", deadline="target.filing", due="2024-02-10", document="通知")
    # when
    outcome = await submit(client, request)
    # then
    assert outcome["status"] == "accepted", outcome
    await until(lambda: len(rounds(started)) == RUNS - 1, "it did not go on waiting for June")
    await until(lambda: is_at_now(client, P1), "it is at now")


async def test_given_a_drills_log_then_a_workflow_keeps_its_time(
    client: Client, log: EventLog, url: str
) -> None:
    async with running_worker(client, url, None):
        await started_in_january(client, log)
        before = await ahead(client, P1)
        await client.get_workflow_handle(P1).signal("refresh")
        await submit(client, act(P1, "target.file"))
        assert await ahead(client, P1) == before
        assert [one.drift for one in await examined(client, log)] == []


@pytest.mark.parametrize("start", [JANUARY, datetime.now(UTC) + timedelta(days=400)])
async def test_given_a_start_elsewhen_on_a_real_log_then_its_first_view_brings_it_to_now(
    client: Client, log: EventLog, url: str, start: datetime
) -> None:
    settle_kind(url)
    async with running_worker(client, url, None):
        await client.start_workflow(
            "ProjectYear", Start(P2, start.isoformat()), id=P2, task_queue=TASK_QUEUE
        )
        await until(lambda: is_at_now(client, P2), "it is at now before its first timer")
        # and where an act starts it
        outcome = await submit(client, act(P3, "library.admit"), start.isoformat())
        assert outcome["status"] == "accepted", outcome
        await until(lambda: is_at_now(client, P3), "it is at now")
    recorded = [one.recorded_at for one in log.read(P3)][1:]
    assert all(abs(datetime.now(UTC) - at) < timedelta(minutes=1) for at in recorded)


async def test_given_a_run_that_rests_when_the_store_is_back_then_it_is_at_now(
    client: Client, log: EventLog, url: str
) -> None:
    async with worker_on_a_leash(client, url) as leash:
        await started_in_january(client, log)
        settle_kind(url)
        with leash.away():
            await client.get_workflow_handle(P1).signal("refresh")
            await until(lambda: leash.refused >= 5, "the store does not answer")
            assert await ahead(client, P1) < 0
        await until(lambda: is_at_now(client, P1), "it is at now")


async def test_given_a_stale_start_elsewhen_then_it_is_at_now(
    client: Client, log: EventLog, url: str
) -> None:
    settle_kind(url)
    async with running_worker(client, url, None):
        given = Start(P2, offset_seconds=-86_400.0, stale=True)
        await client.start_workflow("ProjectYear", given, id=P2, task_queue=TASK_QUEUE)
        await until(lambda: is_at_now(client, P2), "it is at now")


# --- found and set right


async def test_given_a_workflow_of_january_when_examined_then_it_is_found_and_mended(
    client: Client, started: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drift, "_SETTLE_SECONDS", 0.0)
    found = await examined(client, started)
    assert [one.drift for one in found] == [Drift.WORKFLOW_CLOCK]
    assert "behind now" in found[0].detail
    # when
    views = Views(started)
    views.fold()
    left = await Examination(client, started, views).mend(found, lambda _done, _of: None)
    # then
    assert left == []
    await until(lambda: is_at_now(client, P1), "it is at now")


async def test_given_a_workflow_of_january_when_recovered_then_it_is_set_to_now(
    client: Client, started: EventLog
) -> None:
    async def listed() -> bool:
        return P1 in await Recovery(client, started).running()

    await until(listed, "the engine lists it")
    assert (await Recovery(client, started).run()).told == [P1]
    await until(lambda: is_at_now(client, P1), "it is at now")
    assert (await Recovery(client, started).run()).told == []


async def test_given_workflows_of_an_older_program_when_swept_then_they_are_set_right_once(
    client: Client, started: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    async def listed() -> bool:
        return P1 in await Recovery(client, started).running()

    await until(listed, "the engine lists it")
    asked: list[str] = []

    async def counted(client: Client, stream: str) -> Held | None:
        asked.append(stream)
        return await held(client, stream)

    monkeypatch.setattr("activities.workflow_clocks.held", counted)
    sweeping = Reconciler(client, started, AT_ONCE)
    # when
    await sweeping.sweep()
    # then it is told, and not yet known to be right
    await until(lambda: is_at_now(client, P1), "it is at now")
    assert not await WorkflowClocks(client, started).are_right()
    # and when it was found at now, no later sweep and no later worker asks again
    await sweeping.sweep()
    assert asked == [P1, P1]
    assert await WorkflowClocks(client, started).are_right()
    await sweeping.sweep()
    await Reconciler(client, started, AT_ONCE).sweep()
    assert asked == [P1, P1]


async def test_given_an_engine_with_another_logs_mark_then_its_workflows_are_looked_at(
    client: Client, started: EventLog, tmp_path: Path
) -> None:
    other = sqlite_url(tmp_path / "other.db")
    with small_log(other, "real") as another:
        settle_kind(other)
        clocks = WorkflowClocks(client, another)
        clocks.left([])
        await clocks.settle()
        assert await WorkflowClocks(client, another).are_right()
    assert not await WorkflowClocks(client, started).are_right()


async def test_a_drills_log_is_never_asked(client: Client, log: EventLog) -> None:
    assert log.identity().kind is None
    assert await WorkflowClocks(client, log).are_right()
