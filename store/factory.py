"""The factory of event logs: it opens a log by its URL, and creates its tables."""

from __future__ import annotations

from contextlib import closing

from store.databases.database import Database
from store.databases.sqlite import SqliteDatabase
from store.home import Home, home_of, make_home_here, settle_home
from store.migrations.migrator import MigrationReport
from store.migrations.sqlite import migrate_sqlite, require_sqlite
from store.outbox import Outbox
from store.port import EventLog, LogIdentity, LogKind
from store.progress import Progress, unwatched
from store.recorded_log import RecordedLog
from store.settings import is_postgres, sqlite_path

# PostgreSQL's client library is needed, and its modules imported, only where it is the store.


def open_log(url: str) -> EventLog:
    """The event log at a URL; the caller closes it.

    Raises `BadStoreUrl`, `StoreNotMigrated` (it never creates tables), `StoreUnavailable`.
    """
    return RecordedLog(open_database(url))


def open_outbox(url: str) -> Outbox:
    """The outbox of the log at a URL, to be closed by the caller; raises what `open_log` raises."""
    return Outbox(open_database(url))


def open_database(url: str) -> Database:
    """The database of the event log at a URL; raises as `open_log` does."""
    if is_postgres(url):
        from store.databases.postgres import PostgresDatabase  # noqa: PLC0415
        from store.migrations.postgres import require_postgres  # noqa: PLC0415

        require_postgres(url)
        return PostgresDatabase(url)
    path = sqlite_path(url)
    require_sqlite(path)
    return SqliteDatabase(path)


def settle_kind(url: str, first_use: LogKind | None = None) -> LogIdentity:
    """The identity of the log at a URL; sets its kind permanently.

    A log without a kind gets the kind of the years opened in it; without years, the kind of its
    `first_use`. Raises as `open_log` does.
    """
    from store.kind import settled  # noqa: PLC0415 - it reads years, and so loads their events

    with closing(open_database(url)) as database:
        return settled(database, first_use)


def become_another_copy(url: str) -> None:
    """Say that the log at a URL goes on there, after it was copied or moved.

    It gets a new copy id and keeps its log id. Raises as `open_log` does.
    """
    with closing(open_database(url)) as database:
        make_home_here(database)


def home_at(url: str) -> Home:
    """The place of the log at a URL, and the place where it was last in use (not of a drill's).

    Raises as `open_log` does.
    """
    with closing(open_database(url)) as database:
        return home_of(database) if RecordedLog(database).identity().is_real else Home(None, {})


def use_here(url: str) -> None:
    """Record that the real log at a URL is in use there.

    Raises `CopiedLog` if it is a copy of one that is in use elsewhere, and as `open_log` does.
    """
    with closing(open_database(url)) as database:
        if RecordedLog(database).identity().is_real:
            settle_home(database)


def migrate(
    url: str, progress: Progress = unwatched, first_use: LogKind | None = None
) -> MigrationReport:
    """Migrate the tables, and set the kind of the log as `settle_kind` does.

    `progress` receives the number of steps taken and the total. Raises as `migrate_tables` does.
    """
    report = migrate_tables(url, progress)
    settle_kind(url, first_use)
    return report


def migrate_tables(url: str, progress: Progress = unwatched) -> MigrationReport:
    """Migrate the tables to this program's version; idempotent, also for two at the same time.

    Raises `BadStoreUrl`, `StoreNotMigrated` when the tables are newer than this program, and
    `StoreUnavailable`.
    """
    if is_postgres(url):
        from store.migrations.postgres import migrate_postgres  # noqa: PLC0415

        return migrate_postgres(url, progress)
    return migrate_sqlite(sqlite_path(url), progress)
