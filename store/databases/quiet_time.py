"""Waiting for a quiet time: a task that runs once nothing was written for some seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Condition, Thread

QUIET = 5.0
"""Seconds without a write before the task runs."""


class QuietTime:
    """Runs a task in a thread of its own after each series of writes."""

    def __init__(self, task: Callable[[], None]) -> None:
        """Run `task`; no thread waits while nothing is written."""
        self.waiting: Thread | None = None
        """The thread that waits, if there is one."""
        self._task = task
        self._changed = Condition()
        self._last_write = 0.0
        self._closed = False

    def written(self) -> None:
        """Note a write; the task runs `QUIET` seconds after the last one."""
        self._last_write = time.monotonic()
        if self.waiting is not None:
            return
        with self._changed:
            if self.waiting is None and not self._closed:
                self.waiting = Thread(target=self._wait, name="checkpoint", daemon=True)
                self.waiting.start()

    def close(self) -> None:
        """Stop waiting; a task that waits is run at once."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _wait(self) -> None:
        with self._changed:
            while not self._closed and (left := self._last_write + QUIET - time.monotonic()) > 0:
                self._changed.wait(left)
            self.waiting = None  # the next write starts its own thread
        self._task()
