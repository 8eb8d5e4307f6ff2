"""Today's program goes on with the golden stack: a half-lived year that an older one left behind.

The workflows that are in `temporal.db` go on, with their open runs, timers and offsets; nothing is
started again from the log. What survives a stop is the time that a workflow has skipped, not the
wall clock that it counts from, so the copy is moved in time first (tests/golden_stack/moved.py).

The expected events were computed by the program that made the stack. They change when a rule or a
step of the system changes on purpose what happens to subjects that are under way, and never for a
change of files, names or form.
"""

from __future__ import annotations

import asyncio
import lzma
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from temporalio.client import Client, WorkflowExecution, WorkflowExecutionStatus
from temporalio.worker import Replayer

from activities.command_handler import CommandHandler
from activities.messages import ViewMessage
from console.engine.binding import Binding, OtherLog, binding_of
from console.stack import Stack, running_stack
from console.worker import running_worker, workflow_runner
from deploy.engine import NAMESPACE, EngineProcess, start_engine
from domain.kernel.vocabulary import business_date
from store import migrate, open_log, sqlite_url
from store.factory import settle_kind
from store.port import EventLog
from tests.engine.holds import acknowledged_once, recorded
from tests.engine.stage import until
from tests.golden_stack.moved import move_on, stop_of
from tests.golden_stack.year import COUNTIES, HERE, LAST_DAY, FrozenYear, files_of
from workflows import WORKFLOWS

Runs = dict[str, str]
EVENTS = HERE / "events.txt"
PARKED = "652825/2023/initial"
REACHING = "652825/organisations"
BOUND = 180.0
"""Seconds after which the year no longer goes on; it takes about 15."""
CONTINUED = WorkflowExecutionStatus.CONTINUED_AS_NEW
NEARLY = timedelta(hours=1)
"""A drill hits its instants to a second or two, before or after."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Both databases, the engine's moved to now."""
    (tmp_path / "engine").mkdir()
    for name in ("log.db", "engine/temporal.db"):
        kept = HERE / f"{Path(name).name}.xz"
        (tmp_path / name).write_bytes(lzma.decompress(kept.read_bytes()))
    move_on(tmp_path / "engine" / "temporal.db", stop_of(HERE), datetime.now(UTC))
    return tmp_path


@pytest.fixture
def open_runs(copy: Path) -> Runs:
    """The runs that were open at the stop, by workflow."""
    asked = "SELECT workflow_id, run_id FROM current_executions WHERE status = 1"
    with closing(sqlite3.connect(copy / "engine" / "temporal.db")) as database:
        found = {name: str(UUID(bytes=run)) for name, run in database.execute(asked)}
    return {name: run for name, run in found.items() if not name.startswith("temporal-sys")}


@pytest.fixture
def old_engine(copy: Path, open_runs: Runs) -> Iterator[EngineProcess]:
    assert open_runs, "read before the server runs"
    with start_engine(copy / "engine", skip_time=True) as started:
        yield started


@pytest.fixture
def old_log(copy: Path) -> Iterator[EventLog]:
    url = sqlite_url(copy / "log.db")
    migrate(url)
    with closing(open_log(url)) as log:
        yield log


async def test_given_a_half_lived_year_when_todays_program_goes_on_then_it_comes_to_the_same(
    copy: Path, open_runs: Runs, old_log: EventLog, old_engine: EngineProcess
) -> None:
    # given
    client = await Client.connect(old_engine.engine.address, namespace=NAMESPACE, identity="client")
    before = old_log.versions(old_log.streams(""))
    deciding = CommandHandler(old_log)
    assert "finance:awaiting-ruling/AMB-32" in deciding.view(PARKED).waiting_for
    assert deciding.view(REACHING).next_step is not None, "a fan-out is under way"
    year = FrozenYear(client, old_log)
    # when
    async with asyncio.timeout(BOUND), running_worker(client, sqlite_url(copy / "log.db"), None):
        for county in COUNTIES:
            await year.goes_on(county, LAST_DAY)
        # then
        for stream in old_log.streams(""):
            await until(lambda s=stream: holds(client, old_log, s), f"{stream} is known")
    runs = [run async for run in client.list_workflows()]
    went_on(open_runs, runs, set(before))
    answered_once(year)
    assert told(old_log) == EVENTS.read_text("utf-8")
    await all_replay(client, runs)


