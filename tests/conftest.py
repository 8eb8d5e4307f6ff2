"""What several tests of whole years share: each example's year is decided once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import structlog

from store import sqlite_url
from tests.decided_year import decided_year


@pytest.fixture(autouse=True)
def logging_as_at_the_start() -> None:
    """Log as a fresh process does: a command run in this one before may have set a level."""
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The log of an example's year, decided once."""
    folder = tmp_path_factory.mktemp("years")

    @cache
    def log_of(example: str) -> Path:
        path: Path = folder / example / "log.db"
        path.parent.mkdir()
        decided_year(example, sqlite_url(path)).log.close()
        return path

    return log_of
