"""Processes that are there at once: forked from one that has read the program already.

A run starts a few hundred workers and clients anew; each is a process of its own, killed and gone
like any other, but reads no module a second time. None outlives the program that started it: the
process that they are forked from ends with it, and they are tied to that one.
"""

from __future__ import annotations

import asyncio
import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from deploy.tether import PR_SET_PDEATHSIG

_PROGRAM = ["faults.worker_process", "faults.client_process", "faults.__main__"]
_TESTS = {"pytest"}
"""Read by each process as well where it is a test that starts it."""

_GRACE_SECONDS = 10.0
_LOOK_SECONDS = 0.05

Main = Callable[..., None]


class ForkedProcess:
    """A running process; what it writes goes to a log."""

    def __init__(self, main: Main, given: tuple[Any, ...], log: Path) -> None:
        """Call `main` of a module with what is `given` in a process of its own."""
        self._log = log
        self._log_start = log.stat().st_size if log.exists() else 0
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([*_PROGRAM, *_TESTS & sys.modules.keys()])
        self._process = context.Process(target=_run, args=(str(log), main, given), name=log.stem)
        self._process.start()
        self._asking = threading.Lock()

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid or 0

    def exit_code(self) -> int | None:
        """How it ended (minus a signal's number), or None while it runs.

        One thread asks at a time: the library reads the end of a process once, and a second thread
        that reads at that moment takes the process for one of unknown end (255).
        """
        with self._asking:
            return self._process.exitcode

    def output(self) -> str:
        """What this process has written."""
        with self._log.open("rb") as log:
            log.seek(self._log_start)
            return log.read().decode(errors="replace")

    def wait(self) -> None:
        """Wait until it is gone."""
        while not self._is_gone_within(_LOOK_SECONDS):
            pass

    def kill(self) -> None:
        """End it with SIGKILL and wait until it is gone."""
        self._process.kill()
        self.wait()

    def stop(self) -> None:
        """Ask it to end, and kill it if it has not ended after the grace."""
        self._process.terminate()
        until = time.monotonic() + _GRACE_SECONDS
        while not self._is_gone_within(_LOOK_SECONDS):
            if time.monotonic() > until:
                self.kill()

    def _is_gone_within(self, seconds: float) -> bool:
        with self._asking:
            self._process.join(seconds)
            return self._process.exitcode is not None


def pipe() -> tuple[Connection, Connection]:
    """The two ends of a pipe; one is to be given to a process, and closed here."""
    return multiprocessing.get_context("forkserver").Pipe()


async def received(end: Connection) -> Any:
    """The next message of a pipe; raises `EOFError` when nobody is at the other end any more."""
    loop = asyncio.get_running_loop()
    there: asyncio.Future[None] = loop.create_future()

    def told() -> None:
        if not there.done():
            there.set_result(None)

    loop.add_reader(end.fileno(), told)
    try:
        await there
    finally:
        loop.remove_reader(end.fileno())
    try:
        return end.recv()
    except ConnectionError as error:
        raise EOFError from error


def _run(log: str, main: Main, given: tuple[Any, ...]) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    written = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    for standard in (sys.stdout, sys.stderr):
        os.dup2(written, standard.fileno())
    main(*given)
