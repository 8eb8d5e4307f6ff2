"""`jixiao restore`: a backup restored into an empty data directory."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from console import logs
from console.cli.errors import InputError, printable
from console.cli.options import AsJson, Data
from console.cli.render.backup_report import one_line, report_backup
from console.cli.render.progress_bar import bar
from console.settings import data_dir
from store.backups.backup import restore as restore_backup
from store.factory import settle_kind
from store.settings import JIXIAO_STORE, sqlite_url, without_password


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(restore)


def restore(
    file: Annotated[Path, typer.Argument(help="A backup made by `jixiao backup`.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Restore a backup into an empty data directory, all of it or nothing.

    Every byte is verified first. Older tables are brought to this program's version. The restored
    log has the id of the log in the backup, and is another copy of it.
    """
    logs.configure()
    directory = data_dir(data)
    if os.environ.get(JIXIAO_STORE):
        why = (
            "指明了另一事件库；备份恢复到数据目录，请先取消此设置 / "
            "names another event log: unset it, a backup is restored into the data directory"
        )
        raise InputError(JIXIAO_STORE, None, "environment", why)
    with one_line(), bar(Console(stderr=True), "恢复备份 restoring") as progress:
        manifest, settings = restore_backup(file.absolute(), directory, progress)
    identity = settle_kind(sqlite_url(directory / "log.db"))
    report_backup(directory, manifest, as_json, identity)
    if not as_json:
        for name, value in settings.items():
            print(
                printable(f"备份时设置 setting when it was made: {name}={without_password(value)}")
            )
        at = shlex.quote(str(directory))
        print(f"下一步 next: jixiao up --data {at}, 然后 then jixiao recover --data {at}")
