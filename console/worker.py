"""The worker: runs the workflows and their activities over one event log."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import structlog
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.business_clock import require_not_behind
from activities.messages import NAMESPACE, TASK_QUEUE
from activities.reconciler import USUAL_PACE, Pace, Reconciler
from activities.subject_activities import SubjectActivities
from console.cli.log_watch import BACK, LogWatch
from console.engine.binding import bind, watch
from console.outbox_worker import notifying
from store.factory import open_log, settle_kind
from store.kind import require_kind
from store.port import EventLog, LogIdentity, LogKind
from workflows import WORKFLOWS

log = structlog.get_logger()

_THREADS = 16
"""Threads for `decide`, `take_step` and `look`; the same number may run at once."""

_FAN_OUTS = 16
"""The same for `fan_out`, which reads the log in threads of its own."""

_CACHED_WORKFLOWS = 10_000
"""Workflows in memory, 80 KiB each; any other is replayed from its history when needed."""

_GRACE = timedelta(seconds=10)
_LOOK_SECONDS = 1.0
_BEATS = timedelta(seconds=3)
_STICKY = timedelta(seconds=5)
"""The time that a task waits for the worker with its workflow cached, which may be dead."""


def workflow_runner() -> UnsandboxedWorkflowRunner:
    """The runner of workflows, here and in replays. It has no sandbox; a test reads their code.

    (docs/decisions/1272-workflows-run-without-a-sandbox.md)
    """
    return UnsandboxedWorkflowRunner()


@asynccontextmanager
async def running_worker(
    client: Client,
    store_url: str,
    pace: Pace | None = USUAL_PACE,
    notices: Path | None = None,
) -> AsyncIterator[Worker]:
    """A worker in this process while the context is open.

    `pace` is the pace of its sweeps for acts that their workflows missed; without it, there are
    none. `notices` is the data directory from which it sends letters; without it, it sends none.
    """
    events = open_log(store_url)
    try:
        await asyncio.to_thread(require_not_behind, events)
        with (
            ThreadPoolExecutor(_THREADS, thread_name_prefix="activity") as threads,
            ThreadPoolExecutor(_FAN_OUTS, thread_name_prefix="fan-out") as reaching,
        ):
            worker = Worker(
                client,
                task_queue=TASK_QUEUE,
                workflows=list(WORKFLOWS),
                activities=SubjectActivities(events, client, reaching).all(),
                activity_executor=threads,
                max_concurrent_local_activities=_THREADS,
                max_concurrent_activities=_FAN_OUTS,
                workflow_runner=workflow_runner(),
                max_cached_workflows=_CACHED_WORKFLOWS,
                graceful_shutdown_timeout=_GRACE,
                max_heartbeat_throttle_interval=_BEATS,
                sticky_queue_schedule_to_start_timeout=_STICKY,
            )
            async with (
                worker,
                _sweeping(client, events, pace),
                notifying(client, events, store_url, notices, workflow_runner()),
            ):
                yield worker
    finally:
        events.close()


@asynccontextmanager
async def _sweeping(client: Client, events: EventLog, pace: Pace | None) -> AsyncIterator[None]:
    sweeping = asyncio.create_task(Reconciler(client, events, pace).run()) if pace else None
    try:
        yield
    finally:
        if sweeping is not None:
            sweeping.cancel()
            await asyncio.wait([sweeping])


async def run_worker(address: str, store_url: str, notices: Path | None = None) -> None:
    """Run a worker until SIGTERM or SIGINT; prints `ready` on standard output first.

    Raises `LogRefused` if it may not run on this log, or not on this engine; also later, when
    another copy takes the engine's namespace over.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    identity = await asyncio.to_thread(settle_kind, store_url, LogKind.REAL)
    require_kind(identity, LogKind.REAL)
    client = await Client.connect(address, namespace=NAMESPACE)
    await bind(client, identity)
    async with running_worker(client, store_url, notices=notices), _watching(store_url):
        print("就绪 ready", flush=True)
        await _while_bound(client, identity, stop)


@asynccontextmanager
async def _watching(store_url: str) -> AsyncIterator[None]:
    """Print a line when a file of the log is lost, and when it is back."""
    watch = await asyncio.to_thread(LogWatch, store_url, _tell_files)
    watching = asyncio.create_task(_look(watch))
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.wait([watching])
        watch.close()


async def _look(watch: LogWatch) -> None:
    while True:
        await asyncio.to_thread(watch.look)
        await asyncio.sleep(_LOOK_SECONDS)


def _tell_files(gone: str | None) -> None:
    print(gone or BACK, flush=True)


async def _while_bound(client: Client, identity: LogIdentity, stop: asyncio.Event) -> None:
    """Wait until `stop`; raises `OtherLog` once the namespace is bound to another log or copy."""
    stopped, bound = asyncio.create_task(stop.wait()), asyncio.create_task(watch(client, identity))
    try:
        await asyncio.wait([stopped, bound], return_when=asyncio.FIRST_COMPLETED)
        if bound.done():
            log.error("this worker stops", why=str(bound.exception()))
            await bound
    finally:
        bound.cancel()
        stopped.cancel()
