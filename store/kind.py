"""The kind of a log: set by the years opened in it, or by its first use."""

from __future__ import annotations

from collections.abc import Iterator

from domain.kernel.subject_ids import Subject, SubjectKind, subject_of
from domain.subjects.jurisdiction_year.opening import YearOpened
from store.databases.database import Database
from store.port import MIXED_EN, MIXED_ZH, EventLog, LogIdentity, LogKind, LogRefused
from store.recorded_log import RecordedLog

NO_DRILL_HERE = (
    "本库记录真实年度，不能用于演练；演练请另指定数据目录 / "
    "this log records real years, and no drill runs on it: name another data directory"
)


class OtherKind(LogRefused):
    """A stack or a drill may not run on a log of this kind."""


def require_kind(found: LogIdentity, kind: LogKind) -> None:
    """Raise `OtherKind` if a stack or worker of a kind may not run on the log found.

    A stack on the machine's clock may continue a drill's log; a drill may never run on a real log.
    """
    if found.kind is LogKind.MIXED:
        raise OtherKind(f"{MIXED_ZH} / {MIXED_EN}")
    if kind is LogKind.SIMULATED and found.kind is LogKind.REAL:
        raise OtherKind(NO_DRILL_HERE)


def settled(database: Database, first_use: LogKind | None) -> LogIdentity:
    """The identity of the log in a database; sets its kind permanently.

    A log without a kind gets the kind of the years opened in it; without years, the kind of its
    `first_use`; without a first use, none.
    """
    log = RecordedLog(database)
    if log.identity().kind is None:
        kind = kind_of_years(log) or first_use
        if kind is not None:
            database.write(database.sql.settle_kind, (kind.value,))
    return log.identity()


def kind_of_years(log: EventLog) -> LogKind | None:
    """The kind by the years opened in a log; `None` if no year was opened."""
    clocks = {clock for _, clock in clocks_of_years(log)}
    if len(clocks) > 1:
        return LogKind.MIXED
    return LogKind(clocks.pop()) if clocks else None


def clocks_of_years(log: EventLog, prefix: str = "") -> Iterator[tuple[Subject, str]]:
    """The clock of each opened year, `real` or `simulated`, in the streams with a prefix."""
    for stream in log.streams(prefix):
        subject = subject_of(stream)
        if subject is not None and subject.kind is SubjectKind.JURISDICTION_YEAR:
            for recorded in log.read(stream):
                if isinstance(recorded.event, YearOpened):
                    yield subject, recorded.event.clock
