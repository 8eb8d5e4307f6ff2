"""The tables in a SQLite file: their version, and their migration."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from store.databases.incomplete import incomplete
from store.databases.sqlite import sqlite_uri, unavailable
from store.migrations import migrator
from store.migrations.migrator import MigrationReport
from store.port import StoreDamaged, StoreNotMigrated, StoreUnavailable
from store.progress import Progress, unwatched

_EVENTS = "SELECT 1 FROM sqlite_master WHERE name = 'stored_events'"


def require_sqlite(path: Path) -> None:
    """Raise `StoreNotMigrated` unless the file has the tables of this program's version."""
    if not path.exists():
        raise StoreNotMigrated(
            f"{path} 处没有事件库：数据目录已移动或写错的，请用 --data 指明其所在；"
            "确需新建的，请执行 jixiao up / "
            f"there is no event log at {path}: if the data directory was moved or mistyped, say "
            "by --data where it is; `jixiao up` makes a new log"
        )
    with _connected(path, "rw") as connection:
        migrator.require_current(str(path), _version(connection))


def migrate_sqlite(path: Path, progress: Progress = unwatched) -> MigrationReport:
    """Migrate the tables, one process at a time; `progress` receives the steps taken."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(path.parent), _made(path), _connected(path, "rw") as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("BEGIN IMMEDIATE")
        before = _version(connection)
        migrator.require_known(str(path), before)
        _update(connection, before, progress)
        connection.execute("COMMIT")
    return MigrationReport(str(path), before, len(migrator.STEPS))


def _update(connection: sqlite3.Connection, before: int, progress: Progress) -> None:
    connection.execute(migrator.VERSION_TABLE)
    for version, step in migrator.steps_from(before, progress):
        for statement in migrator.statements_of(step.sqlite):
            connection.execute(statement)
        connection.execute("INSERT INTO schema_version (version) VALUES (?)", (version,))


def _version(connection: sqlite3.Connection) -> int:
    tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'schema_version'")
    if tables.fetchone() is None:
        if connection.execute(_EVENTS).fetchone() is not None:
            raise StoreDamaged(incomplete("schema_version"))
        return 0
    return connection.execute(migrator.SELECT_VERSION).fetchone()[0] or 0


@contextmanager
def _connected(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    with unavailable(path), closing(_connect(path, mode)) as connection:
        try:
            yield connection
        except sqlite3.DatabaseError as error:
            if "not a database" in str(error):
                raise StoreUnavailable(
                    f"{path} 不是 SQLite 数据库，请恢复备份或另指数据目录 / "
                    f"{path} is not a SQLite database: restore a backup, or name another directory"
                ) from error
            raise


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(sqlite_uri(path, mode), uri=True, timeout=10, isolation_level=None)


@contextmanager
def _made(path: Path) -> Iterator[None]:
    """Create the file, readable by its user alone; SQLite gives its extra files the same mode.

    An existing file is not opened, because closing it would release this process's SQLite locks.
    """
    try:
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise StoreUnavailable(f"{path}: 无法写入 / {error.strerror}") from error
    yield


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Exclude other migrations: if two switch to WAL at the same time, one may fail as locked."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
