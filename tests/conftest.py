"""What several tests of whole years share: each example's year is decided once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from store import sqlite_url
from tests.daily_year import YEAR, daily_year
from tests.decided_year import decided_year


@pytest.fixture(scope="module")
def own_store() -> Iterator[None]:
    """Commands read the data directory that they are given, and tell it on a wide terminal."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("JIXIAO_STORE", raising=False)
        environment.setenv("COLUMNS", "160")
        yield


@pytest.fixture(scope="session")
def daily_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a small year taken day by day, decided once."""
    folder = tmp_path_factory.mktemp("daily")
    year = daily_year(folder)
    with closing(year.log):
        year.run(date(YEAR, 12, 31))
    return folder


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
