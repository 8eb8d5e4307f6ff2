from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import sqlite_url
from tests import small_log


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine takes part."""
    for name in ("JIXIAO_STORE", "JIXIAO_DATA", "TEMPORAL_ADDRESS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def _written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("small")
    small_log.write(sqlite_url(directory / "log.db"), "real")
    return directory


@pytest.fixture
def data(_written: Path, tmp_path: Path) -> Path:
    """The data directory of a small log."""
    return Path(shutil.copytree(_written, tmp_path / "data"))


@pytest.fixture
def unchanged(data: Path) -> Iterator[None]:
    """At the end the data directory is byte for byte what it was."""
    before = contents(data)
    yield
    assert contents(data) == before


_BOARDS = ("projections.db", "projections.db.lock")
"""They are built from the log when a reader asks for what they keep."""


def contents(directory: Path) -> dict[str, bytes]:
    """All files of a directory, but for what a reader of the log leaves beside it."""
    return {
        str(file.relative_to(directory)): file.read_bytes()
        for file in sorted(directory.rglob("*"))
        if file.is_file() and not file.name.endswith(("-wal", "-shm", *_BOARDS))
    }
