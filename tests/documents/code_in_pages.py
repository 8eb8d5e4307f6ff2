"""Functions of the product that pages show: each is the source as it stands."""

from __future__ import annotations

import ast
import re
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[2]
_SHOWN = re.compile(
    r"(?P<head><!-- code: (?P<file>\S+) (?P<function>\w+) -->\n).*?(?P<end><!-- /code -->)",
    re.DOTALL,
)


def with_code(page: str, root: Path = ROOT) -> str:
    """The page with each shown function as its file has it; raises `LookupError` for none."""
    return _SHOWN.sub(partial(_shown, root), page)


def _shown(root: Path, found: re.Match[str]) -> str:
    source = _source(root / found["file"], found["function"])
    return f"{found['head']}```python\n{source}\n```\n{found['end']}"


def _source(file: Path, function: str) -> str:
    text = file.read_text("utf-8")
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            first = min(one.lineno for one in (node, *node.decorator_list))
            return "\n".join(text.splitlines()[first - 1 : node.end_lineno])
    raise LookupError(f"{file.name} has no function {function}")
