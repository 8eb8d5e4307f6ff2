"""The year of a bureau that forgets: decided into a store, and what is expected of it.

    python -m tests.forgetful_bureau

writes the expected summary anew, from the year decided without an engine.
"""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from domain.shared.deadlines.deadline_acts import Passed
from domain.subjects.jurisdiction_year.bureau_duties import DUTIES
from store import sqlite_url
from tests.bad_year import recorded, summary_of
from tests.decided_year import DecidedYear, decided_year
from tests.small_years import EXAMPLES

FOLDER = EXAMPLES / "653129-2027"
EXPECTED = FOLDER / "expected.json"


def decide(directory: Path) -> DecidedYear:
    """The year in a store of its own."""
    return decided_year(FOLDER.name, sqlite_url(directory / "log.db"))


def told(year: DecidedYear) -> dict[str, Any]:
    """What came of it, with the system's steps for the bureau's own duties by their days."""
    return {**summary_of(year), "steps": steps(year)}


def steps(year: DecidedYear) -> dict[str, dict[str, str]]:
    """The day of each step that the system took for a duty of the bureau's own."""
    found: dict[str, dict[str, str]] = {}
    for one in recorded(year.log):
        if isinstance(one.event, Passed) and one.event.deadline in DUTIES:
            taken = found.setdefault(one.event.deadline, {})
            taken[one.event.step] = one.effective_on.isoformat()
    return found


if __name__ == "__main__":
    with TemporaryDirectory() as made:
        year = decide(Path(made))
        with closing(year.log):
            written = json.dumps(told(year), ensure_ascii=False, indent=1)
    EXPECTED.write_text(f"{written}\n", "utf-8")
