"""A worker alone says on its own line that a file of its log is gone, and that it is back."""

from __future__ import annotations

from pathlib import Path

import pytest

from console import worker
from console.cli.log_watch import BACK
from faults.waiting import until
from store import migrate, sqlite_url


async def test_a_file_that_is_gone_and_back_is_a_line_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(worker, "_LOOK_SECONDS", 0.01)
    log, away = tmp_path / "log.db", tmp_path / "away.db"
    migrate(sqlite_url(log))
    told: list[str] = []

    def said(lines: int) -> bool:
        told.extend(capsys.readouterr().out.splitlines())
        return len(told) == lines

    async with worker._watching(sqlite_url(log)):
        # when
        log.rename(away)
        await until(lambda: said(1), "it is said that the file is gone")
        away.rename(log)
        await until(lambda: said(2), "it is said that the file is back")
    # then
    assert told[0].startswith(f"{log} 在使用中被删除、移走或替换，不再办理")
    assert told[1] == BACK
