"""The report of a backup: its contents, or the reason for its failure in one line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import typer

from console.cli.errors import complain
from console.cli.render.log_identity import identity_json, identity_line, kind_words
from store.backups.backup import Manifest, NoBackup
from store.port import LogIdentity, LogKind


def report_backup(
    place: Path, manifest: Manifest, as_json: bool, restored: LogIdentity | None = None
) -> None:
    """Print the contents of a backup, or of the directory `restored` from it."""
    if as_json:
        told = {"place": str(place), **asdict(manifest)}
        if restored is not None:
            told["restored"] = identity_json(restored)
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if restored is not None:
        print(identity_line(restored))
    elif manifest.log_id is not None:
        kind = kind_words(LogKind(manifest.log_kind) if manifest.log_kind else None)
        print(f"库标识 log {manifest.log_id}，性质 kind {kind}")
    print(
        f"{place}: 事件 events {manifest.events}，命令 commands {manifest.commands}，"
        f"内容 contents {manifest.contents}，末位 last position {manifest.last_position}，"
        f"表版本 schema {manifest.schema}，{manifest.made_at}"
    )


@contextmanager
def one_line() -> Iterator[None]:
    """Print in one line why a file is not a backup, or why none is made; exit 2."""
    try:
        yield
    except NoBackup as error:
        complain(str(error))
        raise typer.Exit(2) from error
