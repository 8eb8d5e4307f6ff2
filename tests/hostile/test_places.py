"""The data directory: places that are none, and who may read what is written there."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.cli.private_files import tighten
from tests.engine.command_line import Done, finished, start
from tests.engine.command_line import run as run_process
from tests.hostile.command_line import refused

WORDS = (
    ("status",),
    ("migrate",),
    ("doctor",),
    ("up",),
    ("restore", "nothing.backup"),
    ("worker", "--address", "127.0.0.1:1", "--store", "sqlite:////nowhere", "--notices"),
)


@pytest.fixture
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """A umask for the processes that a test starts."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def named(words: tuple[str, ...], place: str) -> tuple[str, ...]:
    return (*words, place) if words[-1] == "--notices" else (*words, "--data", place)


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words[0])
@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("", "为空"),
        (" ", "为空"),
        ("/dev/null", "不是目录"),
        ("/dev/null/x/y", "不是目录"),
        ("//x", "以两条斜线开头"),
        ("n" * 300, "File name too long"),
        ("x\x1b[31m", "不可打印"),
    ],
)
def test_a_place_that_is_no_data_directory_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], place: str, why: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JIXIAO_DATA", raising=False)
    assert why in refused(*named(words, place))
    assert not [*tmp_path.iterdir()]
    if place.strip() and words[-1] != "--notices":
        monkeypatch.setenv("JIXIAO_DATA", place)
        assert why in refused(*words)


@pytest.mark.parametrize("place", ["file", "link", "loop", "file/below"])
@pytest.mark.parametrize("words", WORDS[:4], ids=lambda words: words[0])
def test_a_file_or_a_link_to_nothing_is_no_data_directory(
    tmp_path: Path, words: tuple[str, ...], place: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("nothing")
    (tmp_path / "loop").symlink_to("loop")
    line = refused(*words, "--data", tmp_path / place)
    assert line.startswith(f"{tmp_path / place}: ")


@pytest.mark.parametrize("words", [("migrate",), ("up",)], ids=lambda words: words[0])
def test_a_place_where_nothing_can_be_made_is_one_line(words: tuple[str, ...]) -> None:
    assert refused(*words, "--data", "/proc/self/nothing").startswith("/proc/self/nothing: ")


def readable(directory: Path) -> dict[str, str]:
    """What others than the owner may do anything with, and its mode."""
    return {
        str(one): oct(stat.S_IMODE(one.lstat().st_mode))
        for one in (directory, *directory.rglob("*"))
        if not one.is_symlink() and stat.S_IMODE(one.lstat().st_mode) & 0o077
    }


async def lived(data: Path) -> tuple[str, Done]:
    """Run a stack until it is ready, stop it; what it said, and how it ended."""
    process = await start("up", "--data", data)
    assert process.stdout is not None
    said = ""
    try:
        async with asyncio.timeout(60):
            while "ready;" not in said:
                said += (line := (await process.stdout.readline()).decode())
                assert line, await finished(process)
        assert readable(data) == {}
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        done = await finished(process)
    return said, done


@pytest.mark.engine
@pytest.mark.parametrize("umask", [0o000], indirect=True)
async def test_what_is_written_is_for_its_user_alone_whatever_the_umask(
    tmp_path: Path, umask: int
) -> None:
    # given
    data, backup = tmp_path / "new" / "data", tmp_path / "b.backup"
    # when
    _, done = await lived(data)
    assert (done.code, umask) == (0, 0), done
    for words in (("status",), ("doctor",), ("backup", backup)):
        await run_process(*words, "--data", data)
    await run_process("restore", backup, "--data", tmp_path / "restored")
    await run_process("migrate", "--data", tmp_path / "migrated")
    # then
    for made in (data, backup, tmp_path / "restored", tmp_path / "migrated"):
        assert made.exists()
        assert readable(made) == {}
    # and when it was readable before
    for one in (data, *data.rglob("*")):
        one.chmod(0o755 if one.is_dir() else 0o644)
    said, _ = await lived(data)
    told = [line for line in said.splitlines() if "chmod" in line]
    assert len(told) == 1
    assert str(data) in told[0]


def test_a_folder_that_others_use_too_is_left_as_it_is_and_told(tmp_path: Path) -> None:
    (tmp_path / "log.db").touch(0o644)
    (tmp_path / "letter.odt").touch(0o644)
    tmp_path.chmod(0o1777)
    told = tighten(tmp_path)
    assert [*readable(tmp_path)] == [str(tmp_path), str(tmp_path / "letter.odt")]
    assert told is not None
    assert len(told.splitlines()) == 1
    assert str(tmp_path) in told
