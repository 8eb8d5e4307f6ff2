"""The watch on the machine's clock."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from activities.business_clock import BusinessClock, NotNow
from console.cli.watch import Watch

CLOCK_WRONG = 4
"""The exit code of a worker that does not start because its machine's clock is wrong."""


class ClockFault(StrEnum):
    """The reason why no act can be dated now, for `doctor`."""

    BEHIND = "clock-behind"
    SET = "clock-set"


class ClockWatch(Watch):
    """A watch on the machine's clock, by which no act may be dated if it is wrong."""

    def __init__(self, url: str, say: Callable[[str | None], None]) -> None:
        """Watch the clock for the log at `url` from now on."""
        super().__init__(url, say)
        self.begin()

    def begin(self) -> None:
        """Accept the clock as it is now, as a starting worker does."""
        self._clock = BusinessClock(self._log)

    def trouble(self) -> NotNow | None:
        """The reason why no act can be dated now."""
        return self._clock.trouble()
