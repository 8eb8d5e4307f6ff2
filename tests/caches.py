"""Caches without a bound in Python code: what `functools` keeps for ever, argument by argument."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path


def unbounded_caches(source: str) -> Iterator[str]:
    """The names of the functions whose results are all kept, for as long as they take arguments.

    A cache that is made by a call and not as a decorator is named by its line.
    """
    tree = ast.parse(source)
    decorators: set[ast.expr] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            decorators.update(node.decorator_list)
            if _takes_arguments(node) and any(map(_keeps_all, node.decorator_list)):
                yield node.name
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node not in decorators and _makes_unbounded(node):
            yield f"line {node.lineno}"


def product_modules(root: Path, packages: list[str]) -> Iterator[Path]:
    """The modules of the product's packages, without their tests."""
    for package in packages:
        for path in sorted((root / package).rglob("*.py")):
            if not path.name.startswith("test_"):
                yield path


def _takes_arguments(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    given = function.args
    return bool(given.posonlyargs or given.args or given.vararg or given.kwonlyargs or given.kwarg)


def _keeps_all(decorator: ast.expr) -> bool:
    """Whether a decorator keeps every result: `cache`, or `lru_cache` without a size."""
    if isinstance(decorator, ast.Call):
        return _name(decorator.func) == "lru_cache" and _without_size(decorator)
    return _name(decorator) == "cache"


def _makes_unbounded(call: ast.Call) -> bool:
    """Whether a call makes such a cache: `cache(f)`, or `lru_cache(maxsize=None)(f)`."""
    if isinstance(call.func, ast.Call):
        return _keeps_all(call.func)
    return _name(call.func) == "cache"


def _without_size(call: ast.Call) -> bool:
    sizes = [*call.args[:1], *(one.value for one in call.keywords if one.arg == "maxsize")]
    return any(isinstance(size, ast.Constant) and size.value is None for size in sizes)


def _name(expression: ast.expr) -> str:
    """The last part of a name: `functools.cache` and `cache` are the same."""
    if isinstance(expression, ast.Attribute):
        return expression.attr
    return expression.id if isinstance(expression, ast.Name) else ""
