"""Two data directories and one server that both name by TEMPORAL_ADDRESS."""

from __future__ import annotations

import asyncio
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.engine import EngineProcess, start_engine
from store import migrate, open_log, sqlite_url
from store.port import LogIdentity
from tests.engine import tiny
from tests.engine.command_line import Done, finished, run, start
from tests.engine.test_up import READY, acts

BOUND = 240.0
"""Seconds after which a command no longer comes to its end; each takes a few."""


@dataclass
class Room:
    """A server, and commands that name it."""

    address: str
    folder: Path

    async def run(self, *words: str | Path, **settings: str) -> Done:
        async with asyncio.timeout(BOUND):
            return await run(*words, TEMPORAL_ADDRESS=self.address, **settings)

    async def submit(self, data: Path) -> Done:
        where = ("--jurisdiction", tiny.COUNTY, "--work-year", str(tiny.YEAR), "--data", data)
        return await self.run("submit", acts(self.folder), *where)

    @asynccontextmanager
    async def up(self, data: Path) -> AsyncIterator[Process]:
        process = await start("up", "--data", data, TEMPORAL_ADDRESS=self.address)
        assert process.stdout is not None
        try:
            async with asyncio.timeout(BOUND):
                while (line := (await process.stdout.readline()).decode().strip()) != READY:
                    assert line or process.returncode is None, await finished(process)
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGINT)
            await finished(process)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EngineProcess]:
    """A server of its own: all that run here name the same namespace."""
    with start_engine(tmp_path / "server", skip_time=False) as started:
        yield started


@pytest.fixture
def room(server: EngineProcess, tmp_path: Path) -> Room:
    return Room(server.engine.address, tmp_path)


def log_at(data: Path) -> LogIdentity:
    migrate(sqlite_url(data / "log.db"))
    return held_by(data)[0]


def held_by(data: Path) -> tuple[LogIdentity, int]:
    """Which log a directory has, and its last position."""
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        return log.identity(), log.last_position()


def refused_in_one_line(done: Done, *named: object) -> None:
    assert done.code == 1, done
    (line,) = done.err.splitlines()
    assert all(str(one) in line for one in named), line


async def test_given_a_server_that_serves_a_log_when_another_names_it_then_no_act_goes_astray(
    room: Room, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    one, other = log_at(first), log_at(second)
    async with room.up(first):
        # when the other directory's stack, worker, sender and recovery name the server
        url = sqlite_url(second / "log.db")
        for done in (
            await room.run("up", "--data", second),
            await room.run("worker", "--address", room.address, JIXIAO_STORE=url),
            await room.submit(second),
            await room.run("recover", "--data", second),
            await room.run("recover", "--take-over", "--data", second),
        ):
            refused_in_one_line(done, one.id, other.id)
        examined = await room.run("doctor", "--data", second)
        assert examined.code == 1
        assert "namespace-of-another-log" in examined.out
        # then every act is in the first log
        assert (await room.submit(first)).code == 0
        assert held_by(first)[1] > 0
        assert held_by(second)[1] == 0
        assert "namespace" not in (await room.run("doctor", "--data", first)).out


async def test_given_a_restored_copy_when_it_takes_over_then_the_old_copys_stack_stops(
    room: Room, tmp_path: Path
) -> None:
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "one.backup"
    async with room.up(old) as before:
        assert (await room.submit(old)).code == 0
        assert (await room.run("backup", file, "--data", old)).code == 0
        assert (await room.run("restore", file, "--data", new)).code == 0
        first, copy = held_by(old)[0], held_by(new)[0]
        assert (first.id, first.kind) == (copy.id, copy.kind)
        # when
        refused = await room.run("up", "--data", new)
        # then
        refused_in_one_line(refused, first.copy, copy.copy, "jixiao recover --take-over")
        examined = await room.run("doctor", "--data", new)
        assert "namespace-of-another-copy" in examined.out
        # when it takes the namespace over
        taken = await room.run("recover", "--take-over", "--data", new)
        assert taken.code == 0, taken
        # then the old copy's stack ends by itself and says why
        async with asyncio.timeout(BOUND):
            ended = await finished(before)
        assert ended.code == 1
        assert str(copy.copy) in ended.err.splitlines()[-1]
        assert "starting it again" not in ended.out
    # and the new one's goes on
    at = held_by(old)[1]
    async with room.up(new):
        assert (await room.submit(new)).code == 0
        assert "namespace" not in (await room.run("doctor", "--data", new)).out
    refused_in_one_line(await room.run("up", "--data", old), first.copy, copy.copy)
    assert held_by(old)[1] == at
