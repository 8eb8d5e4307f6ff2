"""One engine for the session; a namespace, a log and a worker for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from deploy.engine import EngineProcess, start_engine
from tests.engine import tiny
from tests.engine.holds import Year, year_of
from tests.engine.stage import Stage


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.engine)


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    """A real server that skips time."""
    with start_engine(tmp_path_factory.mktemp("engine"), skip_time=True) as started:
        yield started


@pytest.fixture
async def stage(engine: EngineProcess, tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage without a worker."""
    built = await Stage.build(engine, tmp_path)
    yield built
    built.close()


@pytest.fixture(scope="session")
async def undisturbed(engine: EngineProcess, tmp_path_factory: pytest.TempPathFactory) -> Year:
    """What the tiny year comes to when nothing happens to it."""
    stage = await Stage.build(engine, tmp_path_factory.mktemp("undisturbed"))
    try:
        await stage.start_worker()
        await stage.drive(tiny.UNTIL)
        return year_of(stage.log)
    finally:
        stage.close()
