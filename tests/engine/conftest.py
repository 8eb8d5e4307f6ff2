"""One engine for the session; a namespace, a log and a worker for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from temporalio.client import Client

from deploy.engine import EngineProcess, start_engine
from store import migrate, open_log, sqlite_url
from store.factory import open_outbox
from store.port import EventLog
from tests import small_log
from tests.engine.halves import BUDGET_YEAR, Half
from tests.engine.holds import Year, year_of
from tests.engine.office import Office
from tests.engine.stage import Stage, new_namespace


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
def log(tmp_path: Path) -> Iterator[EventLog]:
    """The small log, at `log.db` of the test's folder."""
    with small_log.small_log(sqlite_url(tmp_path / "log.db")) as made:
        yield made


@pytest.fixture
async def client(engine: EngineProcess) -> Client:
    """A client of a namespace of its own."""
    return await new_namespace(engine)


@pytest.fixture
def half(request: pytest.FixtureRequest) -> Half:
    """The half of a life that a test disturbs: the budget year, where it names none."""
    given: Half = getattr(request, "param", BUDGET_YEAR)
    return given


@pytest.fixture
async def stage(engine: EngineProcess, tmp_path: Path, half: Half) -> AsyncIterator[Stage]:
    """A stage without a worker."""
    built = await Stage.build(engine, tmp_path, half)
    yield built
    built.close()


@pytest.fixture(scope="session")
def years() -> dict[str, Year]:
    """What each half came to, once it was lived."""
    return {}


@pytest.fixture
async def undisturbed(
    engine: EngineProcess, half: Half, years: dict[str, Year], tmp_path: Path
) -> Year:
    """What the half comes to when nothing happens to it."""
    if half.name not in years:
        folder = tmp_path / "undisturbed"
        folder.mkdir()
        years[half.name] = await lived(engine, half, folder)
    return years[half.name]


async def lived(engine: EngineProcess, half: Half, folder: Path) -> Year:
    stage = await Stage.build(engine, folder, half)
    try:
        await stage.start_worker()
        await stage.drive(half.until)
        refused = [outcome for _, outcome in stage.acknowledged if outcome["status"] == "refused"]
        assert not refused, refused
        return year_of(stage.log)
    finally:
        stage.close()


@pytest.fixture
async def office(engine: EngineProcess, tmp_path: Path) -> AsyncIterator[Office]:
    client = await new_namespace(engine)
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(open_log(url)) as log, closing(open_outbox(url)) as outbox:
        yield Office(client, tmp_path, log, outbox)
