"""Words about the kind of a log: the clock of its acts."""

from __future__ import annotations

from datetime import datetime, timedelta

from rich.console import Console

from domain.kernel.vocabulary import SHANGHAI
from store.port import EventLog, LogKind

REST = timedelta(days=31)
"""A usual pause of a bureau; a note follows if the newest act is older."""

DRILL = "演练 drill"
DRY_RUN = "试办，未登记 tried, not recorded"


def warn(screen: Console, line: str, style: str = "bold red") -> None:
    """Print a warning line: in colour on a terminal, otherwise plain."""
    screen.print(line, style=style, markup=False, highlight=False, soft_wrap=True)


def receipt_of(kind: LogKind | None, *, dry_run: bool = False) -> str:
    """The prefix of each act's receipt: of a drill, of a trial without effect, or empty."""
    drill = f"[{DRILL}] " if kind is LogKind.SIMULATED else ""
    return f"[{DRY_RUN}] {drill}" if dry_run else drill


def drill_line(log: EventLog, latest: datetime | None = None) -> str | None:
    """The line that marks a drill's log; `None` for any other.

    `latest` is the latest business instant in the log, by default that of the newest act. In a
    drill each subject has a clock of its own, so the newest act need not be the latest.
    """
    if log.identity().kind is not LogKind.SIMULATED:
        return None
    newest = latest or log.newest_recorded_at()
    zh, en = (f"，截至 {_day(newest)}", f", up to {_day(newest)}") if newest else ("", "")
    return (
        f"演练库：以下日期均为演练日期{zh}，所办事项不是真实业务 / "
        f"a drill's log: its dates are the drill's{en}, and no act on it is real"
    )


def rest_line(log: EventLog, now: datetime) -> str | None:
    """The note that the newest act of a real log is long ago, or `None`."""
    newest = log.newest_recorded_at()
    if log.identity().kind is not LogKind.REAL or newest is None or now - newest <= REST:
        return None
    days = (now - newest).days
    return (
        f"库中最新记录为 {_day(newest)}，距今 {days} 天，请核对本机时钟（现为 {_day(now)}） / "
        f"the newest act of this log is of {_day(newest)}, {days} days ago: check that the clock "
        f"of this machine is right ({_day(now)})"
    )


def _day(instant: datetime) -> str:
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d}"
