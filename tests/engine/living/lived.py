"""The product's processes on a shifted clock: a stack that is moved on by starting it again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from deploy.engine import start_engine
from deploy.process import ServerProcess
from domain.kernel.decider import Recorded
from domain.kernel.serialization.envelope import unseal
from faults.waiting import PATIENCE, NotComing
from store import open_log, sqlite_url
from testkit.shifted_clock import ShiftedClock, shift_to, shifted_programs, shifted_words
from testkit.shifted_stack import READY

Line = dict[str, Any]
_LOOK_SECONDS = 0.3
_READY_SECONDS = 120.0
_BATCH = 10_000
_ENVIRON = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("JIXIAO_", "TEMPORAL_"))
}


class Lived:
    """A data directory that lives on a clock of its own, and a person's terminal beside it."""

    def __init__(self, data: Path, not_before: datetime | None = None) -> None:
        """Live on `data`, from `not_before` on where it lived before."""
        self.data = data
        self._stack: ServerProcess | None = None
        self._shift = 0
        self._last = not_before

    def move(self, to: datetime) -> None:
        """Start server and worker, stopping those that run, so that it is `to` there."""
        self.stop()
        assert self._last is None or to > self._last, "time goes forward only"
        self._shift = shift_to(to)
        words = [sys.executable, "-m", "testkit.shifted_stack", str(self._shift), str(self.data)]
        self._stack = stack = ServerProcess(words, self.data.with_suffix(".log"))
        until(lambda: _is_ready(stack), f"the stack is ready at {to}", _READY_SECONDS)

    def server_alone(self, at: datetime) -> None:
        """Have the server run for a moment at an instant, with no worker beside it."""
        self.stop()
        assert self._last is None or at > self._last, "time goes forward only"
        self._shift = shift_to(at)
        server = shifted_programs(self._shift).server
        with start_engine(self.data / "engine", skip_time=False, say=_silent, build=server):
            self._last = self.now()

    def stop(self) -> None:
        """Stop server and worker."""
        if self._stack is not None:
            self._last = self.now()
            self._stack.stop(grace_seconds=30)
            self._stack = None

    def now(self) -> datetime:
        """The instant that it is there."""
        return ShiftedClock(self._shift).now()

    def jixiao(self, *words: str | Path, code: int | None = 0, data: Path | None = None) -> str:
        """Run a command of the product at this time, on this data or on another."""
        done = subprocess.run(
            [*shifted_words(self._shift), *map(str, words), "--data", str(data or self.data)],
            capture_output=True,
            text=True,
            check=False,
            env=_ENVIRON,
            cwd=self.data.parent,
        )
        assert code is None or done.returncode == code, (
            words,
            done.returncode,
            done.stdout,
            done.stderr,
        )
        return done.stdout

    def submit(self, lines: Iterable[Line], code: int | None = 0) -> list[Line]:
        """Send acts; returns the outcome of each."""
        file = self.data.parent / "acts.jsonl"
        file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
        printed = self.jixiao("submit", file, "--json", code=code)
        return [json.loads(line)["outcome"] for line in printed.splitlines()]

    def events(self, after: int = 0) -> list[Recorded[Any]]:
        """The events behind a position, in order."""
        with closing(open_log(sqlite_url(self.data / "log.db"))) as log:
            return [unseal(one.topic, one.state) for one in log.notifications(after, _BATCH)]


@dataclass(frozen=True, order=True)
class Fact:
    """What a table says of an event: what happened, to whom, and the day it speaks of."""

    what: str
    who: str
    effective_on: date


def until(true: Callable[[], bool], what: str, within: float = PATIENCE) -> None:
    """Wait until something is true; raises `NotComing`, saying what, when it does not come."""
    give_up = time.monotonic() + within
    while not true():
        if time.monotonic() >= give_up:
            raise NotComing(f"not within {within:.0f} s: {what}")
        time.sleep(_LOOK_SECONDS)


def _silent(_: str) -> None:
    """Say nothing."""


def _is_ready(stack: ServerProcess) -> bool:
    if stack.exit_code() is not None:
        raise AssertionError(stack.output())
    return READY in stack.output().splitlines()
