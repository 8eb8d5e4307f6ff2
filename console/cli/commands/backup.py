"""`jixiao backup`: the log with its contents and settings in one file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from console import logs
from console.cli.options import AsJson, Data, StoreUrl
from console.cli.render.backup_report import one_line, report_backup
from console.cli.render.progress_bar import bar
from console.settings import JIXIAO_DATA, TEMPORAL_ADDRESS, data_dir, store_url
from store import clock
from store.backups.backup import back_up
from store.settings import JIXIAO_STORE, without_password

_SETTINGS = (JIXIAO_DATA, JIXIAO_STORE, TEMPORAL_ADDRESS)
"""The settings to store: the locations, without any password."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(backup)


def backup(
    to: Annotated[Path, typer.Argument(metavar="DIR|FILE", help="Where the backup is written.")],
    data: Data = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Back up the event log with its contents and settings into one new file, while it is in use.

    The file holds the log as it stood at one moment. In a directory it is named by date and time.
    The engine's database and the boards are not in it: both are made again from the log.
    """
    logs.configure()
    directory = data_dir(data)
    url = store_url(directory, store)
    file = to / f"jixiao-{clock.now():%Y%m%dT%H%M%SZ}.backup" if to.is_dir() else to
    with one_line(), bar(Console(stderr=True), "备份 backing up") as progress:
        manifest = back_up(url, file.absolute(), _settings(directory, url), progress)
    report_backup(file, manifest, as_json)


def _settings(directory: Path, url: str) -> dict[str, str]:
    """The current locations as a record."""
    named = {name: os.environ[name] for name in _SETTINGS if os.environ.get(name)}
    all_named = {JIXIAO_DATA: str(directory), JIXIAO_STORE: url, **named}
    return {name: without_password(value) for name, value in all_named.items()}