async def test_given_an_engine_of_before_binding_when_a_stack_starts_then_it_is_bound(
    copy: Path,
) -> None:
    said: list[str] = []
    for before in (Binding.NONE, Binding.OURS):
        # given
        migrate(sqlite_url(copy / "log.db"))
        identity = settle_kind(sqlite_url(copy / "log.db"))
        with start_engine(copy / "engine", skip_time=True) as started:
            client = await Client.connect(started.engine.address, namespace=NAMESPACE)
            assert (await binding_of(client, identity)).binding is before
        # when
        async with asyncio.timeout(BOUND), started_stack(copy, said) as stack:
            client = await Client.connect(stack.address, namespace=NAMESPACE)
            # then
            assert (await binding_of(client, stack.identity)).binding is Binding.OURS
            assert stack.worker.exit_code() is None
    # and the log of another directory does not run on it
    for name in ("log.db", "log.db-wal", "log.db-shm"):
        (copy / name).unlink(missing_ok=True)
    with pytest.raises(OtherLog, match=f"move {copy / 'engine'} away"):
        async with asyncio.timeout(BOUND), started_stack(copy, said):
            pass


def started_stack(data: Path, said: list[str]) -> AbstractAsyncContextManager[Stack]:
    return running_stack(data, skip_time=True, ui=False, say=said.append, own_engine=True)


async def holds(client: Client, log: EventLog, stream: str) -> bool:
    """Whether an open subject's workflow holds what the log has, and a closed one's has ended."""
    view = ViewMessage.of(CommandHandler(log).view(stream))
    handle = client.get_workflow_handle(stream)
    if view.closed:
        return (await handle.describe()).status is WorkflowExecutionStatus.COMPLETED
    return bool(await handle.query("view", result_type=ViewMessage) == view)


def went_on(open_runs: Runs, runs: list[WorkflowExecution], known: set[str]) -> None:
    """Every run that was open went on by itself: no known subject was started a second time."""
    listed = {(run.id, run.run_id) for run in runs}
    assert set(open_runs.items()) <= listed
    as_it_should = {CONTINUED, WorkflowExecutionStatus.COMPLETED, WorkflowExecutionStatus.RUNNING}
    assert {run.status for run in runs} <= as_it_should
    last = [run.id for run in runs if run.status is not CONTINUED]
    assert sorted(last) == sorted({run.id for run in runs}), "one chain each, with one last run"
    assert known <= {run.id for run in runs}


def answered_once(year: FrozenYear) -> None:
    """Every act was accepted on its day and is in the log once; versions are dense."""
    events = recorded(year.log)
    acts = [act.request for county in COUNTIES for act in files_of(county).acts]
    assert Counter(one.act.request.command_id for one in year.taken) == Counter(
        request.command_id for request in acts
    )
    for taken in year.taken:
        assert not taken.refused, taken
        acknowledged_once(year.log, events, taken.act.request, taken.outcome)
        mine = [one for one in events if one.command_id == taken.act.request.command_id]
        assert {business_date(one.recorded_at + NEARLY) for one in mine} == {taken.act.on}, taken
    for stream in year.log.streams(""):
        versions = [one.version for one in events if one.stream == stream]
        assert versions == list(range(1, len(versions) + 1)), stream


def told(log: EventLog) -> str:
    """Every event by its subject: version, name, and the day that it speaks of."""
    by_stream = sorted(recorded(log), key=lambda one: (one.stream, one.version))
    return "".join(
        f"{one.stream} {one.version} {one.event.name} {one.effective_on}\n" for one in by_stream
    )


async def all_replay(client: Client, runs: list[WorkflowExecution]) -> None:
    replayer = Replayer(workflows=list(WORKFLOWS), workflow_runner=workflow_runner())
    for run in runs:
        handle = client.get_workflow_handle(run.id, run_id=run.run_id)
        await replayer.replay_workflow(await handle.fetch_history())
