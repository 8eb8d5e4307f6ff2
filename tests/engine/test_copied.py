"""Two copies of a data directory: one goes on, and the other says so."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from store import open_log, sqlite_url
from tests.engine.command_line import Done, run
from tests.engine.test_up import acts, position, submit, up


def refused_as_copy_of(done: Done, data: Path) -> None:
    assert done.code == 1, done
    (line,) = done.err.splitlines()
    assert f"in use at {data / 'log.db'}" in line
    assert "jixiao up --take-over" in line


def copy_id(data: Path) -> str:
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        return str(log.identity().copy)


async def test_given_a_copied_directory_when_started_then_it_says_so_until_it_takes_over(
    tmp_path: Path,
) -> None:
    one, copy, file = tmp_path / "one", tmp_path / "copy", acts(tmp_path)
    async with up(one):
        assert (await submit(file, one)).code == 0
        shutil.copytree(one, copy)
        # when a copy that was made of a running stack is used
        refused_as_copy_of(await submit(file, copy), one)
        refused_as_copy_of(await run("up", "--data", copy), one)
        examined = await run("doctor", "--data", copy)
        assert examined.code == 1
        assert "log-copied" in examined.out
        running = await run("up", "--take-over", "--data", copy)
        assert running.code == 1
        assert f"`jixiao up` runs on {one}: stop it first" in running.err
    before, at = copy_id(copy), position(one)
    # when it takes over
    async with up(copy, "--take-over"):
        assert (await submit(file, copy)).code == 0
        assert (await run("doctor", "--data", copy)).code == 0
    # then it goes on alone
    assert copy_id(copy) != before
    refused_as_copy_of(await run("up", "--data", one), copy)
    assert position(one) == at
    # and moves as it likes
    moved = copy.rename(tmp_path / "moved")
    async with up(moved):
        assert (await run("doctor", "--data", moved)).code == 0
