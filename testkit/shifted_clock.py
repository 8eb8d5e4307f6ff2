"""Our own clock moved by a constant shift, as that of the shifted engine is."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

from console.stack import Programs
from deploy.engine import ServerBuild
from testkit.shifted_engine import CLOCK_SHIFT, obtain_shifted


def shift_to(instant: datetime) -> int:
    """The shift in whole seconds with which it is this instant now (at most a second later)."""
    return round((instant - datetime.now(UTC)).total_seconds())


def shifted_now(shift: int) -> datetime:
    """The instant that it is now with a shift in seconds."""
    return datetime.now(UTC) + timedelta(seconds=shift)


def shifted_words(shift: int) -> list[str]:
    """The words before those of a command of the product that runs with a shifted clock."""
    return [sys.executable, "-m", "testkit.shifted_process", str(shift), "--"]


def shifted_programs(shift: int) -> Programs:
    """A stack's server and worker with shifted clocks; the server is built where it is missing."""
    server = ServerBuild(obtain_shifted(), {CLOCK_SHIFT: str(shift)})
    return Programs((*shifted_words(shift), "worker"), server)
