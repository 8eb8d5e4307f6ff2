"""Cores that are kept busy."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from faults.busy import busy_cores


def test_given_busy_cores_when_the_context_ends_then_each_had_a_process_that_is_gone(
    tmp_path: Path,
) -> None:
    with busy_cores(tmp_path) as spinning:
        assert len(spinning) == os.cpu_count()
        assert [one.exit_code() for one in spinning] == [None] * len(spinning)
        assert {os.getpriority(os.PRIO_PROCESS, one.pid) for one in spinning} == {
            os.getpriority(os.PRIO_PROCESS, 0)
        }
    assert {one.exit_code() for one in spinning} == {-signal.SIGKILL}
