"""`jixiao recover` without an engine, or with one that goes away in its middle."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import structlog
import typer
from temporalio.common import TypedSearchAttributes
from temporalio.service import RPCError, RPCStatusCode
from typer.testing import CliRunner

from activities.command_handler import CommandHandler
from activities.messages import ViewMessage
from activities.search_attributes import PHASE, changes
from console.cli.commands import recover as recovering
from deploy.errors import EngineError
from store import open_log, sqlite_url
from tests import small_log

app = typer.Typer()
recovering.register(app)


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("JIXIAO_STORE", "TEMPORAL_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    yield
    structlog.reset_defaults()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    small_log.write(sqlite_url(tmp_path / "log.db"))
    return tmp_path


def recover(data: Path) -> None:
    CliRunner().invoke(app, ["--data", str(data)], catch_exceptions=False)


class Leaving:
    """An engine that lists its workflows and then is away; `started` are the starts before.

    `shown` are the search attributes of each start.
    """

    def __init__(self, before: int) -> None:
        self.left = before
        self.started: list[str] = []
        self.shown: dict[str, TypedSearchAttributes] = {}

    async def list_workflows(self, _query: str) -> AsyncIterator[Any]:
        for nobody in ():
            yield nobody

    async def start_workflow(self, _kind: str, _start: Any, **given: Any) -> None:
        self.left -= 1
        if self.left < 0:
            raise RPCError("away", RPCStatusCode.UNAVAILABLE, b"")
        self.started.append(given["id"])
        self.shown[given["id"]] = given["search_attributes"]


def test_given_no_stack_when_recovered_then_it_says_what_to_start(data: Path) -> None:
    with pytest.raises(EngineError, match=r"no stack runs .*`jixiao up"):
        recover(data)


def test_given_an_address_where_nothing_answers_when_recovered_then_it_says_so(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:1")
    with pytest.raises(EngineError, match=r"127\.0\.0\.1:1 does not answer"):
        recover(data)


def test_given_a_lost_workflow_when_recovered_then_its_start_shows_where_it_stands(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Leaving(100)

    async def prepared(*_given: object, **_how: object) -> Leaving:
        return engine

    monkeypatch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:1")
    monkeypatch.setattr(recovering, "prepared", prepared)
    # when
    recover(data)
    # then: the workflow's first look has nothing to upsert
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        view = ViewMessage.of(CommandHandler(log).view(small_log.P1))
    assert engine.shown[small_log.P1].get(PHASE) == view.phase
    assert changes(view, engine.shown[small_log.P1]) == []


@pytest.mark.parametrize("before", [0, 3])
def test_given_an_engine_that_goes_away_when_recovered_then_it_says_to_run_it_again(
    data: Path, monkeypatch: pytest.MonkeyPatch, before: int
) -> None:
    engine = Leaving(before)

    async def prepared(*_given: object, **_how: object) -> Leaving:
        return engine

    monkeypatch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:1")
    monkeypatch.setattr(recovering, "prepared", prepared)
    with pytest.raises(EngineError, match=r"went away .* run `jixiao recover` again"):
        recover(data)
    assert len(engine.started) == before
    # and then the engine is back
    engine.left, engine.started = 100, []
    recover(data)
    assert sorted(engine.started) == small_log.OPEN
