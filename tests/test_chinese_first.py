"""What a running program prints is in Chinese before the English; the code is read for it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
TWO_WORDS = re.compile(r"[A-Za-z]{2,}[,:;]? +\(?[A-Za-z]{2,}")
TOLD = {"print", "say", "_say", "alarm", "complain", "warn", "bar", "EngineError"}
COMMANDS = (
    *("up", "worker", "outbox", "doctor", "recover", "backup", "restore", "migrate", "document"),
)
MODULES = [
    *(f"console/cli/commands/{name}.py" for name in COMMANDS),
    *("console/stack.py", "console/worker.py", "console/cli/private_files.py"),
    *("console/cli/render/doctor_report.py", "console/cli/render/backup_report.py"),
    *("deploy/engine.py", "deploy/obtain.py", "deploy/build.py", "deploy/toolchain.py"),
]


@pytest.mark.parametrize("module", MODULES)
def test_no_line_is_in_english_alone(module: str) -> None:
    assert [*_english(ast.parse((ROOT / module).read_text()))] == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ('say(f"the server is back at {address}")', True),
        ('say(f"引擎已恢复 / the server is back at {address}")', False),
        ('print(f"the server did not start: {error}")', True),
        ('print("ready")', False),
    ],
)
def test_a_line_in_english_alone_is_found(said: str, found: bool) -> None:
    assert bool([*_english(ast.parse(said))]) == found


def _english(code: ast.AST) -> Iterator[str]:
    """The texts of lines that are told, in English without Chinese."""
    for one in ast.walk(code):
        if isinstance(one, ast.Call) and _name(one.func) in TOLD:
            told = " ".join(_texts(one))
            if TWO_WORDS.search(told) and not CHINESE.search(told):
                yield told


def _name(function: ast.expr) -> str:
    return getattr(function, "id", getattr(function, "attr", ""))


def _texts(call: ast.Call) -> Iterator[str]:
    for part in ast.walk(call):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
