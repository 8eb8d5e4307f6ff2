"""Builder of the checker's tests: a year on disk, and ways to damage it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faults.checker.canonical import canonical
from faults.checker.findings import Code
from faults.checker.proof import prove

LOOSE = """
    CREATE TABLE loose AS SELECT * FROM {table};
    DROP TABLE {table};
    ALTER TABLE loose RENAME TO {table};"""
"""Takes the keys off a table, so that rows can be put into it that the keys would refuse."""

FIRST = "originator_id = '652825/2023/T2' AND originator_version = 3"
LAST = """originator_id = '652825/2023/T2' AND originator_version =
    (SELECT MAX(originator_version) FROM stored_events WHERE originator_id = '652825/2023/T2')"""
LAST_ACT = """stream = '652825/2023/T2' AND last_version =
    (SELECT MAX(last_version) FROM command_log WHERE stream = '652825/2023/T2')"""
REVIEW = """act LIKE '%"command":"monitoring.review"%' AND outcome LIKE '%accepted%'
    AND stream = '652825/2023/T2'"""


PLACES = {"$FIRST": FIRST, "$LAST_ACT": LAST_ACT, "$LAST": LAST, "$REVIEW": REVIEW}


@dataclass(frozen=True)
class Past:
    """A year as it lies on the disk: the database, the client's record, what a witness saw."""

    database: Path
    record: Path
    seen: Path

    def codes(self, *, witness: bool = True) -> set[Code]:
        """What the checker finds, with what the witness saw or without."""
        proof = prove(self.database, self.record, self.seen if witness else None)
        return {one.code for one in proof.findings}

    def run(self, script: str) -> None:
        """Run a script on the database; `$FIRST` and its like stand for places."""
        for name, place in PLACES.items():
            script = script.replace(name, place)
        with closing(sqlite3.connect(self.database)) as raw:
            raw.executescript(script)

    def loosen(self) -> None:
        """Take the keys off the tables."""
        for table in ("command_log", "stored_events"):
            self.run(LOOSE.format(table=table).replace("SELECT *", f"SELECT {self.columns(table)}"))

    def columns(self, table: str) -> str:
        """The columns of a table."""
        with closing(sqlite3.connect(self.database)) as raw:
            return ", ".join(row[1] for row in raw.execute(f"PRAGMA table_info({table})"))

    def edit(self, change: Callable[[dict[str, Any]], None], topic: str) -> None:
        """Change the stored JSON of the first event of a name, which stays canonical."""
        with closing(sqlite3.connect(self.database)) as raw:
            asked = "SELECT rowid, state FROM stored_events WHERE topic = ? ORDER BY rowid LIMIT 1"
            position, state = raw.execute(asked, (topic,)).fetchone()
            stored = json.loads(state)
            change(stored)
            given = (canonical(stored), position)
            raw.execute("UPDATE stored_events SET state = ? WHERE rowid = ?", given)
            raw.commit()

    def tell(self, *lines: dict[str, Any]) -> None:
        """Add lines to the client's record."""
        with self.record.open("a") as record:
            record.writelines(json.dumps(line) + "\n" for line in lines)

    def lines(self) -> list[dict[str, Any]]:
        """The lines of the client's record."""
        return [json.loads(line) for line in self.record.read_text().splitlines()]

    def act(self, command: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """A person's act of a name as it was sent, and its outcome."""
        sent = {one["n"]: one["request"] for one in self.lines() if one["what"] == "sent"}
        told = {one["n"]: one["outcome"] for one in self.lines() if one["what"] != "sent"}
        return next((sent[n], told[n]) for n in sent if sent[n]["command"] == command)
