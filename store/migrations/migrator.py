"""The migrator: the version of the event log's tables, and the steps to the newest one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from store.migrations import tables
from store.port import StoreNotMigrated
from store.progress import Progress


@dataclass(frozen=True, slots=True)
class SchemaStep:
    """The scripts from one version of the tables to the next, for each database."""

    sqlite: str
    postgres: str


STEPS: list[SchemaStep] = [
    SchemaStep(tables.SQLITE_1, tables.POSTGRES_1),
    SchemaStep(tables.SQLITE_2, tables.POSTGRES_2),
    SchemaStep(tables.SQLITE_3, tables.POSTGRES_3),
    SchemaStep(tables.SQLITE_4, tables.POSTGRES_4),
    SchemaStep(tables.SQLITE_5, tables.POSTGRES_5),
]
"""The version of the tables is the number of these steps taken."""

VERSION_TABLE = """
CREATE TABLE IF NOT EXISTS schema_version (
    version INTEGER PRIMARY KEY,
    migrated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
)"""
SELECT_VERSION = "SELECT MAX(version) FROM schema_version"


@dataclass(frozen=True, slots=True)
class MigrationReport:
    """The result of `migrate`: the version of the tables `before` (0: none) and `after`."""

    place: str
    before: int
    after: int


def require_current(place: str, version: int) -> None:
    """Raise `StoreNotMigrated` unless the tables have this program's version."""
    require_known(place, version)
    if version == 0:
        raise StoreNotMigrated(
            f"{place} 的事件库尚未建表，请执行 jixiao migrate / "
            f"the event log at {place} has no tables yet: run `jixiao migrate`"
        )
    if version < len(STEPS):
        raise StoreNotMigrated(
            f"{place} 的事件库表版本较旧，请执行 jixiao migrate / "
            f"the event log at {place} has tables of version {version}, this program needs "
            f"{len(STEPS)}: run `jixiao migrate`"
        )


def require_known(place: str, version: int) -> None:
    """Raise `StoreNotMigrated` when a newer program made the tables."""
    if version > len(STEPS):
        raise StoreNotMigrated(
            f"{place} 的事件库由较新版本写入，请安装较新的 jixiao / "
            f"the event log at {place} has tables of version {version}, this program knows "
            f"{len(STEPS)}: install the newer jixiao (`jixiao migrate` does not go back)"
        )


def steps_from(before: int, progress: Progress) -> Iterator[tuple[int, SchemaStep]]:
    """The steps after a version, each with its new version; reports the progress."""
    left = STEPS[before:]
    for taken, step in enumerate(left):
        progress(taken, len(left))
        yield before + taken + 1, step
    progress(len(left), len(left))


def statements_of(script: str) -> list[str]:
    """The statements of a script."""
    return [statement.strip() for statement in script.split(";")]
