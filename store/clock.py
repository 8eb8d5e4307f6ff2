"""The clock port: the only place where the product reads the machine's time.

The product never sets this clock. The testkit replaces it to test another day
(docs/decisions/1216-one-clock-port-and-two-kinds-of-log.md).
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

_SINCE_BOOT = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)

TOLERANCE = timedelta(minutes=5)
"""The clocks of two writers may differ this far, and one clock may jump this far (inclusive).

A worker that is further behind the log takes no act
(docs/decisions/1216-one-clock-port-and-two-kinds-of-log.md, 1217).
"""


class Clock(Protocol):
    """A wall clock, and a monotonic clock that nobody can set."""

    def now(self) -> datetime:
        """The wall clock's instant, in UTC."""
        ...

    def elapsed(self) -> float:
        """Seconds since some instant in the past; setting the wall clock does not change them."""
        ...


class HostClock:
    """The clocks of this machine."""

    def now(self) -> datetime:
        """The wall clock's instant, in UTC."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Seconds since the machine started, including sleep."""
        return time.clock_gettime(_SINCE_BOOT)


_installed: list[Clock] = [HostClock()]


def now() -> datetime:
    """The wall clock's instant, in UTC."""
    return _installed[-1].now()


def elapsed() -> float:
    """Seconds of the monotonic clock."""
    return _installed[-1].elapsed()


def install(clock: Clock) -> None:
    """Use another clock from now on; only for the testkit."""
    _installed.append(clock)


def uninstall() -> None:
    """Use the clock from before the last `install` again."""
    if len(_installed) == 1:
        raise RuntimeError("no other clock is installed")
    _installed.pop()


def of_files() -> int:
    """Nanoseconds since 1970 by the file system's clock; it cannot be replaced."""
    return time.time_ns()
