"""Sixty subjects, three clients, acts that overlap, forty kills: all of it holds.

(docs/testing.md, 1226)
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.engine import EngineProcess
from deploy.postgres import PostgresAddress, throwaway_postgres
from store import sqlite_url
from tests.engine.stage import new_namespace
from tests.engine.stress.figures import Figures, Sent, overlapped
from tests.engine.stress.run import Plan, stress
from tests.engine.stress.subjects import SUBJECTS, postgres_url

KILLS = 40
LEAST_OVERLAPPED = 0.3


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[PostgresAddress]:
    with throwaway_postgres(tmp_path / "postgres") as address:
        yield address


async def stressed(engine: EngineProcess, folder: Path, url: str, plan: Plan) -> Figures:
    return await stress(engine, await new_namespace(engine), folder, url, plan)


def holds(figures: Figures) -> None:
    assert figures.proved.unreplayable == ()
    assert figures.proved.views == SUBJECTS
    assert figures.proved.histories >= SUBJECTS
    assert figures.proved.refused_ids > 0
    assert figures.kills == KILLS
    assert figures.overlapped >= LEAST_OVERLAPPED


async def test_given_forty_kills_on_sqlite_when_acts_overlap_then_all_holds(
    engine: EngineProcess, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = sqlite_url(tmp_path / "log.db")
    figures = await stressed(engine, tmp_path, url, Plan(seed=1, workers=1, kills=KILLS))
    with capsys.disabled():
        print(f"\nSQLite, one worker: {figures}")  # noqa: T201 - its figures
    holds(figures)


@pytest.mark.postgres
async def test_given_forty_kills_on_postgresql_when_two_workers_serve_then_all_holds(
    engine: EngineProcess,
    tmp_path: Path,
    postgres: PostgresAddress,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = postgres_url(postgres)
    figures = await stressed(engine, tmp_path, url, Plan(seed=2, workers=2, kills=KILLS))
    with capsys.disabled():
        print(f"\nPostgreSQL, two workers: {figures}")  # noqa: T201 - its figures
    holds(figures)


def test_given_sendings_and_slow_answers_when_counted_then_those_of_another_act_count() -> None:
    sent = [
        Sent("before", "s", 0.0, 1.0),
        Sent("within", "s", 2.0, 3.0),
        Sent("own", "s", 1.0, 4.0),
        Sent("elsewhere", "t", 2.0, 3.0),
        Sent("after", "s", 4.0, 5.0),
    ]
    assert overlapped(sent, [Sent("own", "s", 1.0, 4.0)]) == {"within"}
