"""What names in a module mean, by its imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """The names that the imports of a module give, wherever they stand, with what they mean."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                yield one.asname or one.name.partition(".")[0], one.name
        elif isinstance(node, ast.ImportFrom):
            for one in node.names:
                yield one.asname or one.name, f"{node.module}.{one.name}"


def dotted(node: ast.AST, names: dict[str, str]) -> str:
    """The dotted name of an expression by its module; empty for any other expression."""
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    if isinstance(node, ast.Attribute):
        of = dotted(node.value, names)
        return f"{of}.{node.attr}" if of else ""
    return ""
