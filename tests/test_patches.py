"""No test replaces a name of the standard library: threads of other tests use it, too.

A test replaces the name of the library in the module that it tests: `setattr(module, "time", …)`.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = tuple(sorted(path.parent for path in ROOT.glob("*/__init__.py")))


def _libraries(tree: ast.AST) -> set[str]:
    """The names that a module imports from the standard library."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [(each.asname or each.name.partition(".")[0], each.name) for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [(each.asname or each.name, node.module or "") for each in node.names]
        else:
            continue
        found |= {name for name, module in names if _is_library(module)}
    return found


def _is_library(name: str) -> bool:
    return name.partition(".")[0] in sys.stdlib_module_names


def _root(node: ast.expr) -> str | None:
    """The name with which a dotted expression begins."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _replaced(source: str) -> Iterator[str]:
    """The names of the standard library that `setattr` of a monkeypatch replaces."""
    tree = ast.parse(source)
    libraries = _libraries(tree)
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr != "setattr" or not node.args:
            continue
        target = node.args[0]
        if isinstance(target, ast.Constant) and _is_library(str(target.value)):
            yield str(target.value)
        elif _root(target) in libraries:
            yield ast.unparse(target)


def test_a_replaced_name_is_found_however_it_is_written() -> None:
    source = """
import time, os.path, product.module
from pathlib import Path
monkeypatch.setattr(time, "sleep", None)
monkeypatch.setattr("time.sleep", None)
monkeypatch.setattr(os.path, "exists", None)
patched.setattr(Path, "stat", None)
monkeypatch.setattr(product.module, "time", None)
"""
    assert sorted(_replaced(source)) == ["Path", "os.path", "time", "time.sleep"]


def test_no_test_replaces_a_name_of_the_standard_library() -> None:
    modules = [path for folder in FOLDERS for path in folder.rglob("*.py")]
    assert len(modules) > len(FOLDERS)
    found = {
        str(path.relative_to(ROOT)): names
        for path in modules
        if (names := list(_replaced(path.read_text("utf-8"))))
    }
    assert found == {}
