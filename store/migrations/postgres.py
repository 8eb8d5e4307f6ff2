"""The tables in PostgreSQL: their version, and their migration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from store.databases.postgres import connection_parts
from store.migrations import migrator
from store.migrations.migrator import MigrationReport
from store.port import StoreUnavailable
from store.progress import Progress, unwatched

_LOCK = 652825_0300
"""The advisory lock that excludes other migrations."""


def place_of(url: str) -> str:
    """The database's name in messages, without its password; raises `BadStoreUrl`."""
    known = connection_parts(url)
    return f"PostgreSQL {known.get('host', 'localhost')}/{known.get('dbname', '')}"


def require_postgres(url: str) -> None:
    """Raise `StoreNotMigrated` unless the database has the tables of this program's version."""
    with _connected(url) as connection:
        migrator.require_current(place_of(url), _version(connection))


def migrate_postgres(url: str, progress: Progress = unwatched) -> MigrationReport:
    """Migrate the tables, one process at a time; `progress` receives the steps taken."""
    place = place_of(url)
    with _connected(url) as connection, connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        before = _version(connection)
        migrator.require_known(place, before)
        connection.execute(migrator.VERSION_TABLE)
        for version, step in migrator.steps_from(before, progress):
            connection.execute(step.postgres.encode())
            connection.execute("INSERT INTO schema_version (version) VALUES (%s)", (version,))
    return MigrationReport(place, before, len(migrator.STEPS))


def _version(connection: psycopg.Connection) -> int:
    found = connection.execute("SELECT to_regclass('schema_version')").fetchone()
    if found == (None,):
        return 0
    newest = connection.execute(migrator.SELECT_VERSION).fetchone()
    return (newest and newest[0]) or 0


@contextmanager
def _connected(url: str) -> Iterator[psycopg.Connection]:
    place = place_of(url)
    try:
        with psycopg.connect(url, connect_timeout=5, autocommit=True) as connection:
            yield connection
    except psycopg.OperationalError as error:
        raise StoreUnavailable(f"{place}: 事件库暂不可用，请稍后重试 / {error}") from error
