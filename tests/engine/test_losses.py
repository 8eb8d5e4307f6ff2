"""The engine's database is deleted on one of six days: each of the six years comes to the same."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
import structlog
from temporalio.client import Client
from typer.testing import CliRunner

from activities.messages import NAMESPACE
from console.cli.command_list import whole
from console.settings import TEMPORAL_ADDRESS
from deploy.engine import EngineProcess, start_engine
from store.settings import JIXIAO_STORE
from tests.engine import tiny, tiny_whole
from tests.engine.losing import End, Standing, lived
from tests.engine.stage import new_namespace

STOPS = ("2023-01-12", "2023-03-31", "2023-05-31", "2023-06-13", "2023-06-30", "2023-09-05")
"""Amid targets; self-evaluation due; a round's day; behind overdue ones; rectifying; August's"""


@dataclass
class Undisturbed:
    """The year that nothing happens to: how it stood at each stop, and what it came to."""

    folder: Path
    standing: dict[str, dict[str, Standing]] = field(default_factory=dict)
    end: End | None = None

    def at(self, stop: str) -> Path:
        """What the year had at a stop besides its engine."""
        return self.folder / stop


@pytest.fixture(scope="module")
async def undisturbed(
    engine: EngineProcess, tmp_path_factory: pytest.TempPathFactory
) -> Undisturbed:
    folder = tmp_path_factory.mktemp("undisturbed")
    files = tiny.files(folder, tiny_whole.lines(), tiny_whole.PORTFOLIO)
    found = Undisturbed(folder)
    async with lived(await new_namespace(engine), folder / "year", files) as year:
        await year.begins()
        for stop in STOPS:
            await year.lives(date.fromisoformat(stop))
            found.standing[stop] = await year.standing()
            year.copied(found.at(stop))
        await year.lives(tiny_whole.UNTIL)
        assert not year.refused
        assert all(
            any(one.held.next_step for one in stood.values()) for stood in found.standing.values()
        )
        found.end = year.end()
    return found


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv(JIXIAO_STORE, raising=False)
    yield
    structlog.reset_defaults()


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize("stop", STOPS)
async def test_given_a_year_that_loses_its_engine_when_recovered_then_it_comes_to_the_same(
    undisturbed: Undisturbed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: str
) -> None:
    # given the year as it stood, and an engine that has nothing of it
    data = Path(shutil.copytree(undisturbed.at(stop), tmp_path / "year"))
    files = tiny.files(tmp_path, tiny_whole.lines(), tiny_whole.PORTFOLIO)
    with start_engine(tmp_path / "engine", skip_time=True) as empty:
        address = empty.engine.address
        monkeypatch.setenv(TEMPORAL_ADDRESS, address)
        # when
        done = await asyncio.to_thread(
            CliRunner().invoke, whole(), ["recover", "--data", str(data)]
        )
        assert done.exit_code == 0, done.output
        client = await Client.connect(address, namespace=NAMESPACE)
        async with lived(client, data, files) as year:
            before = year.log.last_position()
            # then everybody waits for what it waited for
            assert await year.standing() == undisturbed.standing[stop]
            assert year.log.last_position() == before, "nothing is done again"
            # and when it goes on
            await year.goes_on()
            await year.lives(tiny_whole.UNTIL)
            # then
            assert year.end() == undisturbed.end
