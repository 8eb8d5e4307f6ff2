"""`jixiao recover` without an engine, or with one that goes away in its middle."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
import typer
from temporalio.service import RPCError, RPCStatusCode
from typer.testing import CliRunner

from console.cli.commands import recover as recovering
from deploy.errors import EngineError
from store import sqlite_url
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
    """An engine that lists its workflows and then is away; `started` are the starts before."""

    def __init__(self, before: int) -> None:
        self.left = before
        self.started: list[str] = []

    async def list_workflows(self, _query: str) -> AsyncIterator[Any]:
        for nobody in ():
            yield nobody

    async def start_workflow(self, _kind: str, _start: Any, **given: Any) -> None:
        self.left -= 1
        if self.left < 0:
            raise RPCError("away", RPCStatusCode.UNAVAILABLE, b"")
        self.started.append(given["id"])


def test_given_no_stack_when_recovered_then_it_says_what_to_start(data: Path) -> None:
    with pytest.raises(EngineError, match=r"no stack runs .*`jixiao up"):
        recover(data)


def test_given_an_address_where_nothing_answers_when_recovered_then_it_says_so(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:1")
    with pytest.raises(EngineError, match=r"127\.0\.0\.1:1 does not answer"):
        recover(data)


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
