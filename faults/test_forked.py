"""Processes whose ends several threads ask for."""

from __future__ import annotations

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from faults.forked import ForkedProcess

_THREADS = 4
_ROUNDS = 25


def test_given_threads_that_wait_for_a_process_when_it_is_killed_then_all_know_how_it_ended(
    tmp_path: Path,
) -> None:
    # given
    with ThreadPoolExecutor(_THREADS) as pool:
        for _ in range(_ROUNDS):
            process = ForkedProcess(time.sleep, (60,), tmp_path / "log")
            together = Barrier(_THREADS + 1)

            def end(of: ForkedProcess = process, meet: Barrier = together) -> int | None:
                meet.wait()
                of.wait()
                return of.exit_code()

            ends = [pool.submit(end) for _ in range(_THREADS)]
            together.wait()
            # when
            process.kill()
            # then
            assert {one.result() for one in ends} == {-signal.SIGKILL}


def test_given_a_process_that_ends_when_asked_then_stop_does_not_kill_it(tmp_path: Path) -> None:
    process = ForkedProcess(time.sleep, (60,), tmp_path / "log")
    assert process.exit_code() is None
    process.stop()
    assert process.exit_code() == -signal.SIGTERM
