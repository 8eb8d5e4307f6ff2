"""The kind of a log: settled by the years that were opened in it, or by its first use."""

from __future__ import annotations

from domain.kernel.subject_ids import SubjectKind, parse_subject
from domain.subjects.jurisdiction_year.opening import YearOpened
from store.databases.database import Database
from store.port import EventLog, LogIdentity, LogKind, LogRefused
from store.recorded_log import RecordedLog

READ_ONLY = (
    "本库既有真实年度又有演练年度，只可查阅，拆分后方可办理 / "
    "this log has real years and years of drills: it is read only until it is split"
)
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
        raise OtherKind(READ_ONLY)
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
        if parse_subject(stream).kind is SubjectKind.JURISDICTION_YEAR
        for recorded in log.read(stream)
        if isinstance(recorded.event, YearOpened)
    }
    if len(clocks) > 1:
        return LogKind.MIXED
    return LogKind(clocks.pop()) if clocks else None
