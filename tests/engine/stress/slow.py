"""A worker whose answers outlast their workflow tasks: a process of its own, to be killed.

Tests alone put it into the product's worker. Every slow answer is noted with its instants, by the
clock that all processes of a machine share.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from temporalio.bridge.proto.workflow_activation import WorkflowActivation
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.client import Client
from temporalio.worker import WorkflowInstance, WorkflowInstanceDetails, WorkflowRunner

from activities import subject_activities
from activities.command_handler import CommandHandler, Handled
from activities.reconciler import Pace
from activities.submission import TASK_TIMEOUT
from console import logs, worker
from domain.kernel.request import Request
from faults.orders import write_whole
from workflows.questions import Questions

SLOW_SECONDS = TASK_TIMEOUT.total_seconds() + 0.2
QUERY_SECONDS = 1.2
"""How long a query takes: one that comes with the second task of an act outlasts its answer."""

BRIEF_SECONDS = 0.5
"""How long some others take: less than their task may, and less than a query."""

_BRIEF_BELOW = 128
_SLOW_TIMES = 2
"""How often an act is slow: it would never be answered where its worker is killed each time."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a worker is given; `share` of the acts are slow, `guarded` as the product is."""

    name: str
    address: str
    namespace: str
    store: str
    folder: Path
    share: float
    guarded: bool

    @property
    def ready(self) -> Path:
        """A file that has the process id of the worker that polls."""
        return self.folder / f"{self.name}.ready"

    @property
    def quiet(self) -> Path:
        """A file that is there once queries are no longer slow."""
        return self.folder / "quiet"

    @property
    def slow(self) -> Path:
        """The folder of the notes of what was slow, one file a command."""
        return self.folder / "slow"


class Slowness:
    """Which answers are slow; the same ones whoever asks, each a few times."""

    def __init__(self, given: Given) -> None:
        """Decide by the share that is `given`."""
        self._below = given.share * 256
        self._notes = given.slow

    def waits(self, stream: str, key: str) -> None:
        """Wait where an answer is slow, and note it."""
        file, chance = self._notes / key, sha256(key.encode()).digest()
        if chance[1] < _BRIEF_BELOW:
            time.sleep(BRIEF_SECONDS)
        if chance[0] >= self._below or _lines(file) >= _SLOW_TIMES:
            return
        began = time.monotonic()
        self._note(file, {"subject": stream, "key": key, "began": began})
        time.sleep(SLOW_SECONDS)

    def _note(self, file: Path, told: dict[str, Any]) -> None:
        with file.open("a") as noted:
            noted.write(json.dumps(told) + "\n")


def _lines(file: Path) -> int:
    return file.read_bytes().count(b"\n") if file.exists() else 0


class SlowHandler(CommandHandler):
    """Decides as the product does, some acts slowly."""

    slowness: Slowness

    def submit(self, request: Request, at: datetime, *, most_cold: int | None = None) -> Handled:
        """Decide an act, slowly where it is one of those."""
        self.slowness.waits(request.subject, str(request.command_id))
        return super().submit(request, at, most_cold=most_cold)


class SlowRunner:
    """Runs workflows as another runner does, and takes its time with queries."""

    def __init__(self, runner: WorkflowRunner, quiet: Path) -> None:
        """Run by `runner`, slowly until there is a file."""
        self._runner = runner
        self._quiet = quiet

    def __getattr__(self, name: str) -> Any:
        """Everything else is the runner's own."""
        return getattr(self._runner, name)

    def create_instance(self, details: WorkflowInstanceDetails) -> SlowRun:
        """Make a run."""
        return SlowRun(self._runner.create_instance(details), self._quiet)


class SlowRun:
    """A run that takes its time with queries."""

    def __init__(self, run: WorkflowInstance, quiet: Path) -> None:
        """Be `run`, but slower until there is a file."""
        self._run = run
        self._quiet = quiet

    def __getattr__(self, name: str) -> Any:
        """Everything else is the run's own."""
        return getattr(self._run, name)

    def activate(self, act: WorkflowActivation) -> WorkflowActivationCompletion:
        """Activate, after a while where it is for a query."""
        if any(job.HasField("query_workflow") for job in act.jobs) and not self._quiet.exists():
            time.sleep(QUERY_SECONDS)
        return self._run.activate(act)


def slow_worker(given: Given) -> None:
    """Run a worker until SIGTERM."""
    logs.configure(machine=True)
    asyncio.run(_main(given))


async def _main(given: Given) -> None:
    client = await Client.connect(given.address, namespace=given.namespace, identity=given.name)
    _put_in(given)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with worker.running_worker(client, given.store, Pace(interval=2.0, settle=1.0)):
        write_whole(given.ready, str(os.getpid()))
        await stop.wait()


def _put_in(given: Given) -> None:
    SlowHandler.slowness = Slowness(given)
    product_runner = worker.workflow_runner
    setattr(subject_activities, "CommandHandler", SlowHandler)  # noqa: B010 - typed
    setattr(worker, "workflow_runner", lambda: SlowRunner(product_runner(), given.quiet))  # noqa: B010 - typed
    if not given.guarded:
        setattr(Questions, "outlast_their_task", lambda _self: False)  # noqa: B010 - typed
