"""Whether the clock of this machine can be believed, looked at from time to time and said once."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from activities.business_clock import BusinessClock, NotNow
from store.factory import open_log
from store.port import StoreUnavailable

CLOCK_WRONG = 4
"""The exit code of a worker that does not start because of the clock of its machine."""


class ClockFault(StrEnum):
    """Why no act can be dated now, as the doctor finds it."""

    BEHIND = "clock-behind"
    SET = "clock-set"


class ClockWatch:
    """Says when acts on a log begin to wait for the clock, and with none when they go on."""

    def __init__(self, url: str, say: Callable[[str | None], None]) -> None:
        """Watch from now on for the log at `url`."""
        self._log = open_log(url)
        self._say = say
        self._before: type[NotNow] | None = None
        self.begin()

    def begin(self) -> None:
        """Believe the clock as it is now, as a worker does that starts."""
        self._clock = BusinessClock(self._log)

    def look(self) -> None:
        """Look once; nothing is known of a log that does not answer."""
        try:
            why = self._clock.trouble()
        except StoreUnavailable:
            return
        before, self._before = self._before, type(why) if why else None
        if self._before is not before:
            self._say(str(why) if why else None)

    def close(self) -> None:
        """Leave the log."""
        self._log.close()
