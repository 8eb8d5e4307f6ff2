"""The worker of a stack, as a process of its own: its start, and why it may not start."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from console.cli.clock_watch import CLOCK_WRONG
from deploy.engine import EngineError, ServerBuild
from deploy.process import ServerProcess
from store.settings import JIXIAO_STORE

REFUSALS = (2, CLOCK_WRONG)
"""Exit codes after which a new worker would fail in the same way: wrong input, or the clock."""

_WORKER_SECONDS = 60.0
"""The time in which a worker has to poll."""


class WorkerRefused(EngineError):  # noqa: N818 - what it says
    """A worker may not run on this log now; the message is the worker's own line for people."""


@dataclass(frozen=True, slots=True)
class Programs:
    """The programs of a stack: the command prefix of the worker, and the server.

    Without a server, `deploy.obtain` finds one.
    """

    worker: tuple[str, ...] = (sys.executable, "-m", "console", "worker")
    server: ServerBuild | None = None


USUAL_PROGRAMS = Programs()


def start_worker(
    data_dir: Path,
    address: str,
    url: str,
    *,
    notices: bool = False,
    programs: Programs = USUAL_PROGRAMS,
) -> ServerProcess:
    """Start a worker as a separate process that ends with this one.

    Its environment names the log, because other users can see the arguments of a process, and a
    password in them.
    """
    command = [*programs.worker, "--address", address]
    if notices:
        command += ["--notices", str(data_dir)]
    return ServerProcess(command, data_dir / "worker.log", environ={JIXIAO_STORE: url})


def await_worker(worker: ServerProcess) -> None:
    """Wait until a worker polls; raises `EngineError` if it ends before or may not run."""
    give_up = time.monotonic() + _WORKER_SECONDS
    while "ready" not in worker.output():
        if worker.exit_code() in REFUSALS:
            raise WorkerRefused(last_line(worker))
        if worker.exit_code() is not None or time.monotonic() > give_up:
            raise EngineError(
                f"工作进程未能启动 / the worker did not start:\n{worker.last_words()}"
            )
        time.sleep(0.05)


def last_line(worker: ServerProcess) -> str:
    """The line for people with which a worker ended."""
    return worker.last_words().rpartition("\n")[2]
