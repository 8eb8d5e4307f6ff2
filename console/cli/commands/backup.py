"""`jixiao backup` and `jixiao restore`: the log with its contents in one file, and back."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from console import logs
from console.cli.errors import InputError, complain, printable
from console.cli.options import AsJson, Data, StoreUrl
from console.cli.render.progress_bar import bar
from console.settings import JIXIAO_DATA, TEMPORAL_ADDRESS, data_dir, store_url
from store.backups.backup import Manifest, NoBackup, back_up
from store.backups.backup import restore as restore_backup
from store.settings import JIXIAO_STORE

_SETTINGS = (JIXIAO_DATA, JIXIAO_STORE, TEMPORAL_ADDRESS)
"""What is kept of the environment: where things were; no password is among them."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(backup)
    app.command()(restore)


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
    file = to / f"jixiao-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.backup" if to.is_dir() else to
    with _one_line(), bar(Console(stderr=True), "备份 backing up") as told:
        manifest = back_up(url, file.absolute(), _settings(directory, url), told)
    _tell(file, manifest, as_json)


def restore(
    file: Annotated[Path, typer.Argument(help="A backup made by `jixiao backup`.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Restore a backup into an empty data directory, all of it or nothing.

    Every byte is verified first. Older tables are brought to this program's version.
    """
    logs.configure()
    directory = data_dir(data)
    if os.environ.get(JIXIAO_STORE):
        why = "names another event log: unset it, a backup is restored into the data directory"
        raise InputError(JIXIAO_STORE, None, "environment", why)
    with _one_line(), bar(Console(stderr=True), "恢复备份 restoring") as told:
        manifest, settings = restore_backup(file.absolute(), directory, told)
    _tell(directory, manifest, as_json)
    if not as_json:
        for name, value in settings.items():
            print(printable(f"备份时设置 setting when it was made: {name}={value}"))
        at = shlex.quote(str(directory))
        print(f"下一步 next: jixiao up --data {at}, then jixiao recover --data {at}")


def _settings(directory: Path, url: str) -> dict[str, str]:
    """Where things are now, as a record."""
    named = {name: os.environ[name] for name in _SETTINGS if os.environ.get(name)}
    return {JIXIAO_DATA: str(directory), JIXIAO_STORE: url, **named}


def _tell(place: Path, manifest: Manifest, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"place": str(place), **asdict(manifest)}, ensure_ascii=False, indent=2))
        return
    print(
        f"{place}: 事件 events {manifest.events}，命令 commands {manifest.commands}，"
        f"内容 contents {manifest.contents}，末位 last position {manifest.last_position}，"
        f"表版本 schema {manifest.schema}，{manifest.made_at}"
    )


@contextmanager
def _one_line() -> Iterator[None]:
    try:
        yield
    except NoBackup as error:
        complain(str(error))
        raise typer.Exit(2) from error
