"""The witness: hashes of rows as they were seen while the run went on.

What was once committed never changes and is never lost, whoever is killed afterwards; so every row
that the witness saw has to be there in the end, byte by byte.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from faults.checker.findings import Code, Finding

_TABLES = {
    "event": """
        SELECT rowid, originator_id, originator_version, topic, state
        FROM stored_events WHERE rowid > ? ORDER BY rowid""",
    "command": """
        SELECT position, command_id, request_hash, stream, first_version, last_version, act,
               outcome, recorded_at, stored_at
        FROM command_log WHERE position > ? ORDER BY position""",
}


class Witness:
    """Looks at a database from time to time and writes down what is new."""

    def __init__(self, database: Path, seen: Path) -> None:
        """Look at `database`, write into `seen`."""
        self._database = database
        self._seen = seen
        self._last = dict.fromkeys(_TABLES, 0)

    def look(self) -> None:
        """Write down the rows since the last look."""
        with self._seen.open("a") as seen:
            for table, position, sha256 in _rows(self._database, self._last):
                line = {"table": table, "position": position, "sha256": sha256}
                seen.write(json.dumps(line) + "\n")
                self._last[table] = position
            seen.flush()
            os.fsync(seen.fileno())


def check_seen(database: Path, seen: Path) -> Iterator[Finding]:
    """Compare all that was seen with what is there now."""
    now = {
        (table, position): sha256
        for table, position, sha256 in _rows(database, dict.fromkeys(_TABLES, 0))
    }
    for line in read_seen(seen):
        found = now.get((line["table"], line["position"]))
        where = f"{line['table']} {line['position']}"
        if found is None:
            yield Finding(Code.SEEN_LOST, where, "it was there during the run")
        elif found != line["sha256"]:
            yield Finding(Code.SEEN_ALTERED, where, "it was another during the run")


def read_seen(seen: Path) -> list[dict[str, Any]]:
    """What was written down."""
    return [json.loads(line) for line in seen.read_text().splitlines()] if seen.exists() else []


def _rows(database: Path, after: dict[str, int]) -> Iterator[tuple[str, int, str]]:
    with closing(sqlite3.connect(database)) as raw:
        for table, asked in _TABLES.items():
            for row in raw.execute(asked, (after[table],)).fetchall():
                content = repr(tuple(row)).encode()
                yield table, row[0], hashlib.sha256(content).hexdigest()
