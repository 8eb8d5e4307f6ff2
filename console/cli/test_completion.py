"""Completion in the shell: the words that fit, read from the boards, and never a fault."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from console.cli.commands import completion, status
from console.cli.completion import script
from store import migrate, open_log, sqlite_url
from testkit.builders.bureau import P001, RESULT, Bureau, a_half_year
from testkit.command_line import CommandLine


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county in June, with its boards."""
    directory = tmp_path_factory.mktemp("data")
    url = sqlite_url(directory / "log.db")
    migrate(url)
    with closing(open_log(url)) as log:
        bureau = Bureau(log)
        bureau.open_year()
        a_half_year(bureau)
        secret = {"project_name": "某某秘密工程", "confidential": True}
        bureau.budgeted("652825/2023/S001", **secret)  # type: ignore[arg-type]
    CommandLine.of(status, completion).text(directory, "status")
    return directory


def pressed(data: Path, line: str, shell: str = "bash") -> subprocess.CompletedProcess[str]:
    """TAB at the end of a line."""
    words = line.format(data=data).split(" ")
    asked: dict[str, Any] = {
        "COMP_WORDS": " ".join(words),
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": " ".join(words),
        "_JIXIAO_COMPLETE": f"complete_{shell}",
    }
    return subprocess.run(
        [sys.executable, "-m", "console"],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **asked},
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("jixiao tod", ["todo"]),
        ("jixiao todo --work", ["--work-year"]),
        ("jixiao todo --role fin", ["finance"]),
        ("jixiao todo --role 财", ["财政部门"]),
        ("jixiao status --role u", ["unit"]),
        ("jixiao acts P001 --role 人", ["人大", "人民政府"]),
        ("jixiao todo --data {data} --unit 1", ["101"]),
        ("jixiao todo --data {data} --jurisdiction ", ["652825"]),
        ("jixiao status --data {data} --budget-year ", ["2023"]),
        ("jixiao history --data {data} 652825/2023/P", ["652825/2023/P001", "652825/2023/P002"]),
        ("jixiao status --data {data} P", ["P001", "P002"]),
        ("jixiao acts --data {data} P001 target.ap", ["target.approve"]),
        (f"jixiao acts --data {{data}} {P001} unit.", ["unit.hand-over"]),
        ("jixiao acts --data {data} P003 extend --key mon", [RESULT]),
        ("jixiao acts --data {data} P002 deadline.set --key self", ["self-evaluation.filing"]),
        ("jixiao acts --data {data} P001 disclosure.publish --key pro", ["project_target"]),
        ("jixiao acts --data {data} P003 act.withdraw --key bud", ["budget.approve"]),
        ("jixiao schema commands deadline.s", ["deadline.set"]),
        ("jixiao schema events budget.ap", ["budget.approved"]),
        ("jixiao acts --data {data} P002 correct --key mon", [RESULT]),
    ],
)
def test_the_words_that_fit_are_suggested(data: Path, line: str, words: list[str]) -> None:
    done = pressed(data, line)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split()[: len(words)] == words


def test_a_confidential_project_is_suggested_without_its_name(data: Path) -> None:
    for shell in ("zsh", "fish"):
        done = pressed(data, "jixiao status --data {data} S", shell)
        assert "秘密" not in done.stdout


@pytest.mark.parametrize(
    "line",
    [
        "jixiao todo --data /nowhere --unit ",
        "jixiao todo --data {data}/log.db --unit ",
        "jixiao acts --data {data} NONE extend --key ",
    ],
)
def test_what_finds_nothing_says_nothing(data: Path, line: str) -> None:
    done = pressed(data, line)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")


def test_boards_that_are_damaged_are_no_fault(data: Path, tmp_path: Path) -> None:
    (tmp_path / "projections.db").write_bytes(b"no database")
    done = pressed(tmp_path, "jixiao status --data {data} P")
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")
    assert (tmp_path / "projections.db").read_bytes() == b"no database"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_asks_this_program(shell: str) -> None:
    shown = CliRunner().invoke(CommandLine.of(status, completion).app, ["completion", shell])
    assert f"_JIXIAO_COMPLETE=complete_{shell}" in shown.stdout


def test_bash_reads_its_script(tmp_path: Path) -> None:
    ended = subprocess.run(
        ["bash", "-c", f"{script('bash')}\ncomplete -p jixiao"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert "_jixiao_completion jixiao" in ended.stdout
