"""The tables: made once, by `migrate` only."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest

from store import migrate, open_log
from store.migrations import migrator
from store.migrations.migrator import MigrationReport, SchemaStep
from store.port import EventLog, StoreNotMigrated
from store.settings import is_postgres, sqlite_path
from testkit.builders import stored_commands

NEWEST = len(migrator.STEPS)
SECOND = "CREATE TABLE second (a INTEGER); INSERT INTO second VALUES (2)"


def test_opening_makes_no_table_and_names_the_command(url: str) -> None:
    for _ in range(2):
        with pytest.raises(StoreNotMigrated, match=r"`jixiao (migrate|up)`"):
            open_log(url)
    assert is_postgres(url) or not sqlite_path(url).exists()


def test_migrating_twice_changes_nothing_the_second_time(url: str) -> None:
    # given
    first = migrate(url)
    with closing(open_log(url)) as log:
        log.append(*stored_commands.command())
    # when
    second = migrate(url)
    # then
    assert [(r.before, r.after) for r in (first, second)] == [(0, NEWEST), (NEWEST, NEWEST)]
    with closing(open_log(url)) as log:
        assert log.last_position() == 1


def test_of_several_migrations_at_once_one_makes_the_tables(url: str) -> None:
    barrier = Barrier(4)

    def at_once() -> MigrationReport:
        barrier.wait()
        return migrate(url)

    with ThreadPoolExecutor(4) as threads:
        reports = [done.result() for done in [threads.submit(at_once) for _ in range(4)]]
    assert sorted(report.before for report in reports) == [0, NEWEST, NEWEST, NEWEST]
    with closing(open_log(url)) as log:
        assert log.last_position() == 0


def test_tables_of_an_older_version_are_refused_until_they_are_migrated(
    log: EventLog, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    log.append(*stored_commands.command())
    monkeypatch.setattr(migrator, "STEPS", [*migrator.STEPS, SchemaStep(SECOND, SECOND)])
    with pytest.raises(
        StoreNotMigrated, match=rf"version {NEWEST}, .* needs {NEWEST + 1}: run `jixiao migrate`"
    ):
        open_log(url)
    # when
    report = migrate(url)
    # then
    assert (report.before, report.after) == (NEWEST, NEWEST + 1)
    with closing(open_log(url)) as opened:
        assert opened.last_position() == 1


def test_tables_of_a_newer_version_are_neither_opened_nor_migrated(
    log: EventLog, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        newer.setattr(migrator, "STEPS", [*migrator.STEPS, SchemaStep(SECOND, SECOND)])
        migrate(url)
    for step in (open_log, migrate):
        with pytest.raises(
            StoreNotMigrated, match=f"version {NEWEST + 1}, this program knows {NEWEST}"
        ):
            step(url)


def test_a_step_that_fails_leaves_the_tables_as_they_were(
    log: EventLog, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = f"{SECOND}; CREATE TABLE command_log (a INTEGER)"
    with monkeypatch.context() as failing:
        failing.setattr(migrator, "STEPS", [*migrator.STEPS, SchemaStep(broken, broken)])
        with pytest.raises(Exception, match="already exists"):
            migrate(url)
    assert migrate(url).before == NEWEST
