"""A worker that may not run says why in one line, with an exit code that others can tell."""

from __future__ import annotations

from pathlib import Path

import pytest
import structlog
import typer
from typer.testing import CliRunner

from activities.business_clock import ClockBehind
from console import worker as workers
from console.cli.clock_watch import CLOCK_WRONG
from console.cli.commands import worker


def test_a_worker_behind_its_log_is_one_line_and_an_exit_code_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def behind(*_given: object) -> None:
        raise ClockBehind("本机时钟早于库中最新记录")

    monkeypatch.setattr(workers, "run_worker", behind)
    app = typer.Typer()
    worker.register(app)
    # when
    store = f"sqlite:///{tmp_path / 'log.db'}"
    try:
        done = CliRunner().invoke(app, ["--address", "127.0.0.1:1", "--store", store])
    finally:
        structlog.reset_defaults()
    # then
    assert (done.exit_code, done.stdout) == (CLOCK_WRONG, "")
    assert done.stderr == "本机时钟早于库中最新记录\n"
