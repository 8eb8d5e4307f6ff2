"""The business instant at which an act is decided: now on a real log, the workflow's in a drill.

On a real log nothing but the machine's clock dates an act, whatever the workflow believes. Where
that clock cannot be believed the act waits
(docs/decisions/1217-business-now-is-now-on-a-real-log.md).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from domain.kernel.vocabulary import SHANGHAI
from store import clock
from store.port import EventLog, LogKind

log = structlog.get_logger()

TOLERANCE = timedelta(minutes=5)
"""How far the machine's clock may be behind the log, or jump while the worker runs (inclusive)."""


class NotNow(Exception):  # noqa: N818 - what it says
    """An act cannot be dated now: try it again later. The message is one line for people."""


class ClockBehind(NotNow):
    """The machine's clock is behind the newest act of the log by more than the tolerance."""


class ClockJumped(NotNow):
    """The machine's clock was set while the worker ran, by more than the tolerance."""


class TooEarly(NotNow):
    """A step was asked for before the instant that it is planned for."""


def require_not_behind(events: EventLog) -> None:
    """Raise `ClockBehind` where the machine's clock is behind a real log."""
    if events.identity().kind is LogKind.REAL:
        _not_before_newest(events, clock.now())


class BusinessClock:
    """Gives the business instant of each act on one log."""

    def __init__(self, events: EventLog, wall: Callable[[], datetime] = clock.now) -> None:
        """Read `wall`, and watch from now on that nobody sets it."""
        self._events = events
        self._wall = wall
        self._anchor = (wall(), clock.elapsed())

    def is_real(self) -> bool:
        """Whether the machine's clock dates the acts of this log."""
        return self._events.identity().kind is LogKind.REAL

    def instant(self, told: datetime) -> datetime:
        """The business instant of an act for which its workflow `told` one.

        On a real log that is now, and never before the newest act of the log. Raises `ClockBehind`
        and `ClockJumped`.
        """
        if not self.is_real():
            return told
        now = self._wall()
        self._watch(now)
        return _not_before_newest(self._events, now).astimezone(SHANGHAI)

    def instant_of_step(self, told: datetime, planned: datetime) -> datetime:
        """The same of a step, never before the instant that it is `planned` for.

        A drill's step is recorded at its planned instant where that was told to be still to come;
        a real one raises `TooEarly`.
        """
        at = self.instant(told)
        if at >= planned or not self.is_real():
            return max(at, planned)
        raise TooEarly(f"planned for {planned.isoformat()}, and it is {at.isoformat()} here")

    def _watch(self, now: datetime) -> None:
        """Raise `ClockJumped` where the wall clock did not go on as time did since last seen."""
        seen, at = self._anchor
        elapsed = clock.elapsed()
        jump = (now - seen) - timedelta(seconds=elapsed - at)
        if abs(jump) > TOLERANCE:
            log.error("the clock of this machine was set", by=str(jump), now=now.isoformat())
            raise ClockJumped(
                f"本机时钟被拨{_told(jump)}，请校正时钟；如现在的时间无误，请重新启动 / "
                f"the clock of this machine was set by {jump}: correct it, or start again if it is "
                "right now"
            )
        self._anchor = (now, elapsed)


def _not_before_newest(events: EventLog, now: datetime) -> datetime:
    newest = events.newest_recorded_at()
    if newest is None or newest <= now:
        return now
    if newest - now > TOLERANCE:
        raise ClockBehind(
            f"本机时钟 {_minute(now)} 早于库中最新记录 {_minute(newest)}，请先校正时钟 / "
            f"the clock of this machine shows {_minute(now)}, the newest act of the log is of "
            f"{_minute(newest)}: correct the clock"
        )
    return newest


def _minute(instant: datetime) -> str:
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _told(jump: timedelta) -> str:
    minutes = abs(jump) // timedelta(minutes=1)
    return f"{'向前' if jump > timedelta(0) else '向后'} {minutes} 分钟"
