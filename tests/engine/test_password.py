"""The password of a log in PostgreSQL: in no list of processes, in no file and on no screen."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from console.cli.commands.up import READY
from deploy.postgres import PostgresAddress, throwaway_postgres
from tests.engine import command_line
from tests.engine.command_line import finished, run, start

PASSWORD = "Geheim-口令-7731"  # noqa: S105 - the tests' own
QUOTED = "Geheim-%E5%8F%A3%E4%BB%A4-7731"
SEEN = ("Geheim", "7731")


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[PostgresAddress]:
    with throwaway_postgres(tmp_path / "postgres") as address:
        yield address


@pytest.fixture
def url(postgres: PostgresAddress, monkeypatch: pytest.MonkeyPatch) -> str:
    """A URL with a password, that the setting names."""
    named = f"postgresql://{postgres.user}:{QUOTED}@/postgres?host={postgres.host}"
    monkeypatch.setitem(command_line.WITHOUT_SERVER, "JIXIAO_STORE", named)
    return named


def shows(text: str | bytes) -> bool:
    """Whether a text has a part of the password in it."""
    if isinstance(text, str):
        return any(part in text for part in SEEN)
    return any(part.encode() in text for part in SEEN)


def words_of(process: psutil.Process) -> bytes:
    """What the list of processes shows of one."""
    return Path(f"/proc/{process.pid}/cmdline").read_bytes()


async def test_a_password_is_in_no_process_list_no_file_and_on_no_screen(
    url: str, tmp_path: Path
) -> None:
    # given
    data = tmp_path / "data"
    assert (await run("migrate", "--data", data)).code == 0
    process = await start("up", "--data", data)
    assert process.stdout is not None
    said = ""
    try:
        async with asyncio.timeout(60):
            while READY not in said:
                said += (line := (await process.stdout.readline()).decode())
                assert line, await finished(process)
        # when
        children = psutil.Process(process.pid).children(recursive=True)
        lists = [words_of(one) for one in children]
        asked = [
            await run(*words, "--data", data)
            for words in (
                ("doctor",),
                ("migrate",),
                ("status",),
                ("backup", tmp_path / "b"),
                ("restore", tmp_path / "b"),
                ("document", "verify"),
                ("status", url),
                ("status", "--store", url),
            )
        ]
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        done = await finished(process)
    # then
    assert len(children) == 3, "server, web UI and worker"
    assert any(b"worker" in one.split(b"\0") for one in lists)
    assert not [one for one in lists if shows(one)]
    assert f"事件库 event log  {url.replace(QUOTED, '***')}" in said
    printed = [said, done.out, done.err, *(text for one in asked for text in (one.out, one.err))]
    assert not [text for text in printed if shows(text)]
    assert not [file for file in data.rglob("*") if file.is_file() and shows(file.read_bytes())]
