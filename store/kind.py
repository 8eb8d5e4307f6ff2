"""The kind of a log: settled by the years that were opened in it, or by its first use."""

from __future__ import annotations

from domain.kernel.subject_ids import SubjectKind, parse_subject
from domain.subjects.jurisdiction_year.opening import YearOpened
from store.databases.database import Database
from store.port import EventLog, LogIdentity, LogKind
from store.recorded_log import RecordedLog


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
