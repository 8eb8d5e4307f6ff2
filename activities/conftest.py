"""A log with one registered project, for tests with two workers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from store import migrate, open_log, sqlite_url
from store.port import EventLog
from testkit.builders.bureau import FINANCE, P001, REGISTERED, Bureau


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The URL of the log."""
    return sqlite_url(tmp_path / "log.db")


@pytest.fixture
def log(url: str) -> Iterator[EventLog]:
    """A log with a county's packs adopted and a project registered on 10 January."""
    migrate(url)
    with closing(open_log(url)) as opened:
        bureau = Bureau(opened)
        bureau.adopt_packs()
        bureau.act(P001, "project.add", date(2023, 1, 10), FINANCE, **REGISTERED)
        yield opened
