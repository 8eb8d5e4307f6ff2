"""The business instant of an act: now on a real log, the workflow's time in a drill.

On a real log, only the machine's clock dates an act, whatever the workflow sends. While that clock
is not trustworthy, acts wait (docs/decisions/1216-one-clock-port-and-two-kinds-of-log.md, 1217).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from domain.kernel.vocabulary import SHANGHAI
from store import clock
from store.port import EventLog

log = structlog.get_logger()


class NotNow(Exception):  # noqa: N818 - what it says
    """An act cannot be dated now: retry later. The message is one line for people."""


class ClockBehind(NotNow):
    """The machine's clock is more than the tolerance behind the newest act of the log."""


class ClockJumped(NotNow):
    """Somebody set the machine's clock by more than the tolerance while the worker ran."""


class TooEarly(NotNow):
    """A step was requested before its planned instant."""


def require_not_behind(events: EventLog) -> None:
    """Raise `ClockBehind` if the machine's clock is behind a real log."""
    if events.identity().is_real:
        _not_before_newest(events, clock.now())


class BusinessClock:
    """Gives the business instant of each act on one log."""

    def __init__(self, events: EventLog, wall: Callable[[], datetime] = clock.now) -> None:
        """Read the clock `wall` and watch it for jumps from now on."""
        self._events = events
        self._wall = wall
        self._anchor = (wall(), clock.elapsed())
        self._waits_for: type[NotNow] | None = None

    def is_real(self) -> bool:
        """Whether the machine's clock dates the acts of this log."""
        return self._events.identity().is_real

    def instant(self, told: datetime) -> datetime:
        """The business instant of an act; `told` is the instant that its workflow sent.

        On a real log it is now, but never before the newest act of the log. Raises `ClockBehind`
        and `ClockJumped`.
        """
        if not self.is_real():
            return told
        try:
            at = self._trusted_now()
        except NotNow as why:
            self._log_change(why)
            raise
        self._log_change(None)
        return at.astimezone(SHANGHAI)

    def trouble(self) -> NotNow | None:
        """The reason why no act can be dated now; `None` if acts can be dated."""
        if not self.is_real():
            return None
        try:
            self._trusted_now()
        except NotNow as found:
            return found
        return None

    def instant_of_step(self, told: datetime, planned: datetime) -> datetime:
        """The business instant of a step; never before its `planned` instant.

        In a drill, a step that `told` puts before `planned` gets the planned instant; on a real log
        it raises `TooEarly`. Otherwise as `instant`.
        """
        at = self.instant(told)
        if at >= planned or not self.is_real():
            return max(at, planned)
        raise TooEarly(f"planned for {planned.isoformat()}, and it is {at.isoformat()} here")

    def _trusted_now(self) -> datetime:
        now = self._wall()
        self._watch(now)
        return _not_before_newest(self._events, now)

    def _log_change(self, why: NotNow | None) -> None:
        """Log once that acts begin to wait, and once that they go on; not at every act."""
        before, self._waits_for = self._waits_for, type(why) if why else None
        if self._waits_for is before:
            return
        if why is None:
            log.warning("the clock of this machine is right again, acts go on")
        else:
            log.error("acts wait for the clock of this machine", why=str(why))

    def _watch(self, now: datetime) -> None:
        """Raise `ClockJumped` if wall clock and elapsed time differ since the last look."""
        seen, at = self._anchor
        elapsed = clock.elapsed()
        jump = (now - seen) - timedelta(seconds=elapsed - at)
        if abs(jump) > clock.TOLERANCE:
            raise ClockJumped(_jumped(jump))
        self._anchor = (now, elapsed)


def _not_before_newest(events: EventLog, now: datetime) -> datetime:
    newest = events.newest_recorded_at()
    if newest is None or newest <= now:
        return now
    if newest - now > clock.TOLERANCE:
        raise ClockBehind(_behind(now, newest))
    return newest


def _behind(now: datetime, newest: datetime) -> str:
    return (
        f"本机时钟 {_minute(now)} 早于库中最新记录 {_minute(newest)}，暂不能办理：时钟有误的，"
        "请校正时钟；时钟无误的，说明库中记录是在时钟有误时写入的，请恢复此前的备份 / "
        f"the clock of this machine shows {_minute(now)} and the newest act of the log is of "
        f"{_minute(newest)}: correct the clock; if it is right, the log was written while it was "
        "wrong: restore a backup from before"
    )


def _jumped(jump: timedelta) -> str:
    zh, en = ("拨快", "ahead") if jump > timedelta(0) else ("拨慢", "back")
    minutes = round(abs(jump) / timedelta(minutes=1))
    return (
        f"运行中本机时钟被{zh}约 {minutes} 分钟，暂不能办理：请校正时钟；现在的时间无误的，"
        "请重新启动 jixiao up / the clock of this machine was set "
        f"{en} by {minutes} minutes while the worker ran: correct it, or start `jixiao up` again "
        "if it is right now"
    )


def _minute(instant: datetime) -> str:
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
