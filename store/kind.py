"""The kind of a log: settled by the years that were opened in it, or by its first use."""

from __future__ import annotations

from domain.kernel.subject_ids import SubjectKind, subject_of
from domain.subjects.jurisdiction_year.opening import YearOpened
from store.databases.database import Database
from store.port import MIXED_EN, MIXED_ZH, EventLog, LogIdentity, LogKind, LogRefused
from store.recorded_log import RecordedLog

NO_DRILL_HERE = (
    "本库记录真实年度，不能用于演练；演练请另指定数据目录 / "
    "this log records real years, and no drill runs on it: name another data directory"
)


class OtherKind(LogRefused):
    """Nothing runs, or no drill runs, on a log of this kind."""


def require_kind(found: LogIdentity, kind: LogKind) -> None:
    """Raise `OtherKind` where a stack or a worker of a kind may not run on the log that was found.

    A stack on the machine's clock goes on with a drill's log; a drill never with a real one.
    """
    if found.kind is LogKind.MIXED:
        raise OtherKind(f"{MIXED_ZH} / {MIXED_EN}")
    if kind is LogKind.SIMULATED and found.kind is LogKind.REAL:
        raise OtherKind(NO_DRILL_HERE)


def settled(database: Database, first_use: LogKind | None) -> LogIdentity:
    """Which log a database holds, and of what kind, from now on for good.

    A log whose kind is open gets that of the years opened in it, or where there is none that of
    its `first_use`; without one its kind stays open.
    """
    log = RecordedLog(database)
    if log.identity().kind is None:
        kind = kind_of_years(log) or first_use
        if kind is not None:
            database.write(database.sql.settle_kind, (kind.value,))
    return log.identity()


def kind_of_years(log: EventLog) -> LogKind | None:
    """The kind that the years opened in a log say; none where no year was opened."""
    clocks = {
        recorded.event.clock
        for stream in log.streams("")
        if (subject := subject_of(stream)) and subject.kind is SubjectKind.JURISDICTION_YEAR
        for recorded in log.read(stream)
        if isinstance(recorded.event, YearOpened)
    }
    if len(clocks) > 1:
        return LogKind.MIXED
    return LogKind(clocks.pop()) if clocks else None
