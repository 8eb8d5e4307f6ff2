"""A client of an engine that is not there yet, or not at all."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client

from console import stack
from deploy.errors import EngineError


async def test_an_engine_that_starts_again_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    # given an engine that answers at the third try
    tries: list[str] = []

    async def connected(address: str, **_: Any) -> str:
        tries.append(address)
        if len(tries) < 3:
            raise RuntimeError("Frontend is not healthy yet")
        return "client"

    monkeypatch.setattr(Client, "connect", connected)
    monkeypatch.setattr(stack, "_ENGINE_PAUSE", 0.0)
    # then
    client: Any = await stack.connect("127.0.0.1:1")
    assert client == "client"
    assert len(tries) == 3


async def test_an_engine_that_does_not_answer_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refused(_address: str, **_: Any) -> None:
        raise RuntimeError("connection refused")

    monkeypatch.setattr(Client, "connect", refused)
    monkeypatch.setattr(stack, "_ENGINE_SECONDS", 0.0)
    monkeypatch.setattr(stack, "_ENGINE_PAUSE", 0.0)
    with pytest.raises(EngineError, match=r"127\.0\.0\.1:1 does not answer: connection refused"):
        await stack.connect("127.0.0.1:1")


async def test_a_worker_is_started_by_the_words_that_its_stack_has(tmp_path: Path) -> None:
    # given
    script = "import os, sys; print('ready', sys.argv[1:], os.environ['JIXIAO_STORE'])"
    programs = stack.Programs((sys.executable, "-c", script))
    # when
    worker = stack.start_worker(tmp_path, "here:1", "sqlite:///log.db", programs=programs)
    try:
        stack.await_worker(worker)
        # then
        assert worker.output() == "ready ['--address', 'here:1'] sqlite:///log.db\n"
    finally:
        worker.stop()
