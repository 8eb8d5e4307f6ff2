"""The report of a backup: its contents, or in one line the reason why there is none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import typer

from console.cli.errors import complain
from store.backups.backup import Manifest, NoBackup


def report_backup(place: Path, manifest: Manifest, as_json: bool) -> None:
    """Print what a backup holds, or what was restored from it."""
    if as_json:
        print(json.dumps({"place": str(place), **asdict(manifest)}, ensure_ascii=False, indent=2))
        return
    print(
        f"{place}: 事件 events {manifest.events}，命令 commands {manifest.commands}，"
        f"内容 contents {manifest.contents}，末位 last position {manifest.last_position}，"
        f"表版本 schema {manifest.schema}，{manifest.made_at}"
    )


@contextmanager
def one_line() -> Iterator[None]:
    """Say in one line why a file is no backup, or why none is made; exit 2."""
    try:
        yield
    except NoBackup as error:
        complain(str(error))
        raise typer.Exit(2) from error
