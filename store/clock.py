"""The clock port: the only place where the product reads the time of the machine.

Nothing in the product moves this clock. The testkit installs another one to live on another day
(docs/decisions/1216-one-clock-port.md).
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol

_SINCE_BOOT = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class Clock(Protocol):
    """A clock of the wall, and beside it one that nobody can set."""

    def now(self) -> datetime:
        """The instant that the wall clock shows, in UTC."""
        ...

    def elapsed(self) -> float:
        """Seconds since some instant in the past; setting the wall clock does not change them."""
        ...


class HostClock:
    """The clocks of this machine."""

    def now(self) -> datetime:
        """The instant that the wall clock shows, in UTC."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Seconds since the machine started, those in which it slept among them."""
        return time.clock_gettime(_SINCE_BOOT)


_installed: list[Clock] = [HostClock()]


def now() -> datetime:
    """The instant that the wall clock shows, in UTC."""
    return _installed[-1].now()


def elapsed() -> float:
    """Seconds by the clock that nobody can set."""
    return _installed[-1].elapsed()


def install(clock: Clock) -> None:
    """Read another clock from now on; for the testkit alone."""
    _installed.append(clock)


def uninstall() -> None:
    """Read again the clock that was read before the last `install`."""
    if len(_installed) == 1:
        raise RuntimeError("no other clock is installed")
    _installed.pop()
