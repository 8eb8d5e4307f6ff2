"""The bad year: decided into a store, and what is expected of it.

    python -m tests.bad_year

writes the expected summary anew, from the year decided without an engine.
"""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from console.cli.commands.demo_bad_year import EXAMPLE, UNTIL
from domain.kernel.decider import Recorded
from domain.kernel.serialization.envelope import unseal
from store import sqlite_url
from store.port import EventLog
from tests.decided_year import DecidedYear, decided_year
from tests.small_years import NotTaken, Told, summary

EXPECTED = EXAMPLE / "expected.json"
_ALL = 100_000


def decide(directory: Path, until: date = UNTIL) -> DecidedYear:
    """The bad year in a store of its own."""
    return decided_year(EXAMPLE.name, sqlite_url(directory / "log.db"), until)


def recorded(log: EventLog) -> list[Recorded[Any]]:
    """All events, in the order of the log."""
    return [unseal(one.topic, one.state) for one in log.notifications(0, _ALL)]


def summary_of(year: DecidedYear) -> dict[str, Any]:
    """What came of it."""
    events = [
        Told(_within(one.stream), one.event.name, one.event.data()) for one in recorded(year.log)
    ]
    refused = [
        NotTaken(_within(request.subject), request.command, code) for request, code in year.refused
    ]
    return summary(events, refused)


def _within(stream: str) -> str:
    return stream.partition("/")[2]


if __name__ == "__main__":
    with TemporaryDirectory() as made:
        year = decide(Path(made))
        with closing(year.log):
            told = json.dumps(summary_of(year), ensure_ascii=False, indent=1)
    EXPECTED.write_text(f"{told}\n", "utf-8")
