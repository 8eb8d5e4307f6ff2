"""Fixtures that several folders share: an empty log, and a bureau that acts on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store import migrate, open_log, sqlite_url
from store.port import EventLog
from testkit.builders.bureau import Bureau


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    """An empty log, in `log.db` of the test's own directory."""
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(open_log(url)) as opened:
        yield opened


@pytest.fixture
def bureau(log: EventLog) -> Bureau:
    """A bureau with adopted packs and an open, simulated work year."""
    made = Bureau(log)
    made.open_year()
    return made
