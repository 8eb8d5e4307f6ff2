"""`jixiao migrate`: make or update the tables of the event log."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from console.cli.options import Data, StoreUrl
from console.cli.private_files import make_data_dir
from console.cli.render.log_identity import identity_line
from console.cli.render.progress_bar import bar
from console.settings import data_dir, store_url
from store.factory import become_another_copy, settle_kind
from store.factory import migrate as migrate_store
from store.migrations.migrator import MigrationReport


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(migrate)


AnotherCopy = Annotated[
    bool,
    typer.Option(
        "--another-copy", help="The database was copied: give this copy an id of its own."
    ),
]


def migrate(data: Data = None, store: StoreUrl = None, another_copy: AnotherCopy = False) -> None:
    """Make or update the tables of the event log, and say which log it is and of what kind.

    Harmless when they are up to date. With --another-copy the log becomes another copy of
    the log that it was copied from; `jixiao restore` does this by itself.
    """
    directory = data_dir(data)
    url = store_url(directory, store)
    tightened = make_data_dir(directory)
    with bar(Console(stderr=True), "迁移 migrating") as watching:
        report = migrate_store(url, watching)
    if another_copy:
        become_another_copy(url)
    print(identity_line(settle_kind(url)))
    print(told(report))
    if tightened is not None:
        print(tightened)


def told(report: MigrationReport) -> str:
    """The result in one line."""
    if report.before == report.after:
        return f"{report.place}: 表已是最新版本 tables are up to date, version {report.after}"
    if report.before == 0:
        return f"{report.place}: 新建事件库，表的版本 a new event log, tables {report.after}"
    return f"{report.place}: 表的版本 version of the tables {report.before} → {report.after}"
