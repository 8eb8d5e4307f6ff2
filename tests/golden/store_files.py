"""Golden stores: a small log in the tables of each version, with what it is folded to.

`tables-N.db.gz` is a SQLite file as the program of that time left it, `tables-N.json` what its
subjects are. Write those of a new version with `python -m tests.golden.store_files`; a file that
is there is never changed.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from activities.command_handler import CommandHandler
from store import sqlite_url
from store.databases.sqlite import sqlite_uri
from store.migrations import migrator
from store.port import EventLog
from tests import small_log

STORES = Path(__file__).parent / "stores"


def store_of(version: int) -> Path:
    """The golden store whose tables have a version."""
    return STORES / f"tables-{version}.db.gz"


def expectation_of(version: int) -> Path:
    """What the golden store of a version is folded to."""
    return STORES / f"tables-{version}.json"


def folded(log: EventLog) -> dict[str, Any]:
    """What the subjects of a log are, and what became of its commands."""
    deciding = CommandHandler(log)
    views = {stream: deciding.view(stream) for stream in log.streams("")}
    return {
        stream: {
            "version": view.version,
            "phase": str(view.phase),
            "closed": view.closed,
            "unit": view.unit,
            "commands": [row.outcome["status"] for row in log.commands(stream)],
        }
        for stream, view in views.items()
    }


def unpacked(version: int, to: Path) -> str:
    """The golden store of a version, unpacked into a file; returns its URL."""
    to.write_bytes(gzip.decompress(store_of(version).read_bytes()))
    return sqlite_url(to)


def write() -> None:
    """Write the golden store of the present version; raises `FileExistsError`."""
    version = len(migrator.STEPS)
    with TemporaryDirectory() as scratch:
        file = Path(scratch) / "log.db"
        with small_log.small_log(sqlite_url(file)) as log:
            expected = folded(log)
        with closing(sqlite3.connect(sqlite_uri(file, "rw"), uri=True)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
        with store_of(version).open("xb") as store:
            store.write(gzip.compress(file.read_bytes(), mtime=0))
    text = json.dumps(expected, ensure_ascii=False, indent=2) + "\n"
    expectation_of(version).write_text(text, "utf-8")


if __name__ == "__main__":
    write()
