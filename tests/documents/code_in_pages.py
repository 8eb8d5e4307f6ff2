"""Parts of the product that pages show: functions, classes and acts of examples as they stand."""

from __future__ import annotations

import ast
import json
import re
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[2]
_SHOWN = re.compile(
    r"(?P<head><!-- code: (?P<file>\S+) (?P<name>\S+) -->\n).*?(?P<end><!-- /code -->)",
    re.DOTALL,
)


def with_code(page: str, root: Path = ROOT) -> str:
    """The page with each shown part as its file has it; raises `LookupError` for none.

    A part is a function or class of a module, or the first act of a name in a file of acts.
    """
    return _SHOWN.sub(partial(_shown, root), page)


def _shown(root: Path, found: re.Match[str]) -> str:
    file = root / found["file"]
    acts = file.suffix == ".jsonl"
    source = _act(file, found["name"]) if acts else _source(file, found["name"])
    return f"{found['head']}```{'json' if acts else 'python'}\n{source}\n```\n{found['end']}"


def _act(file: Path, name: str) -> str:
    for line in file.read_text("utf-8").splitlines():
        if json.loads(line)["command"] == name:
            return line
    raise LookupError(f"{file.name} has no act {name}")


def _source(file: Path, name: str) -> str:
    text = file.read_text("utf-8")
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            first = min(one.lineno for one in (node, *node.decorator_list))
            return "\n".join(text.splitlines()[first - 1 : node.end_lineno])
    raise LookupError(f"{file.name} has no {name}")
