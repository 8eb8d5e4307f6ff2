"""A watch on the machine's clock, which reports each change once."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from activities.business_clock import BusinessClock, NotNow
from store.factory import open_log
from store.port import StoreUnavailable

CLOCK_WRONG = 4
"""The exit code of a worker that does not start because its machine's clock is wrong."""


class ClockFault(StrEnum):
    """The reason why no act can be dated now, for `doctor`."""

    BEHIND = "clock-behind"
    SET = "clock-set"


class ClockWatch:
    """Reports when acts on a log begin to wait for the clock, and (with null) when they go on."""

    def __init__(self, url: str, say: Callable[[str | None], None]) -> None:
        """Watch the clock for the log at `url` from now on."""
        self._log = open_log(url)
        self._say = say
        self._before: type[NotNow] | None = None
        self.begin()

    def begin(self) -> None:
        """Accept the clock as it is now, as a starting worker does."""
        self._clock = BusinessClock(self._log)

    def look(self) -> None:
        """Check once; a log that does not answer is not checked."""
        try:
            why = self._clock.trouble()
        except StoreUnavailable:
            return
        before, self._before = self._before, type(why) if why else None
        if self._before is not before:
            self._say(str(why) if why else None)

    def close(self) -> None:
        """Close the log."""
        self._log.close()
