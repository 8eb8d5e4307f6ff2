"""Which deadlines the source of the domain can wait for, read from its syntax trees."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import domain

_NAMED_BY = {"Wait": (0,), "filing_wait": (1, 2), "review_wait": (2,)}
"""The functions that name a deadline, with the places of their arguments that do."""

_BINDING = (ast.Assign, ast.For, ast.comprehension)


def waited_for() -> dict[str, str]:
    """The kinds of deadline that some module waits for, each with that module."""
    return {kind: module.__name__ for module in _modules() for kind in _of(module)}


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(domain.__path__, "domain."):
        last = found.name.rpartition(".")[2]
        if not found.ispkg and not last.startswith(("test_", "given", "conftest")):
            yield importlib.import_module(found.name)


def _of(module: ModuleType) -> Iterator[str]:
    tree = ast.parse(inspect.getsource(module))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            for place in _NAMED_BY.get(node.func.id, ()):
                yield from _kinds(node.args[place], module, tree)


def _kinds(node: ast.expr, module: ModuleType, tree: ast.Module) -> Iterator[str]:
    """The kinds that an expression may name; none where a caller gives it as an argument."""
    if isinstance(node, ast.Call):  # key(kind, …)
        yield from _kinds(node.args[0], module, tree)
    elif isinstance(node, ast.JoinedStr):  # kind, then whom or which node it is of
        first = node.values[0]
        yield from _kinds(_inner(first), module, tree)
    elif isinstance(node, ast.Name) and not isinstance(getattr(module, node.id, None), str):
        yield from _bound_to(node.id, module, tree)
    else:
        value = _value(node, module)
        if isinstance(value, str):
            yield value.rstrip(".:/")


def _inner(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.FormattedValue) else node


def _bound_to(name: str, module: ModuleType, tree: ast.Module) -> Iterator[str]:
    """The kinds among the values that a name of a function is bound to."""
    for node in ast.walk(tree):
        if not isinstance(node, _BINDING):
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(_is_name(found, name) for target in targets for found in ast.walk(target)):
            values = node.value if isinstance(node, ast.Assign) else node.iter
            for part in ast.walk(values):
                if isinstance(part, ast.Name) and isinstance(_value(part, module), Mapping):
                    yield from _value(part, module)
                if isinstance(part, ast.Attribute) and isinstance(_value(part, module), str):
                    yield str(_value(part, module))


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _value(node: ast.expr, module: ModuleType) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return getattr(getattr(module, node.value.id, None), node.attr, None)
    return getattr(module, node.id, None) if isinstance(node, ast.Name) else None
