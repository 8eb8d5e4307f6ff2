"""Our own clock moved by a constant shift, as that of the shifted engine is."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta

from console.worker_process import Programs
from deploy.engine import ServerBuild
from store.clock import HostClock
from testkit.shifted_engine import CLOCK_SHIFT, obtain_shifted


class ShiftedClock(HostClock):
    """The clock of this machine plus a constant shift in seconds."""

    def __init__(self, shift: int) -> None:
        """Show the wall clock moved by `shift`; the time that passes is that of the machine."""
        self._shift = timedelta(seconds=shift)

    def now(self) -> datetime:
        """The shifted instant, in UTC."""
        return super().now() + self._shift


def shift_to(instant: datetime) -> int:
    """The shift in whole seconds with which it is this instant now (at most a second later)."""
    return round((instant - HostClock().now()).total_seconds())


def shifted_words(shift: int) -> list[str]:
    """The words before those of a command of the product that runs with a shifted clock."""
    return [sys.executable, "-m", "testkit.shifted_process", str(shift), "--"]


def shifted_programs(shift: int) -> Programs:
    """A stack's server and worker with shifted clocks; the server is built where it is missing."""
    server = ServerBuild(obtain_shifted(), {CLOCK_SHIFT: str(shift)})
    return Programs((*shifted_words(shift), "worker"), server)
