"""`jixiao up` as a process of its own, with what its processes use; other commands beside it."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.cpu import Taking
from store.settings import JIXIAO_STORE

_UP_SECONDS = 300.0
_MARKS = {"engine": "--allow-no-auth", "worker": "--notices"}
"""A word of each process's command by which it is known."""


@dataclass(frozen=True, slots=True)
class Command:
    """What a command took: seconds by the wall and of CPU, and what it printed."""

    wall: float
    cpu: float
    printed: str


class UpProcess:
    """`jixiao up` on a data directory: started, watched and stopped."""

    def __init__(self, data: Path) -> None:
        """Prepare for `data`; `start` starts it."""
        self.data = data
        self._process: subprocess.Popen[bytes] | None = None
        self.taking = Taking({})

    def start(self) -> float:
        """Start it and wait until it is ready; returns after how many seconds."""
        begun = time.monotonic()
        with (self.data / "up.log").open("wb") as said:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                _words("up", self.data), stdout=said, stderr=said, env=_environ()
            )
        while b"ready; " not in (self.data / "up.log").read_bytes():
            if self._process.poll() is not None or time.monotonic() - begun > _UP_SECONDS:
                raise RuntimeError((self.data / "up.log").read_text())
            time.sleep(0.05)
        self.taking = Taking(_parts(psutil.Process(self._process.pid)))
        return time.monotonic() - begun

    def stop(self) -> float:
        """Stop it in good order; returns after how many seconds."""
        begun = time.monotonic()
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(120)
            self._process = None
        return time.monotonic() - begun

    def lose_engine(self) -> None:
        """Throw away all that the engine knows."""
        shutil.rmtree(self.data / "engine")

    def memory(self) -> dict[str, tuple[float, float]]:
        """The resident memory of each process in MiB: now, and at most until now."""
        return {name: _resident(one.pid) for name, one in self.taking.processes.items()}


async def command(data: Path, *words: str) -> Command:
    """Run a command of `jixiao` on a data directory; raises `RuntimeError` where it fails."""
    return await asyncio.to_thread(_run, _words(*words, data))


def _run(words: list[str]) -> Command:
    begun = time.monotonic()
    with subprocess.Popen(  # noqa: S603 - our own command
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=_environ()
    ) as process:
        printed = process.stdout.read().decode() if process.stdout else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {process.returncode}: {printed[-2000:]}")
    return Command(time.monotonic() - begun, used.ru_utime + used.ru_stime, printed)


def _words(*words: str | Path) -> list[str]:
    *said, data = words
    return [sys.executable, "-m", "console", *map(str, said), "--data", str(data)]


def _environ() -> Mapping[str, str]:
    """The environment without what would lead away from the data directory."""
    return {k: v for k, v in os.environ.items() if k not in {JIXIAO_STORE, "TEMPORAL_ADDRESS"}}


def _parts(up: psutil.Process) -> dict[str, psutil.Process]:
    found = {"up": up}
    for child in up.children(recursive=True):
        words = child.cmdline()
        name = next((part for part, mark in _MARKS.items() if mark in words), "web UI")
        found[name] = child
    return found


def _resident(pid: int) -> tuple[float, float]:
    status = Path(f"/proc/{pid}/status").read_text()
    now, most = (re.search(rf"{name}:\s+(\d+)", status) for name in ("VmRSS", "VmHWM"))
    return tuple(int(one[1]) / 1024 if one else 0.0 for one in (now, most))  # type: ignore[return-value]
